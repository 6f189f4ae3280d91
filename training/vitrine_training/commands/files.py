"""What the commands' options name: networks, weights, a part of a split, where figures go."""
from __future__ import annotations

import json
from argparse import Namespace
from dataclasses import replace
from pathlib import Path

import numpy as np

from .. import age_gender as age_gender_net
from .. import train_abstraction, train_attributes
from ..from_onnx import read_dual_path, read_generator
from ..layouts import FaceSet
from ..recipes import PROFILES

TRAINING = Path(__file__).parent.parent.parent
RESULTS = TRAINING / "results"


def spread(faces: FaceSet, count: int | None) -> FaceSet:
    """`count` images from all over a split; None takes every one."""
    if count is None:
        return faces
    picked = np.linspace(0, len(faces.files) - 1, min(count, len(faces.files))).astype(int)
    return replace(faces, files=[faces.files[i] for i in picked], labels=faces.labels[picked])


def generator_at(path: Path, profile: str):
    """From a run's final.pt, or from a profile's .onnx file."""
    return read_generator(path, PROFILES[profile].abstraction.generator) if path.suffix == ".onnx" else train_abstraction.load_generator(path)


def network_at(path: Path, profile: str):
    """From a run's final.pt, or from a profile's .onnx file."""
    return read_dual_path(path, PROFILES[profile].dual.network) if path.suffix == ".onnx" else train_attributes.load_network(path)


def age_gender_start(path: Path):
    return network_at(path, "compact") if path.suffix == ".onnx" else age_gender_net.load(path)


def weights_of(options: Namespace) -> Path:
    return options.weights or TRAINING.parent / "libs/models/weights" / options.profile


def given(**values) -> dict:
    """Only what was named on the command line."""
    return {key: value for key, value in values.items() if value is not None}


def results_file(options: Namespace, name: str) -> Path:
    return options.json or RESULTS / name


def write(options: Namespace, name: str, result: dict) -> None:
    """A command's figures, as JSON and in short on the screen."""
    path = results_file(options, name)
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


def short(table: dict) -> dict:
    return {key: value for key, value in table.items() if isinstance(value, (int, float))}
