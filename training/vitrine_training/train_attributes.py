"""The attribute loop: frames -> camera views -> (photo, abstraction) -> logits -> loss."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from .attribute_teacher import AttributeTeacher
from .batches import image_rng, indices_at, to_network
from .cameras import CameraRecipe, Condition, observe, shoot
from .dual_path import DualPath, DualPathConfig, save_network
from .frames import load_frames
from .geometry import INPUT_PX
from .hints import Hints
from .initialise import load_imagenet, quieten, standardise_features, unfold_norms, widen_to_dual
from .layouts import ATTRIBUTES, UNKNOWN, FaceSet, LayoutError
from .loop import Task, train_task
from .losses import attribute_loss
from .metrics import measure
from .optimise import OptimiserConfig, add_parameters, freeze, make_optimiser
from .runs import autocast_bf16, fast_bf16, provenance, seed_all
from .soft_labels import towards

BLURRY = ATTRIBUTES.index("Blurry")


@dataclass(frozen=True)
class AttributeRun:
    """One training run of an attribute net."""

    network: DualPathConfig = DualPathConfig()
    optimiser: OptimiserConfig = OptimiserConfig()
    recipe: CameraRecipe = CameraRecipe()
    input_px: int = INPUT_PX
    batch: int = 32
    steps: int = 4000
    loss: str = "bce"
    average_decay: float = 0.998
    seed: int = 0
    teacher_share: float = 0.4  # of a target that is the teacher's probability where there is a teacher
    hint_weight: float = 4.0  # of the maps' loss beside the labels', where there is a teacher (hints.py)
    # each path's stem and this many stages stay as they begin; None trains all
    frozen_stages: int | None = None
    frozen_abstraction: bool = False  # the whole abstraction path stays as it begins
    # the abstraction path's maps begin small where ImageNet's layers are to read their maximum
    quiet_start: bool = True
    check_every: int = 500  # steps between checkpoints and glances at the validation images
    glance: int = 512  # validation images per glance


@dataclass
class Ingredients:
    """What a run starts from. `abstract` maps f32[N,3,S,S] to its abstraction images (identity for one
    path)."""

    train: FaceSet
    val: FaceSet
    abstract: nn.Module | None = None
    imagenet: Path | None = None
    start: DualPath | None = None
    # made for the very pictures of `train`; it judges each view as it was before detail was lost
    teacher: AttributeTeacher | None = None


@dataclass(frozen=True)
class Batch:
    """Of which pictures of the set i64[N]: views f32[N,3,S,S], the same before the camera lost detail
    u8[N,S,S,3], and labels [N,40]."""

    pictures: Tensor
    views: Tensor
    sharp: np.ndarray
    labels: Tensor


def train(config: AttributeRun, given: Ingredients, folder: Path) -> DualPath:
    """Train (or resume) and return the averaged network; it is also at folder/final.pt."""
    seed_all(config.seed)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    if given.teacher is not None and len(given.teacher.fold_of) != len(given.train.files):
        raise LayoutError(
            f"the attribute teacher was made for {len(given.teacher.fold_of)} pictures, --data has"
            f" {len(given.train.files)}; remove its folder under --runs and run again"
        )
    frames = load_frames(given.train.files, given.train.crop.frame_wh_px)
    model = build(config, given, frames).to(device, memory_format=torch.channels_last).train()
    if config.frozen_stages is not None:
        freeze(*(module for path in model.paths.values() for module in path.early(config.frozen_stages)))
    if config.frozen_abstraction:
        freeze(model.paths["abstraction"], model.norms["abstraction"])
    for helper in (given.abstract, given.teacher):
        if helper is not None:
            helper.to(device, memory_format=torch.channels_last).eval()
    optimiser, hints = make_optimiser(model, config.optimiser), None
    if given.teacher is not None:
        hints = Hints(model).to(device)
        add_parameters(optimiser, hints, config.optimiser.head_rate)
    bf16 = fast_bf16()

    def loss(batch: Batch) -> Tensor:
        original, labels = batch.views.to(device), batch.labels.to(device)
        with autocast_bf16(bf16):
            with torch.no_grad():
                abstraction = given.abstract(original) if given.abstract else original
            logits = model(original, abstraction)
            hint = 0.0
            if hints is not None:
                with torch.no_grad():
                    seen = given.teacher.see(to_network(batch.sharp).to(device))
                    answers = given.teacher.answers(seen.features, batch.pictures.to(device))
                    labels = towards(labels, answers.float().sigmoid(), config.teacher_share)
                hint = config.hint_weight * hints.loss(seen.maps)
        return attribute_loss(logits.float(), labels, config.loss) + hint

    average = train_task(
        config,
        Task(
            model,
            optimiser,
            kept={"hints": hints} if hints else None,
            schedule=config.optimiser,
            loss=loss,
            batch=lambda step: batch_at(config, given.train, frames, step),
            look=lambda net: glance(config, net, given),
        ),
        folder,
    )
    save_network(average, folder / "final.pt", provenance(config, device))
    return average


@torch.no_grad()
def build(config: AttributeRun, given: Ingredients, frames: np.ndarray) -> DualPath:
    """The network at its starting point: a trained single path, ImageNet, or random."""
    model = DualPath(config.network)
    faces = to_network(
        np.stack(
            [
                observe(frames[i], given.train.crop, config.input_px, Condition())
                for i in range(min(256, len(frames)))
            ]
        )
    )

    def abstractions() -> Tensor:
        return given.abstract(faces) if given.abstract else faces

    if given.start is not None:
        if len(given.start.paths) < len(model.paths):
            widen_to_dual(given.start, model)
        else:
            model.load_state_dict(given.start.state_dict())
            unfold_norms(model, lambda: model(faces, abstractions()))
            if config.network.feature_norm:
                # Dropout of features with a mean would shake every logit: a loss rose from 7 to 53.
                standardise_features(model)
    elif given.imagenet is not None:
        for path in model.paths.values():
            load_imagenet(path, given.imagenet, faces)
        if len(model.paths) == 2 and config.network.fusion == "max" and config.quiet_start:
            quieten(model.paths["abstraction"])
    return model


def batch_at(config: AttributeRun, faces: FaceSet, frames: np.ndarray, step: int) -> Batch:
    """The batch of a step. `Blurry` is unknown where we blurred."""
    picked = indices_at(config.seed, step, config.batch, len(faces.files))
    pictures = [i for _, i in picked]
    labels = faces.labels[pictures].copy()
    shots = [
        shoot(frames[i], faces.crop, config.input_px, image_rng(config.seed, epoch, i), config.recipe)
        for epoch, i in picked
    ]
    labels[[shot.blurry for shot in shots], BLURRY] = UNKNOWN
    views, sharp = (np.stack(pixels) for pixels in zip(*((shot.view, shot.sharp) for shot in shots)))
    return Batch(torch.tensor(pictures), to_network(views), sharp, torch.from_numpy(labels))


@torch.no_grad()
def predict(model: DualPath, abstract: nn.Module | None, views: np.ndarray, batch: int = 128) -> np.ndarray:
    """u8[n,S,S,3] -> logits f32[n,40]"""
    device = next(model.parameters()).device
    model.eval()
    logits = []
    for i in range(0, len(views), batch):
        original = to_network(views[i : i + batch]).to(device)
        with autocast_bf16(fast_bf16()):
            logits.append(model(original, abstract(original) if abstract else original).float().cpu().numpy())
    return np.concatenate(logits)


def glance(config: AttributeRun, model: DualPath, given: Ingredients) -> dict[str, float]:
    """Validation measures on the first images, sharp and as 32 px faces; a look while training, never a
    result."""
    count = min(config.glance, len(given.val.files))
    frames = load_frames(given.val.files, given.val.crop.frame_wh_px)
    seen = {}
    for name, condition in {"": Condition(), "At32px": Condition(face_px=32)}.items():
        views = np.stack(
            [observe(frames[i], given.val.crop, config.input_px, condition) for i in range(count)]
        )
        measured = measure(predict(model, given.abstract, views) > 0, given.val.labels[:count])
        seen |= {key + name: measured[key] for key in ("meanAccuracy", "balancedAccuracy")}
    return seen
