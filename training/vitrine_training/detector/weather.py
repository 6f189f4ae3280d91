"""What a bad camera does to a whole scene: at random for training, and as the fixed conditions of the
robustness table."""

from __future__ import annotations

import cv2
import numpy as np

from ..cameras import compress, retone


def random_camera(picture: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """u8[h,w,3] -> u8[h,w,3]: half of the scenes stay sharp, all differ in tone."""
    picture = retone(picture, rng)
    if rng.random() < 0.15:
        picture = darken(picture, rng.uniform(0.15, 0.6))
    if rng.random() < 0.1:
        picture = light_from_behind(picture, rng.uniform(0.2, 0.6))
    if rng.random() < 0.5:
        return picture
    if rng.random() < 0.5:
        picture = shrunk(picture, rng.uniform(0.4, 0.9))
    if rng.random() < 0.3:
        picture = cv2.GaussianBlur(picture, (0, 0), rng.uniform(0.4, 1.6))
    elif rng.random() < 0.2:
        picture = smear(picture, rng)
    if rng.random() < 0.4:
        picture = noisy(picture, rng.uniform(1, 9), rng)
    return compress(picture, int(rng.integers(20, 85))) if rng.random() < 0.6 else picture


def darken(picture: np.ndarray, light: float) -> np.ndarray:
    """An underexposed picture: `light` of the light arrives."""
    return (picture * light).astype(np.uint8)


def light_from_behind(picture: np.ndarray, dark: float) -> np.ndarray:
    """A bright door behind people: the middle tones sink, the upper edge burns out."""
    height = picture.shape[0]
    glare = np.linspace(1, 0, height, dtype=np.float32)[:, None, None] ** 2
    tones = (picture / 255.0) ** (1 + 2 * dark)
    return (255 * np.clip(tones + dark * glare, 0, 1)).astype(np.uint8)


def shrunk(picture: np.ndarray, share: float) -> np.ndarray:
    """Detail lost to a camera of fewer pixels: made smaller and enlarged again."""
    height, width = picture.shape[:2]
    small = cv2.resize(
        picture, (max(1, round(width * share)), max(1, round(height * share))), interpolation=cv2.INTER_AREA
    )
    return cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR)


def smear(picture: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Somebody moved: a straight blur of 3 to 9 px in any direction."""
    length, angle = rng.uniform(3, 9), rng.uniform(0, np.pi)
    kernel = np.zeros((11, 11), np.float32)
    dx, dy = length / 2 * np.cos(angle), length / 2 * np.sin(angle)
    cv2.line(kernel, (round(5 - dx), round(5 - dy)), (round(5 + dx), round(5 + dy)), 1.0)
    return cv2.filter2D(picture, -1, kernel / kernel.sum(), borderType=cv2.BORDER_REPLICATE)


def noisy(picture: np.ndarray, sigma: float, rng: np.random.Generator) -> np.ndarray:
    """Sensor noise with a standard deviation of `sigma` grey levels."""
    noise = rng.standard_normal(picture.shape, dtype=np.float32) * sigma
    return np.clip(picture + noise, 0, 255).astype(np.uint8)


CONDITIONS = {
    "as it is": lambda picture: picture,
    "half the pixels": lambda picture: shrunk(picture, 0.5),
    "blurred (sigma 1.5 px)": lambda picture: cv2.GaussianBlur(picture, (0, 0), 1.5),
    "JPEG quality 20": lambda picture: compress(picture, 20),
    "dark (a fifth of the light), noise": lambda picture: noisy(
        darken(picture, 0.2), 4, np.random.default_rng(0)
    ),
    "light from behind": lambda picture: light_from_behind(picture, 0.5),
    "all of them at once, mildly": lambda picture: compress(
        noisy(darken(shrunk(picture, 0.7), 0.5), 3, np.random.default_rng(0)), 40
    ),
}
"""Each u8[h,w,3] -> u8[h,w,3], the same every time."""
