"""Photos with their parts, as views of the networks' box: the pairs that the abstraction net and its
teacher learn from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

import cv2
import numpy as np
from PIL import Image

from .batches import image_rng, indices_at
from .cameras import CameraRecipe, degrade, retone
from .frames import load_frames
from .geometry import FACE_PARSING, Crop, Misalignment, frame_to_input, random_misalignment, warp
from .layouts import PartsSet
from .targets import FROM_CELEBAMASK_HQ, MIRRORED, SIDES


@dataclass
class Parts:
    """Decoded pairs of one layout: photos u8[n,h,w,3], part indices u8[n,h,w], and the networks' box in
    them."""

    photos: np.ndarray
    parts: np.ndarray
    crop: Crop = FACE_PARSING


class ViewsConfig(Protocol):
    recipe: CameraRecipe
    input_px: int
    batch: int
    seed: int


def load_parts(pairs: PartsSet) -> Parts:
    masks = np.stack([with_true_sides(FROM_CELEBAMASK_HQ[np.asarray(Image.open(m))]) for m in pairs.masks])
    return Parts(load_frames(pairs.images, FACE_PARSING.frame_wh_px), masks)


def with_true_sides(parts: np.ndarray) -> np.ndarray:
    """A person's left is the picture's right. Some masks name brows and eyes the other way round (59 of
    the 867 here, all four parts at once), as if the picture had been mirrored and its labels not; those
    change sides: u8[h,w] -> u8[h,w]
    """
    columns = np.arange(parts.shape[1])
    for left, right in SIDES:
        in_left, in_right = (parts == left).sum(axis=0), (parts == right).sum(axis=0)
        if in_left.any() and in_right.any():
            return (
                MIRRORED[parts]
                if columns @ in_left / in_left.sum() < columns @ in_right / in_right.sum()
                else parts
            )
    return parts


def views_at(
    config: ViewsConfig, data: Parts, step: int, batch: int | None = None
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The batch of a step: sharp photos u8[N,S,S,3], the same as a camera sees them, their parts
    u8[N,S,S]."""
    sharp, seen, parts = [], [], []
    for epoch, i in indices_at(config.seed, step, batch or config.batch, len(data.photos)):
        rng = image_rng(config.seed, epoch, i)
        photo, part = view_pair(data, i, config.input_px, random_misalignment(rng, 1.5))
        sharp.append(photo)
        parts.append(part)
        if rng.random() < config.recipe.tone_share:
            photo = retone(photo, rng)
        if rng.random() >= config.recipe.clean_share:
            photo = degrade(
                photo, float(np.exp(rng.uniform(*np.log(config.recipe.face_px)))), rng, config.recipe
            )
        seen.append(photo)
    return np.stack(sharp), np.stack(seen), np.stack(parts)


def view_pair(
    data: Parts, i: int, size_px: int, error: Misalignment = Misalignment()
) -> tuple[np.ndarray, np.ndarray]:
    """A photo and its parts in the networks' box: u8[S,S,3], u8[S,S]."""
    fine = warp(data.photos[i], frame_to_input(data.crop, 2 * size_px, error), 2 * size_px)
    photo = cv2.resize(fine, (size_px, size_px), interpolation=cv2.INTER_AREA)
    parts = warp(data.parts[i], frame_to_input(data.crop, size_px, error), size_px, nearest=True)
    return photo, MIRRORED[parts] if error.mirror else parts


def ground_truth(
    data: Parts, size_px: int, indices: Iterable[int] | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """Sharp, straight views of all pairs (or of some): photos u8[n,S,S,3], parts u8[n,S,S]."""
    pairs = [view_pair(data, i, size_px) for i in (range(len(data.photos)) if indices is None else indices)]
    return np.stack([photo for photo, _ in pairs]), np.stack([parts for _, parts in pairs])
