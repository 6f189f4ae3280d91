"""How much may a calibration learn? Fitted on one of {set aside, calibration, val}, judged on another, all
six ways.

    python -m studies.partitions [--precision fp32|int8]

Label habits differ between CelebA's partitions, and what learns one's habits loses on the next. `set
aside` are 1,500 pictures of 50 people from the training partition, `calibration` and `val` are of the
official validation partition. No network was trained on any of them but for 146 of those set aside.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from itertools import permutations

import numpy as np
from scipy.optimize import minimize

from vitrine_training.__main__ import DATA
from vitrine_training.calibration import Calibration, fit, priors_of
from vitrine_training.inference import Deployed, views_of
from vitrine_training.layouts import UNKNOWN
from vitrine_training.metrics import measure, sigmoid
from vitrine_training.partitions import partitions
from vitrine_training.sources import MODELS, RESULTS, write_figures

from .measure import PRECISIONS

PARTITIONS = ("set aside", "calibration", "val")
OTHERS_STRENGTH = 1000.0
"""Precision of the Gaussian prior that pulls a matrix's off-diagonal entries to 0."""

Probabilities = Callable[[np.ndarray], np.ndarray]
"""Calibrated: logits f32[n,40] -> f32[n,40] in 0–1."""


def ways(priors: np.ndarray) -> dict[str, Callable[[np.ndarray, np.ndarray], Probabilities]]:
    """The calibrations compared, each fitted to logits and labels; `+ τ` has the logit adjustment."""
    plain = lambda z, y: Calibration(np.ones(40), np.zeros(40))  # noqa: E731
    return {
        "raw": plain,
        "raw + τ": lambda z, y: plain(z, y).adjusted(priors),
        "one scale": fit,
        "one scale + τ": lambda z, y: fit(z, y).adjusted(priors),
        "scale and bias, strength 200": lambda z, y: fit_each(z, y, 200),
        "scale and bias, strength 200 + τ": lambda z, y: fit_each(z, y, 200).adjusted(priors),
        "scale and bias, strength 20": lambda z, y: fit_each(z, y, 20),
        "scale and bias, strength 20 + τ": lambda z, y: fit_each(z, y, 20).adjusted(priors),
        "scale and bias, strength 2 + τ": lambda z, y: fit_each(z, y, 2).adjusted(priors),
        "matrix": fit_matrix,
    }


def fit_each(logits: np.ndarray, labels: np.ndarray, strength: float) -> Calibration:
    """A scale and a bias for each attribute, pulled to the one scale of all and to 0; unknown labels are
    left out."""
    common = fit(logits, labels).scale[0]
    rows = [
        _fit_one(logits[known, i].astype(np.float64), labels[known, i], common, strength)
        for i, known in enumerate((labels != UNKNOWN).T)
    ]
    return Calibration(*np.array(rows).T)


def _fit_one(z: np.ndarray, yes: np.ndarray, common: float, strength: float) -> np.ndarray:
    """An attribute's scale and bias: [2]"""
    start, features = np.array([common, 0.0]), np.column_stack([z, np.ones(len(z))])

    def cost(row: np.ndarray) -> tuple[float, np.ndarray]:
        answer, change = features @ row, row - start
        value = np.logaddexp(0, answer).sum() - answer @ yes + strength * (change @ change) / 2
        return value, features.T @ (sigmoid(answer) - yes) + strength * change

    return minimize(cost, start, jac=True, method="L-BFGS-B").x


def fit_matrix(logits: np.ndarray, labels: np.ndarray, own: float = 2.0) -> Probabilities:
    """Matrix scaling (Guo et al. 2017), off-diagonal entries pulled to 0 (Kull et al. 2019)."""
    features = np.column_stack([logits, np.ones(len(logits))]).astype(np.float64)
    rows = []
    for attribute, yes in enumerate(labels.T):
        start, strength = np.zeros(features.shape[1]), np.full(features.shape[1], OTHERS_STRENGTH)
        start[attribute], strength[[attribute, -1]] = 1, own

        def cost(row: np.ndarray, yes=yes, start=start, strength=strength) -> tuple[float, np.ndarray]:
            z, change = features @ row, row - start
            value = np.logaddexp(0, z).sum() - z @ yes + strength @ change**2 / 2
            return value, features.T @ (sigmoid(z) - yes) + strength * change

        rows.append(minimize(cost, start, jac=True, method="L-BFGS-B", options={"maxiter": 500}).x)
    matrix = np.array(rows)
    return lambda z: sigmoid(z @ matrix[:, :-1].T + matrix[:, -1])


def compare(logits: dict[str, np.ndarray], labels: dict[str, np.ndarray], priors: np.ndarray) -> list[dict]:
    """A row for each calibration: mean and balanced accuracy at 0.5 for each (fitted on, judged on)."""
    rows = []
    for name, calibrate in ways(priors).items():
        row = {"calibration": name}
        for fitted_on, judged_on in permutations(PARTITIONS, 2):
            probability = calibrate(logits[fitted_on], labels[fitted_on])
            measured = measure(probability(logits[judged_on]) > 0.5, labels[judged_on])
            row[f"{fitted_on} → {judged_on}"] = [measured["meanAccuracy"], measured["balancedAccuracy"]]
        row["mean"] = np.mean([v for v in row.values() if isinstance(v, list)], axis=0).tolist()
        rows.append(row)
    return rows


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--precision", choices=PRECISIONS, default="int8")
    precision = options.parse_args().precision
    faces = partitions(DATA)
    deployed = Deployed.load(MODELS / "weights/compact" / PRECISIONS[precision])
    logits = {name: deployed.logits(views_of(faces[name], deployed.input_px)) for name in PARTITIONS}
    labels = {name: faces[name].labels for name in PARTITIONS}
    rows = compare(logits, labels, priors_of(faces["train"].labels))
    for row in rows:
        cells = "   ".join(
            f"{100 * a:.2f} / {100 * b:.2f}" for a, b in (v for v in row.values() if not isinstance(v, str))
        )
        print(f"{row['calibration']:34}{cells}")
    command = f"python -m studies.partitions --precision {precision}"
    write_figures(RESULTS / "partitions.json", {"command": command, "rows": rows})


if __name__ == "__main__":
    main()
