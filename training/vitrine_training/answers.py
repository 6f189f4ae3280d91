"""One answer for gender from two networks, and how far an age may be off: what libs/models/src/age-gender
computes.

What is published are shares, so women and men must be wrong equally often: a point more of one error than
of the other moves the share of women by half a point, however good both are.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize

from .metrics import sigmoid


@dataclass(frozen=True)
class GenderAnswer:
    """male logit = attributeWeight · (attribute Male's logit) + ageGenderWeight · (the other network's) +
    bias.

    Unknown is what lies within `unknownWithin` of 0, and everybody who seems younger than `childYears`.
    """

    attributeWeight: float
    ageGenderWeight: float
    bias: float
    unknownWithin: float
    childYears: float

    def logits(self, attribute: np.ndarray, age_gender: np.ndarray) -> np.ndarray:
        """f32[n] of each network -> f32[n]"""
        return self.attributeWeight * attribute + self.ageGenderWeight * age_gender + self.bias

    def known(self, logits: np.ndarray, years: np.ndarray) -> np.ndarray:
        return (np.abs(logits) >= self.unknownWithin) & (years >= self.childYears)


@dataclass(frozen=True)
class AgeSpread:
    """68 of 100 ages lie within `baseYears + perYear · age` of the answer."""

    baseYears: float
    perYear: float

    def __call__(self, years: np.ndarray) -> np.ndarray:
        return self.baseYears + self.perYear * years


@dataclass(frozen=True)
class Seen:
    """What both networks say of some faces, and whether each shows a man: three arrays [n]."""

    attribute: np.ndarray
    age_gender: np.ndarray
    male: np.ndarray


WEIGHT = 0.5
"""Of each network's log odds, which are spread alike. Weights by logistic regression trusted the age and
gender network above all, whose training had most of the faces set aside in it."""


def fit_gender(seen: Seen, unknown_share: float, child_years: float) -> GenderAnswer:
    """The mean of both log odds, moved until women and men are wrong equally often; the least certain
    `unknown_share` is unknown."""
    logits = WEIGHT * (seen.attribute + seen.age_gender)
    bias = -equal_errors(logits, seen.male)
    margin = float(np.quantile(np.abs(logits + bias), unknown_share))
    return GenderAnswer(WEIGHT, WEIGHT, round(bias, 3), round(margin, 3), child_years)


def equal_errors(logits: np.ndarray, male: np.ndarray) -> float:
    """The threshold at which the smoothed shares of women and of men on its wrong side are the same."""
    candidates = np.linspace(-3, 3, 601)
    women = np.array([sigmoid(2 * (logits[~male] - t)).mean() for t in candidates])
    men = np.array([sigmoid(2 * (t - logits[male])).mean() for t in candidates])
    return float(candidates[np.argmin(np.abs(women - men))])


def fit_spread(years: np.ndarray, labelled: np.ndarray, covered: float = 0.68) -> AgeSpread:
    """Quantile regression (Koenker and Bassett 1978) of the absolute error on the answer."""
    error = np.abs(years - labelled)

    def pinball(p: np.ndarray) -> float:
        gap = error - (p[0] + p[1] * years)
        return float(np.maximum(covered * gap, (covered - 1) * gap).mean())

    best = minimize(pinball, np.array([2.0, 0.05]), method="Nelder-Mead").x
    return AgeSpread(*(round(float(v), 3) for v in best))


def gender_table(answer: GenderAnswer, seen: Seen, years: np.ndarray) -> dict[str, float]:
    """Of those answered: shares that are right, of all and of each sex; how many are unknown; the share of
    women that is published less the true one."""
    logits = answer.logits(seen.attribute, seen.age_gender)
    known = answer.known(logits, years)
    right = (logits > 0) == seen.male
    return {
        "faces": len(logits),
        "unknown": float(1 - known.mean()),
        "right": float(right[known].mean()),
        "womenRight": float(right[known & ~seen.male].mean()),
        "menRight": float(right[known & seen.male].mean()),
        "womenShareError": float((logits[known] < 0).mean() - (~seen.male).mean()),
    }
