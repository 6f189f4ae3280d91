"""A teacher that has seen millions of faces: ArcFace's MobileFaceNet as it is, and linear classifiers of its maps.

Its features were never made for attributes and its answers are a little worse than the pair's own, but they err elsewhere: the mean
of both is better than either. What it adds is knowledge of more faces than are labelled here. It looks at each picture twice, at the
networks' box and at the tighter one that it was itself trained on, and what it says of a picture comes from a classifier that was
fitted without it.
"""
from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.functional import adaptive_avg_pool2d
from tqdm import tqdm

from .batches import to_network
from .calibration import log_odds, priors_of
from .evaluate import views_of
from .geometry import ARCFACE, INPUT_PX, Crop
from .layouts import ATTRIBUTES, FaceSet
from .losses import attribute_loss
from .metrics import measure
from .mobilefacenet import MobileFaceNet
from .optimise import OptimiserConfig, make_optimiser, rate_factor, set_rate
from .runs import Run, autocast_bf16, fast_bf16, save_whole, seed_all


@dataclass(frozen=True)
class Look:
    """One way to look at a picture. Of each map the classifier sees the means over a grid of so many cells a side."""

    size_px: int
    grids: dict[str, int]
    crop: Crop | None = None  # None is the crop of the set
    identity: bool = False  # the layer that tells people apart, too; for ArcFace's own crop


LOOKS = (
    Look(INPUT_PX, {"res_3_block3": 2, "res_4_block5": 3, "res_5_block1": 2, "conv_6sep": 2}),
    Look(112, {"res_4_block5": 3, "res_5_block1": 3, "conv_6sep": 2}, ARCFACE, identity=True),
)


@dataclass(frozen=True)
class AttributeTeacherRun:
    """The classifiers' run, over features of each picture as it is and mirrored. What cameras lose they never see: they judge sharp pictures."""

    optimiser: OptimiserConfig = OptimiserConfig(rate=1.5e-3, weight_decay=0.3)
    dropout: float = 0.5
    batch: int = 512
    steps: int = 1500  # of each classifier
    folds: int = 4  # as many classifiers, each fitted without a part of the pictures
    seed: int = 0


@dataclass
class AttributeTeacher:
    """What is taught: the maps of a net, and the probabilities f32[n,40] of the n training pictures it was made for."""

    face_net: MobileFaceNet
    answers: Tensor


def train_attribute_teacher(config: AttributeTeacherRun, faces: FaceSet, val: FaceSet, arcface: Path, folder: Path) -> AttributeTeacher:
    """Fit a classifier to each all but one of the folds and let it answer for that one; the teacher is also at folder/final.pt."""
    seed_all(config.seed)
    face_net = MobileFaceNet().eval().requires_grad_(False).to(memory_format=torch.channels_last)
    face_net.load_arcface(arcface)
    pictures, unseen, labels = features_of(face_net, faces), features_of(face_net, val), torch.from_numpy(faces.labels)
    run = Run(folder, config)
    fold_of = torch.randperm(len(labels), generator=torch.Generator().manual_seed(config.seed)) % config.folds
    answers, unseen_logits = torch.empty(len(labels), len(ATTRIBUTES)), torch.zeros(len(unseen[0]), len(ATTRIBUTES))
    for fold in range(config.folds):
        classifier = fit(config, pictures, labels, (fold_of != fold).nonzero().flatten(), run)
        held_out = fold_of == fold
        answers[held_out] = torch.stack([judge(classifier, view[held_out]).sigmoid() for view in pictures]).mean(0)
        unseen_logits += judge(classifier, unseen[0])
    for name, said, truth in (("HeldOut", answers.numpy() > 0.5, faces.labels), ("", unseen_logits.numpy() > 0, val.labels)):
        run.log(step=config.steps, **{key + name: measure(said, truth)[key] for key in ("meanAccuracy", "balancedAccuracy")})
    save_whole({"face_net": face_net.state_dict(), "answers": answers}, folder / "final.pt")
    return AttributeTeacher(face_net, answers)


def features_of(face_net: MobileFaceNet, faces: FaceSet) -> tuple[Tensor, Tensor]:
    """What all looks see of each picture as it is and of its mirror image: bf16[n,FEATURES] each"""
    straight, mirrored = [], []
    for look in LOOKS:
        views = views_of(faces if look.crop is None else replace(faces, crop=look.crop), look.size_px)
        straight.append(seen(face_net, views, look))
        mirrored.append(seen(face_net, views[:, :, ::-1], look))
    return torch.cat(straight, 1), torch.cat(mirrored, 1)


@torch.no_grad()
def seen(face_net: MobileFaceNet, views: np.ndarray, look: Look, batch: int = 64) -> Tensor:
    """What one look sees: u8[n,S,S,3] -> bf16[n,features of the look]"""
    parts = []
    for i in tqdm(range(0, len(views), batch), desc=f"features at {look.size_px} px", unit="batch", delay=2, mininterval=5):
        with autocast_bf16(fast_bf16()):
            maps = face_net.maps(to_network(views[i : i + batch]))
        maps = {name: value.float() for name, value in maps.items()}
        features = [adaptive_avg_pool2d(maps[name], side).flatten(1) for name, side in look.grids.items()]
        if look.identity:
            features.append(face_net.identity(maps["conv_6sep"]))
        parts.append(torch.cat(features, dim=1).bfloat16())
    return torch.cat(parts)


def fit(config: AttributeTeacherRun, views: tuple[Tensor, ...], labels: Tensor, picked: Tensor, run: Run) -> nn.Sequential:
    """A linear classifier of standardised features, fitted to some of the pictures.

    views: bf16[n,F] features of each view of the n pictures; labels: i8[n,40]; picked: indices of pictures
    """
    mean = torch.stack([view[picked].float().mean(0) for view in views]).mean(0)
    variance = torch.stack([(view[picked].float() - mean).square().mean(0) for view in views]).mean(0)
    norm, linear = nn.BatchNorm1d(len(mean), affine=False).eval(), nn.Linear(len(mean), len(ATTRIBUTES))
    norm.running_mean.copy_(mean)
    norm.running_var.copy_(variance)
    with torch.no_grad():  # rare attributes would spend the whole run on getting their bias right
        linear.weight.mul_(0.1)
        linear.bias.copy_(torch.from_numpy(log_odds(priors_of(labels[picked].numpy()))))
    optimiser = make_optimiser(linear, config.optimiser)
    dice = torch.Generator().manual_seed(config.seed)
    for step in tqdm(range(config.steps), desc="classifier", unit="step", delay=2, mininterval=5):
        set_rate(optimiser, rate_factor(config.optimiser, step, config.steps))
        pictures = picked[torch.randint(len(picked), (config.batch,), generator=dice)]
        view = views[int(torch.randint(len(views), (), generator=dice))]
        features = nn.functional.dropout(norm(view[pictures].float()), config.dropout)
        loss = attribute_loss(linear(features), labels[pictures])
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        if step % 50 == 0:
            run.log(step=step, loss=loss.item())
    return nn.Sequential(norm, linear).eval()


@torch.no_grad()
def judge(classifier: nn.Module, features: Tensor) -> Tensor:
    """bf16[n,F] -> logits f32[n,40]"""
    return torch.cat([classifier(part.float()) for part in features.split(1024)])


def load_attribute_teacher(path: Path) -> AttributeTeacher:
    saved = torch.load(path, map_location="cpu", weights_only=True)
    face_net = MobileFaceNet().eval().requires_grad_(False)
    face_net.load_state_dict(saved["face_net"])
    return AttributeTeacher(face_net, saved["answers"])
