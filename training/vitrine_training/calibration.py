"""From logits to probabilities that mean something, and the thresholds that treat both answers alike.

How much a calibration may learn is decided across partitions (studies/partitions.py): what learns more of one
partition's habits carries over less well to another.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize

from .layouts import UNKNOWN
from .metrics import sigmoid

LOGIT_ADJUSTMENT = 0.25
"""τ of Menon et al. (2021): p's log odds less τ times the prior's, so that rare answers are given a little
more often than likelihood alone would have it. Chosen on the pictures set aside and the `calibration`
split (ADR 7)."""


@dataclass(frozen=True)
class Calibration:
    """probabilities = sigmoid(scale · logits + bias), both [40]"""

    scale: np.ndarray
    bias: np.ndarray

    def __call__(self, logits: np.ndarray) -> np.ndarray:
        """f32[n,40] -> f32[n,40] in 0–1"""
        return sigmoid(logits * self.scale + self.bias)

    def adjusted(self, priors: np.ndarray) -> Calibration:
        """With the logit adjustment for attributes of these shares of positives, [40]."""
        return Calibration(self.scale, self.bias - LOGIT_ADJUSTMENT * log_odds(priors))


def fit(logits: np.ndarray, labels: np.ndarray) -> Calibration:
    """One scale for all attributes, of least cross-entropy over f32[n,40] logits and i8[n,40] labels."""
    known = labels != UNKNOWN
    z, yes = logits[known].astype(np.float64), labels[known]
    cost = lambda scale: np.logaddexp(0, scale * z).mean() - (scale * z * yes).mean()  # noqa: E731
    scale = minimize(lambda s: cost(s[0]), [1.0], method="L-BFGS-B", bounds=[(0.2, 5)]).x[0]
    return Calibration(np.full(labels.shape[1], scale), np.zeros(labels.shape[1]))


def priors_of(labels: np.ndarray) -> np.ndarray:
    """The share of positives among the known labels of each attribute: i8[n,40] -> f64[40]"""
    return (labels == 1).sum(0) / (labels != UNKNOWN).sum(0)


def balanced_thresholds(priors: np.ndarray) -> np.ndarray:
    """Where an adjusted p is compared to make balanced accuracy largest: at the prior, adjusted likewise.

    priors: of the training labels, so the images that calibrate choose nothing here
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
