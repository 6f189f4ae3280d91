"""A run's folder: config.json, metrics.jsonl, checkpoint.pt (to resume) and final.pt (averaged weights
only)."""

from __future__ import annotations

import ctypes
import dataclasses
import json
import os
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import numpy as np
import torch

T = TypeVar("T")


class Run:
    """Writes what a loop measures and lets it continue where it stopped."""

    def __init__(self, folder: Path, config: object):
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "config.json").write_text(
            json.dumps(dataclasses.asdict(config), indent=1, default=str) + "\n"
        )

    def log(self, **values: float) -> None:
        line = {k: round(v, 6) if isinstance(v, float) else v for k, v in values.items()}
        with (self.folder / "metrics.jsonl").open("a") as handle:
            handle.write(json.dumps({"time": round(time.time(), 1), **line}) + "\n")

    def save(self, step: int, **parts) -> None:
        """Everything with a state_dict, and the dice."""
        state = {name: part.state_dict() for name, part in parts.items()}
        save_whole(
            {"step": step, "state": state, "torch_rng": torch.get_rng_state()}, self.folder / "checkpoint.pt"
        )

    def resume(self, **parts) -> int:
        """Restore the parts; returns the step to go on with, 0 where there is nothing to resume."""
        path = self.folder / "checkpoint.pt"
        if not path.exists():
            return 0
        saved = torch.load(path, map_location="cpu", weights_only=True)
        for name, part in parts.items():
            part.load_state_dict(saved["state"][name])
        torch.set_rng_state(saved["torch_rng"])
        return saved["step"]


def kept(folder: Path, load: Callable[[Path], T], train: Callable[..., T], *given) -> T:
    """What train(*given, folder) leaves at folder/final.pt, which is not done again where it is there."""
    final = folder / "final.pt"
    return load(final) if final.exists() else train(*given, folder)


def save_whole(data: dict, path: Path) -> None:
    """Written beside and renamed, so a kill leaves the old file whole."""
    part = path.with_suffix(".part")
    torch.save(data, part)
    os.replace(part, path)


def provenance(config, device: torch.device) -> dict[str, int | str]:
    """How a final.pt came about, to be kept in it."""
    return {
        "steps": config.steps,
        "imagesPerStep": config.batch,
        "device": torch.cuda.get_device_name(device) if device.type == "cuda" else "cpu",
    }


def provenance_of(path: Path, network: str) -> dict[str, int | str] | None:
    """What is known of how a network came about: by a final.pt itself, by the manifest beside a file that
    shipped; None where neither says.

    network: `abstraction` or `attributes`, as the manifest's `trained` has it
    """
    if path.suffix == ".pt":
        return torch.load(path, map_location="cpu", weights_only=True).get("trained")
    manifest = path.with_name("manifest.json")
    return (
        json.loads(manifest.read_text())["measured"].get("trained", {}).get(network)
        if manifest.exists()
        else None
    )


def keep_memory() -> None:
    """Tell glibc to keep freed memory: it returns large tensors to the kernel at once otherwise, and
    zeroing their pages anew each step took half of the CPU time here (1 step/s of the generator instead of
    11)."""
    if sys.platform != "linux":
        return
    libc = ctypes.CDLL(None)
    if hasattr(libc, "mallopt"):  # glibc; musl has no such setting
        m_trim_threshold, m_mmap_max = -1, -4
        libc.mallopt(m_mmap_max, 0)
        libc.mallopt(m_trim_threshold, 2**31 - 1)


def seed_all(seed: int) -> None:
    random.seed(seed)
    np.random.seed(seed)
    torch.manual_seed(seed)


def autocast_bf16(enabled: bool):
    """bf16 for convolutions and products where the machine is fast at it."""
    device = "cuda" if torch.cuda.is_available() else "cpu"
    return torch.autocast(device, dtype=torch.bfloat16, enabled=enabled)


def fast_bf16() -> bool:
    """True on a GPU with bf16, or a CPU with AMX or AVX512-BF16; elsewhere bf16 is emulated and slower
    than f32."""
    if torch.cuda.is_available():
        return torch.cuda.is_bf16_supported()
    try:
        flags = Path("/proc/cpuinfo").read_text()
    except OSError:
        return False
    return "avx512_bf16" in flags or "amx_bf16" in flags
