"""Something to look at: faces, their abstraction images, and the attributes that stand out most."""
from __future__ import annotations

import json
from pathlib import Path

import cv2
import numpy as np

from .evaluate import Pair
from .frames import decode_rgb
from .geometry import CELEBA, cut
from .shipping import read_calibration

ROW_PX, TEXT_PX = 168, 300


def contact_sheet(weights: Path, images: Path, out: Path, count: int = 12) -> None:
    """Write a PNG of up to `count` rows: photo, abstraction image, the six attributes farthest above their threshold."""
    manifest, pair = json.loads((weights / "manifest.json").read_text()), Pair.load(weights)
    frames = [cv2.resize(decode_rgb(p), CELEBA.frame_wh_px, interpolation=cv2.INTER_AREA) for p in sorted(images.iterdir())[:count]]
    views = np.stack([cut(frame, CELEBA, pair.input_px) for frame in frames])
    original = views.transpose(0, 3, 1, 2).astype(np.float32) / 127.5 - 1
    (abstraction,) = pair.abstraction.run(None, {"original": original})
    pictures = ((abstraction.transpose(0, 2, 3, 1) + 1) * 127.5).round().astype(np.uint8)
    probs = read_calibration(manifest)(pair.logits(views))
    above = probs - np.array(manifest["balancedThresholds"])
    rows = [np.hstack([enlarged(v), enlarged(p), text(lines(manifest["attributes"], q, a))]) for v, p, q, a in zip(views, pictures, probs, above)]
    half = (len(rows) + 1) // 2
    rows += [np.zeros_like(rows[0])] * (2 * half - len(rows))
    sheet = np.hstack([np.vstack(rows[:half]), np.vstack(rows[half:])])
    out.parent.mkdir(parents=True, exist_ok=True)
    cv2.imwrite(str(out), cv2.cvtColor(sheet, cv2.COLOR_RGB2BGR))


def lines(names: list[str], probs: np.ndarray, above: np.ndarray) -> list[str]:
    return [f"{names[i]} {probs[i]:.2f}" for i in np.argsort(-above)[:6]]


def enlarged(picture: np.ndarray) -> np.ndarray:
    return cv2.resize(picture, (ROW_PX, ROW_PX), interpolation=cv2.INTER_LINEAR)


def text(written: list[str]) -> np.ndarray:
    panel = np.zeros((ROW_PX, TEXT_PX, 3), np.uint8)
    for i, line in enumerate(written):
        cv2.putText(panel, line, (8, 24 + 24 * i), cv2.FONT_HERSHEY_SIMPLEX, 0.55, (235, 235, 235), 1, cv2.LINE_AA)
    return panel
