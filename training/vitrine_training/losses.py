"""What is minimised. Every loss is a mean, so that its scale does not depend on batch size."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional as F

from .layouts import UNKNOWN


def attribute_loss(logits: Tensor, labels: Tensor, kind: str = "bce") -> Tensor:
    """Sigmoid cross-entropy summed over attributes (§3.4), or the ablation's Euclidean loss (Table 7).

    logits [N,40], labels [N,40] with 0, 1 or UNKNOWN -> scalar. Unknown labels have no part in it.
    """
    known = labels != UNKNOWN
    targets = labels.clamp_min(0).to(logits.dtype)
    if kind == "bce":
        each = F.binary_cross_entropy_with_logits(logits, targets, reduction="none")
    elif kind == "euclidean":
        each = (logits.sigmoid() - targets).square()
    else:
        raise ValueError(f"loss '{kind}' is not known; choose bce or euclidean")
    return (each * known).sum() / known.sum().clamp_min(1) * labels.shape[1]


def gan_loss(scores: list[Tensor], real: bool, kind: str = "lsgan") -> Tensor:
    """Eq. 1–2 summed over the discriminators' scales: the log loss of the paper, or least squares
    (pix2pixHD)."""
    target = 1.0 if real else 0.0
    if kind == "lsgan":
        return sum((s - target).square().mean() for s in scores)
    if kind == "log":
        return sum(F.binary_cross_entropy_with_logits(s, torch.full_like(s, target)) for s in scores)
    raise ValueError(f"gan loss '{kind}' is not known; choose lsgan or log")


def feature_matching_loss(fake: list[list[Tensor]], real: list[list[Tensor]]) -> Tensor:
    """pix2pixHD eq. 4: mean absolute difference of the discriminators' layers, averaged over scales and
    layers."""
    terms = [F.l1_loss(f, r.detach()) for fs, rs in zip(fake, real) for f, r in zip(fs, rs)]
    return sum(terms) / len(terms)
