"""From the cells' raw answers to faces: boxes, points and scores in pixels, each face once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from .network import STRIDES_PX

SIDE_MULTIPLE_PX = 32


@dataclass(frozen=True)
class Detection:
    """When a cell's answer counts, and when two boxes are of one face."""

    min_score: float = 0.5
    nms_iou: float = 0.3


@dataclass(frozen=True)
class Faces:
    """What was found in one picture, best first; pixels of that picture."""

    boxes: np.ndarray  # f32[n,4] x0 y0 x1 y1
    points: np.ndarray  # f32[n,5,2]
    scores: np.ndarray  # f32[n] 0..1


@dataclass(frozen=True)
class Answers:
    """All cells of a batch side by side, decoded to pixels."""

    class_logits: Tensor  # [N,C]
    object_logits: Tensor  # [N,C]
    boxes: Tensor  # [N,C,4] x0 y0 x1 y1
    points: Tensor  # [N,C,5,2]
    corners: Tensor  # [C,2] top left corner of each cell
    strides: Tensor  # [C]

    def scores(self) -> Tensor:
        """[N,C]: the geometric mean of both probabilities."""
        return (self.class_logits.sigmoid() * self.object_logits.sigmoid()).sqrt()


def decode(maps: list[Tensor]) -> Answers:
    """Raw f32[N,16,H/s,W/s] for each stride s -> decoded answers."""
    corners, strides = [], []
    for stride, (height, width) in zip(STRIDES_PX, (m.shape[2:] for m in maps)):
        rows, columns = torch.meshgrid(torch.arange(height), torch.arange(width), indexing="ij")
        corners.append(torch.stack([columns, rows], dim=-1).reshape(-1, 2) * float(stride))
        strides.append(torch.full((height * width,), float(stride)))
    corner, stride = torch.cat(corners), torch.cat(strides)
    raw = torch.cat([m.flatten(2) for m in maps], dim=2).transpose(1, 2)  # [N,C,16]
    centre = corner + raw[..., 2:4] * stride[:, None]
    half = raw[..., 4:6].clamp(max=8).exp() * stride[:, None] / 2
    points = corner[:, None] + raw[..., 6:].unflatten(-1, (5, 2)) * stride[:, None, None]
    return Answers(
        raw[..., 0], raw[..., 1], torch.cat([centre - half, centre + half], dim=-1), points, corner, stride
    )


@torch.no_grad()
def detect(network: torch.nn.Module, picture: np.ndarray, how: Detection = Detection()) -> Faces:
    """The faces of one picture u8[h,w,3] RGB of any size; right and lower edge are padded with black."""
    height, width = picture.shape[:2]
    padded = np.zeros(
        (
            -(-height // SIDE_MULTIPLE_PX) * SIDE_MULTIPLE_PX,
            -(-width // SIDE_MULTIPLE_PX) * SIDE_MULTIPLE_PX,
            3,
        ),
        np.uint8,
    )
    padded[:height, :width] = picture
    answers = decode(network(torch.from_numpy(padded).permute(2, 0, 1)[None].float()))
    scores = answers.scores()[0]
    seen = scores >= how.min_score
    boxes, points, scores = (
        answers.boxes[0, seen].numpy(),
        answers.points[0, seen].numpy(),
        scores[seen].numpy(),
    )
    kept = suppress_overlaps(boxes, scores, how.nms_iou)
    return Faces(boxes[kept], points[kept], scores[kept])


def suppress_overlaps(boxes: np.ndarray, scores: np.ndarray, iou: float) -> np.ndarray:
    """Greedy: the best box stays, those that overlap it by more than `iou` go, and so on. Returns indices,
    best first."""
    order = np.argsort(-scores, kind="stable")
    kept: list[int] = []
    while len(order):
        best, order = order[0], order[1:]
        kept.append(int(best))
        order = order[overlaps(boxes[best : best + 1], boxes[order])[0] <= iou]
    return np.array(kept, dtype=int)


def overlaps(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Intersection over union: f32[n,4], f32[m,4] -> f32[n,m]"""
    low, high = np.maximum(a[:, None, :2], b[None, :, :2]), np.minimum(a[:, None, 2:], b[None, :, 2:])
    shared = np.clip(high - low, 0, None).prod(axis=2)
    area_a, area_b = ((x[:, 2:] - x[:, :2]).clip(0).prod(axis=1) for x in (a, b))
    return shared / np.maximum(area_a[:, None] + area_b[None] - shared, 1e-9)
