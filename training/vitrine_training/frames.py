"""Decode once, read many times: a memory-mapped array of all frames of a set, kept in a cache folder."""

from __future__ import annotations

import hashlib
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import cv2
import numpy as np
from tqdm import tqdm

from .layouts import LayoutError


def cache_folder() -> Path:
    """VITRINE_CACHE, or .cache beside this package (git ignores it)."""
    return Path(os.environ.get("VITRINE_CACHE", Path(__file__).parent.parent / ".cache"))


def decode_rgb(path: Path) -> np.ndarray:
    """u8[h,w,3] RGB, or a LayoutError that names the file."""
    bgr = cv2.imread(str(path), cv2.IMREAD_COLOR)
    if bgr is None:
        raise LayoutError(f"{path} is not a readable image")
    return cv2.cvtColor(bgr, cv2.COLOR_BGR2RGB)


def load_frames(files: list[Path], frame_wh_px: tuple[int, int]) -> np.ndarray:
    """All files as one read-only memory map u8[n,h,w,3]; decoded on the first call, reused after."""
    width, height = frame_wh_px
    listing = "\n".join(map(str, files)) + f"{frame_wh_px}{[os.path.getmtime(f) for f in files[:8]]}"
    key = hashlib.sha256(listing.encode()).hexdigest()[:16]
    path = cache_folder() / f"frames-{key}.npy"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f"{path.stem}.{os.getpid()}.part.npy")
        frames = np.lib.format.open_memmap(
            part, mode="w+", dtype=np.uint8, shape=(len(files), height, width, 3)
        )

        def fill(i: int) -> None:
            frame = decode_rgb(files[i])
            if frame.shape[:2] != (height, width):
                raise LayoutError(
                    f"{files[i]} is {frame.shape[1]}×{frame.shape[0]} px; this layout has {width}×{height}"
                )
            frames[i] = frame

        with ThreadPoolExecutor(4) as pool:
            list(tqdm(pool.map(fill, range(len(files))), total=len(files), desc="decoding", unit="img"))
        frames.flush()
        part.rename(path)
    return np.load(path, mmap_mode="r")
