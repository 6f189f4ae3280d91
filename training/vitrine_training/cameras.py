"""From portraits to cameras: what a mall camera does to a face, as a random recipe and as fixed test
conditions.

"Face size" everywhere means the side of the networks' box (hair to chin, 172 px of a CelebA frame) in the
camera's own pixels, before it is enlarged to the input. It is the harsher reading: a detector's tight box
is about 0.6 of it.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from .geometry import Crop, Misalignment, cut, frame_to_input, random_misalignment, warp

SMALL_FACE_PX = 64
"""Below this a face counts as blurry whatever its label says, so Blurry's loss is left out."""


@dataclass(frozen=True)
class CameraRecipe:
    """Shares and ranges of the training augmentation."""

    clean_share: float = 0.5  # these keep full sharpness, so that portraits stay well served
    face_px: tuple[float, float] = (20.0, 112.0)  # log-uniform
    jpeg_quality: tuple[int, int] = (25, 90)
    tone_share: float = 0.8


@dataclass(frozen=True)
class Condition:
    """One fixed test condition; None or 0 leaves that step out."""

    face_px: int | None = None
    blur_sigma_px: float = 0.0  # in a view of 112 px
    jpeg_quality: int | None = None


@dataclass(frozen=True)
class Shot:
    """A training view of a frame, and the same as it was before the camera lost detail; both
    u8[size,size,3]."""

    view: np.ndarray
    sharp: np.ndarray
    blurry: bool = False


def shoot(
    frame: np.ndarray, crop: Crop, size_px: int, rng: np.random.Generator, recipe: CameraRecipe
) -> Shot:
    """One view of a frame u8[h,w,3], as the recipe's dice have it."""
    clean = rng.random() < recipe.clean_share
    # Half alias as a plain bilinear cut does, half do not.
    matrix_size = size_px if rng.random() < 0.5 else 2 * size_px
    matrix = frame_to_input(
        crop, matrix_size, random_misalignment(rng, 0.5 if clean and rng.random() < 0.5 else 1.0)
    )
    view = warp(frame, matrix, matrix_size)
    if matrix_size != size_px:
        view = cv2.resize(view, (size_px, size_px), interpolation=cv2.INTER_AREA)
    if rng.random() < recipe.tone_share:
        view = retone(view, rng)
    if clean:
        return Shot(view, view)
    face_px = float(np.exp(rng.uniform(*np.log(recipe.face_px))))
    return Shot(degrade(view, face_px, rng, recipe), view, face_px < SMALL_FACE_PX)


def retone(view: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Exposure, contrast, gamma and white balance through one lookup table per channel."""
    x = np.arange(256) / 255.0
    x = x ** np.exp(rng.uniform(-0.25, 0.25))
    x = (x - 0.5) * rng.uniform(0.75, 1.25) + 0.5 + rng.uniform(-0.12, 0.12)
    gains = rng.uniform(0.9, 1.1, size=3)
    table = np.clip(x[:, None] * gains * 255, 0, 255).astype(np.uint8)  # [256,3]
    return cv2.LUT(view, table[None])


def degrade(view: np.ndarray, face_px: float, rng: np.random.Generator, recipe: CameraRecipe) -> np.ndarray:
    """Shrink to the camera's pixels, blur, add sensor noise, compress, enlarge: u8[s,s,3] -> u8[s,s,3]."""
    size_px = view.shape[0]
    small_px = min(size_px, max(8, round(face_px)))
    small = cv2.resize(view, (small_px, small_px), interpolation=cv2.INTER_AREA)
    if rng.random() < 0.4:
        small = cv2.GaussianBlur(small, (0, 0), rng.uniform(0.3, 1.2))
    if rng.random() < 0.2:
        small = motion_blur(small, rng)
    if rng.random() < 0.3:
        noise = rng.normal(0, rng.uniform(1, 8), small.shape)
        small = np.clip(small + noise, 0, 255).astype(np.uint8)
    if rng.random() < 0.7:
        small = compress(small, int(rng.integers(*recipe.jpeg_quality)))
    if rng.random() < 0.08:
        small = cut_off(small, rng)
    how = cv2.INTER_CUBIC if rng.random() < 0.3 else cv2.INTER_LINEAR
    return cv2.resize(small, (size_px, size_px), interpolation=how)


def motion_blur(view: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """A straight smear of up to a twelfth of the face, in any direction."""
    length = max(2, round(view.shape[0] * rng.uniform(0.02, 0.08)))
    kernel = np.zeros((2 * length + 1, 2 * length + 1), np.float32)
    angle = rng.uniform(0, np.pi)
    dx, dy = length / 2 * np.cos(angle), length / 2 * np.sin(angle)
    cv2.line(kernel, (round(length - dx), round(length - dy)), (round(length + dx), round(length + dy)), 1.0)
    return cv2.filter2D(view, -1, kernel / kernel.sum(), borderType=cv2.BORDER_REPLICATE)


def compress(view: np.ndarray, quality: int) -> np.ndarray:
    """One JPEG round trip; blocks and chroma loss stand in for H.264's."""
    _, data = cv2.imencode(".jpg", cv2.cvtColor(view, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, quality])
    return cv2.cvtColor(cv2.imdecode(data, cv2.IMREAD_COLOR), cv2.COLOR_BGR2RGB)


def cut_off(view: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """The picture's border ran through the face: up to a fifth of one side is lost, the edge repeated."""
    n = view.shape[0]
    lost = max(1, round(n * rng.uniform(0.02, 0.2)))
    turns = int(rng.integers(4))
    turned = np.rot90(view, turns).copy()
    turned[:lost] = turned[lost]
    return np.ascontiguousarray(np.rot90(turned, -turns))


def observe(
    frame: np.ndarray, crop: Crop, size_px: int, condition: Condition, error: Misalignment | None = None
) -> np.ndarray:
    """A test view under a fixed condition, without randomness: u8[h,w,3] -> u8[size,size,3]."""
    view = (
        cut(frame, crop, size_px)
        if error is None
        else warp(frame, frame_to_input(crop, size_px, error), size_px)
    )
    if condition.blur_sigma_px:
        view = cv2.GaussianBlur(view, (0, 0), condition.blur_sigma_px * size_px / 112)
    small_px = condition.face_px or size_px
    if small_px != size_px:
        view = cv2.resize(view, (small_px, small_px), interpolation=cv2.INTER_AREA)
    if condition.jpeg_quality:
        view = compress(view, condition.jpeg_quality)
    return (
        cv2.resize(view, (size_px, size_px), interpolation=cv2.INTER_LINEAR) if small_px != size_px else view
    )
