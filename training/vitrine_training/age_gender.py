"""Age and gender from a tight, aligned crop: one residual path with two heads, trained on UTKFace and on CelebA's Male.

    face [N,3,S,S] ─▶ path ─▶ pool ─▶ linear ─▶ male logit [N,1] and age logits [N,101]
"""
from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path as FilePath

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from .batches import image_rng, indices_at, to_network
from .cameras import CameraRecipe, Condition, observe, shoot
from .dual_path import DualPath, DualPathConfig, Path
from .frames import load_frames
from .geometry import Crop
from .initialise import load_imagenet, unfold_norms
from .layouts import ATTRIBUTES, AgeSet, FaceSet
from .loop import Task, train_task
from .optimise import OptimiserConfig, make_optimiser
from .runs import autocast_bf16, fast_bf16, save_whole, seed_all

AGES = 101
"""One logit per year, 0 to 100; the answer is their expectation."""
AGE_SPREAD_YEARS = 2.5
"""A labelled age is a normal distribution this wide: UTKFace's ages are themselves estimates."""
INPUT_PX = 96

TIGHT_CELEBA = Crop((178, 218), (39, 83, 140, 184))
"""UTKFace's framing (brows to chin) in an aligned CelebA frame: eyes at 0.28 of the height, 2.64 eye distances wide."""

CONDITIONS = {"face 48 px": Condition(face_px=48), "face 32 px": Condition(face_px=32), "face 32 px, JPEG quality 50": Condition(face_px=32, jpeg_quality=50)}
"""Sizes are those of the tight crop, about two thirds of a detector's box."""

BRACKETS = {"0-14": (0, 15), "15-24": (15, 25), "25-34": (25, 35), "35-44": (35, 45), "45-54": (45, 55), "55-64": (55, 65), "65+": (65, 200)}


@dataclass(frozen=True)
class AgeGenderRun:
    """Of each batch, `celeba_share` are CelebA faces, which know gender only."""

    network: DualPathConfig = DualPathConfig(paths="original")
    optimiser: OptimiserConfig = OptimiserConfig(rate=3e-4, head_rate=2e-3)
    recipe: CameraRecipe = CameraRecipe(clean_share=0.5, face_px=(14.0, 80.0))
    batch: int = 64
    celeba_share: float = 0.375
    steps: int = 2000
    average_decay: float = 0.995
    seed: int = 0
    check_every: int = 250


class AgeGender(nn.Module):
    def __init__(self, config: DualPathConfig):
        super().__init__()
        self.config = config
        self.path = Path(config)
        self.norm = nn.BatchNorm1d(self.path.features)
        self.dropout = nn.Dropout(config.dropout)
        self.head = nn.Linear(self.path.features, 1 + AGES)

    def forward(self, face: Tensor) -> Tensor:
        """[N,3,S,S] f32 in −1..1 -> [N,102]: the male logit, then one logit per year of age"""
        x = self.path.stem(face)
        for block in self.path.blocks():
            x = block(x)
        return self.head(self.dropout(self.norm(x.mean(dim=(2, 3)))))


class Answers(nn.Module):
    """What ships: [N,3,S,S] -> [N,2], the male logit and the expected age in years."""

    def __init__(self, network: AgeGender):
        super().__init__()
        self.network = network

    def forward(self, face: Tensor) -> Tensor:
        logits = self.network(face)
        return torch.stack([logits[:, 0], expected_years(logits[:, 1:])], dim=1)


def expected_years(age_logits: Tensor) -> Tensor:
    """[N,101] -> [N]"""
    return age_logits.softmax(dim=1) @ torch.arange(AGES, dtype=age_logits.dtype, device=age_logits.device)


def age_gender_loss(logits: Tensor, male: Tensor, years: Tensor) -> Tensor:
    """Cross-entropy of gender, and where an age is known (years ≥ 0) that of the age's distribution plus its error in decades.

    logits [N,102], male [N] 0 or 1, years [N] -> scalar
    """
    gender = F.binary_cross_entropy_with_logits(logits[:, 0], male)
    known = years >= 0
    if not known.any():
        return gender
    ages = torch.arange(AGES, device=logits.device)
    target = torch.softmax(-((ages - years[known, None]) ** 2) / (2 * AGE_SPREAD_YEARS**2), dim=1)
    distribution = F.cross_entropy(logits[known, 1:], target)
    error = (expected_years(logits[known, 1:]) - years[known]).abs().mean() / 10
    return gender + 0.5 * distribution + error


@dataclass
class Faces:
    """What training mixes and what it is measured on."""

    utkface: AgeSet
    celeba: FaceSet
    val: AgeSet
    imagenet: FilePath | None
    start: DualPath | AgeGender | None


def train(config: AgeGenderRun, given: Faces, folder: FilePath) -> AgeGender:
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

    average = train_task(config, Task(
        model, make_optimiser(model, config.optimiser), schedule=config.optimiser, loss=loss, look=look,
        batch=lambda step: batch_at(config, given, (utk, celeba), step),
    ), folder)
    save_whole(average.state_dict(), folder / "final.pt")
    return average


def load(path: FilePath) -> AgeGender:
    """From final.pt, which holds the default network's weights."""
    network = AgeGender(AgeGenderRun().network)
    network.load_state_dict(torch.load(path, map_location="cpu", weights_only=True))
    return network.eval()


def begin(config: AgeGenderRun, given: Faces, frames: np.ndarray) -> AgeGender:
    """A net of this kind, the photo path of an attribute net, else ImageNet, else random."""
    model = AgeGender(config.network)
    faces = to_network(np.stack([observe(frames[i], given.utkface.crop, INPUT_PX, Condition()) for i in range(min(256, len(frames)))]))
    if isinstance(given.start, AgeGender):
        model.load_state_dict(given.start.state_dict())
    elif given.start is not None:
        model.path.load_state_dict(given.start.paths["original"].state_dict())
        unfold_norms(model, lambda: model(faces))
    elif given.imagenet is not None:
        load_imagenet(model.path, given.imagenet, faces)
    return model


def batch_at(config: AgeGenderRun, given: Faces, frames: tuple[np.ndarray, np.ndarray], step: int) -> tuple[Tensor, Tensor, Tensor]:
    """The batch of a step: views f32[N,3,S,S], male f32[N], years f32[N] (−1 where unknown)."""
    from_celeba = round(config.batch * config.celeba_share)
    views, male, years = [], [], []
    for epoch, i in indices_at(config.seed, step, config.batch - from_celeba, len(given.utkface.files)):
        views.append(shoot(frames[0][i], given.utkface.crop, INPUT_PX, image_rng(config.seed, epoch, i), config.recipe).view)
        male.append(1 - given.utkface.female[i])
        years.append(given.utkface.age_years[i])
    for epoch, i in indices_at(config.seed + 1, step, from_celeba, len(given.celeba.files)):
        views.append(shoot(frames[1][i], TIGHT_CELEBA, INPUT_PX, image_rng(config.seed + 1, epoch, i), config.recipe).view)
        male.append(given.celeba.labels[i, ATTRIBUTES.index("Male")])
        years.append(-1.0)
    return to_network(np.stack(views)), torch.tensor(np.array(male), dtype=torch.float32), torch.tensor(np.array(years), dtype=torch.float32)


def views_of(faces: AgeSet | FaceSet, crop: Crop | None = None, condition: Condition = Condition()) -> np.ndarray:
    """u8[n,S,S,3]"""
    frames = load_frames(faces.files, faces.crop.frame_wh_px)
    return np.stack([observe(frame, crop or faces.crop, INPUT_PX, condition) for frame in frames])


@torch.no_grad()
def predict(network: AgeGender, views: np.ndarray, batch: int = 128) -> np.ndarray:
    """u8[n,S,S,3] -> f32[n,2]: male logit, years"""
    answers = Answers(network).eval()
    return np.concatenate([answers(to_network(views[i : i + batch])).numpy() for i in range(0, len(views), batch)])


def measure(answers: np.ndarray, faces: AgeSet) -> dict:
    """Mean absolute error in years, share within five years, gender accuracy; overall and by labelled bracket."""

    def line(chosen: np.ndarray) -> dict[str, float | int]:
        errors = np.abs(answers[chosen, 1] - faces.age_years[chosen])
        right = (answers[chosen, 0] > 0) == (faces.female[chosen] == 0)
        return {"images": int(chosen.sum()), "ageMaeYears": float(errors.mean()), "ageWithin5Years": float((errors <= 5).mean()), "genderAccuracy": float(right.mean())}

    ages = faces.age_years
    return {**line(ages >= 0), "byBracket": {name: line((ages >= a) & (ages < b)) for name, (a, b) in BRACKETS.items() if ((ages >= a) & (ages < b)).any()}}
