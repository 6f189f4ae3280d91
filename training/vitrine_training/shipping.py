"""A trained pair becomes files the service loads: two ONNX files, a manifest, and goldens for the TypeScript side."""
from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import cv2
import numpy as np
import torch

from .batches import to_network
from .calibration import Calibration, balanced_thresholds, fit, priors_of
from .dual_path import DualPath
from .evaluate import Pair, tables, views_of
from .age_gender import INPUT_PX as AGE_GENDER_PX
from .age_gender import TIGHT_CELEBA, AgeGender, Answers
from .export import AGE_GENDER, ABSTRACTION, DUAL_PATH, deployed, export, parity
from .geometry import CELEBA, INPUT_PX
from .layouts import ATTRIBUTES, FaceSet
from .quantise import SUFFIX

ABSTRACTION_TOLERANCE, LOGITS_TOLERANCE = 1e-4, 1e-3
DRAWING_PX = 112
"""The side that the drawn faces' coordinates are meant for."""


@dataclass(frozen=True)
class TrainedPair:
    """The networks that become files, both for pictures of input_px, and how they were trained (runs.provenance_of)."""

    generator: torch.nn.Module
    network: DualPath
    input_px: int
    trained: dict[str, dict | None]
    largest_bytes: int | None  # of a file; None allows any size


def ship(pair: TrainedPair, train: FaceSet, val: FaceSet, weights: Path) -> dict:
    """Export, check parity, calibrate on the validation images, measure, write manifest.json without int8; returns the manifest."""
    generator, network = deployed(pair.generator), deployed(pair.network)
    export(generator, ABSTRACTION, pair.input_px, weights / "abstraction.onnx", largest_bytes=pair.largest_bytes)
    export(network, DUAL_PATH, pair.input_px, weights / "dual-path.onnx", largest_bytes=pair.largest_bytes)
    check(generator, network, pair.input_px, weights)
    logits = Pair.load(weights).logits(views_of(val, pair.input_px))
    priors = priors_of(train.labels)
    calibration, thresholds = calibrated(logits, val.labels, priors), np.round(balanced_thresholds(priors), 4)
    manifest = {
        "profile": weights.name,
        "version": date.today().isoformat() + "-" + digest(weights / "dual-path.onnx")[:8],
        "crop": {"frameWidthPx": CELEBA.frame_wh_px[0], "frameHeightPx": CELEBA.frame_wh_px[1], "boxXyxyPx": list(CELEBA.box_xyxy_px)},
        "abstraction": described(weights / "abstraction.onnx", pair.input_px),
        "dualPath": described(weights / "dual-path.onnx", pair.input_px),
        "attributes": list(ATTRIBUTES),
        "calibration": written(calibration),
        "balancedThresholds": thresholds.tolist(),
        "measured": {**measured(tables(calibration(logits), val.labels, thresholds)), "trained": pair.trained},
    }
    write_manifest(manifest, weights)
    return manifest


def describe_int8(weights: Path, logits: np.ndarray, labels: np.ndarray, priors: np.ndarray) -> None:
    """Name the quantised pair in the manifest, with a calibration of its own: rounding moves the logits.

    logits: the quantised pair's of the validation images, f32[n,40]; labels: theirs, i8[n,40]; priors: of the training labels, [40]
    """
    manifest = json.loads((weights / "manifest.json").read_text())
    files = {"abstraction": f"abstraction{SUFFIX}.onnx", "dualPath": f"dual-path{SUFFIX}.onnx"}
    manifest["int8"] = {name: described(weights / file, manifest[name]["inputSizePx"]) for name, file in files.items()}
    manifest["int8"]["calibration"] = written(calibrated(logits, labels, priors))
    write_manifest(manifest, weights)


def ship_age_gender(network: AgeGender, measured: dict, weights: Path, goldens: Path) -> dict:
    """Export, check parity, write manifest.json and the golden (the middle of the drawn faces); returns the manifest."""
    answers, file = deployed(Answers(network)), weights / "age-gender.onnx"
    export(answers, AGE_GENDER, AGE_GENDER_PX, file)
    edge = (DRAWING_PX - AGE_GENDER_PX) // 2
    drawn = synthetic_faces(2, DRAWING_PX)[:, edge:-edge, edge:-edge]
    faces = to_network(drawn).contiguous()
    difference = parity(answers, file, [faces.numpy()])
    if difference > LOGITS_TOLERANCE:
        raise ValueError(f"the ONNX file differs from PyTorch by {difference:.2g}, allowed is {LOGITS_TOLERANCE:.0e}")
    expected = [[round(v, 6) for v in row] for row in answers(faces).tolist()]
    write_pictures(drawn, goldens / "age-gender-input.bin")
    golden = {"input": "age-gender-input.bin", "maxAbs": LOGITS_TOLERANCE, "answers": expected, "command": "python -m vitrine_training ship-age-gender"}
    (goldens / "age-gender.json").write_text(json.dumps(golden, indent=1) + "\n")
    kept = {key: round(measured[key], 4) for key in ("images", "ageMaeYears", "ageWithin5Years", "genderAccuracy")}
    manifest = {
        "version": date.today().isoformat() + "-" + digest(file)[:8],
        "crop": {"frameWidthPx": CELEBA.frame_wh_px[0], "frameHeightPx": CELEBA.frame_wh_px[1], "boxXyxyPx": list(TIGHT_CELEBA.box_xyxy_px)},
        "ageGender": {"file": file.name, "sha256": digest(file), "inputSizePx": AGE_GENDER_PX},
        "measured": {"dataset": "UTKFace crops, 1,000 validation images", **kept, "command": "python -m vitrine_training age-gender"},
    }
    write_manifest(manifest, weights)
    return manifest


def write_manifest(manifest: dict, weights: Path) -> None:
    """manifest.json, each list of numbers or names on one line"""
    text = re.sub(r"\[[^][{}]*]", lambda found: " ".join(found[0].split()), json.dumps(manifest, indent=2))
    (weights / "manifest.json").write_text(text + "\n")


def check(generator: torch.nn.Module, network: DualPath, input_px: int, weights: Path) -> None:
    """The files must compute what PyTorch does; raises ValueError where they do not."""
    photos = to_network(synthetic_faces(2, input_px)).contiguous().numpy()
    with torch.no_grad():
        abstraction = generator(torch.from_numpy(photos)).numpy()
    differences = {
        "abstraction": (parity(generator, weights / "abstraction.onnx", [photos]), ABSTRACTION_TOLERANCE),
        "logits": (parity(network, weights / "dual-path.onnx", [photos, abstraction]), LOGITS_TOLERANCE),
    }
    for name, (difference, tolerance) in differences.items():
        if difference > tolerance:
            raise ValueError(f"{name}: the ONNX file differs from PyTorch by {difference:.2g}, allowed is {tolerance:.0e}")


def measured(table: dict) -> dict:
    """The manifest's summary. Calibration is fitted on the same images; results.json has the cross-fitted figures."""
    return {
        "dataset": f"CelebA aligned, official validation partition restricted to {table['images']:,} images",
        "images": table["images"],
        **{key: round(table[key], 5) for key in ("meanAccuracy", "balancedAccuracy", "majorityAccuracy")},
        "command": "python -m vitrine_training evaluate",
    }


def write_goldens(generator: torch.nn.Module, network: DualPath, folder: Path) -> None:
    """input.bin and what PyTorch makes of it. The two pictures are drawn by synthetic_faces, so they are nobody's."""
    generator, network = deployed(generator), deployed(network)
    photos = synthetic_faces(2)
    with torch.no_grad():
        original = to_network(photos)
        abstraction = generator(original).contiguous()
        logits = network(original, abstraction)
    folder.mkdir(parents=True, exist_ok=True)
    write_pictures(photos, folder / "input.bin")
    (folder / "abstraction.bin").write_bytes(abstraction.numpy().astype("<f4").tobytes())
    (folder / "logits.json").write_text(json.dumps([[round(v, 6) for v in row] for row in logits.tolist()]) + "\n")
    golden = {
        "shapes": {"input": list(original.shape), "abstraction": list(abstraction.shape), "logits": list(logits.shape)},
        "layout": {"input.bin": "u8 NCHW RGB", "abstraction.bin": "f32 little-endian NCHW, -1..1", "logits.json": "f32 rounded to 6 digits"},
        "tolerances": {"abstractionMaxAbs": ABSTRACTION_TOLERANCE, "logitsMaxAbs": LOGITS_TOLERANCE},
        "provenance": {
            "input": "drawn by vitrine_training.shipping.synthetic_faces: ellipses and noise, no photograph",
            "outputs": f"PyTorch {torch.__version__}, norms folded and weights rounded to f16 as in the shipped files, f32 arithmetic",
            "command": "python -m vitrine_training goldens",
        },
        "weightsSha256": {name: weights_digest(net) for name, net in (("abstraction", generator), ("dualPath", network))},
    }
    (folder / "golden.json").write_text(json.dumps(golden, indent=2) + "\n")


def write_pictures(pictures: np.ndarray, path: Path) -> None:
    """u8[n,h,w,3] as u8 NCHW"""
    path.write_bytes(np.ascontiguousarray(pictures.transpose(0, 3, 1, 2)).tobytes())


def synthetic_faces(count: int, size_px: int = INPUT_PX) -> np.ndarray:
    """Smooth cartoon faces of ellipses on gradients, blurred and grained: u8[count,size,size,3]. The same every time."""
    faces = []
    for i in range(count):
        rng = np.random.default_rng([2018, i])
        y, x = np.mgrid[0:DRAWING_PX, 0:DRAWING_PX] / DRAWING_PX
        picture = np.stack([80 + 100 * x, 90 + 60 * y, 120 + 40 * (x - y)], axis=-1).astype(np.uint8)
        hair, skin = rng.integers(20, 110, 3).tolist(), rng.integers((170, 120, 95), (235, 190, 165)).tolist()
        cv2.ellipse(picture, (56, 50), (44, 50), 0, 0, 360, hair, -1)
        cv2.ellipse(picture, (56, 60), (32, 44), 0, 0, 360, skin, -1)
        for side in (-1, 1):
            cv2.ellipse(picture, (56 + 14 * side, 50), (7, 3), 0, 0, 360, (240, 240, 240), -1)
            cv2.circle(picture, (56 + 14 * side, 50), 3, (50, 40, 30), -1)
            cv2.ellipse(picture, (56 + 14 * side, 42), (9, 2), 4 * side, 0, 360, hair, -1)
        cv2.ellipse(picture, (56, 66), (5, 9), 0, 0, 360, [int(c * 0.85) for c in skin], -1)
        cv2.ellipse(picture, (56, 83), (11, 4 + i), 0, 0, 360, (175, 70, 80), -1)
        smooth = cv2.resize(cv2.GaussianBlur(picture, (0, 0), 1.2), (size_px, size_px)).astype(np.float64)
        faces.append(np.clip(smooth + rng.normal(0, 2, smooth.shape), 0, 255).astype(np.uint8))
    return np.stack(faces)


def weights_digest(network: torch.nn.Module) -> str:
    """sha256 over the names and values of a deployed network's weights."""
    sha = hashlib.sha256()
    for name, value in network.state_dict().items():
        sha.update(name.encode())
        sha.update(value.contiguous().numpy().tobytes())
    return sha.hexdigest()


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def described(path: Path, input_px: int) -> dict:
    return {"file": path.name, "sha256": digest(path), "inputSizePx": input_px}


def calibrated(logits: np.ndarray, labels: np.ndarray, priors: np.ndarray) -> Calibration:
    """As it ships: fitted on the validation images, with the logit adjustment, five digits kept."""
    fitted = fit(logits, labels).adjusted(priors)
    return Calibration(np.round(fitted.matrix, 5), np.round(fitted.bias, 5))


def written(calibration: Calibration) -> dict[str, list]:
    return {"matrix": calibration.matrix.tolist(), "bias": calibration.bias.tolist()}


def read_calibration(manifest: dict) -> Calibration:
    """Of the pair in floating point."""
    return Calibration(*(np.array(manifest["calibration"][key]) for key in ("matrix", "bias")))
