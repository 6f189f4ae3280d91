"""Faces to put into scenes, with box and points: portraits of CelebA and UTKFace as they are, people cut
out of CelebAMask-HQ.

Nobody marked them: the starting network does, on each portrait and its mirror image. Its points on CelebA
are then moved by the similarity that makes them align as CelebA itself aligned the picture (see align.py),
so what is learnt from them is CelebA's own alignment, without the starting network's scatter.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np
from PIL import Image
from torch import nn

from ..frames import decode_rgb
from ..layouts import read_attributes, read_face_parsing, read_utkface
from .align import MEAN_POINTS, to_frame
from .crowds import Crowd
from .decode import Detection, detect, overlaps

SURE = Detection(min_score=0.6)
MIRRORED = [1, 0, 2, 4, 3]
"""A mirrored face's points in their own order: its right eye is the other's left."""
TRUSTED, GUESSED, UNKNOWN = 1.0, 0.2, 0.0
"""How much a face's points count: aligned by CelebA, found by the starting network, not known."""


@dataclass(frozen=True)
class Person:
    picture: np.ndarray  # u8[h,w,3]
    alpha: np.ndarray | None  # u8[h,w] 0 or 255: the person; None where the picture is used whole
    box: np.ndarray  # f32[4]
    points: np.ndarray  # f32[5,2]
    trust: float


def read_portraits(data: Path, start: nn.Module, count: int) -> list[Person]:
    """Three of CelebA's training split for one of UTKFace's, without those the starting network misses."""
    celeba = spread(read_attributes(data / "celeba", "train").files, round(count * 0.75))
    utkface = spread(read_utkface(data / "utkface", "train").files, count - len(celeba))
    aligned = [as_celeba_aligned(marked(decode_rgb(file), start)) for file in celeba]
    return [p for p in aligned + [marked(decode_rgb(file), start) for file in utkface] if p]


def read_walkers(data: Path, start: nn.Module) -> list[Person]:
    """People cut out of CelebAMask-HQ."""
    pairs = read_face_parsing(data / "face_parsing", "train")
    cut = [
        marked(decode_rgb(image), start, person_in(mask)) for image, mask in zip(pairs.images, pairs.masks)
    ]
    return [p for p in cut if p]


def marked(picture: np.ndarray, start: nn.Module, alpha: np.ndarray | None = None) -> Person | None:
    """The picture's best face, found twice; None where one of the two does not see it."""
    once, mirror = detect(start, picture, SURE), detect(start, np.ascontiguousarray(picture[:, ::-1]), SURE)
    if not len(once.scores) or not len(mirror.scores):
        return None
    box, points = flip(mirror.boxes[0], mirror.points[0], picture.shape[1])
    box, points = (once.boxes[0] + box) / 2, (once.points[0] + points) / 2
    return Person(picture, alpha, box, points, GUESSED)


def as_celeba_aligned(person: Person | None) -> Person | None:
    """The same with points that align as CelebA aligned the picture; None for a passer-by in its corner."""
    middle = MEAN_POINTS.mean(axis=0)
    if person is None or not ((person.box[:2] < middle) & (middle < person.box[2:])).all():
        return None
    points = to_frame(person.points, MEAN_POINTS)(person.points)
    return replace(person, points=points.astype(np.float32), trust=TRUSTED)


def crowd_points(crowd: Crowd, start: nn.Module) -> tuple[np.ndarray, np.ndarray]:
    """Points f32[n,5,2] and trust f32[n] of a crowd's faces, where the starting network finds them in the
    picture enlarged by half."""
    points, trust = (
        np.zeros((len(crowd.boxes), 5, 2), np.float32),
        np.full(len(crowd.boxes), UNKNOWN, np.float32),
    )
    found = detect(start, cv2.resize(crowd.picture, None, fx=1.5, fy=1.5, interpolation=cv2.INTER_CUBIC))
    for box, five in zip(found.boxes / 1.5, found.points / 1.5):
        iou = overlaps(box[None], crowd.boxes)[0]
        if iou.max() > 0.5 and trust[iou.argmax()] == UNKNOWN:
            points[iou.argmax()], trust[iou.argmax()] = five, GUESSED
    return points, trust


def flip(boxes: np.ndarray, points: np.ndarray, width: int) -> tuple[np.ndarray, np.ndarray]:
    """Boxes [...,4] and points [...,5,2] of the mirror image."""
    boxes, points = boxes.copy(), points[..., MIRRORED, :].copy()
    boxes[..., [0, 2]] = width - boxes[..., [2, 0]]
    points[..., 0] = width - points[..., 0]
    return boxes, points


def person_in(mask: Path) -> np.ndarray:
    """u8[256,256]: 255 where the mask has a class other than background (0)."""
    return np.where(np.asarray(Image.open(mask)) > 0, 255, 0).astype(np.uint8)


def spread(files: list[Path], count: int) -> list[Path]:
    return [files[i] for i in np.linspace(0, len(files) - 1, min(count, len(files))).astype(int)]
