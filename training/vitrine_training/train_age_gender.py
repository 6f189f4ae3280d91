"""The age and gender loop: UTKFace's faces and CelebA's Male, as cameras see them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from .age_gender import INPUT_PX, NETWORK, TIGHT_CELEBA, AgeGender, age_gender_loss, measure, predict
from .aligned import AlignedFaces
from .batches import image_rng, indices_at, to_network
from .cameras import CameraRecipe, shoot
from .dual_path import DualPath, DualPathConfig
from .frames import load_frames
from .initialise import load_imagenet, unfold_norms
from .layouts import ATTRIBUTES, FaceSet
from .loop import Task, train_task
from .optimise import OptimiserConfig, make_optimiser
from .runs import autocast_bf16, fast_bf16, save_whole, seed_all

MALE = ATTRIBUTES.index("Male")


@dataclass(frozen=True)
class AgeGenderRun:
    """Of each batch, `celeba_share` are CelebA faces, which know gender only. Children and old people, of
    whom there are few, are drawn twice."""

    network: DualPathConfig = NETWORK
    optimiser: OptimiserConfig = OptimiserConfig(rate=3e-4, head_rate=2e-3)
    recipe: CameraRecipe = CameraRecipe(clean_share=0.5, face_px=(14.0, 80.0))
    batch: int = 64
    celeba_share: float = 0.25
    steps: int = 1400
    average_decay: float = 0.995
    seed: int = 0
    check_every: int = 250


@dataclass
class Faces:
    """What training mixes and what it is measured on."""

    utkface: AlignedFaces
    celeba: FaceSet
    judge: AlignedFaces
    imagenet: Path | None
    start: DualPath | AgeGender | None


def train(config: AgeGenderRun, given: Faces, folder: Path) -> AgeGender:
    """Returns the averaged network; a run of that name is resumed."""
    seed_all(config.seed)
    celeba = load_frames(given.celeba.files, given.celeba.crop.frame_wh_px)
    drawn = rare_twice(given.utkface.faces.age_years)
    views = given.judge.views()
    model = begin(config, given).to(memory_format=torch.channels_last).train()
    bf16 = fast_bf16()

    def loss(batch: tuple[Tensor, Tensor, Tensor]) -> Tensor:
        faces, male, years = batch
        with autocast_bf16(bf16):
            logits = model(faces)
        return age_gender_loss(logits.float(), male, years)

    def look(network: nn.Module) -> dict[str, float]:
        seen = measure(predict(network, views), given.judge.faces)
        return {key: value for key, value in seen.items() if key not in ("images", "byBracket")}

    average = train_task(
        config,
        Task(
            model,
            make_optimiser(model, config.optimiser),
            schedule=config.optimiser,
            loss=loss,
            look=look,
            batch=lambda step: batch_at(config, given, (drawn, celeba), step),
        ),
        folder,
    )
    save_whole(average.state_dict(), folder / "final.pt")
    return average


def rare_twice(years: np.ndarray) -> np.ndarray:
    """Indices of all faces, of those below 15 and from 60 on two times."""
    everyone = np.arange(len(years))
    return np.concatenate([everyone, everyone[(years < 15) | (years >= 60)]])


def begin(config: AgeGenderRun, given: Faces) -> AgeGender:
    """A net of this kind, the photo path of an attribute net, else ImageNet, else random."""
    model = AgeGender(config.network)
    some = replace(given.utkface, frames=given.utkface.frames[:256])
    faces = to_network(some.views())
    if isinstance(given.start, AgeGender):
        model.load_state_dict(given.start.state_dict())
    elif given.start is not None:
        model.path.load_state_dict(given.start.paths["original"].state_dict())
        unfold_norms(model, lambda: model(faces))
    elif given.imagenet is not None:
        load_imagenet(model.path, given.imagenet, faces)
    return model


def batch_at(
    config: AgeGenderRun, given: Faces, drawn: tuple[np.ndarray, np.ndarray], step: int
) -> tuple[Tensor, Tensor, Tensor]:
    """The batch of a step: views f32[N,3,S,S], male f32[N], years f32[N] (−1 where unknown).

    drawn: which of UTKFace's faces an epoch has, and CelebA's frames
    """
    (order, celeba), utk = drawn, given.utkface
    from_celeba = round(config.batch * config.celeba_share)
    views, male, years = [], [], []
    for epoch, at in indices_at(config.seed, step, config.batch - from_celeba, len(order)):
        i, dice = order[at], image_rng(config.seed, epoch, at)
        views.append(shoot(utk.frames[i], utk.faces.crop, INPUT_PX, dice, config.recipe).view)
        male.append(1 - utk.faces.female[i])
        years.append(utk.faces.age_years[i])
    for epoch, i in indices_at(config.seed + 1, step, from_celeba, len(given.celeba.files)):
        dice = image_rng(config.seed + 1, epoch, i)
        views.append(shoot(celeba[i], TIGHT_CELEBA, INPUT_PX, dice, config.recipe).view)
        male.append(given.celeba.labels[i, MALE])
        years.append(-1.0)
    return (
        to_network(np.stack(views)),
        torch.tensor(np.array(male), dtype=torch.float32),
        torch.tensor(np.array(years), dtype=torch.float32),
    )
