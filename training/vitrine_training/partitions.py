"""Which pictures are for what: to train on, to calibrate and choose by, and for the last look."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from .geometry import CELEBA_HALF
from .layouts import AgeSet, FaceSet, read_attributes, splits_of


def partitions(data: Path) -> dict[str, FaceSet]:
    """CelebA's pictures by what they are for: `train`, those `set aside` from it, `val`, which is for the
    last look, and `calibration`, which stands in for it before; where there is no such split, those set
    aside do."""
    train, aside = set_aside(read_attributes(data / "celeba", "train"))
    parts = {"train": train, "set aside": aside, "val": read_attributes(data / "celeba", "val")}
    calibration = aside
    if "calibration" in splits_of(data / "celeba"):
        calibration = read_attributes(data / "celeba", "calibration")
    return {**parts, "calibration": calibration}


def half_size(data: Path) -> FaceSet:
    return read_attributes(data / "celeba_half", "train", CELEBA_HALF)


def set_aside(faces: FaceSet) -> tuple[FaceSet, FaceSet]:
    """A set without, and with only, the people who have the most pictures, until there are 1,500 (a tenth
    of a small set): few people, so that hardly anybody is lost to training."""
    least = min(1500, len(faces.files) // 10)
    people, which, counts = np.unique(faces.identities, return_inverse=True, return_counts=True)
    order = np.lexsort((people, -counts))
    taken = order[: 1 + np.searchsorted(counts[order].cumsum(), least)]
    aside = np.isin(which, taken)
    return faces.of(~aside), faces.of(aside)


def every_tenth(faces: AgeSet) -> tuple[AgeSet, AgeSet]:
    """A set without, and with only, every tenth picture: to calibrate on."""
    aside = np.arange(len(faces.files)) % 10 == 3
    return faces.of(~aside), faces.of(aside)
