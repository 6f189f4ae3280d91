"""Where the face is: the frame of each layout and the square box that the networks see.

The product aligns every face to CelebA's frame, so one box serves training and service alike.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from torch import Tensor

INPUT_PX = 144
"""Side of the compact networks' input, in pixels."""


@dataclass(frozen=True)
class Crop:
    """A square box in a frame of known size; all in pixels of that frame."""

    frame_wh_px: tuple[int, int]
    box_xyxy_px: tuple[float, float, float, float]

    @property
    def side_px(self) -> float:
        return self.box_xyxy_px[2] - self.box_xyxy_px[0]


CELEBA = Crop((178, 218), (3, 34, 175, 206))
ARCFACE = Crop((178, 218), (27, 54, 151, 178))
"""The part of CELEBA's frame that face recognition is trained on: the eyes lie where ArcFace's template of
112×112 px has them."""
CELEBA_HALF = Crop((89, 109), (1.5, 17, 87.5, 103))
"""The same box in frames of half the size: soft pictures, as a camera's."""
UTKFACE = Crop((128, 128), (0, 0, 128, 128))

CELEBA_HQ_IN_CELEBA_XYXY_PX = (8.0, 35.0, 169.0, 196.0)
"""The region of a CelebA frame that a CelebA-HQ picture (face_parsing, 256×256) shows, about."""


def face_parsing_crop() -> Crop:
    """CELEBA's box expressed in the pixels of a 256×256 CelebA-HQ picture; it reaches a little outside."""
    x0, y0, x1, y1 = CELEBA_HQ_IN_CELEBA_XYXY_PX
    sx, sy = 256 / (x1 - x0), 256 / (y1 - y0)
    bx0, by0, bx1, by1 = CELEBA.box_xyxy_px
    return Crop((256, 256), ((bx0 - x0) * sx, (by0 - y0) * sy, (bx1 - x0) * sx, (by1 - y0) * sy))


FACE_PARSING = face_parsing_crop()


def within(view: Tensor, box: Crop, crop: Crop) -> Tensor:
    """The part of a view of `crop` that shows `box` of the same frame, to the pixel: [N,3,S,S] ->
    [N,3,s,s]"""
    scale = view.shape[-1] / crop.side_px
    left, top, right, bottom = (
        round((edge - origin) * scale) for edge, origin in zip(box.box_xyxy_px, crop.box_xyxy_px[:2] * 2)
    )
    return view[:, :, top:bottom, left:right]


@dataclass(frozen=True)
class Misalignment:
    """A detector's error: shift in shares of the box, relative scale, rotation in degrees, and a mirror."""

    shift_x: float = 0.0
    shift_y: float = 0.0
    scale: float = 1.0
    rotation_deg: float = 0.0
    mirror: bool = False


def random_misalignment(rng: np.random.Generator, amount: float = 1.0, mirror: bool = True) -> Misalignment:
    """What our detector and alignment get wrong: ±4 % shift, ±6 % scale, ±5° rotation (times `amount`)."""
    return Misalignment(
        shift_x=amount * rng.uniform(-0.04, 0.04),
        shift_y=amount * rng.uniform(-0.04, 0.04),
        scale=1 + amount * rng.uniform(-0.06, 0.06),
        rotation_deg=amount * rng.uniform(-5, 5),
        mirror=mirror and bool(rng.random() < 0.5),
    )


def frame_to_input(crop: Crop, size_px: int, error: Misalignment = Misalignment()) -> np.ndarray:
    """The 2×3 affine that takes pixel centres of the frame to those of a size_px × size_px input."""
    x0, y0, x1, y1 = crop.box_xyxy_px
    cx = (x0 + x1) / 2 + error.shift_x * crop.side_px
    cy = (y0 + y1) / 2 + error.shift_y * crop.side_px
    k = size_px / crop.side_px * error.scale
    c, s = k * np.cos(np.radians(error.rotation_deg)), k * np.sin(np.radians(error.rotation_deg))
    linear = np.array([[c, -s], [s, c]])
    if error.mirror:
        linear[0] *= -1
    # (cx, cy) are edge coordinates: pixel centre i lies at i + 0.5, hence the halves on both sides.
    offset = np.array([size_px / 2 - 0.5] * 2) - linear @ np.array([cx - 0.5, cy - 0.5])
    return np.concatenate([linear, offset[:, None]], axis=1)


def cut(frame: np.ndarray, crop: Crop, size_px: int = INPUT_PX) -> np.ndarray:
    """The crop as the service cuts it, anti-aliased: u8[h,w,3] -> u8[size,size,3]."""
    x0, y0, x1, y1 = crop.box_xyxy_px
    if all(float(v).is_integer() for v in crop.box_xyxy_px) and x0 >= 0 and y0 >= 0:
        box = frame[int(y0) : int(y1), int(x0) : int(x1)]
        return cv2.resize(
            box,
            (size_px, size_px),
            interpolation=cv2.INTER_AREA if crop.side_px > size_px else cv2.INTER_LINEAR,
        )
    return warp(frame, frame_to_input(crop, size_px), size_px)


def warp(frame: np.ndarray, matrix: np.ndarray, size_px: int, nearest: bool = False) -> np.ndarray:
    """Resample u8[h,w(,3)] by a 2×3 affine; outside of the frame the edge is repeated."""
    flags = cv2.INTER_NEAREST if nearest else cv2.INTER_LINEAR
    return cv2.warpAffine(frame, matrix, (size_px, size_px), flags=flags, borderMode=cv2.BORDER_REPLICATE)
