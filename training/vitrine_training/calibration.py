"""From logits to probabilities that mean something, and the threshold that treats both answers alike."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Callable

import numpy as np
from scipy.optimize import minimize

from .layouts import UNKNOWN
from .metrics import sigmoid

LOGIT_ADJUSTMENT = 0.10
"""τ of Menon et al. (2021): p's log odds less τ times the prior's, so that rare answers are given a little more often than likelihood
alone would have it. On the validation images this finds one point more of the balanced accuracy and costs nothing of the mean (ADR 7).
"""
STRENGTH = 2.0
"""How strong the pull is towards scale 1 and bias 0, for rare attributes have few positives to learn from: a Gaussian prior of precision 2 on each.
Held-out likelihood is best at 1 to 2 (ADR 7)."""


@dataclass(frozen=True)
class Calibration:
    """probability = sigmoid(scale · logit + bias), each [40] (Platt scaling per attribute)."""

    scale: np.ndarray
    bias: np.ndarray

    def __call__(self, logits: np.ndarray) -> np.ndarray:
        """f32[n,40] -> f32[n,40] in 0–1"""
        return sigmoid(self.scale * logits + self.bias)

    def adjusted(self, priors: np.ndarray) -> "Calibration":
        """With the logit adjustment for attributes of these shares of positives, [40]."""
        return Calibration(self.scale, self.bias - LOGIT_ADJUSTMENT * log_odds(priors))


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


def priors_of(labels: np.ndarray) -> np.ndarray:
    """The share of positives among the known labels of each attribute: i8[n,40] -> f64[40]"""
    return (labels == 1).sum(0) / (labels != UNKNOWN).sum(0)


def balanced_thresholds(priors: np.ndarray) -> np.ndarray:
    """Where an adjusted p is compared to make balanced accuracy largest: at the prior, adjusted likewise.

    priors: of the training labels, so the validation images choose nothing here
    """
    return sigmoid((1 - LOGIT_ADJUSTMENT) * log_odds(priors))


def log_odds(p: np.ndarray) -> np.ndarray:
    return np.log(p / (1 - p))


def expected_calibration_error(probs: np.ndarray, labels: np.ndarray, bins: int = 15) -> float:
    """Mean over attributes of Σ share(bin) · |mean probability − share of positives|, bins of equal width."""
    errors = []
    for i, known in enumerate((labels != UNKNOWN).T):
        p, yes = probs[known, i], labels[known, i]
        which = np.minimum(bins - 1, (p * bins).astype(int))
        gaps = [abs(p[which == b].sum() - yes[which == b].sum()) for b in range(bins)]
        errors.append(sum(gaps) / len(p))
    return float(np.mean(errors))


def cross_fitted(
    logits: np.ndarray, labels: np.ndarray, finish: Callable[[Calibration], Calibration] = lambda c: c, folds: int = 10, seed: int = 0
) -> np.ndarray:
    """Probabilities of each tenth of the images under a calibration fitted to the other nine: what a new image can expect.

    finish: what becomes of each calibration before it is used
    """
    fold_of = np.random.default_rng(seed).permutation(len(logits)) % folds
    probs = np.empty_like(logits)
    for fold in range(folds):
        held_out = fold_of == fold
        probs[held_out] = finish(fit(logits[~held_out], labels[~held_out]))(logits[held_out])
    return probs
