"""A teacher that has seen millions of faces: ArcFace's MobileFaceNet as it is, and a linear classifier of its maps.

Its features were never made for attributes and its answers are a little worse than the pair's own, but they err elsewhere: the mean
of both is better than either. What it adds is knowledge of more faces than are labelled here.
"""
from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.functional import adaptive_avg_pool2d
from tqdm import tqdm

from .batches import to_network
from .calibration import log_odds, priors_of
from .evaluate import views_of
from .geometry import INPUT_PX
from .layouts import ATTRIBUTES, FaceSet
from .losses import attribute_loss
from .metrics import measure
from .mobilefacenet import WIDTHS, MobileFaceNet
from .optimise import OptimiserConfig, rate_factor, set_rate
from .runs import Run, autocast_bf16, fast_bf16, save_whole, seed_all

GRIDS = {"res_3_block3": 2, "res_4_block5": 3, "res_5_block1": 2, "conv_6sep": 2}
"""The classifier sees the means of each map over a grid of so many cells a side."""

FEATURES = sum(WIDTHS[name] * side**2 for name, side in GRIDS.items())


@dataclass(frozen=True)
class AttributeTeacherRun:
    """The classifier's run, over features of each picture as it is and mirrored. What cameras lose it never sees: it judges sharp views."""

    optimiser: OptimiserConfig = OptimiserConfig(rate=1e-3, weight_decay=0.3)
    dropout: float = 0.5
    batch: int = 512
    steps: int = 4000
    seed: int = 0


class AttributeTeacher(nn.Module):
    """Attribute logits from a photo, [N,3,S,S] f32 in −1..1 -> [N,40], by a linear classifier of fixed maps."""

    def __init__(self, dropout: float = 0.0):
        super().__init__()
        self.face_net = MobileFaceNet()
        self.norm = nn.BatchNorm1d(FEATURES, affine=False)
        self.classifier = nn.Sequential(nn.Dropout(dropout), nn.Linear(FEATURES, len(ATTRIBUTES)))

    def features(self, maps: dict[str, Tensor]) -> Tensor:
        """Of `MobileFaceNet.maps`: f32[N,FEATURES]"""
        return torch.cat([adaptive_avg_pool2d(maps[name].float(), side).flatten(1) for name, side in GRIDS.items()], dim=1)

    def answers(self, maps: dict[str, Tensor]) -> Tensor:
        """Of `MobileFaceNet.maps`: logits [N,40]"""
        return self.classifier(self.norm(self.features(maps)))

    def forward(self, photos: Tensor) -> Tensor:
        return self.answers(self.face_net.maps(photos))


def train_attribute_teacher(config: AttributeTeacherRun, faces: FaceSet, val: FaceSet, arcface: Path, folder: Path) -> AttributeTeacher:
    """Train the classifier and return the teacher; it is also at folder/final.pt."""
    seed_all(config.seed)
    teacher = AttributeTeacher(config.dropout).eval()
    teacher.face_net.load_arcface(arcface)
    teacher.face_net.requires_grad_(False).to(memory_format=torch.channels_last)
    plain = views_of(faces, INPUT_PX)
    features = torch.cat([features_of(teacher, views) for views in (plain, plain[:, :, ::-1])])
    run = Run(folder, config)
    fit(config, teacher, features, torch.from_numpy(faces.labels), run)
    with torch.no_grad():
        seen = teacher.classifier(teacher.norm(features_of(teacher, views_of(val, INPUT_PX)).float())).numpy()
    run.log(step=config.steps, **{key: measure(seen > 0, val.labels)[key] for key in ("meanAccuracy", "balancedAccuracy")})
    save_whole(teacher.state_dict(), folder / "final.pt")
    return teacher


@torch.no_grad()
def features_of(teacher: AttributeTeacher, views: np.ndarray, batch: int = 64) -> Tensor:
    """u8[n,S,S,3] -> bf16[n,FEATURES]"""
    parts = []
    for i in tqdm(range(0, len(views), batch), desc="features", unit="batch", mininterval=5):
        with autocast_bf16(fast_bf16()):
            parts.append(teacher.features(teacher.face_net.maps(to_network(views[i : i + batch]))).bfloat16())
    return torch.cat(parts)


def fit(config: AttributeTeacherRun, teacher: AttributeTeacher, features: Tensor, labels: Tensor, run: Run) -> None:
    """Train the classifier on bf16[k·n,FEATURES], the features of k views of the n pictures one after another, and labels i8[n,40]."""
    teacher.norm.running_mean.copy_(features.float().mean(0))
    teacher.norm.running_var.copy_(features.float().var(0))
    linear, count = teacher.classifier[-1], len(labels)
    with torch.no_grad():  # rare attributes would spend the whole run on getting their bias right
        linear.weight.mul_(0.1)
        linear.bias.copy_(torch.from_numpy(log_odds(priors_of(labels.numpy()))))
    optimiser = torch.optim.AdamW(linear.parameters(), lr=config.optimiser.rate, weight_decay=config.optimiser.weight_decay)
    for group in optimiser.param_groups:
        group["base_rate"] = group["lr"]
    dice = torch.Generator().manual_seed(config.seed)
    teacher.classifier.train()
    for step in range(config.steps):
        set_rate(optimiser, rate_factor(config.optimiser, step, config.steps))
        picked = torch.randint(len(features), (config.batch,), generator=dice)
        loss = attribute_loss(teacher.classifier(teacher.norm(features[picked].float())), labels[picked % count])
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        if step % 50 == 0:
            run.log(step=step, loss=loss.item())
    teacher.eval()


def load_attribute_teacher(path: Path) -> AttributeTeacher:
    teacher = AttributeTeacher()
    teacher.load_state_dict(torch.load(path, map_location="cpu", weights_only=True))
    return teacher.eval().requires_grad_(False)
