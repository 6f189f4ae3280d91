"""Teaching the points alone: who is a face, and where, stays to the last bit what it was.

The network looks at portraits through bad cameras once; what it sees around each cell that answers for the
face is kept, and only the blocks behind that, which nothing but the points comes out of, learn from it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from ..optimise import OptimiserConfig, rate_factor, set_rate
from ..runs import seed_all
from .decode import decode, overlaps
from .network import STRIDES_PX, FaceNet
from .people import Person
from .placing import SceneRecipe
from .scenes import portrait_scene
from .weather import random_camera

REACH = 2
"""Cells to each side of a cell that its points are made of: two depthwise 3×3 convolutions."""


@dataclass(frozen=True)
class PointsRun:
    recipe: SceneRecipe = SceneRecipe(face_px=(32.0, 260.0))
    optimiser: OptimiserConfig = OptimiserConfig(rate=2e-3, weight_decay=0.0)
    portraits: int = 2400
    scenes: int = 1500
    least_score: float = 0.3  # of the cells that answer
    batch: int = 256
    steps: int = 1500  # of each stride
    beta: float = 0.02  # shares of the face's height; errors count squared below, plainly above
    alignment: float = 2.0  # how much more an error counts that turns, moves or scales the aligned face
    seed: int = 0


@dataclass(frozen=True)
class Cells:
    """What one stride's cells saw and should have answered."""

    seen: Tensor  # f32[k,64,5,5]: the blended map around each cell
    wanted: Tensor  # f32[k,5,2]: points in strides from the cell's corner
    height: Tensor  # f32[k]: of the face, in strides
    weight: Tensor  # f32[k]: score × trust


def teach_points(config: PointsRun, start: FaceNet, portraits: list[Person]) -> FaceNet:
    """A copy of the network with better points on strides 16 and 32."""
    seed_all(config.seed)
    network = FaceNet()
    network.load_state_dict(start.state_dict())
    for level, cells in look_at_portraits(config, network, portraits).items():
        train_level(config, network, level, cells)
    return network.eval()


@torch.no_grad()
def look_at_portraits(config: PointsRun, network: FaceNet, portraits: list[Person]) -> dict[int, Cells]:
    """The cells of strides 16 and 32 (levels 1 and 2) that answer for the portrait's face."""
    kept: dict[int, list[tuple[Tensor, ...]]] = {1: [], 2: []}
    for i in range(config.scenes):
        rng = np.random.default_rng([config.seed, i])
        scene = portrait_scene(portraits[rng.integers(len(portraits))], config.recipe, rng)
        picture = torch.from_numpy(random_camera(scene.picture, rng)).permute(2, 0, 1)[None].float()
        blended = network.blended(picture)
        answers = decode([network.answer(level, x) for level, x in enumerate(blended)])
        fits = torch.from_numpy(overlaps(answers.boxes[0].numpy(), scene.boxes)[:, 0]) > 0.5
        sure = answers.scores()[0] >= config.least_score
        for level, rows in kept.items():
            stride = STRIDES_PX[level]
            for cell in (fits & sure & (answers.strides == stride)).nonzero()[:, 0].tolist():
                column, row = (answers.corners[cell] / stride).int().tolist()
                seen = blended[level][0, :, max(0, row - REACH) : row + REACH + 1, max(0, column - REACH) :]
                seen = seen[:, :, : 2 * REACH + 1]
                if seen.shape[1:] != (2 * REACH + 1, 2 * REACH + 1):
                    continue  # at the picture's edge
                wanted = (torch.from_numpy(scene.points[0]) - answers.corners[cell]) / stride
                height = float(scene.boxes[0, 3] - scene.boxes[0, 1]) / stride
                weight = answers.scores()[0, cell] * float(scene.trust[0])
                rows.append((seen, wanted.float(), torch.tensor(height), weight))
    return {level: Cells(*(torch.stack(column) for column in zip(*rows))) for level, rows in kept.items()}


def train_level(config: PointsRun, network: FaceNet, level: int, cells: Cells) -> None:
    learning = [*network.closer[level].parameters(), *network.points[level].parameters()]
    optimiser = torch.optim.Adam([{"params": learning, "base_rate": config.optimiser.rate}])
    for step in range(config.steps):
        set_rate(optimiser, rate_factor(config.optimiser, step, config.steps))
        rows = torch.randint(len(cells.seen), (config.batch,))
        error = points_seen(network, level, cells.seen[rows]) - cells.wanted[rows]
        loss = points_loss(config, error / cells.height[rows, None, None], cells.weight[rows])
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()


def points_seen(network: FaceNet, level: int, seen: Tensor) -> Tensor:
    """f32[k,64,5,5] -> f32[k,5,2]: what the network answers for the middle cell, in strides."""
    about = network.closer[level](seen)[:, :, 1:-1, 1:-1]
    return network.points[level](about)[:, :, 1, 1].unflatten(1, (5, 2))


def points_loss(config: PointsRun, error: Tensor, weight: Tensor) -> Tensor:
    """error: f32[k,5,2] in shares of the face's height. Eyes and the middle of the mouth align the face."""
    single = smooth(error, config.beta).mean(dim=(1, 2))
    three = torch.stack([error[:, 0], error[:, 1], error[:, 3:].mean(dim=1)], dim=1)
    return ((single + config.alignment * smooth(three, config.beta).mean(dim=(1, 2))) * weight).mean()


def smooth(error: Tensor, beta: float) -> Tensor:
    return F.smooth_l1_loss(error, torch.zeros_like(error), beta=beta, reduction="none") / beta
