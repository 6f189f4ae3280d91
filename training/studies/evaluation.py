"""What a deployed file achieves: overall, by attribute, by camera condition, and how long it takes."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from vitrine_training.calibration import Calibration, expected_calibration_error
from vitrine_training.cameras import Condition
from vitrine_training.inference import Deployed, views_of
from vitrine_training.layouts import ATTRIBUTES, FaceSet
from vitrine_training.metrics import measure, per_attribute, sigmoid

CONDITIONS = {
    **{f"face {px} px": Condition(face_px=px) for px in (64, 48, 32, 24)},
    "JPEG quality 30": Condition(jpeg_quality=30),
    "32 px, JPEG 30": Condition(face_px=32, jpeg_quality=30),
    "blur sigma 2 px": Condition(blur_sigma_px=2),
}
"""Fixed test conditions; sizes are those of the networks' box (cameras.py), blur is at 112 px."""
MISALIGNED = "misaligned by half the training's error"

CONTRADICTIONS = (
    ("No_Beard", "Goatee"),
    ("No_Beard", "Mustache"),
    ("No_Beard", "5_o_Clock_Shadow"),
    ("Bald", "Bangs"),
    ("Bald", "Receding_Hairline"),
    ("Straight_Hair", "Wavy_Hair"),
    ("Black_Hair", "Blond_Hair"),
    ("Black_Hair", "Gray_Hair"),
    ("Young", "Gray_Hair"),
    ("Male", "Wearing_Lipstick"),
    ("Male", "Heavy_Makeup"),
)
"""Pairs that a person would hardly say of one picture; labels themselves contain some."""


@dataclass(frozen=True)
class Judge:
    """How logits become answers."""

    calibration: Calibration
    thresholds: np.ndarray  # [40]: where balanced accuracy counts an attribute as present

    def tables(self, logits: np.ndarray, labels: np.ndarray) -> dict:
        """The paper's measures at 0.5 and at the balanced thresholds, by attribute, with calibration error
        and contradictions."""
        probs = self.calibration(logits)
        said, balanced = probs > 0.5, probs > self.thresholds
        return {
            **measure(said, labels),
            "calibrationError": expected_calibration_error(probs, labels),
            "contradictionRate": contradiction_rate(said),
            "contradictionRateOfLabels": contradiction_rate(labels == 1),
            "perAttribute": per_attribute(said, labels),
            "atBalancedThresholds": {
                **measure(balanced, labels),
                "perAttribute": per_attribute(balanced, labels),
            },
        }

    def line(self, logits: np.ndarray, labels: np.ndarray) -> dict[str, float]:
        """The short form, for a row of a table."""
        table = self.tables(logits, labels)
        kept = ("meanAccuracy", "balancedAccuracy", "precision", "recall", "f1", "calibrationError")
        at_thresholds = table["atBalancedThresholds"]["balancedAccuracy"]
        return {**{key: table[key] for key in kept}, "balancedAccuracyAtBalancedThresholds": at_thresholds}


def contradiction_rate(said: np.ndarray) -> float:
    """Share of images with at least one contradictory pair."""
    pairs = [(ATTRIBUTES.index(a), ATTRIBUTES.index(b)) for a, b in CONTRADICTIONS]
    return float(np.mean(np.any([said[:, a] & said[:, b] for a, b in pairs], axis=0)))


def by_condition(deployed: Deployed, faces: FaceSet, judge: Judge) -> dict[str, dict[str, float]]:
    """The short line of every camera condition."""
    views = {
        name: lambda c=condition: views_of(faces, deployed.input_px, c)
        for name, condition in CONDITIONS.items()
    }
    views[MISALIGNED] = lambda: views_of(faces, deployed.input_px, misaligned=True)
    return {name: judge.line(deployed.logits(make()), faces.labels) for name, make in views.items()}


def reliability(probs: np.ndarray, labels: np.ndarray, bins: int = 10) -> list[dict[str, float]]:
    """All attributes together: mean probability and share of positives per bin."""
    p, yes = probs.ravel(), labels.ravel() == 1
    which = np.minimum(bins - 1, (p * bins).astype(int))
    return [
        {
            "probability": float(p[which == b].mean()),
            "positives": float(yes[which == b].mean()),
            "count": int((which == b).sum()),
        }
        for b in range(bins)
    ]


def uncalibrated(logits: np.ndarray, labels: np.ndarray) -> dict[str, float]:
    """The paper's measures of raw logits at 0."""
    return {
        **measure(logits > 0, labels),
        "calibrationError": expected_calibration_error(sigmoid(logits), labels),
        "contradictionRate": contradiction_rate(logits > 0),
    }


def milliseconds_per_face(file: Path) -> float:
    """Of one face on one thread, the least of many runs (other work on the machine only ever adds)."""
    deployed = Deployed.load(file, threads=1)
    face = np.zeros((1, deployed.input_px, deployed.input_px, 3), np.uint8)
    output = deployed.session.get_outputs()[0].name
    return round(least_milliseconds(lambda: deployed.session.run([output], {"faces": face})), 2)


def least_milliseconds(run: Callable[[], object], seconds: float = 1.0, fewest: int = 3) -> float:
    """Of as many runs as fit in `seconds`, `fewest` at least."""
    end, times = time.perf_counter() + seconds, []
    while len(times) < fewest or time.perf_counter() < end:
        start = time.perf_counter()
        run()
        times.append((time.perf_counter() - start) * 1e3)
    return min(times)
