"""Maps of a network's early stages, run once and kept as bytes, so that its end can learn for many epochs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from torch import nn
from tqdm import tqdm

from .batches import image_rng
from .cameras import CameraRecipe, Condition, observe, shoot
from .export import export, session
from .frames import load_frames
from .geometry import Crop
from .quantise import quantise

Make = Callable[[int], np.ndarray]
"""The view u8[S,S,3] of a picture, by its index."""


@dataclass(frozen=True)
class Early:
    """Exported early stages, faces u8[N,S,S,3] -> maps ≥ 0 [N,…,C,H,W], and the worth of a step of a byte,
    [...,C]."""

    file: Path
    scale: np.ndarray


def export_early(graph: nn.Module, faces: np.ndarray, folder: Path, int8: bool) -> Early:
    """faces: u8[n,S,S,3], some hundred that set the ranges. In int8 the end learns from the maps that it
    will see in the service on a CPU."""
    whole, file = folder / "early.onnx", folder / "early.int8.onnx"
    export(graph.eval(), faces.shape[1], whole)
    if int8:
        quantise(whole, file, faces)
    else:
        file = whole
    highest = session(file, 2).run(None, {"faces": faces})[0].max(axis=(0, -2, -1))
    return Early(file, np.maximum(highest, 1e-3).astype(np.float32) / 255)


def keep_maps(early: Early, make: Make, count: int, file: Path, batch: int = 16) -> np.ndarray:
    """Maps u8[count,…,C,H,W] of as many views, kept in `file` for the next time."""
    if not file.exists():
        running, step = session(early.file, 2), early.scale[..., None, None]
        shape = running.run(None, {"faces": make(0)[None]})[0].shape[1:]
        part = file.with_suffix(".part")
        maps = np.lib.format.open_memmap(part, "w+", np.uint8, (count, *shape))
        for i in tqdm(range(0, count, batch), desc=file.stem, unit="batch", mininterval=5):
            views = np.stack([make(j) for j in range(i, min(count, i + batch))])
            maps[i : i + batch] = np.clip(np.rint(running.run(None, {"faces": views})[0] / step), 0, 255)
        maps.flush()
        part.rename(file)
    return np.load(file, mmap_mode="r")


@dataclass(frozen=True)
class Views:
    """`sharp` are pictures as they are, `clean` misaligned, toned and mirrored, `camera` with detail lost
    besides."""

    size_px: int
    camera: CameraRecipe
    clean: CameraRecipe = CameraRecipe(clean_share=1.0, tone_share=0.5)

    def maker(self, files: list[Path], frame: Crop, view: str, box: Crop | None = None) -> Make:
        """frame: the files' layout; box: what part of it is seen, where that is another"""
        frames, crop = load_frames(files, frame.frame_wh_px), box or frame
        if view == "sharp":
            return lambda i: observe(frames[i], crop, self.size_px, Condition())
        seed, recipe = {"clean": (101, self.clean), "camera": (102, self.camera)}[view]
        return lambda i: shoot(frames[i], crop, self.size_px, image_rng(seed, 0, i), recipe).view
