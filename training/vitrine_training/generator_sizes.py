"""What the compact generator's size buys: mean IoU of the parts and attribute accuracy, against the milliseconds it takes.

Generators of several widths begin with the strongest filters of the one that ships (pruning.py) and learn from the face-parsing pairs, with
the same steps and seed; the one as wide as before says what those steps change by themselves. The dual-path net that ships then judges the
validation faces with the images of each. It is not trained again for each: it learnt with the shipped generator's images, so its accuracy
shows how sensitive it is to the generator in front of it, not what a pair that was trained together would reach.
"""
from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import onnxruntime as ort
import torch
from torch import nn

from .evaluate import Pair, least_milliseconds
from .export import ABSTRACTION, deployed, export, session
from .generator import CompactGenerator
from .metrics import measure
from .parts_report import measure_parts
from .parts_views import Parts
from .pruning import narrowed
from .rows import RowTable
from .train_abstraction import AbstractionRun, Training, train

WIDTHS = (8, 12, 16, 24)


@dataclass(frozen=True)
class Yardstick:
    """What each generator is measured on."""

    pairs: Parts
    views: np.ndarray  # u8[n,S,S,3]
    labels: np.ndarray  # i8[n,40]
    dual_path: ort.InferenceSession


class NoAbstraction:
    """In a generator's place: an image that is background everywhere."""

    def run(self, _outputs: None, inputs: dict[str, np.ndarray]) -> list[np.ndarray]:
        return [np.full_like(inputs["original"], -1)]


def run_generator_sizes(config: AbstractionRun, data: tuple[Parts, Yardstick, CompactGenerator], runs: Path, path: Path) -> None:
    """Add the missing rows to the JSON file; a row is written as soon as it is measured.

    data: the training pairs, what to measure on, the generator that ships. Raises SystemExit where the file has rows of another budget.
    """
    pairs, yardstick, shipped = data
    table = RowTable(path, f"python -m vitrine_training generator-sizes --steps {config.steps}", settings_of(config, pairs, yardstick))
    if not table.has(name="no abstraction image"):
        table.add(name="no abstraction image", **attribute_accuracy(NoAbstraction(), yardstick))
    for width in WIDTHS:
        if not table.has(name=f"width {width}"):
            start = narrowed(shipped, width)
            generator = train(replace(config, generator=start.config), Training(pairs), yardstick.pairs, runs / f"generator-{width}-{config.steps}", start)
            table.add(name=f"width {width}", **row(generator, yardstick))
    if not table.has(name="as shipped"):
        table.add(name="as shipped", **row(shipped, yardstick))


def settings_of(config: AbstractionRun, pairs: Parts, yardstick: Yardstick) -> dict:
    """The budget of every training here, and how much there was to measure on."""
    return {
        "start": "the shipped generator's strongest filters", "steps": config.steps, "batch": config.batch, "inputPx": config.input_px, "seed": config.seed, "rate": config.rate,
        "trainingPairs": len(pairs.photos), "validationPairs": len(yardstick.pairs.photos), "faces": len(yardstick.views),
    }


def row(generator: nn.Module, yardstick: Yardstick) -> dict:
    """A generator's size, and what its exported file achieves."""
    network, size_px = deployed(generator), yardstick.views.shape[1]
    face = np.zeros((1, 3, size_px, size_px), np.float32)
    with TemporaryDirectory() as folder:
        file = Path(folder) / "abstraction.onnx"
        export(network, ABSTRACTION, size_px, file)
        drawing = session(file)
    return {
        "parameters": sum(p.numel() for p in network.parameters()),
        "gmac": macs(network, size_px) / 1e9,
        "millisecondsPerFace": least_milliseconds(lambda: drawing.run(None, {"original": face})),
        "meanIou": measure_parts(drawing, yardstick.pairs)["sharp"]["meanIou"],
        **attribute_accuracy(drawing, yardstick),
    }


def macs(network: nn.Module, size_px: int) -> int:
    """Multiply-accumulates of the Conv2d layers for one picture of that side."""
    counted = []

    def count(layer: nn.Conv2d, _inputs, output: torch.Tensor) -> None:
        counted.append(output[0].numel() * layer.weight[0].numel())  # [C_out,H,W] values, each of C_in/groups · k · k products

    hooks = [layer.register_forward_hook(count) for layer in network.modules() if isinstance(layer, nn.Conv2d)]
    with torch.no_grad():
        network(torch.zeros(1, 3, size_px, size_px))
    for hook in hooks:
        hook.remove()
    return sum(counted)


def attribute_accuracy(drawing: ort.InferenceSession | NoAbstraction, yardstick: Yardstick) -> dict:
    """Mean and balanced accuracy of the shipped dual-path net with these abstraction images, at 0.5 and uncalibrated."""
    measured = measure(Pair(drawing, yardstick.dual_path).logits(yardstick.views) > 0, yardstick.labels)
    return {key: measured[key] for key in ("meanAccuracy", "balancedAccuracy")}
