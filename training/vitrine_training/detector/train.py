"""Training on: from the starting network to one that has seen cameras. Short, gentle, averaged."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from ..loop import Task, train_task
from ..optimise import OptimiserConfig
from ..runs import save_whole, seed_all
from .crowds import Crowd
from .decode import decode
from .loss import Weights, detection_loss
from .network import FaceNet
from .people import Person, crowd_points, read_walkers
from .scenes import Cast, Scene, SceneRecipe, make_scene


@dataclass(frozen=True)
class DetectorRun:
    recipe: SceneRecipe = SceneRecipe()
    weights: Weights = Weights()
    optimiser: OptimiserConfig = OptimiserConfig(rate=6e-5, weight_decay=0.0, warmup_share=0.05)
    batch: int = 8
    steps: int = 400
    average_decay: float = 0.98
    seed: int = 0
    check_every: int = 50


def train(config: DetectorRun, start: FaceNet, cast: Cast, folder: Path) -> FaceNet:
    """Returns the averaged network, which is also in folder/final.pt; a run of that name is resumed."""
    seed_all(config.seed)
    network = FaceNet()
    network.load_state_dict(start.state_dict())
    network.train().to(memory_format=torch.channels_last)
    optimiser = torch.optim.AdamW(
        [{"params": list(network.parameters()), "base_rate": config.optimiser.rate}], weight_decay=0.0
    )

    def loss(batch: tuple[Tensor, list[Scene]]) -> Tensor:
        pictures, scenes = batch
        return detection_loss(decode(network(pictures)), scenes, config.weights)

    average = train_task(
        config,
        Task(
            network,
            optimiser,
            schedule=config.optimiser,
            loss=loss,
            look=lambda _: {},
            batch=lambda step: batch_at(config, cast, step),
        ),
        folder,
    )
    save_whole(average.state_dict(), folder / "final.pt")
    return average


def cast_of(data: Path, crowds: list[Crowd], portraits: list[Person], start: nn.Module) -> Cast:
    points, trust = zip(*(crowd_points(crowd, start) for crowd in crowds))
    return Cast(crowds, list(points), list(trust), portraits, read_walkers(data, start))


def batch_at(config: DetectorRun, cast: Cast, step: int) -> tuple[Tensor, list[Scene]]:
    """f32[N,3,S,S] in 0–255, and what is in them."""
    scenes = [
        make_scene(cast, config.recipe, np.random.default_rng([config.seed, step, i]))
        for i in range(config.batch)
    ]
    pictures = torch.from_numpy(np.stack([scene.picture for scene in scenes])).permute(0, 3, 1, 2).float()
    return pictures, scenes


def mixed(networks: list[FaceNet], shares: list[float]) -> FaceNet:
    """The weighted mean of networks that began alike: it forgets less of the start than each and errs less
    than each."""
    result = FaceNet()
    states = [network.state_dict() for network in networks]
    result.load_state_dict(
        {name: sum(share * state[name] for share, state in zip(shares, states)) for name in states[0]}
    )
    return result.eval()
