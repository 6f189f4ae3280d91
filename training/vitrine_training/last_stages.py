"""The end of a trained pair, taught further where a whole training is too dear: its early stages see each
view once, and their maps are kept (early_stages.py, kept_maps.py).

view ─▶ generator, both paths' early stages (frozen, run once) ─▶ kept maps u8 ─▶ last stages ─▶ logits ▲
trained for many epochs

The photo's path learns from its sixth block on, the abstraction's its last one. Targets are the labels,
mixed with what a large teacher says of the same picture. The pictures set aside and the `calibration`
split say when to stop.
"""

from __future__ import annotations

import copy
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from .cameras import CameraRecipe
from .dual_path import DualPath, save_network
from .early_stages import EarlyStages, LastStages
from .export import deployed
from .geometry import INPUT_PX
from .inference import views_of
from .initialise import standardise_features, unfold_norms
from .kept_maps import Views, export_early, keep_maps
from .layouts import ATTRIBUTES, UNKNOWN, FaceSet, read_teacher_logits
from .losses import attribute_loss
from .metrics import measure, sigmoid
from .optimise import Average, OptimiserConfig, make_optimiser, rate_factor, set_rate
from .runs import Run, seed_all

BLURRY = ATTRIBUTES.index("Blurry")
VIEWS = Views(INPUT_PX, CameraRecipe(clean_share=0.0, face_px=(22.0, 112.0)))


@dataclass(frozen=True)
class LastStagesRun:
    """`teacher_share` of a target is the teacher's probability, the rest the label. The views of each
    picture, and of those at half the size, are kept_maps.Views'."""

    optimiser: OptimiserConfig = OptimiserConfig(rate=1e-4, head_rate=5e-4, weight_decay=0.05)
    teacher_share: float = 0.5
    batch: int = 64
    steps: int = 1200
    average_decay: float = 0.998
    seed: int = 0
    check_every: int = 200
    views: tuple[str, ...] = ("sharp", "camera")
    views_of_half: tuple[str, ...] = ("sharp",)


@dataclass(frozen=True)
class Known:
    """Pictures by what they are for (sources.partitions), more at half the size, and the teacher's file."""

    faces: dict[str, FaceSet]
    half: FaceSet
    teacher: Path


@dataclass(frozen=True)
class KeptMaps:
    """Views of pictures as the early stages see them: u8[n,2,C,H,W], and what to say of them, f32[n,40]."""

    maps: np.ndarray
    targets: np.ndarray


def run(
    config: LastStagesRun, generator: nn.Module, network: DualPath, known: Known, folder: Path
) -> DualPath:
    """Keep the maps of every view, train, and return the network; it is also at folder/final.pt."""
    folder.mkdir(parents=True, exist_ok=True)
    train_faces = known.faces["train"]
    graph = EarlyStages(deployed(generator), deployed(network))
    some = train_faces.of(np.arange(min(256, len(train_faces.files))))
    early = export_early(graph, views_of(some, INPUT_PX), folder, int8=True)

    def maps(faces: FaceSet, name: str, view: str) -> np.ndarray:
        make = VIEWS.maker(faces.files, faces.crop, view)
        return keep_maps(early, make, len(faces.files), folder / f"{name}-{view}.npy")

    training = []
    for name, faces, views in (
        ("train", train_faces, config.views),
        ("half", known.half, config.views_of_half),
    ):
        told = read_teacher_logits(known.teacher, faces)
        for view in views:
            lost_detail = view == "camera" or name == "half"
            targets = mixed(faces.labels, told, config.teacher_share, lost_detail)
            training.append(KeptMaps(maps(faces, name, view), targets))
    aside = {name: known.faces[name] for name in ("set aside", "calibration")}
    judges = {name: KeptMaps(maps(faces, name, "sharp"), faces.labels) for name, faces in aside.items()}
    trained = train(config, (network, early.scale), training, judges, folder)
    provenance = {"steps": config.steps, "imagesPerStep": config.batch, "device": "cpu", "stages": "last"}
    save_network(trained, folder / "final.pt", provenance)
    return trained


def mixed(labels: np.ndarray, told: np.ndarray, share: float, lost_detail: bool) -> np.ndarray:
    """Labels i8[n,40] moved by `share` towards the teacher's logits f32[n,40]; whether a picture that lost
    detail is `Blurry` nobody knows."""
    targets = np.where(labels == UNKNOWN, UNKNOWN, (1 - share) * labels + share * sigmoid(told)).astype(
        np.float32
    )
    if lost_detail:
        targets[:, BLURRY] = UNKNOWN
    return targets


def train(
    config: LastStagesRun,
    start: tuple[DualPath, np.ndarray],
    training: list[KeptMaps],
    judges: dict[str, KeptMaps],
    folder: Path,
) -> DualPath:
    """Train the network's end and return it as it was at the look that the mean of the judges liked best.

    Norms keep their statistics. The start is a look, too: the network can only get better on the judges.
    """
    seed_all(config.seed)
    network, log = copy.deepcopy(start[0]).requires_grad_(True), Run(folder, config)
    last = LastStages(network, torch.from_numpy(start[1]))
    centre_features(network, last, training[0].maps)
    last.eval().dropout.train()
    optimiser, average = make_optimiser(last, config.optimiser), Average(last, config.average_decay)
    starts, dice = np.cumsum([0, *(len(part.maps) for part in training)]), np.random.default_rng(config.seed)
    best = (-1.0, {})
    for step in range(config.steps + 1):
        if step % config.check_every == 0:
            score = look(average.model, judges, log, step)
            best = max(best, (score, copy.deepcopy(average.model.state_dict())), key=lambda one: one[0])
        if step == config.steps:
            break
        set_rate(optimiser, rate_factor(config.optimiser, step, config.steps))
        maps, targets = batch_of(training, starts, np.sort(dice.integers(starts[-1], size=config.batch)))
        loss = attribute_loss(last(maps), targets)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        optimiser.step()
        average.update(last, step + 1000)  # the start is no random one that should be forgotten
        if step % 50 == 0:
            log.log(step=step, loss=loss.item())
    last.load_state_dict(best[1])
    return network.eval()


def centre_features(network: DualPath, last: LastStages, maps: np.ndarray) -> None:
    """A network read from its file has its norms folded, and a feature that dropout leaves out would take its
    mean with it. Give the norms what they fold and the classifier their gain: the function stays."""
    some = maps[np.linspace(0, len(maps) - 1, min(512, len(maps))).astype(int)]
    unfold_norms(last, lambda: last(torch.from_numpy(some)))
    standardise_features(network)


def batch_of(training: list[KeptMaps], starts: np.ndarray, picked: np.ndarray) -> tuple[Tensor, Tensor]:
    """Maps u8[N,2,C,H,W] and targets f32[N,40] of views counted through all parts."""
    rows = [
        (part, picked[(picked >= a) & (picked < b)] - a) for part, a, b in zip(training, starts, starts[1:])
    ]
    maps = np.concatenate([part.maps[row] for part, row in rows])
    return torch.from_numpy(maps), torch.from_numpy(np.concatenate([part.targets[row] for part, row in rows]))


@torch.no_grad()
def predict(last: LastStages, maps: np.ndarray, batch: int = 128) -> np.ndarray:
    """u8[n,2,C,H,W] -> logits f32[n,40]"""
    return torch.cat(
        [last(torch.from_numpy(maps[i : i + batch])) for i in range(0, len(maps), batch)]
    ).numpy()


def look(last: LastStages, judges: dict[str, KeptMaps], log: Run, step: int) -> float:
    """Measure on each judge; returns the mean of their mean accuracies."""
    scores = []
    for name, judge in judges.items():
        measured = measure(predict(last, judge.maps) > 0, judge.targets)
        scores.append(measured["meanAccuracy"])
        log.log(step=step, **{f"{key} {name}": measured[key] for key in ("meanAccuracy", "balancedAccuracy")})
    return float(np.mean(scores))
