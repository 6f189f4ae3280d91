"""A picture by formula, for goldens: faces of ellipses in whole numbers, which any language draws to the
same pixel."""

from __future__ import annotations

import numpy as np

SIZE_WH_PX = (384, 256)
GROUND = (120, 130, 125)
HAIR, SKIN, SHADE, WHITE, PUPIL, LIPS = (
    (50, 35, 25),
    (225, 180, 150),
    (190, 145, 120),
    (240, 240, 240),
    (45, 35, 30),
    (175, 70, 80),
)
FEATURES = (
    (0, -10, 44, 52, HAIR), (0, 2, 34, 45, SKIN),
    (-14, -8, 8, 4, WHITE), (14, -8, 8, 4, WHITE), (-14, -8, 4, 4, PUPIL), (14, -8, 4, 4, PUPIL),
    (-14, -18, 10, 2, HAIR), (14, -18, 10, 2, HAIR),
    (0, 9, 6, 9, SHADE), (0, 7, 4, 8, SKIN), (0, 26, 12, 5, LIPS),
)  # fmt: skip
"""x, y, half width, half height, colour of a face's ellipses from back to front, about the middle of the
face."""
FACES = ((110, 120, 3), (300, 150, 2))
"""x, y of the middle, and the size in halves of FEATURES."""


def faces() -> list[dict]:
    """All ellipses in the order of painting."""
    return [
        {"x": cx + x * k // 2, "y": cy + y * k // 2, "rx": rx * k // 2, "ry": ry * k // 2, "rgb": list(rgb)}
        for cx, cy, k in FACES
        for x, y, rx, ry, rgb in FEATURES
    ]


def draw() -> np.ndarray:
    """u8[256,384,3]: a pixel (column, row) belongs to an ellipse where (column−x)²·ry² + (row−y)²·rx² ≤
    rx²·ry²."""
    width, height = SIZE_WH_PX
    picture = np.full((height, width, 3), GROUND, np.uint8)
    row, column = np.mgrid[0:height, 0:width]
    for e in faces():
        inside = ((column - e["x"]) * e["ry"]) ** 2 + ((row - e["y"]) * e["rx"]) ** 2 <= (
            e["rx"] * e["ry"]
        ) ** 2
        picture[inside] = e["rgb"]
    return picture
