"""The paper's ablation (Tables 1, 6, 7, Figure 3): every row from the same starting weights with the same budget."""
from __future__ import annotations

import json
from argparse import Namespace
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from .cameras import CameraRecipe, Condition
from .dual_path import DualPathConfig
from .evaluate import views_of
from .geometry import INPUT_PX
from .layouts import FaceSet
from .metrics import measure, per_attribute
from .targets import COLOURS
from .train_attributes import AttributeRun, Ingredients, predict, train

SMALL_REGIONS = ("Arched_Eyebrows", "Bags_Under_Eyes", "Bushy_Eyebrows", "Eyeglasses", "Narrow_Eyes")
"""Table 2."""

VARIANTS: dict[str, tuple[DualPathConfig, str]] = {
    "original": (DualPathConfig(paths="original"), "bce"),
    "dual-max": (DualPathConfig(), "bce"),
    "dual-none": (DualPathConfig(fusion="none"), "bce"),
    "abstraction": (DualPathConfig(paths="abstraction"), "bce"),
    "dual-max-nonorm": (DualPathConfig(feature_norm=False), "bce"),
    "original-euclidean": (DualPathConfig(paths="original"), "euclidean"),
    "dual-segmentation": (DualPathConfig(), "bce"),
}


class FlatParts(nn.Module):
    """The abstraction net's parts as a plain segmentation image, its texture taken away: the question of Figure 3."""

    def __init__(self, generator: nn.Module):
        super().__init__()
        self.generator = generator

    def forward(self, photo: Tensor) -> Tensor:
        """[N,3,S,S] -> [N,3,S,S] in −1..1"""
        parts = self.generator.draw(photo)[1].argmax(dim=1)
        return 2 * torch.from_numpy(COLOURS).to(photo.device)[parts].permute(0, 3, 1, 2) - 1


class AtInputSize(nn.Module):
    """Draws at the size the generator learnt at, for rows whose networks see smaller pictures."""

    def __init__(self, draw: nn.Module):
        super().__init__()
        self.draw = draw

    def forward(self, photo: Tensor) -> Tensor:
        """[N,3,S,S] -> [N,3,S,S]"""
        drawn = self.draw(F.interpolate(photo, size=(INPUT_PX, INPUT_PX), mode="bilinear"))
        return F.interpolate(drawn.float(), size=photo.shape[2:], mode="area")


def run_ablation(options: Namespace, generator: nn.Module, data: tuple[FaceSet, FaceSet], path: Path) -> None:
    """Add the missing rows to the JSON file, seed by seed; a row is written as soon as it is measured.

    data: the training and the validation images
    """
    training, val = data
    settings = {"steps": options.steps, "inputPx": options.px, "batch": 32}
    table = json.loads(path.read_text()) if path.exists() else {"command": "python -m vitrine_training ablation", "settings": settings, "rows": []}
    if table["settings"] != settings:
        raise SystemExit(f"{path} holds rows of another budget ({table['settings']}); move it away or ask for the same")
    done = {(row["variant"], row["seed"]) for row in table["rows"]}
    for seed in options.seeds:
        for variant in (v for v in VARIANTS if (v, seed) not in done):
            network, loss = VARIANTS[variant]
            draw = FlatParts(generator) if variant == "dual-segmentation" else generator
            abstract = AtInputSize(draw) if network.paths != "original" else None
            config = AttributeRun(network, recipe=CameraRecipe(clean_share=0.8), input_px=options.px, steps=options.steps, loss=loss, seed=seed, average_decay=0.99, check_every=options.steps)
            given = Ingredients(training, val, abstract, options.imagenet if options.imagenet.exists() else None)
            model = train(replace(config, glance=64), given, options.runs / f"ablation-{options.px}-{options.steps}-{variant}-{seed}")
            table["rows"].append({"variant": variant, "seed": seed, **row(predict(model, abstract, views_of(val, options.px, Condition())), val)})
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(json.dumps(table, indent=1) + "\n")


def row(logits: np.ndarray, val: FaceSet) -> dict:
    each = per_attribute(logits > 0, val.labels)
    return {**measure(logits > 0, val.labels), "smallRegions": {name: each[name]["accuracy"] for name in SMALL_REGIONS}}
