"""The loop that every network here is trained by: batches, loss, step, running average, checkpoint, a
look, and curves at the end."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, Protocol, TypeVar

import matplotlib
import torch
from torch import Tensor, nn
from tqdm import tqdm

from .batches import prefetched
from .optimise import Average, OptimiserConfig, rate_factor, set_rate
from .runs import Run

matplotlib.use("Agg")
from matplotlib import pyplot as plt

Batch = TypeVar("Batch")


class LoopConfig(Protocol):
    """What every run's settings have."""

    steps: int
    average_decay: float
    check_every: int  # steps between checkpoints and looks


@dataclass
class Task(Generic[Batch]):
    """What differs from network to network. `look` measures the averaged network; `kept` is saved and
    resumed beside it."""

    model: nn.Module
    optimiser: torch.optim.Optimizer
    batch: Callable[[int], Batch]
    loss: Callable[[Batch], Tensor]
    look: Callable[[nn.Module], dict[str, float]]
    schedule: OptimiserConfig = OptimiserConfig()
    kept: dict | None = None


def train_task(config: LoopConfig, task: Task, folder: Path) -> nn.Module:
    """Train (or resume) and return the averaged network; metrics.jsonl and curves.png say how it went."""
    average, run = Average(task.model, config.average_decay), Run(folder, config)
    saved = {"model": task.model, "optimiser": task.optimiser, "average": average.model, **(task.kept or {})}
    first = run.resume(**saved)
    bar = tqdm(
        prefetched(task.batch, range(first, config.steps)),
        initial=first,
        total=config.steps,
        desc=folder.name,
        unit="step",
        mininterval=5,
    )
    for step, batch in enumerate(bar, start=first):
        set_rate(task.optimiser, rate_factor(task.schedule, step, config.steps))
        loss = task.loss(batch)
        task.optimiser.zero_grad(set_to_none=True)
        loss.backward()
        task.optimiser.step()
        average.update(task.model, step)
        if step % 50 == 0:
            run.log(step=step, loss=loss.item())
            bar.set_postfix(loss=f"{loss.item():.3f}")
        if (step + 1) % config.check_every == 0 or step + 1 == config.steps:
            run.save(step + 1, **saved)
            run.log(step=step + 1, **task.look(average.model))
    draw_curves(folder)
    return average.model


def draw_curves(folder: Path) -> None:
    """curves.png: one small plot for each thing in metrics.jsonl against the step."""
    lines = [json.loads(line) for line in (folder / "metrics.jsonl").read_text().splitlines()]
    names = list(dict.fromkeys(name for line in lines for name in line if name not in ("time", "step")))
    figure, axes = plt.subplots(1, len(names), figsize=(3.2 * len(names), 2.6), squeeze=False)
    for name, axis in zip(names, axes[0]):
        seen = [(line["step"], line[name]) for line in lines if name in line]
        axis.plot(*zip(*seen), ".-", markersize=3, linewidth=0.8)
        axis.set(title=name, xlabel="step")
    figure.tight_layout()
    figure.savefig(folder / "curves.png", dpi=90)
    plt.close(figure)
