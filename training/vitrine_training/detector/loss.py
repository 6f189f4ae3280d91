"""What a batch of scenes costs: objectness of every cell, and class, box and points of the cells that
answer for a face."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional as F

from .assign import assign
from .decode import Answers
from .scenes import Scene


@dataclass(frozen=True)
class Weights:
    box: float = 5.0
    points: float = 2.0
    beta: float = 0.05
    """The points' errors, in shares of the face's height, count squared below this and plainly above it."""


def detection_loss(answers: Answers, scenes: list[Scene], weights: Weights = Weights()) -> Tensor:
    """A mean over the cells that answer for faces."""
    sums, count = torch.zeros(()), 0
    for i, scene in enumerate(scenes):
        wanted = torch.zeros_like(answers.object_logits[i])
        if len(scene.boxes):
            boxes, points, trust = (
                torch.from_numpy(a).float() for a in (scene.boxes, scene.points, scene.trust)
            )
            chosen = assign(answers, i, boxes)
            wanted[chosen.cells] = 1
            count += len(chosen.cells)
            sums = sums + F.binary_cross_entropy_with_logits(
                answers.class_logits[i, chosen.cells], chosen.iou, reduction="sum"
            )
            sums = sums + weights.box * box_loss(answers.boxes[i, chosen.cells], boxes[chosen.faces]).sum()
            height = (boxes[chosen.faces, 3] - boxes[chosen.faces, 1])[:, None, None]
            error = (answers.points[i, chosen.cells] - points[chosen.faces]) / height
            distance = F.smooth_l1_loss(
                error, torch.zeros_like(error), beta=weights.beta, reduction="none"
            ).mean(dim=(1, 2))
            sums = sums + weights.points * (distance * trust[chosen.faces]).sum() / weights.beta
        counted = ((wanted > 0) | ~within(answers, torch.from_numpy(scene.ignored).float())).float()
        sums = (
            sums
            + (
                F.binary_cross_entropy_with_logits(answers.object_logits[i], wanted, reduction="none")
                * counted
            ).sum()
        )
    return sums / max(1, count)


def within(answers: Answers, ignored: Tensor) -> Tensor:
    """bool[C]: cells that look at a face which nobody asks for."""
    x, y, reach = answers.corners[:, 0, None], answers.corners[:, 1, None], answers.strides[:, None]
    left, top, right, bottom = ignored.unbind(dim=1)
    return ((x > left - reach) & (x < right + reach) & (y > top - reach) & (y < bottom + reach)).any(dim=1)


def box_loss(found: Tensor, wanted: Tensor) -> Tensor:
    """Efficient IoU (Zhang et al., 2022): 1 − IoU + squared distance of middles, widths and heights in
    shares of the hull. [k,4] x2 -> [k]"""
    shared = (
        (torch.minimum(found[:, 2:], wanted[:, 2:]) - torch.maximum(found[:, :2], wanted[:, :2]))
        .clamp(min=0)
        .prod(dim=1)
    )
    size, true_size = found[:, 2:] - found[:, :2], wanted[:, 2:] - wanted[:, :2]
    iou = shared / (size.prod(dim=1) + true_size.prod(dim=1) - shared).clamp(min=1e-6)
    hull = torch.maximum(found[:, 2:], wanted[:, 2:]) - torch.minimum(found[:, :2], wanted[:, :2])
    offset = (found[:, :2] + found[:, 2:] - wanted[:, :2] - wanted[:, 2:]) / 2
    apart = (offset**2).sum(dim=1) / (hull**2).sum(dim=1).clamp(min=1e-6)
    return 1 - iou + apart + ((size - true_size) ** 2 / (hull**2).clamp(min=1e-6)).sum(dim=1)
