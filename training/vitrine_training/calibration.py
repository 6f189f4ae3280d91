"""From logits to probabilities that mean something, and the threshold that treats both answers alike."""
from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize

from .layouts import UNKNOWN
from .metrics import sigmoid

LOGIT_ADJUSTMENT = 0.10
"""τ of Menon et al. (2021): p's log odds less τ times the prior's, so that rare answers are given a little more often than likelihood
alone would have it. On the validation images this finds one point more of the balanced accuracy and costs nothing of the mean (ADR 7).
"""
OWN_STRENGTH, OTHERS_STRENGTH = 2.0, 1000.0
"""How strong the pull is towards the logits as they are, for rare attributes have few positives to learn from: precisions of a Gaussian prior on
an attribute's own scale (towards 1) and bias (towards 0), and on what others' logits say of it (towards 0). Held-out likelihood chose them (ADR 7, 14)."""


@dataclass(frozen=True)
class Calibration:
    """Matrix scaling (Guo et al. 2017): probabilities = sigmoid(matrix · logits + bias), [40,40] and [40]."""

    matrix: np.ndarray
    bias: np.ndarray

    def __call__(self, logits: np.ndarray) -> np.ndarray:
        """f32[n,40] -> f32[n,40] in 0–1"""
        return sigmoid(logits @ self.matrix.T + self.bias)

    def adjusted(self, priors: np.ndarray) -> "Calibration":
        """With the logit adjustment for attributes of these shares of positives, [40]."""
        return Calibration(self.matrix, self.bias - LOGIT_ADJUSTMENT * log_odds(priors))


def fit(logits: np.ndarray, labels: np.ndarray) -> Calibration:
    """Least cross-entropy per attribute over f32[n,40] logits, i8[n,40] labels, off-diagonal entries pulled to 0 (Kull et al. 2019); unknown
    labels are left out."""
    rows = [_fit_one(i, logits[known].astype(np.float64), labels[known, i]) for i, known in enumerate((labels != UNKNOWN).T)]
    return Calibration(np.stack([row[:-1] for row in rows]), np.array([row[-1] for row in rows]))


def _fit_one(attribute: int, logits: np.ndarray, yes: np.ndarray) -> np.ndarray:
    """An attribute's row of the matrix and, last, its bias: [41]"""
    features = np.column_stack([logits, np.ones(len(logits))])
    start, strength = np.zeros(features.shape[1]), np.full(features.shape[1], OTHERS_STRENGTH)
    start[attribute], strength[[attribute, -1]] = 1, OWN_STRENGTH

    def cost(row: np.ndarray) -> tuple[float, np.ndarray]:
        z, change = features @ row, row - start
        value = np.logaddexp(0, z).sum() - z @ yes + strength @ change**2 / 2
        return value, features.T @ (sigmoid(z) - yes) + strength * change

    return minimize(cost, start, jac=True, method="L-BFGS-B", options={"maxiter": 500}).x


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


@dataclass(frozen=True)
class CrossFitted:
    """A calibration for each tenth of some images, fitted to the other nine: what new images can expect."""

    fold_of: np.ndarray
    calibrations: list[Calibration]

    def __call__(self, logits: np.ndarray) -> np.ndarray:
        """Of the same images, as they were fitted to or as a camera would have them: f32[n,40] -> f32[n,40] in 0–1"""
        probs = np.empty_like(logits)
        for fold, calibration in enumerate(self.calibrations):
            held_out = self.fold_of == fold
            probs[held_out] = calibration(logits[held_out])
        return probs

    def adjusted(self, priors: np.ndarray) -> "CrossFitted":
        return CrossFitted(self.fold_of, [calibration.adjusted(priors) for calibration in self.calibrations])


def cross_fit(logits: np.ndarray, labels: np.ndarray, folds: int = 10, seed: int = 0) -> CrossFitted:
    """f32[n,40] logits, i8[n,40] labels"""
    fold_of = np.random.default_rng(seed).permutation(len(logits)) % folds
    return CrossFitted(fold_of, [fit(logits[fold_of != fold], labels[fold_of != fold]) for fold in range(folds)])
