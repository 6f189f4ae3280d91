"""Abstraction targets by formula, and the way back from an abstraction image to its parts.

    target = 2 · colour(class) · f − 1,    f = 0.45 + 0.55 · clip(1/2 + (L − m) / (4 s), 0, 1)

L is the photo's luminance in 0–1; m and s are its mean and deviation in a Gaussian window of 1/10 of the
side (s at least 0.03). So a part keeps its texture, not its brightness. The background's colour is black:
it is gone (§3.3).
"""

from __future__ import annotations

import cv2
import numpy as np
import torch
from torch import Tensor

PARTS = {
    "background": (0.00, 0.00, 0.00),
    "skin": (1.00, 1.00, 1.00),
    "left_brow": (0.00, 0.00, 1.00),
    "right_brow": (0.00, 1.00, 0.67),
    "left_eye": (0.67, 0.00, 1.00),
    "right_eye": (0.00, 1.00, 0.00),
    "nose": (0.67, 1.00, 0.00),
    "upper_lip": (1.00, 0.67, 0.00),
    "inner_mouth": (1.00, 0.00, 0.00),
    "lower_lip": (1.00, 0.00, 0.67),
    "hair": (0.00, 0.67, 1.00),
}
"""Helen's 11 classes (§3.3) and their colours, RGB in 0–1. Each has a channel at 1, so brightness and hue
come apart. Skin is white and the others stand around the hue circle in the order in which they touch (eye,
brow, hair, brow, eye, nose, lip, mouth, lip): the blend of two neighbours at an unsharp edge then does not
name a third part."""

COLOURS = np.array(list(PARTS.values()), np.float32)  # [11,3]
DARKEST = 0.45
BACKGROUND, SKIN = 0, 1
SIDES = ((4, 5), (2, 3))
"""(left, right) eye and brow, a person's own left."""
MIRRORED = np.array([0, 1, 3, 2, 5, 4, 6, 7, 8, 9, 10], np.uint8)
"""Left and right change places in a mirrored picture."""

FROM_CELEBAMASK_HQ = np.zeros(256, np.uint8)
"""CelebAMask-HQ's 19 classes → Helen's 11. Ears and the rims of glasses count as skin: eyes behind a lens
stay eyes only where the mask says so, and a lens is where a camera sees skin. Earrings, necklace, neck,
cloth and hats are background, for a hat is neither hair nor face."""
for theirs, part in {
    1: "skin",
    8: "skin",
    9: "skin",
    3: "skin",
    2: "nose",
    4: "left_eye",
    5: "right_eye",
    6: "left_brow",
    7: "right_brow",
    10: "inner_mouth",
    11: "upper_lip",
    12: "lower_lip",
    13: "hair",
}.items():
    FROM_CELEBAMASK_HQ[theirs] = list(PARTS).index(part)


def texture(photo: np.ndarray) -> np.ndarray:
    """The formula's f: u8[h,w,3] RGB -> f32[h,w] in 0.45–1."""
    luminance = cv2.cvtColor(photo, cv2.COLOR_RGB2GRAY).astype(np.float32) / 255
    sigma_px = photo.shape[0] / 10
    mean = cv2.GaussianBlur(luminance, (0, 0), sigma_px)
    variance = cv2.GaussianBlur(luminance * luminance, (0, 0), sigma_px) - mean * mean
    deviation = np.maximum(0.03, np.sqrt(np.maximum(0, variance)))
    return DARKEST + (1 - DARKEST) * np.clip(0.5 + (luminance - mean) / (4 * deviation), 0, 1)


def abstraction_target(photo: np.ndarray, parts: np.ndarray) -> np.ndarray:
    """u8[h,w,3] RGB, u8[h,w] part index 0–10 -> f32[h,w,3] in −1..1"""
    return 2 * COLOURS[parts] * texture(photo)[..., None] - 1


def read_back(abstraction: np.ndarray) -> np.ndarray:
    """The part each pixel shows: f32[...,3] in −1..1 -> u8[...]. Dark is background, pale is skin, else
    the nearest hue."""
    colour = (abstraction + 1) / 2
    brightest, darkest = colour.max(axis=-1), colour.min(axis=-1)
    strength = brightest - darkest
    # Taking the white out first: half-way between skin and a brow is then still the brow's hue, not its
    # neighbour's.
    hue = (colour - darkest[..., None]) / np.maximum(strength, 1e-3)[..., None]
    distances = [np.square(hue - part).sum(axis=-1) for part in COLOURS[2:]]
    coloured = np.where(strength < brightest / 2, SKIN, 2 + np.argmin(distances, axis=0))
    return np.where(brightest < DARKEST / 2, BACKGROUND, coloured).astype(np.uint8)


def part_logits(abstraction: Tensor, sharpness: float = 12.0) -> Tensor:
    """read_back as something to train on: f32[N,3,S,S] in −1..1 -> [N,11,S,S], largest at the part
    read_back names."""
    colour = (abstraction + 1) / 2
    brightest, darkest = colour.amax(dim=1, keepdim=True), colour.amin(dim=1, keepdim=True)
    strength = brightest - darkest
    saturation = strength / brightest.clamp_min(0.1)
    hue = (colour - darkest) / strength.clamp_min(0.05)
    palette = torch.from_numpy(COLOURS[2:]).to(colour.device)[None, :, :, None, None]
    distances = (hue[:, None] - palette).square().sum(dim=2)
    coloured = (1 - saturation).square() + saturation * (
        distances - distances.amin(dim=1, keepdim=True).detach()
    )
    light = brightest / DARKEST
    cost = torch.cat(
        [
            light.square(),
            torch.cat([saturation.square(), coloured], dim=1) + (1 - light).clamp_min(0).square(),
        ],
        dim=1,
    )
    return -sharpness * cost


def part_iou(predicted: np.ndarray, parts: np.ndarray) -> dict[str, float]:
    """Intersection over union of each part over all pixels of u8[n,h,w]; NaN where a part never occurs."""
    with np.errstate(invalid="ignore"):
        return {
            name: float(
                np.divide(((predicted == i) & (parts == i)).sum(), ((predicted == i) | (parts == i)).sum())
            )
            for i, name in enumerate(PARTS)
        }
