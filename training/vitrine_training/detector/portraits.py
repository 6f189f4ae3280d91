"""Aligned portraits (CelebA) as a detector's test: found as they are, and aligned again after a camera
turned and moved them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from ..layouts import read_attributes
from .align import FRAME_WH_PX, MEAN_POINTS, Similarity, alignment_error_px, for_opencv
from .decode import Faces
from .judge import Detect

CANVAS_PX = 420


@dataclass(frozen=True)
class Misplaced:
    """A portrait put elsewhere: the picture and the way from CelebA's frame into it."""

    picture: np.ndarray  # u8[420,420,3]
    from_frame: Similarity


def portraits(data: Path, split: str, limit: int | None = None) -> list[Path]:
    """Files of CelebA's split, `limit` of them spread evenly over all."""
    files = read_attributes(data / "celeba", split).files
    return (
        files
        if limit is None
        else [files[i] for i in np.linspace(0, len(files) - 1, min(limit, len(files))).astype(int)]
    )


def misplace(photo: np.ndarray, rng: np.random.Generator) -> Misplaced:
    """As a camera might show it: turned by up to ±15°, 0.7–1.8 times as large, up to 20 px off the middle
    of a larger picture."""
    turn = rng.uniform(0.7, 1.8) * np.exp(1j * np.radians(rng.uniform(-15, 15)))
    middle = FRAME_WH_PX[0] / 2 + 120j
    aim = CANVAS_PX / 2 * (1 + 1j) + complex(*rng.uniform(-20, 20, 2))
    way = Similarity(complex(turn), complex(aim - turn * middle))
    picture = cv2.warpAffine(
        photo,
        for_opencv(way.matrix()),
        (CANVAS_PX, CANVAS_PX),
        flags=cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REPLICATE,
    )
    return Misplaced(picture, way)


def face_at(faces: Faces, place: np.ndarray) -> int | None:
    """The best face whose box contains a place [2] of the picture."""
    inside = (faces.boxes[:, :2] < place).all(axis=1) & (faces.boxes[:, 2:] > place).all(axis=1)
    return int(np.flatnonzero(inside)[0]) if inside.any() else None


def found_as_they_are(detect: Detect, photos: list[np.ndarray], min_score: float) -> float:
    """Share of portraits in which a face is found at the service's threshold, with the middle of the face
    in its box."""
    middle = MEAN_POINTS.mean(axis=0)
    seen = [detect(photo) for photo in photos]
    return float(
        np.mean(
            [(i := face_at(faces, middle)) is not None and faces.scores[i] >= min_score for faces in seen]
        )
    )


def points_in_frame(
    detect: Detect, photos: list[np.ndarray], seed: int
) -> tuple[np.ndarray, list[Similarity]]:
    """Points of misplaced portraits in their pictures [n,5,2] and the way from the frame into each; those
    not found are left out."""
    rng = np.random.default_rng(seed)
    points, ways = [], []
    for photo in photos:
        shown = misplace(photo, rng)
        faces = detect(shown.picture)
        best = face_at(faces, shown.from_frame(MEAN_POINTS.mean(axis=0)))
        if best is not None:
            points.append(faces.points[best])
            ways.append(shown.from_frame)
    return np.stack(points), ways


def mean_points(points: np.ndarray, ways: list[Similarity]) -> np.ndarray:
    """Where a detector finds the five points of CelebA's frame on average: [5,2]. Aligning to these leaves
    no constant error."""
    return np.mean([way.inverse()(p) for p, way in zip(points, ways)], axis=0)


def alignment_errors(points: np.ndarray, ways: list[Similarity], destination: np.ndarray) -> np.ndarray:
    """[n] px of the frame"""
    return np.array([alignment_error_px(p, way, destination) for p, way in zip(points, ways)])
