"""Labelled crowds: a folder like wider_faces, its pictures unstretched to 640 px, its boxes with them."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from ..frames import decode_rgb
from ..layouts import LayoutError

LONGER_SIDE_PX = 640


@dataclass(frozen=True)
class Crowd:
    """One picture as a camera would have taken it, and every face that somebody marked."""

    name: str
    picture: np.ndarray  # u8[h,w,3] RGB, longer side 640 px
    boxes: np.ndarray  # f32[n,4] x0 y0 x1 y1, px of the picture


Halves = tuple[list[Crowd], list[Crowd]]


def read_crowds(root: Path) -> list[Crowd]:
    """`boxes.csv` (file, orig_w, orig_h, x416, y416, w416, h416) and `images/`, 416×416 px, stretched;
    sorted by name."""
    listing = root / "boxes.csv"
    if not listing.is_file():
        raise LayoutError(
            f"{listing} does not exist; give a folder with boxes.csv and images/ (training/README.md)"
        )
    with listing.open(newline="") as handle:
        rows = list(csv.DictReader(handle))
    by_file: dict[str, list[dict[str, str]]] = {}
    for row in rows:
        by_file.setdefault(row["file"], []).append(row)
    return [read_crowd(root / "images" / name, marked) for name, marked in sorted(by_file.items())]


def read_crowd(path: Path, rows: list[dict[str, str]]) -> Crowd:
    stretched = decode_rgb(path)
    width, height = float(rows[0]["orig_w"]), float(rows[0]["orig_h"])
    k = LONGER_SIDE_PX / max(width, height)
    size = round(width * k), round(height * k)
    picture = cv2.resize(stretched, size, interpolation=cv2.INTER_CUBIC)
    boxes = np.array([[float(row[c]) for c in ("x416", "y416", "w416", "h416")] for row in rows], np.float32)
    boxes[:, 2:] += boxes[:, :2]
    return Crowd(
        path.name,
        picture,
        boxes * np.tile([size[0] / stretched.shape[1], size[1] / stretched.shape[0]], 2).astype(np.float32),
    )


def halves(crowds: list[Crowd]) -> Halves:
    """Every second picture: each kind of event, which the names are sorted by, is in both."""
    return crowds[0::2], crowds[1::2]
