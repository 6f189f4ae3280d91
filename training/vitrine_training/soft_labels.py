"""Labels softened by a trained pair. CelebA's annotators disagree on most attributes; what a network only half believes keeps the
next one from learning single mistakes by heart (distillation: Hinton et al. 2015; into an equal: Furlanello et al. 2018).
"""
from __future__ import annotations

from dataclasses import replace

import numpy as np

from .evaluate import Pair, views_of
from .layouts import UNKNOWN, FaceSet
from .metrics import sigmoid

OWN_SHARE = 0.5
"""How much of a softened label is still the annotators' word."""


def softened(faces: FaceSet, pair: Pair) -> FaceSet:
    """The set with labels f32[n,40] half way to the pair's probability, mean of the picture and its mirror; unknown stays unknown."""
    views = views_of(faces, pair.input_px)
    probs = sum(sigmoid(pair.logits(v)) for v in (views, views[:, :, ::-1])) / 2
    soft = OWN_SHARE * faces.labels + (1 - OWN_SHARE) * probs
    return replace(faces, labels=np.where(faces.labels == UNKNOWN, UNKNOWN, soft).astype(np.float32))
