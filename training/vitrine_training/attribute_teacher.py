"""A teacher that has seen millions of faces: ArcFace's MobileFaceNet as it is, and linear classifiers of
its maps.

Its features were never made for attributes and its answers are a little worse than the pair's own, but
they err elsewhere: the mean of both is better than either. What it adds is knowledge of more faces than
are labelled here. It looks at each view twice, at all of it and at the tighter box that it was itself
trained on, and what it says of a training picture comes from a classifier that was fitted without that
picture's label.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.functional import adaptive_avg_pool2d, interpolate
from tqdm import tqdm

from .batches import to_network
from .calibration import log_odds, priors_of
from .geometry import ARCFACE, CELEBA, INPUT_PX, within
from .inference import views_of
from .layouts import ATTRIBUTES, UNKNOWN, FaceSet
from .losses import attribute_loss
from .metrics import measure
from .mobilefacenet import WIDTHS, MobileFaceNet
from .optimise import OptimiserConfig, make_optimiser, rate_factor, set_rate
from .runs import Run, autocast_bf16, fast_bf16, save_whole, seed_all

WIDE = {"res_3_block3": 2, "res_4_block5": 3, "res_5_block1": 2, "conv_6sep": 2}
TIGHT = {"res_4_block5": 3, "res_5_block1": 3, "conv_6sep": 2}
"""Of each map the classifiers see the means over a grid of so many cells a side."""

ARCFACE_PX = 112
IDENTITY = WIDTHS["conv_6sep"]
FEATURES = sum(WIDTHS[name] * side**2 for look in (WIDE, TIGHT) for name, side in look.items()) + IDENTITY


@dataclass(frozen=True)
class AttributeTeacherRun:
    """The classifiers' run, over features of each picture as it is and mirrored. What cameras lose they
    never see: they judge sharp views."""

    optimiser: OptimiserConfig = OptimiserConfig(rate=1.5e-3, weight_decay=0.3)
    dropout: float = 0.5
    batch: int = 512
    steps: int = 2000
    folds: int = 4  # as many classifiers, each fitted without a part of the pictures
    seed: int = 0


@dataclass(frozen=True)
class Seen:
    """What the face recognition net makes of views: its maps of the whole view (hints), and features
    bf16[N,FEATURES] of both looks."""

    maps: dict[str, Tensor]
    features: Tensor


class AttributeTeacher(nn.Module):
    """Attribute logits of sharp views, by one linear classifier of fixed maps for each fold of the
    training pictures."""

    def __init__(self, fold_of: Tensor, folds: int):
        """fold_of: i64[n], for each training picture the fold whose classifier has not seen its label"""
        super().__init__()
        self.register_buffer("fold_of", fold_of)
        self.face_net = MobileFaceNet()
        self.norm = nn.BatchNorm1d(FEATURES, affine=False)
        self.classifiers = nn.Linear(FEATURES, folds * len(ATTRIBUTES))

    def see(self, views: Tensor) -> Seen:
        """views of CELEBA's box: [N,3,S,S] f32 in −1..1"""
        maps = self.face_net(views)
        tight = self.face_net(
            interpolate(within(views, ARCFACE, CELEBA), size=(ARCFACE_PX, ARCFACE_PX), mode="bilinear")
        )
        features = means(maps, WIDE), means(tight, TIGHT), self.face_net.identity(tight["conv_6sep"]).float()
        return Seen(maps, torch.cat(features, dim=1).bfloat16())

    def judge(self, features: Tensor) -> Tensor:
        """Every classifier's logits: [N,FEATURES] -> f32[N,folds,40]"""
        return self.classifiers(self.norm(features.float())).unflatten(1, (-1, len(ATTRIBUTES)))

    def answers(self, features: Tensor, pictures: Tensor) -> Tensor:
        """Logits f32[N,40] of views of training pictures, i64[N], each by the classifier that has not seen
        its label."""
        return self.judge(features)[
            torch.arange(len(pictures), device=pictures.device), self.fold_of[pictures]
        ]


def means(maps: dict[str, Tensor], grids: dict[str, int]) -> Tensor:
    return torch.cat(
        [adaptive_avg_pool2d(maps[name].float(), side).flatten(1) for name, side in grids.items()], dim=1
    )


def train_attribute_teacher(
    config: AttributeTeacherRun, faces: FaceSet, val: FaceSet, arcface: Path, folder: Path
) -> AttributeTeacher:
    """Fit the classifiers and return the teacher; it is also at folder/final.pt."""
    seed_all(config.seed)
    fold_of = (
        torch.randperm(len(faces.files), generator=torch.Generator().manual_seed(config.seed)) % config.folds
    )
    teacher = AttributeTeacher(fold_of, config.folds).eval()
    teacher.face_net.load_arcface(arcface)
    teacher.requires_grad_(False).to(memory_format=torch.channels_last)
    plain, run = views_of(faces, INPUT_PX), Run(folder, config)
    features = torch.cat([features_of(teacher, views) for views in (plain, plain[:, :, ::-1])])
    fit(config, teacher, features, torch.from_numpy(faces.labels), run)
    with torch.no_grad():
        held_out = teacher.answers(features[: len(fold_of)], torch.arange(len(fold_of)))
        unseen = teacher.judge(features_of(teacher, views_of(val, INPUT_PX))).mean(dim=1)
    for name, logits, labels in (("HeldOut", held_out, faces.labels), ("", unseen, val.labels)):
        run.log(
            step=config.steps,
            **{
                key + name: measure(logits.numpy() > 0, labels)[key]
                for key in ("meanAccuracy", "balancedAccuracy")
            },
        )
    save_whole(teacher.state_dict(), folder / "final.pt")
    return teacher


@torch.no_grad()
def features_of(teacher: AttributeTeacher, views: np.ndarray, batch: int = 64) -> Tensor:
    """u8[n,S,S,3] -> bf16[n,FEATURES]"""
    parts = []
    for i in tqdm(range(0, len(views), batch), desc="features", unit="batch", mininterval=5):
        with autocast_bf16(fast_bf16()):
            parts.append(teacher.see(to_network(views[i : i + batch])).features)
    return torch.cat(parts)


def fit(
    config: AttributeTeacherRun, teacher: AttributeTeacher, features: Tensor, labels: Tensor, run: Run
) -> None:
    """Fit all classifiers at once to bf16[k·n,FEATURES], the features of k views of the n pictures one
    after another, and labels i8[n,40]."""
    teacher.norm.running_mean.copy_(features.float().mean(0))
    teacher.norm.running_var.copy_(features.float().var(0))
    linear, (count, attributes) = teacher.classifiers.requires_grad_(True), labels.shape
    folds = linear.out_features // attributes
    with torch.no_grad():  # rare attributes would spend the whole run on getting their bias right
        linear.weight.mul_(0.1)
        linear.bias.copy_(torch.from_numpy(log_odds(priors_of(labels.numpy()))).repeat(folds))
    optimiser = make_optimiser(linear, config.optimiser)
    dice = torch.Generator().manual_seed(config.seed)
    for step in tqdm(range(config.steps), desc="classifiers", unit="step", mininterval=5):
        set_rate(optimiser, rate_factor(config.optimiser, step, config.steps))
        picked = torch.randint(len(features), (config.batch,), generator=dice)
        pictures = picked % count
        seen = nn.functional.dropout(teacher.norm(features[picked].float()), config.dropout)
        hidden = nn.functional.one_hot(teacher.fold_of[pictures], folds).bool().unsqueeze(-1)  # [N,folds,1]
        targets = labels[pictures].unsqueeze(1).expand(-1, folds, -1).masked_fill(hidden, UNKNOWN)
        loss = attribute_loss(
            linear(seen).unflatten(1, (folds, attributes)).flatten(0, 1), targets.flatten(0, 1)
        )
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        if step % 50 == 0:
            run.log(step=step, loss=loss.item())
    linear.requires_grad_(False)


def load_attribute_teacher(path: Path) -> AttributeTeacher:
    state = torch.load(path, map_location="cpu", weights_only=True)
    teacher = AttributeTeacher(state["fold_of"], len(state["classifiers.bias"]) // len(ATTRIBUTES))
    teacher.load_state_dict(state)
    return teacher.eval().requires_grad_(False)
