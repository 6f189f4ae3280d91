"""The tables of the model card: where the detector starts and where it is now, on crowds, through bad
cameras, on portraits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from torch import nn

from ..frames import decode_rgb
from .crowds import Crowd
from .decode import Detection, Faces, detect
from .judge import Detect, Limits, judge
from .portraits import alignment_errors, found_as_they_are, mean_points, points_in_frame, portraits
from .weather import CONDITIONS

LEAST_PX = (20, 40)
SHIPPED = Detection()
DOWN_TO = Detection(min_score=0.02)
"""Average precision wants the unsure detections, too."""


@dataclass(frozen=True)
class Judged:
    """A network and the crowds that it never saw."""

    network: nn.Module
    crowds: list[Crowd]


def detector_of(network: nn.Module, how: Detection) -> Detect:
    return lambda picture: detect(network, picture, how)


def on_crowds(
    parts: list[Judged], condition: Callable[[np.ndarray], np.ndarray] = lambda picture: picture
) -> dict:
    """Figures by least face height, over all parts together."""
    found: list[Faces] = []
    crowds: list[Crowd] = []
    for part in parts:
        found += [detect(part.network, condition(crowd.picture), DOWN_TO) for crowd in part.crowds]
        crowds += part.crowds
    return {
        f"facesFrom{least}Px": rounded(asdict(judge(found, crowds, Limits(least, 0.5, SHIPPED.min_score))))
        for least in LEAST_PX
    }


def through_cameras(parts: list[Judged]) -> dict:
    return {name: on_crowds(parts, condition) for name, condition in CONDITIONS.items()}


def destination(network: nn.Module, data: Path, count: int) -> np.ndarray:
    """[5,2] where this detector finds the points of CelebA's frame: measured on training portraits, so that
    validation judges it."""
    photos = [decode_rgb(file) for file in portraits(data, "train", count)]
    points, ways = points_in_frame(detector_of(network, SHIPPED), photos, seed=1)
    return mean_points(points, ways).round(2)


def on_portraits(network: nn.Module, data: Path, to: np.ndarray, count: int | None) -> dict:
    """Portraits of the validation split: found as they are, found when misplaced, and how far their
    alignment is from CelebA's own."""
    photos = [decode_rgb(file) for file in portraits(data, "val", count)]
    detect_face = detector_of(network, SHIPPED)
    points, ways = points_in_frame(detect_face, photos, seed=2)
    errors = alignment_errors(points, ways, to)
    return {
        "portraits": len(photos),
        "foundAsTheyAre": round(found_as_they_are(detect_face, photos, SHIPPED.min_score), 4),
        "foundMisplaced": round(len(points) / len(photos), 4),
        "alignmentMeanPx": round(float(errors.mean()), 3),
        "alignmentMedianPx": round(float(np.median(errors)), 3),
        "alignmentP90Px": round(float(np.quantile(errors, 0.9)), 3),
    }


def rounded(figures: dict) -> dict:
    return {key: round(value, 4) if isinstance(value, float) else value for key, value in figures.items()}
