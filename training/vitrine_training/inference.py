"""A deployed file at work, and the pictures of a set as it sees them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnxruntime as ort
from tqdm import tqdm

from .cameras import Condition, observe
from .export import session
from .frames import load_frames
from .geometry import random_misalignment
from .layouts import FaceSet


@dataclass
class Deployed:
    """attributes.onnx as the service runs it."""

    session: ort.InferenceSession

    @staticmethod
    def load(file: Path, threads: int = 2) -> Deployed:
        return Deployed(session(file, threads))

    @property
    def input_px(self) -> int:
        return self.session.get_inputs()[0].shape[1]

    def logits(self, views: np.ndarray, batch: int = 16) -> np.ndarray:
        """u8[n,S,S,3] -> f32[n,40]; what takes more than two seconds shows how far it is"""
        batches = tqdm(
            range(0, len(views), batch), "logits", unit="batch", delay=2, mininterval=5, leave=False
        )
        return np.concatenate(
            [self.session.run(["logits"], {"faces": views[i : i + batch]})[0] for i in batches]
        )

    def abstractions(self, views: np.ndarray, batch: int = 16) -> np.ndarray:
        """u8[n,S,S,3] -> u8[n,S,S,3]"""
        batches = range(0, len(views), batch)
        drawn = [self.session.run(["abstraction"], {"faces": views[i : i + batch]})[0] for i in batches]
        return np.concatenate(drawn)


def views_of(
    faces: FaceSet, size_px: int, condition: Condition = Condition(), misaligned: bool = False
) -> np.ndarray:
    """All images of a split under one condition: u8[n,S,S,3]. `misaligned` adds the training's alignment
    error, without mirror."""
    frames = load_frames(faces.files, faces.crop.frame_wh_px)

    def error(i: int):
        return random_misalignment(np.random.default_rng([5, i]), 0.5, mirror=False) if misaligned else None

    return np.stack([observe(f, faces.crop, size_px, condition, error(i)) for i, f in enumerate(frames)])
