"""What a deployed pair of ONNX files achieves on the validation images: overall, by attribute, and by camera condition."""
from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Callable

import numpy as np
import onnxruntime as ort
from tqdm import tqdm

from .cameras import Condition, observe
from .calibration import expected_calibration_error
from .export import session
from .frames import load_frames
from .geometry import random_misalignment
from .layouts import ATTRIBUTES, FaceSet
from .metrics import measure, per_attribute

CONDITIONS = {
    "sharp": Condition(),
    **{f"face {px} px": Condition(face_px=px) for px in (112, 64, 48, 32, 24)},
    **{f"JPEG quality {q}": Condition(jpeg_quality=q) for q in (70, 50, 30, 15)},
    **{f"blur sigma {s:g} px": Condition(blur_sigma_px=s) for s in (1, 2, 3)},
    "48 px, JPEG 50": Condition(face_px=48, jpeg_quality=50),
    "32 px, JPEG 30": Condition(face_px=32, jpeg_quality=30),
}
"""Fixed test conditions; sizes are those of the networks' box (cameras.py), blur is at 112 px."""

CONTRADICTIONS = (
    ("No_Beard", "Goatee"), ("No_Beard", "Mustache"), ("No_Beard", "5_o_Clock_Shadow"), ("Bald", "Bangs"),
    ("Bald", "Receding_Hairline"), ("Straight_Hair", "Wavy_Hair"), ("Black_Hair", "Blond_Hair"), ("Black_Hair", "Gray_Hair"),
    ("Young", "Gray_Hair"), ("Male", "Wearing_Lipstick"), ("Male", "Heavy_Makeup"),
)
"""Pairs that a person would hardly say of one picture; labels themselves contain some."""


@dataclass
class Pair:
    """The two networks as the service runs them."""

    abstraction: ort.InferenceSession
    dual_path: ort.InferenceSession

    @staticmethod
    def load(folder: Path, threads: int = 2, suffix: str = "") -> "Pair":
        return Pair(*(session(folder / f"{name}{suffix}.onnx", threads) for name in ("abstraction", "dual-path")))

    @property
    def input_px(self) -> int:
        return self.abstraction.get_inputs()[0].shape[2]

    def logits(self, views: np.ndarray, batch: int = 16) -> np.ndarray:
        """u8[n,S,S,3] -> f32[n,40]; what takes more than two seconds shows how far it is"""
        parts = []
        for i in tqdm(range(0, len(views), batch), desc="pair", unit="batch", delay=2, mininterval=5, leave=False):
            original = np.ascontiguousarray(views[i : i + batch].transpose(0, 3, 1, 2), np.float32) / 127.5 - 1
            (abstraction,) = self.abstraction.run(None, {"original": original})
            parts.append(self.dual_path.run(None, {"original": original, "abstraction": abstraction})[0])
        return np.concatenate(parts)


def views_of(faces: FaceSet, size_px: int, condition: Condition = Condition(), misaligned: bool = False) -> np.ndarray:
    """All images of a split under one condition: u8[n,S,S,3]. `misaligned` adds the training's alignment error, without mirror."""
    frames = load_frames(faces.files, faces.crop.frame_wh_px)
    errors = [random_misalignment(np.random.default_rng([5, i]), 0.5, mirror=False) if misaligned else None for i in range(len(frames))]
    return np.stack([observe(f, faces.crop, size_px, condition, e) for f, e in zip(frames, errors)])


def tables(probs: np.ndarray, labels: np.ndarray, thresholds: np.ndarray) -> dict:
    """The paper's measures at 0.5 and at the balanced thresholds, by attribute, with calibration error and contradictions."""
    return {
        **measure(probs > 0.5, labels),
        "calibrationError": expected_calibration_error(probs, labels),
        "contradictionRate": contradiction_rate(probs > 0.5),
        "contradictionRateOfLabels": contradiction_rate(labels == 1),
        "perAttribute": per_attribute(probs > 0.5, labels),
        "atBalancedThresholds": {**measure(probs > thresholds, labels), "perAttribute": per_attribute(probs > thresholds, labels)},
    }


def contradiction_rate(said: np.ndarray) -> float:
    """Share of images with at least one contradictory pair."""
    pairs = [(ATTRIBUTES.index(a), ATTRIBUTES.index(b)) for a, b in CONTRADICTIONS]
    return float(np.mean(np.any([said[:, a] & said[:, b] for a, b in pairs], axis=0)))


def by_condition(pair: Pair, faces: FaceSet, probability: Callable[[np.ndarray], np.ndarray], thresholds: np.ndarray) -> dict[str, dict[str, float]]:
    """The short line of every camera condition. `probability` maps logits to calibrated probabilities."""
    lines = {}
    for name, condition in CONDITIONS.items():
        lines[name] = _line(probability(pair.logits(views_of(faces, pair.input_px, condition))), faces.labels, thresholds)
    lines["misaligned by half the training's error"] = _line(
        probability(pair.logits(views_of(faces, pair.input_px, misaligned=True))), faces.labels, thresholds
    )
    return lines


def _line(probs: np.ndarray, labels: np.ndarray, thresholds: np.ndarray) -> dict[str, float]:
    at_half, balanced = measure(probs > 0.5, labels), measure(probs > thresholds, labels)
    kept = {key: at_half[key] for key in ("meanAccuracy", "balancedAccuracy", "precision", "recall", "f1")}
    return {**kept, "balancedAccuracyAtBalancedThresholds": balanced["balancedAccuracy"], "calibrationError": expected_calibration_error(probs, labels)}


def time_per_face(weights: Path, suffix: str = "") -> dict[str, float]:
    """Milliseconds of one face on one thread, the least of many runs (other work on the machine only ever adds)."""
    pair = Pair.load(weights, threads=1, suffix=suffix)
    face = np.zeros((1, 3, pair.input_px, pair.input_px), np.float32)
    runs = {
        "abstraction": lambda: pair.abstraction.run(None, {"original": face}),
        "dualPath": lambda: pair.dual_path.run(None, {"original": face, "abstraction": face}),
    }
    least = {name: round(least_milliseconds(run), 2) for name, run in runs.items()}
    return {**least, "both": round(sum(least.values()), 2)}


def least_milliseconds(run, seconds: float = 1.0, fewest: int = 3) -> float:
    """Of as many runs as fit in `seconds`, `fewest` at least."""
    end, times = time.perf_counter() + seconds, []
    while len(times) < fewest or time.perf_counter() < end:
        times.append(_milliseconds(run))
    return min(times)


def _milliseconds(run) -> float:
    start = time.perf_counter()
    run()
    return (time.perf_counter() - start) * 1e3
