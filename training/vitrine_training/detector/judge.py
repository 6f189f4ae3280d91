"""How well a detector finds the faces of crowds: average precision, precision and recall.

Faces smaller than the limit are neither wanted nor held against it: who finds one gains and loses nothing,
and a detection smaller than the limit that matches no face is not counted either, for a face that nobody
marked because it is small is no mistake.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from .crowds import Crowd
from .decode import Faces, overlaps

Detect = Callable[[np.ndarray], Faces]
"""A picture u8[h,w,3] RGB -> its faces, down to a score far below the service's."""


@dataclass(frozen=True)
class Limits:
    """Which faces are wanted (height in px of a 640 px picture), what counts as found, and the service's
    threshold."""

    least_px: float = 20
    match_iou: float = 0.5
    min_score: float = 0.5


@dataclass(frozen=True)
class Figures:
    faces: int
    ap50: float
    recall: float
    precision: float


def judge(found: list[Faces], crowds: list[Crowd], limits: Limits) -> Figures:
    outcomes = [match(faces, crowd.boxes, limits) for faces, crowd in zip(found, crowds)]
    scores, right = (np.concatenate([o[i] for o in outcomes]) for i in (0, 1))
    wanted = sum(int((heights(crowd.boxes) >= limits.least_px).sum()) for crowd in crowds)
    sure = scores >= limits.min_score
    return Figures(
        wanted,
        average_precision(scores, right, wanted),
        float(right[sure].sum() / wanted),
        float(right[sure].mean()),
    )


def match(faces: Faces, marked: np.ndarray, limits: Limits) -> tuple[np.ndarray, np.ndarray]:
    """Scores of the detections that count and whether each found a face that nobody better had: f32[n],
    bool[n]"""
    wanted, taken = heights(marked) >= limits.least_px, np.zeros(len(marked), bool)
    iou = overlaps(faces.boxes, marked)
    scores, right = [], []
    for i in np.argsort(-faces.scores, kind="stable"):
        free = np.where(taken, 0, iou[i]) if len(marked) else np.zeros(1)
        best = int(free.argmax())
        if free[best] >= limits.match_iou:
            taken[best] = True
            if not wanted[best]:
                continue
        elif height(faces.boxes[i]) < limits.least_px:
            continue
        scores.append(faces.scores[i])
        right.append(free[best] >= limits.match_iou)
    return np.array(scores, np.float32), np.array(right, bool)


def average_precision(scores: np.ndarray, right: np.ndarray, wanted: int) -> float:
    """Area under precision against recall, precision made monotonic from the right (as PASCAL VOC 2010 and
    COCO do)."""
    ranked = right[np.argsort(-scores, kind="stable")]
    hits = np.cumsum(ranked)
    precision = np.maximum.accumulate((hits / np.arange(1, len(hits) + 1))[::-1])[::-1]
    return float((precision * ranked).sum() / wanted)


def heights(boxes: np.ndarray) -> np.ndarray:
    return boxes[:, 3] - boxes[:, 1]


def height(box: np.ndarray) -> float:
    return float(box[3] - box[1])
