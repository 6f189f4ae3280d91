"""Which cells answer for which face: SimOTA (Ge et al., YOLOX, 2021), by what the network itself answers at
this moment.

Each face takes, among the cells near its middle, as many as its best ten boxes overlap it in sum (at least
one), those with the least cost first: a likely face and a fitting box cost little. A cell that two faces
want goes to the one for which it costs less.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional as F

from .decode import Answers

CANDIDATES = 10
NEAR_STRIDES = 2.5
IOU_COST, FAR_COST = 3.0, 1e5


@dataclass(frozen=True)
class Assignment:
    """Of one picture: the cells that answer, the face each answers for, and how well its box overlaps that
    face already."""

    cells: Tensor  # [k] indices
    faces: Tensor  # [k] indices
    iou: Tensor  # [k]


@torch.no_grad()
def assign(answers: Answers, picture: int, boxes: Tensor) -> Assignment:
    """boxes: [n,4] of the faces in this picture, n ≥ 1"""
    middles = (boxes[:, :2] + boxes[:, 2:]) / 2
    cells = answers.corners  # a cell's corner is what its answers are counted from
    x, y = cells[:, 0, None], cells[:, 1, None]
    in_box = (x > boxes[:, 0]) & (x < boxes[:, 2]) & (y > boxes[:, 1]) & (y < boxes[:, 3])
    near = ((cells[:, None] - middles).abs() < NEAR_STRIDES * answers.strides[:, None, None]).all(dim=-1)
    able = (in_box | near).any(dim=1).nonzero()[:, 0]
    iou = box_iou(answers.boxes[picture, able], boxes)  # [c,n]
    score = (
        answers.class_logits[picture, able].sigmoid() * answers.object_logits[picture, able].sigmoid()
    ).sqrt()
    unlikely = F.binary_cross_entropy(score, torch.ones_like(score), reduction="none")[:, None]
    cost = unlikely - IOU_COST * torch.log(iou + 1e-8) + FAR_COST * ~(in_box & near)[able]
    taken = torch.zeros_like(cost, dtype=torch.bool)
    counts = iou.topk(min(CANDIDATES, len(able)), dim=0).values.sum(dim=0).int().clamp(min=1)
    for face, count in enumerate(counts.tolist()):
        taken[cost[:, face].topk(min(count, len(able)), largest=False).indices, face] = True
    shared = taken.sum(dim=1) > 1
    taken[shared] = F.one_hot(cost[shared].argmin(dim=1), len(boxes)).bool()
    rows, faces = taken.nonzero(as_tuple=True)
    return Assignment(able[rows], faces, iou[rows, faces])


def box_iou(a: Tensor, b: Tensor) -> Tensor:
    """[c,4], [n,4] -> [c,n]"""
    shared = (
        (torch.minimum(a[:, None, 2:], b[:, 2:]) - torch.maximum(a[:, None, :2], b[:, :2]))
        .clamp(min=0)
        .prod(dim=2)
    )
    area_a, area_b = ((x[:, 2:] - x[:, :2]).clamp(min=0).prod(dim=1) for x in (a, b))
    return shared / (area_a[:, None] + area_b - shared).clamp(min=1e-6)
