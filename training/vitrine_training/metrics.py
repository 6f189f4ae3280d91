"""The paper's measures (§4.1, eq. 3–4) over [n,40] arrays. Labels are 0, 1 or UNKNOWN; unknown ones do not
count."""

from __future__ import annotations

import numpy as np

from .layouts import ATTRIBUTES, UNKNOWN


def sigmoid(logits: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-np.clip(logits, -60, 60)))


def attribute_table(predicted: np.ndarray, labels: np.ndarray) -> dict[str, np.ndarray]:
    """Per attribute: accuracy, balanced accuracy, accuracy of the majority class, share of positives; each
    [40]."""
    known, yes = labels != UNKNOWN, labels == 1
    no = known & ~yes
    count, positives, negatives = known.sum(0), yes.sum(0), no.sum(0)
    true_yes, true_no = (predicted & yes).sum(0), (~predicted & no).sum(0)
    with np.errstate(invalid="ignore", divide="ignore"):
        return {
            "accuracy": (true_yes + true_no) / count,
            "balancedAccuracy": (true_yes / positives + true_no / negatives) / 2,
            "majority": np.maximum(positives, negatives) / count,
            "positives": positives / count,
        }


def measure(predicted: np.ndarray, labels: np.ndarray) -> dict[str, float]:
    """acc and bal-acc (means over attributes) and the instance-based precision, recall and F1; all 0–1."""
    table = attribute_table(predicted, labels)
    known, yes = labels != UNKNOWN, labels == 1
    said = predicted & known
    hits = (said & yes).sum(1)
    # An image without a predicted (or labelled) attribute counts 0, as in pedestrian attribute recognition.
    precision = float(np.mean(hits / np.maximum(1, said.sum(1))))
    recall = float(np.mean(hits / np.maximum(1, yes.sum(1))))
    return {
        "meanAccuracy": float(np.nanmean(table["accuracy"])),
        "balancedAccuracy": float(np.nanmean(table["balancedAccuracy"])),
        "precision": precision,
        "recall": recall,
        "f1": 2 * precision * recall / max(1e-12, precision + recall),
        "majorityAccuracy": float(np.nanmean(table["majority"])),
        "images": len(labels),
    }


def per_attribute(predicted: np.ndarray, labels: np.ndarray) -> dict[str, dict[str, float]]:
    """The table by attribute name, ready for JSON."""
    table = attribute_table(predicted, labels)
    return {
        name: {key: round(float(column[i]), 6) for key, column in table.items()}
        for i, name in enumerate(ATTRIBUTES)
    }
