"""Where networks, pictures and figures are: what a path on the command line names."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from . import age_gender, train_abstraction
from .calibration import priors_of
from .dual_path import DualPath, load_network
from .from_onnx import read_age_gender, read_dual_path, read_generator
from .inference import views_of
from .layouts import FaceSet
from .partitions import partitions
from .recipes import Profile
from .shipping import Fitting

TRAINING = Path(__file__).parent.parent
RESULTS = TRAINING / "results"
MODELS = TRAINING.parent / "libs/models"
STARTS = TRAINING.parent.parent / "shared/weights"
IMAGENET, ARCFACE = STARTS / "resnet18_stem_to_layer3_foldedbn.pth", STARTS / "mobilefacenet_y1.mxnet.params"
"""Public weights to begin with; what needs one that is absent begins at random or is left out."""

TEACHER = "celeba/teacher_logits.npz"
"""Below the data's folder: what a large network says of each training picture; labels alone where it is
absent."""


def generator_at(path: Path, profile: Profile):
    """From a run's final.pt, or from a profile's .onnx file."""
    if path.suffix == ".onnx":
        return read_generator(path, profile.abstraction.generator)
    return train_abstraction.load_generator(path)


def network_at(path: Path, profile: Profile) -> DualPath:
    """From a run's final.pt, or from a profile's .onnx file."""
    if path.suffix == ".onnx":
        return read_dual_path(path, profile.dual.network)
    return load_network(path)


def age_gender_at(path: Path) -> age_gender.AgeGender:
    """From a run's final.pt, or from age-gender.onnx."""
    return read_age_gender(path, age_gender.NETWORK) if path.suffix == ".onnx" else age_gender.load(path)


def fitting(data: Path, input_px: int) -> Fitting:
    """Calibration's pictures: 300 each of those set aside and of the `calibration` split, for it learns
    one number."""
    parts = partitions(data)
    known = [spread(parts[name], 300) for name in ("set aside", "calibration")]
    return Fitting(
        views=np.concatenate([views_of(faces, input_px) for faces in known]),
        labels=np.concatenate([faces.labels for faces in known]),
        priors=priors_of(parts["train"].labels),
        ranges=views_of(spread(parts["train"], 256), input_px),
    )


def spread(faces: FaceSet, count: int | None) -> FaceSet:
    """`count` pictures from all over a split; None takes every one."""
    if count is None:
        return faces
    return faces.of(np.linspace(0, len(faces.files) - 1, min(count, len(faces.files))).astype(int))


def write_figures(path: Path, result: dict) -> None:
    """A command's figures, as JSON and in short on the screen."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(without_nan(result), indent=1) + "\n")
    lines = {key: value for key, value in result.items() if not isinstance(value, (list, dict))}
    print(json.dumps(lines, indent=1))
    print(f"figures: {path}")


def without_nan(value):
    """JSON has no NaN: what nothing could be counted for becomes null."""
    if isinstance(value, dict):
        return {key: without_nan(item) for key, item in value.items()}
    if isinstance(value, list):
        return [without_nan(item) for item in value]
    return None if isinstance(value, float) and np.isnan(value) else value
