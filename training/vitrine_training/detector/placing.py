"""Putting a person into a scene: anywhere, of any size, turned, seen from above, masked, half outside."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from .align import for_opencv
from .people import Person


@dataclass(frozen=True)
class SceneRecipe:
    """Shares of the kinds of scenes and ranges of their sizes."""

    side_px: int = 320
    portrait_share: float = 0.3  # the rest are crowds
    walkers_share: float = 0.4  # of the crowds: people put among them
    zoom: tuple[float, float] = (0.6, 2.0)  # of a crowd at 640 px
    face_px: tuple[float, float] = (20.0, 260.0)  # height of a person's face
    turn_deg: float = 20.0
    mask_share: float = 0.08  # of the people
    least_left: float = 0.35  # of a face that the picture's edge cuts
    least_px: float = 8.0  # smaller faces are neither wanted nor held against anybody


def placed(
    person: Person, recipe: SceneRecipe, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """(picture, box, points, alpha) with the face somewhere in the scene, turned, sometimes seen from
    above, masked, or half outside."""
    side = recipe.side_px
    x0, y0, x1, y1 = person.box
    k = np.exp(rng.uniform(*np.log(recipe.face_px))) / (y1 - y0)
    angle = np.radians(rng.uniform(-recipe.turn_deg, recipe.turn_deg))
    above = rng.uniform(0.72, 1) if person.trust < 1 and rng.random() < 0.3 else 1.0
    linear = (
        k * np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]]) @ np.diag([1, above])
    )
    aim = rng.uniform(0.0 if rng.random() < 0.2 else 0.15, 1.0 if rng.random() < 0.2 else 0.85, 2) * side
    matrix = np.concatenate([linear, (aim - linear @ [(x0 + x1) / 2, (y0 + y1) / 2])[:, None]], axis=1)
    source = masked(person, rng) if rng.random() < recipe.mask_share else person.picture
    if k < 0.5:
        source = cv2.blur(source, (round(0.7 / k), round(0.7 / k)))
    picture = cv2.warpAffine(
        source, for_opencv(matrix), (side, side), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    alpha = person.alpha if person.alpha is not None else np.full(person.picture.shape[:2], 255, np.uint8)
    alpha = cv2.warpAffine(alpha, for_opencv(matrix), (side, side), flags=cv2.INTER_LINEAR)
    middle = np.array([(x0 + x1) / 2, (y0 + y1) / 2]) @ matrix[:, :2].T + matrix[:, 2]
    half = np.array([x1 - x0, (y1 - y0) * above]) * k / 2
    points = person.points @ matrix[:, :2].T + matrix[:, 2]
    return (
        picture,
        np.concatenate([middle - half, middle + half]).astype(np.float32),
        points.astype(np.float32),
        alpha,
    )


def masked(person: Person, rng: np.random.Generator) -> np.ndarray:
    """A cloth mask of one colour from the bridge of the nose to below the chin."""
    right_eye, left_eye, nose, right_mouth, left_mouth = person.points
    bridge, chin = (
        (right_eye + left_eye) / 2 * 0.4 + nose * 0.6,
        nose + 2.3 * ((right_mouth + left_mouth) / 2 - nose),
    )
    across = (left_eye - right_eye) * 0.85
    outline = np.array(
        [
            bridge,
            nose + across,
            (chin + nose) / 2 + across * 0.85,
            chin,
            (chin + nose) / 2 - across * 0.85,
            nose - across,
        ]
    )
    picture = person.picture.copy()
    cv2.fillPoly(
        picture,
        [outline.round().astype(np.int32)],
        [int(c) for c in rng.integers(20, 250, 3)],
        lineType=cv2.LINE_AA,
    )
    return picture
