"""Labels softened by a trained pair. CelebA's annotators disagree on most attributes; what a network only half believes keeps the
next one from learning single mistakes by heart (distillation: Hinton et al. 2015; into an equal: Furlanello et al. 2018).
"""
from __future__ import annotations

from dataclasses import replace

import torch
from torch import Tensor

from .evaluate import Pair, views_of
from .layouts import UNKNOWN, FaceSet
from .metrics import sigmoid

OWN_SHARE = 0.5
"""How much of a softened label is still the annotators' word."""


def softened(faces: FaceSet, pair: Pair) -> FaceSet:
    """The set with labels f32[n,40] half way to the pair's probability, mean of the picture and its mirror; unknown stays unknown."""
    views = views_of(faces, pair.input_px)
    probs = sum(sigmoid(pair.logits(v)) for v in (views, views[:, :, ::-1])) / 2
    return replace(faces, labels=towards(torch.from_numpy(faces.labels), torch.from_numpy(probs), 1 - OWN_SHARE).float().numpy())


def towards(labels: Tensor, probs: Tensor, share: float) -> Tensor:
    """Labels moved by `share` of the way to a network's probabilities, both [N,40]; unknown stays unknown."""
    return torch.where(labels == UNKNOWN, labels.float(), (1 - share) * labels + share * probs)
