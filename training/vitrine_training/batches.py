"""Batches as a function of (seed, step): a resumed run sees the very images that an unbroken one would."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

import numpy as np
import torch
from torch import Tensor

Batch = TypeVar("Batch")


def indices_at(seed: int, step: int, batch: int, count: int) -> list[tuple[int, int]]:
    """(epoch, index) of each image of a step, from one endless sequence of per-epoch permutations."""
    positions = range(step * batch, (step + 1) * batch)
    orders = {e: np.random.default_rng([seed, e]).permutation(count) for e in {p // count for p in positions}}
    return [(p // count, int(orders[p // count][p % count])) for p in positions]


def image_rng(seed: int, epoch: int, index: int) -> np.random.Generator:
    """The dice of one image in one epoch."""
    return np.random.default_rng([seed, epoch, index, 7])


def prefetched(make: Callable[[int], Batch], steps: range, ahead: int = 3) -> Iterator[Batch]:
    """make(step) for each step, computed on a thread a few steps ahead (OpenCV works outside of Python's
    lock)."""
    with ThreadPoolExecutor(1) as pool:
        waiting: list[Future[Batch]] = []
        todo = iter(steps)
        for step in todo:
            waiting.append(pool.submit(make, step))
            if len(waiting) > ahead:
                yield waiting.pop(0).result()
        for future in waiting:
            yield future.result()


def to_network(views: np.ndarray) -> Tensor:
    """u8[N,S,S,3] -> f32[N,3,S,S] in −1..1 (px / 127.5 − 1), channels_last in memory."""
    return torch.from_numpy(np.ascontiguousarray(views)).permute(0, 3, 1, 2).float() / 127.5 - 1


def to_pixels(images: Tensor) -> np.ndarray:
    """f32[N,3,S,S] in −1..1 -> u8[N,S,S,3]"""
    return (
        ((images.float().clamp(-1, 1) + 1) * 127.5).round().to(torch.uint8).permute(0, 2, 3, 1).cpu().numpy()
    )
