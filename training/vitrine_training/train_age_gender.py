"""The age and gender loop: UTKFace's faces and CelebA's Male, as cameras see them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from .age_gender import (
    INPUT_PX,
    NETWORK,
    TIGHT_CELEBA,
    AgeGender,
    age_gender_loss,
    measure,
    predict,
    views_of,
)
from .batches import image_rng, indices_at, to_network
from .cameras import CameraRecipe, Condition, observe, shoot
from .dual_path import DualPath, DualPathConfig
from .frames import load_frames
from .initialise import load_imagenet, unfold_norms
from .layouts import ATTRIBUTES, AgeSet, FaceSet
from .loop import Task, train_task
from .optimise import OptimiserConfig, make_optimiser
from .runs import autocast_bf16, fast_bf16, save_whole, seed_all


@dataclass(frozen=True)
class AgeGenderRun:
    """Of each batch, `celeba_share` are CelebA faces, which know gender only."""

    network: DualPathConfig = NETWORK
    optimiser: OptimiserConfig = OptimiserConfig(rate=3e-4, head_rate=2e-3)
    recipe: CameraRecipe = CameraRecipe(clean_share=0.5, face_px=(14.0, 80.0))
    batch: int = 64
    celeba_share: float = 0.375
    steps: int = 2000
    average_decay: float = 0.995
    seed: int = 0
    check_every: int = 250


@dataclass
class Faces:
    """What training mixes and what it is measured on."""

    utkface: AgeSet
    celeba: FaceSet
    val: AgeSet
    imagenet: Path | None
    start: DualPath | AgeGender | None


def train(config: AgeGenderRun, given: Faces, folder: Path) -> AgeGender:
    """Returns the averaged network; a run of that name is resumed."""
    seed_all(config.seed)
    utk, celeba = (load_frames(s.files, s.crop.frame_wh_px) for s in (given.utkface, given.celeba))
    model = begin(config, given, utk).to(memory_format=torch.channels_last).train()
    bf16 = fast_bf16()

    def loss(batch: tuple[Tensor, Tensor, Tensor]) -> Tensor:
        faces, male, years = batch
        with autocast_bf16(bf16):
            logits = model(faces)
        return age_gender_loss(logits.float(), male, years)

    def look(network: nn.Module) -> dict[str, float]:
        seen = measure(predict(network, views_of(given.val)), given.val)
        return {key: value for key, value in seen.items() if key not in ("images", "byBracket")}

    average = train_task(
        config,
        Task(
            model,
            make_optimiser(model, config.optimiser),
            schedule=config.optimiser,
            loss=loss,
            look=look,
            batch=lambda step: batch_at(config, given, (utk, celeba), step),
        ),
        folder,
    )
    save_whole(average.state_dict(), folder / "final.pt")
    return average


def begin(config: AgeGenderRun, given: Faces, frames: np.ndarray) -> AgeGender:
    """A net of this kind, the photo path of an attribute net, else ImageNet, else random."""
    model = AgeGender(config.network)
    faces = to_network(
        np.stack(
            [
                observe(frames[i], given.utkface.crop, INPUT_PX, Condition())
                for i in range(min(256, len(frames)))
            ]
        )
    )
    if isinstance(given.start, AgeGender):
        model.load_state_dict(given.start.state_dict())
    elif given.start is not None:
        model.path.load_state_dict(given.start.paths["original"].state_dict())
        unfold_norms(model, lambda: model(faces))
    elif given.imagenet is not None:
        load_imagenet(model.path, given.imagenet, faces)
    return model


def batch_at(
    config: AgeGenderRun, given: Faces, frames: tuple[np.ndarray, np.ndarray], step: int
) -> tuple[Tensor, Tensor, Tensor]:
    """The batch of a step: views f32[N,3,S,S], male f32[N], years f32[N] (−1 where unknown)."""
    from_celeba = round(config.batch * config.celeba_share)
    views, male, years = [], [], []
    for epoch, i in indices_at(config.seed, step, config.batch - from_celeba, len(given.utkface.files)):
        views.append(
            shoot(
                frames[0][i], given.utkface.crop, INPUT_PX, image_rng(config.seed, epoch, i), config.recipe
            ).view
        )
        male.append(1 - given.utkface.female[i])
        years.append(given.utkface.age_years[i])
    for epoch, i in indices_at(config.seed + 1, step, from_celeba, len(given.celeba.files)):
        views.append(
            shoot(
                frames[1][i], TIGHT_CELEBA, INPUT_PX, image_rng(config.seed + 1, epoch, i), config.recipe
            ).view
        )
        male.append(given.celeba.labels[i, ATTRIBUTES.index("Male")])
        years.append(-1.0)
    return (
        to_network(np.stack(views)),
        torch.tensor(np.array(male), dtype=torch.float32),
        torch.tensor(np.array(years), dtype=torch.float32),
    )
