"""Labels softened by what networks say. CelebA's annotators disagree on most attributes; what a network
only half believes keeps the next one from learning single mistakes by heart (distillation: Hinton et al.
2015; into an equal: Furlanello et al. 2018).
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from .inference import Deployed, views_of
from .layouts import UNKNOWN, FaceSet, read_teacher_logits
from .metrics import sigmoid

OWN_SHARE = 0.5
"""How much of a softened label is still the annotators' word."""


def softened(faces: FaceSet, pair: Deployed, file: Path) -> FaceSet:
    """The set with labels half way to a deployed pair's probabilities, mean of the picture and its mirror,
    which are kept in `file` (.npy)."""
    if not file.exists():
        views = views_of(faces, pair.input_px)
        probs = sum(sigmoid(pair.logits(v)) for v in (views, np.ascontiguousarray(views[:, :, ::-1]))) / 2
        file.parent.mkdir(parents=True, exist_ok=True)
        np.save(file, probs.astype(np.float32))
    return moved(faces, np.load(file))


def taught(faces: FaceSet, file: Path) -> FaceSet:
    """The set with labels half way to a large teacher's probabilities, where there is a file of its
    logits."""
    return moved(faces, sigmoid(read_teacher_logits(file, faces))) if file.exists() else faces


def moved(faces: FaceSet, probs: np.ndarray) -> FaceSet:
    mixed = towards(torch.from_numpy(faces.labels), torch.from_numpy(probs), 1 - OWN_SHARE)
    return replace(faces, labels=mixed.float().numpy())


def towards(labels: Tensor, probs: Tensor, share: float) -> Tensor:
    """Labels moved by `share` of the way to a network's probabilities, both [N,40]; unknown stays unknown."""
    return torch.where(labels == UNKNOWN, labels.float(), (1 - share) * labels + share * probs)
