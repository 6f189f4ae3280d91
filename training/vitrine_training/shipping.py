"""Trained networks become files the service loads: ONNX graphs and their manifests."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

import numpy as np
import torch

from .age_gender import INPUT_PX as AGE_GENDER_PX
from .age_gender import TIGHT_CELEBA, AgeGender
from .answers import AgeSpread, GenderAnswer
from .calibration import Calibration, balanced_thresholds, fit
from .dual_path import DualPath
from .export import LARGEST_FILE_BYTES, AgeGenderGraph, AttributeGraph, deployed, export, parity
from .geometry import CELEBA, Crop
from .goldens import LOGITS_TOLERANCE, synthetic_faces, write_age_gender_golden, write_attribute_golden
from .inference import Deployed
from .layouts import ATTRIBUTES
from .quantise import quantise

FILE, INT8_FILE, AGE_GENDER_FILE = "attributes.onnx", "attributes.int8.onnx", "age-gender.onnx"


@dataclass(frozen=True)
class TrainedPair:
    """The networks that become a file, both for pictures of input_px, and how they were trained
    (runs.provenance_of)."""

    generator: torch.nn.Module
    network: DualPath
    input_px: int
    trained: dict[str, dict | None]
    ships: bool  # in the repository, which takes no file above 25 MB, with an int8 graph for CPUs


@dataclass(frozen=True)
class Fitting:
    """What calibration is fitted to: pictures that no network was trained on, u8[n,S,S,3] and i8[n,40]."""

    views: np.ndarray
    labels: np.ndarray
    priors: np.ndarray  # [40]: the shares of positives in training
    ranges: np.ndarray  # u8[n,S,S,3]: training pictures that set the ranges of int8

    def calibration(self, file: Path) -> Calibration:
        """Of a deployed file: rounding to int8 moves its logits."""
        fitted = fit(Deployed.load(file).logits(self.views), self.labels).adjusted(self.priors)
        return Calibration(np.round(fitted.scale, 4), np.round(fitted.bias, 4))


def ship(pair: TrainedPair, fitting: Fitting, weights: Path) -> dict:
    """Export, check parity, quantise, calibrate, write manifest.json; returns the manifest."""
    graph, file = AttributeGraph(deployed(pair.generator), deployed(pair.network)).eval(), weights / FILE
    export(graph, pair.input_px, file, largest_bytes=LARGEST_FILE_BYTES if pair.ships else None)
    check(graph, pair.input_px, file)
    manifest = {
        "profile": weights.name,
        "version": date.today().isoformat() + "-" + digest(file)[:8],
        "crop": described_crop(CELEBA),
        "network": described(file, pair.input_px),
        "attributes": list(ATTRIBUTES),
        "calibration": written(fitting.calibration(file)),
        "balancedThresholds": np.round(balanced_thresholds(fitting.priors), 4).tolist(),
        "measured": {"calibratedOn": f"{len(fitting.labels):,} pictures set aside", "trained": pair.trained},
    }
    if pair.ships:
        convolutions = quantise(file, weights / INT8_FILE, fitting.ranges)
        int8 = described(weights / INT8_FILE, pair.input_px)
        manifest["int8"] = {**int8, "calibration": written(fitting.calibration(weights / INT8_FILE))}
        manifest["measured"]["convolutions"] = convolutions
    write_manifest(manifest, weights)
    return manifest


def ship_age_gender(network: AgeGender, gender: GenderAnswer, spread: AgeSpread, weights: Path) -> dict:
    """Export, check parity, write manifest.json; returns the manifest."""
    graph, file = AgeGenderGraph(deployed(network)).eval(), weights / AGE_GENDER_FILE
    export(graph, AGE_GENDER_PX, file)
    check(graph, AGE_GENDER_PX, file)
    manifest = {
        "version": date.today().isoformat() + "-" + digest(file)[:8],
        "crop": described_crop(TIGHT_CELEBA),
        "ageGender": described(file, AGE_GENDER_PX),
        "genderAnswer": asdict(gender),
        "ageSpread": asdict(spread),
        "measured": {"command": "python -m studies.measure age-gender"},
    }
    write_manifest(manifest, weights)
    return manifest


def write_goldens(pair: TrainedPair, folder: Path) -> None:
    write_attribute_golden(AttributeGraph(deployed(pair.generator), deployed(pair.network)).eval(), folder)


def write_age_goldens(network: AgeGender, folder: Path) -> None:
    write_age_gender_golden(AgeGenderGraph(deployed(network)).eval(), AGE_GENDER_PX, folder)


def check(graph: torch.nn.Module, input_px: int, file: Path) -> None:
    """The file must compute what PyTorch does; raises ValueError where it does not."""
    difference = parity(graph, file, synthetic_faces(2, input_px))
    if difference > LOGITS_TOLERANCE:
        raise ValueError(
            f"{file.name} differs from PyTorch by {difference:.2g}, allowed is {LOGITS_TOLERANCE:.0e}"
        )


def write_manifest(manifest: dict, weights: Path) -> None:
    """manifest.json, each list of numbers or names on one line"""
    text = re.sub(r"\[[^][{}]*]", lambda found: " ".join(found[0].split()), json.dumps(manifest, indent=2))
    (weights / "manifest.json").write_text(text + "\n")


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def described(path: Path, input_px: int) -> dict:
    return {"file": path.name, "sha256": digest(path), "inputSizePx": input_px}


def described_crop(crop: Crop) -> dict:
    width, height = crop.frame_wh_px
    return {"frameWidthPx": width, "frameHeightPx": height, "boxXyxyPx": list(crop.box_xyxy_px)}


def written(calibration: Calibration) -> dict[str, list]:
    return {"scale": calibration.scale.tolist(), "bias": calibration.bias.tolist()}


def read_calibration(described: dict) -> Calibration:
    """Of a manifest, or of its int8 part."""
    return Calibration(*(np.array(described["calibration"][key]) for key in ("scale", "bias")))
