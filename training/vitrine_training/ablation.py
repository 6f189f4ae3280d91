"""The paper's ablation (Tables 1, 6, 7, Figure 3): every row from the same starting weights with the same budget."""
from __future__ import annotations

import hashlib
from argparse import Namespace
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from .calibration import cross_fit, priors_of
from .cameras import CameraRecipe, Condition
from .dual_path import DualPathConfig
from .evaluate import views_of
from .generator import AtDrawingSize
from .geometry import INPUT_PX
from .layouts import FaceSet
from .metrics import measure, per_attribute
from .rows import RowTable
from .targets import COLOURS
from .train_attributes import AttributeRun, Ingredients, predict, train

SMALL_REGIONS = ("Arched_Eyebrows", "Bags_Under_Eyes", "Bushy_Eyebrows", "Eyeglasses", "Narrow_Eyes")
"""Table 2."""


@dataclass(frozen=True)
class Variant:
    """A row: what differs from the paper's dual path."""

    network: DualPathConfig = DualPathConfig()
    loss: str = "bce"
    flat: bool = False  # a segmentation image in place of the abstraction image
    quiet_start: bool = True


VARIANTS = {
    "original": Variant(DualPathConfig(paths="original")),
    "dual-max": Variant(),
    "dual-none": Variant(DualPathConfig(fusion="none")),
    "abstraction": Variant(DualPathConfig(paths="abstraction")),
    "dual-max-nonorm": Variant(DualPathConfig(feature_norm=False)),
    "original-euclidean": Variant(DualPathConfig(paths="original"), loss="euclidean"),
    "dual-segmentation": Variant(flat=True),
    "dual-max-loud": Variant(quiet_start=False),
}
"""`dual-max-loud` starts the abstraction path at ImageNet's full size, the others merged by maximum at a tenth of it (initialise.quieten)."""


class FlatParts(nn.Module):
    """The abstraction net's parts as a plain segmentation image, its texture taken away: the question of Figure 3."""

    def __init__(self, generator: nn.Module):
        super().__init__()
        self.generator = generator

    def forward(self, photo: Tensor) -> Tensor:
        """[N,3,S,S] -> [N,3,S,S] in −1..1"""
        parts = self.generator.draw(photo)[1].argmax(dim=1)
        return 2 * torch.from_numpy(COLOURS).to(photo.device)[parts].permute(0, 3, 1, 2) - 1


class Remembered(nn.Module):
    """Draws a batch once and remembers it in f16: the rows of a seed see the very same views, and drawing is a third of a row's time."""

    def __init__(self, draw: nn.Module):
        super().__init__()
        self.draw = draw
        self.drawn: dict[bytes, Tensor] = {}

    def forward(self, photo: Tensor) -> Tensor:
        """[N,3,S,S] -> [N,3,S,S]"""
        key = hashlib.sha256(photo.contiguous().cpu().numpy()).digest()
        if key not in self.drawn:
            self.drawn[key] = self.draw(photo).half()
        return self.drawn[key].to(photo.dtype)


def run_ablation(options: Namespace, generator: nn.Module, data: tuple[FaceSet, FaceSet], path: Path) -> None:
    """Add the missing rows to the JSON file, seed by seed; a row is written as soon as it is measured.

    data: the training and the validation images
    """
    training, val = data
    table = RowTable(path, "python -m vitrine_training ablation", {"steps": options.steps, "inputPx": options.px, "batch": 32})
    for seed in options.seeds:
        abstraction = Remembered(AtDrawingSize(generator, INPUT_PX, back="area"))
        for name, variant in ((n, v) for n, v in VARIANTS.items() if not table.has(variant=n, seed=seed)):
            draw = AtDrawingSize(FlatParts(generator), INPUT_PX, back="area") if variant.flat else abstraction
            abstract = draw if variant.network.paths != "original" else None
            config = AttributeRun(
                variant.network, recipe=CameraRecipe(clean_share=0.8), input_px=options.px, steps=options.steps, loss=variant.loss,
                seed=seed, quiet_start=variant.quiet_start, average_decay=0.99, check_every=options.steps, glance=64,
            )
            given = Ingredients(training, val, abstract, options.imagenet if options.imagenet.exists() else None)
            model = train(config, given, options.runs / f"ablation-{options.px}-{options.steps}-{name}-{seed}")
            logits = predict(model, abstract, views_of(val, options.px, Condition()))
            table.add(variant=name, seed=seed, **row(logits, val.labels, priors_of(training.labels)))


def row(logits: np.ndarray, labels: np.ndarray, priors: np.ndarray) -> dict:
    """The measures at 0.5, uncalibrated. Balanced accuracy also where it is largest, at the training labels' priors with calibration
    cross-fitted, so that how boldly a row answers plays no part.
    """
    each = per_attribute(logits > 0, labels)
    return {
        **measure(logits > 0, labels),
        "balancedAccuracyAtPriors": measure(cross_fit(logits, labels)(logits) > priors, labels)["balancedAccuracy"],
        "smallRegions": {name: each[name]["accuracy"] for name in SMALL_REGIONS},
    }
