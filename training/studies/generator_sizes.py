"""What the compact generator's size buys: mean IoU of the parts and attribute accuracy, against milliseconds.

    python -m studies.generator_sizes [--steps 800]

Generators of several widths begin with the strongest filters of the one that ships (pruning.py) and learn
from the face-parsing pairs, with the same steps and seed; the one as wide as before says what those steps
change by themselves. The dual-path net that ships then judges the validation faces with the images of
each. It is not trained again for each: its accuracy shows how sensitive it is to the generator in front of
it.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import torch
from torch import Tensor, nn

from vitrine_training.__main__ import DATA
from vitrine_training.dual_path import DualPath
from vitrine_training.export import AttributeGraph, deployed, export
from vitrine_training.generator import CompactGenerator
from vitrine_training.inference import Deployed, views_of
from vitrine_training.layouts import read_attributes, read_face_parsing
from vitrine_training.metrics import measure
from vitrine_training.parts_views import Parts, load_parts
from vitrine_training.recipes import PROFILES
from vitrine_training.runs import keep_memory
from vitrine_training.shipping import FILE
from vitrine_training.sources import MODELS, RESULTS, TRAINING, generator_at, network_at
from vitrine_training.train_abstraction import AbstractionRun, Training, train

from .evaluation import milliseconds_per_face
from .parts_report import measure_parts
from .pruning import narrowed
from .rows import RowTable

WIDTHS = (8, 12, 16, 24)


@dataclass(frozen=True)
class Yardstick:
    """What each generator is measured on, and with which dual-path net behind it."""

    pairs: Parts
    views: np.ndarray  # u8[n,S,S,3]
    labels: np.ndarray  # i8[n,40]
    network: DualPath


class NoAbstraction(nn.Module):
    """In a generator's place: an image that is background everywhere."""

    def forward(self, photo: Tensor) -> Tensor:
        return torch.zeros_like(photo) - 1


def run(
    config: AbstractionRun, data: tuple[Parts, Yardstick, CompactGenerator], runs: Path, path: Path
) -> None:
    """Add the missing rows to the JSON file; a row is written as soon as it is measured.

    data: the training pairs, what to measure on, the generator that ships. Raises SystemExit where the
    file has rows of another budget.
    """
    pairs, yardstick, shipped = data
    command = f"python -m studies.generator_sizes --steps {config.steps}"
    table = RowTable(path, command, settings_of(config, pairs, yardstick))
    if not table.has(name="no abstraction image"):
        table.add(name="no abstraction image", **row(NoAbstraction(), yardstick))
    for width in WIDTHS:
        if not table.has(name=f"width {width}"):
            start = narrowed(shipped, width)
            own, folder = replace(config, generator=start.config), runs / f"generator-{width}-{config.steps}"
            generator = train(own, Training(pairs), yardstick.pairs, folder, start)
            table.add(name=f"width {width}", **row(generator, yardstick))
    if not table.has(name="as shipped"):
        table.add(name="as shipped", **row(shipped, yardstick))


def settings_of(config: AbstractionRun, pairs: Parts, yardstick: Yardstick) -> dict:
    """The budget of every training here, and how much there was to measure on."""
    kept = {key: getattr(config, key) for key in ("steps", "batch", "input_px", "seed", "rate")}
    counts = {
        "pairs": len(pairs.photos),
        "judged": len(yardstick.pairs.photos),
        "faces": len(yardstick.views),
    }
    return {"start": "the shipped generator's strongest filters", **kept, **counts}


def row(generator: nn.Module, yardstick: Yardstick) -> dict:
    """A generator's size, and what the pair's exported file achieves with it."""
    size_px = yardstick.views.shape[1]
    drawing = deployed(generator)
    with TemporaryDirectory() as folder:
        file = Path(folder) / "attributes.onnx"
        export(AttributeGraph(drawing, deployed(yardstick.network)).eval(), size_px, file)
        pair, milliseconds = Deployed.load(file), milliseconds_per_face(file)
    measured = measure(pair.logits(yardstick.views) > 0, yardstick.labels)
    return {
        "parameters": sum(p.numel() for p in drawing.parameters()),
        "gmac": macs(drawing, size_px) / 1e9,
        "millisecondsPerFace": milliseconds,
        "meanIou": measure_parts(pair, yardstick.pairs)["sharp"]["meanIou"],
        **{key: measured[key] for key in ("meanAccuracy", "balancedAccuracy")},
    }


def macs(network: nn.Module, size_px: int) -> int:
    """Multiply-accumulates of the Conv2d layers for one picture of that side."""
    counted = []

    def count(layer: nn.Conv2d, _inputs, output: Tensor) -> None:
        # [C_out,H,W] values, each of C_in/groups · k · k products
        counted.append(output[0].numel() * layer.weight[0].numel())

    layers = [layer for layer in network.modules() if isinstance(layer, nn.Conv2d)]
    hooks = [layer.register_forward_hook(count) for layer in layers]
    with torch.no_grad():
        network(torch.zeros(1, 3, size_px, size_px))
    for hook in hooks:
        hook.remove()
    return sum(counted)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--steps", type=int, default=800, help="of each generator")
    steps = options.parse_args().steps
    keep_memory()
    profile, file = PROFILES["compact"], MODELS / "weights/compact" / FILE
    config = replace(profile.abstraction, steps=steps, check_every=steps, average_decay=0.99)
    pairs, judged = (load_parts(read_face_parsing(DATA / "face_parsing", s)) for s in ("train", "val"))
    val = read_attributes(DATA / "celeba", "val")
    yardstick = Yardstick(judged, views_of(val, profile.input_px), val.labels, network_at(file, profile))
    shipped = generator_at(file, profile)
    run(config, (pairs, yardstick, shipped), TRAINING / "runs", RESULTS / "generator-sizes.json")


if __name__ == "__main__":
    main()
