"""Five points -> CelebA's frame, as the service aligns a face, and how far that lands from CelebA's own
alignment.

CelebA's pictures are aligned so that a similarity brings the middles of both eyes and the middle of the
mouth (half way between its corners) as near as possible to three fixed places: that is how its published
landmarks behave (their three-point fit is the identity to half a pixel, while the five-point fit is not,
for the nose of a turned face moves). The service fits the same three.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

FRAME_WH_PX = (178, 218)
MEAN_POINTS = np.array(
    [[69.4, 111.2], [107.7, 111.2], [88.1, 135.0], [71.3, 152.1], [105.2, 152.2]], np.float32
)
"""CelebA's own landmarks on average, px of its frame: right eye, left eye, nose, right and left mouth
corner."""


@dataclass(frozen=True)
class Similarity:
    """p -> scale · rotation · p + shift, as complex numbers: turn · p + shift."""

    turn: complex
    shift: complex

    def __call__(self, points: np.ndarray) -> np.ndarray:
        """[...,2] -> [...,2]"""
        moved = self.turn * (points[..., 0] + 1j * points[..., 1]) + self.shift
        return np.stack([moved.real, moved.imag], axis=-1)

    def inverse(self) -> Similarity:
        return Similarity(1 / self.turn, -self.shift / self.turn)

    def matrix(self) -> np.ndarray:
        """2×3, for points in continuous pixels: the first pixel's middle is at 0.5."""
        a, b = self.turn.real, self.turn.imag
        return np.array([[a, -b, self.shift.real], [b, a, self.shift.imag]])


def for_opencv(matrix: np.ndarray) -> np.ndarray:
    """The same 2×3 map for cv2.warpAffine, which has the first pixel's middle at 0."""
    shifted = matrix.copy()
    shifted[:, 2] += matrix[:, :2] @ [0.5, 0.5] - 0.5
    return shifted


def three_of(points: np.ndarray) -> np.ndarray:
    """Eyes, nose, mouth corners [...,5,2] -> eyes and the middle of the mouth [...,3,2]"""
    return np.stack([points[..., 0, :], points[..., 1, :], points[..., 3:, :].mean(axis=-2)], axis=-2)


def fit_similarity(source: np.ndarray, target: np.ndarray) -> Similarity:
    """Least squares without reflection (Umeyama, 1991): [n,2] -> [n,2]"""
    p, q = (a[:, 0] + 1j * a[:, 1] for a in (source.astype(np.float64), target.astype(np.float64)))
    p0, q0 = p.mean(), q.mean()
    turn = complex((np.conj(p - p0) * (q - q0)).sum() / (np.abs(p - p0) ** 2).sum())
    return Similarity(turn, complex(q0 - turn * p0))


def to_frame(points: np.ndarray, destination: np.ndarray) -> Similarity:
    """From a picture to CelebA's frame. points, destination: [5,2], found in the picture and where the
    detector finds them in the frame."""
    return fit_similarity(three_of(points), three_of(destination))


def alignment_error_px(points: np.ndarray, truth: Similarity, destination: np.ndarray) -> float:
    """Mean distance in px of the frame by which our alignment misses CelebA's own at its five mean points.

    points: [5,2] found in a picture; truth: frame -> picture, known because we put the photo there.
    """
    landed = to_frame(points, destination)(truth(MEAN_POINTS))
    return float(np.linalg.norm(landed - MEAN_POINTS, axis=1).mean())
