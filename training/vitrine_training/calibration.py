"""From logits to probabilities that mean something, and the threshold that treats both answers alike."""
from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize

from .layouts import UNKNOWN
from .metrics import sigmoid

STRENGTH = 20.0
"""How many images' worth of pull there is towards scale 1 and bias 0: rare attributes have few positives to learn from."""


@dataclass(frozen=True)
class Calibration:
    """probability = sigmoid(scale · logit + bias), each [40] (Platt scaling per attribute)."""

    scale: np.ndarray
    bias: np.ndarray

    def __call__(self, logits: np.ndarray) -> np.ndarray:
        """f32[n,40] -> f32[n,40] in 0–1"""
        return sigmoid(self.scale * logits + self.bias)


def fit(logits: np.ndarray, labels: np.ndarray) -> Calibration:
    """Least cross-entropy per attribute over f32[n,40] logits, i8[n,40] labels; unknown labels are left out."""
    pairs = [_fit_one(logits[known, i], labels[known, i]) for i, known in enumerate((labels != UNKNOWN).T)]
    return Calibration(np.array([s for s, _ in pairs]), np.array([b for _, b in pairs]))


def _fit_one(logits: np.ndarray, yes: np.ndarray) -> tuple[float, float]:
    def cost(p: np.ndarray) -> tuple[float, np.ndarray]:
        z = p[0] * logits + p[1]
        error = sigmoid(z) - yes
        value = np.logaddexp(0, z).sum() - (z * yes).sum() + STRENGTH / 2 * ((p[0] - 1) ** 2 + p[1] ** 2)
        return value, np.array([error @ logits + STRENGTH * (p[0] - 1), error.sum() + STRENGTH * p[1]])

    scale, bias = minimize(cost, np.array([1.0, 0.0]), jac=True, method="BFGS").x
    return float(scale), float(bias)


def balanced_thresholds(training_labels: np.ndarray) -> np.ndarray:
    """The share of positives among the training images, [40]: where p is calibrated, answering yes above the prior makes
    balanced accuracy largest. Taken from training labels, so the validation images choose nothing here.
    """
    known, yes = training_labels != UNKNOWN, training_labels == 1
    return yes.sum(0) / known.sum(0)


def expected_calibration_error(probs: np.ndarray, labels: np.ndarray, bins: int = 15) -> float:
    """Mean over attributes of Σ share(bin) · |mean probability − share of positives|, bins of equal width."""
    errors = []
    for i, known in enumerate((labels != UNKNOWN).T):
        p, yes = probs[known, i], labels[known, i]
        which = np.minimum(bins - 1, (p * bins).astype(int))
        gaps = [abs(p[which == b].sum() - yes[which == b].sum()) for b in range(bins)]
        errors.append(sum(gaps) / len(p))
    return float(np.mean(errors))


def cross_fitted(logits: np.ndarray, labels: np.ndarray, seed: int = 0) -> np.ndarray:
    """Probabilities of each half of the images under the calibration of the other half: what a new image can expect."""
    first = np.random.default_rng(seed).permutation(len(logits)) < len(logits) // 2
    probs = np.empty_like(logits)
    for half in (first, ~first):
        probs[half] = fit(logits[~half], labels[~half])(logits[half])
    return probs
