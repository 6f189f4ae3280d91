"""The paper's ablation (Tables 1, 6, 7, Figure 3): every row from the same starting weights with the same
budget."""

from __future__ import annotations

import hashlib
from argparse import ArgumentParser, Namespace
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from vitrine_training.__main__ import DATA
from vitrine_training.calibration import Calibration, fit, priors_of
from vitrine_training.cameras import CameraRecipe, Condition
from vitrine_training.dual_path import DualPathConfig
from vitrine_training.generator import AtDrawingSize
from vitrine_training.geometry import INPUT_PX
from vitrine_training.inference import views_of
from vitrine_training.layouts import FaceSet
from vitrine_training.metrics import measure, per_attribute
from vitrine_training.partitions import partitions
from vitrine_training.recipes import PROFILES
from vitrine_training.runs import keep_memory
from vitrine_training.shipping import FILE
from vitrine_training.soft_labels import taught
from vitrine_training.sources import IMAGENET, MODELS, RESULTS, TEACHER, TRAINING, generator_at
from vitrine_training.targets import COLOURS
from vitrine_training.train_attributes import AttributeRun, Ingredients, predict, train

from .rows import RowTable

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
"""`dual-max-loud` starts the abstraction path at ImageNet's full size, the others merged by maximum at a
tenth of it (initialise.quieten)."""


class FlatParts(nn.Module):
    """The abstraction net's parts as a plain segmentation image, its texture taken away: the question of
    Figure 3."""

    def __init__(self, generator: nn.Module):
        super().__init__()
        self.generator = generator

    def forward(self, photo: Tensor) -> Tensor:
        """[N,3,S,S] -> [N,3,S,S] in −1..1"""
        parts = self.generator.draw(photo)[1].argmax(dim=1)
        return 2 * torch.from_numpy(COLOURS).to(photo.device)[parts].permute(0, 3, 1, 2) - 1


class Remembered(nn.Module):
    """Draws a batch once and remembers it in f16: the rows of a seed see the very same views, and drawing
    is a third of a row's time."""

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


def run_ablation(options: Namespace, generator: nn.Module, faces: dict[str, FaceSet], path: Path) -> None:
    """Add the missing rows to the JSON file, seed by seed; a row is written as soon as it is measured.

    faces: of `train`, `calibration` and `val`
    """
    training = taught(faces["train"], options.data / TEACHER)
    settings = {"steps": options.steps, "inputPx": options.px, "batch": 32, "pictures": len(training.files)}
    table = RowTable(path, f"python -m studies.ablation --steps {options.steps}", settings)
    for seed in options.seeds:
        abstraction = Remembered(AtDrawingSize(generator, INPUT_PX, back="area"))
        for name, variant in ((n, v) for n, v in VARIANTS.items() if not table.has(variant=n, seed=seed)):
            draw = AtDrawingSize(FlatParts(generator), INPUT_PX, back="area") if variant.flat else abstraction
            abstract = draw if variant.network.paths != "original" else None
            config = run_of(variant, options, seed)
            imagenet = options.imagenet if options.imagenet.exists() else None
            given = Ingredients(training, faces["calibration"], abstract, imagenet)
            model = train(
                config, given, options.runs / f"ablation-{options.px}-{options.steps}-{name}-{seed}"
            )
            judged = ("calibration", "val")
            told = [predict(model, abstract, views_of(faces[n], options.px, Condition())) for n in judged]
            calibration = fit(told[0], faces["calibration"].labels)
            priors = priors_of(faces["train"].labels)
            table.add(variant=name, seed=seed, **row(told[1], faces["val"].labels, calibration, priors))


def run_of(variant: Variant, options: Namespace, seed: int) -> AttributeRun:
    return AttributeRun(
        variant.network,
        recipe=CameraRecipe(clean_share=0.8),
        input_px=options.px,
        steps=options.steps,
        loss=variant.loss,
        seed=seed,
        quiet_start=variant.quiet_start,
        average_decay=0.99,
        check_every=options.steps,
        glance=64,
    )


def row(logits: np.ndarray, labels: np.ndarray, calibration: Calibration, priors: np.ndarray) -> dict:
    """The measures at 0.5, uncalibrated. Balanced accuracy also where it is largest, at the training labels'
    priors, calibrated on another partition, so that how boldly a row answers plays no part."""
    each = per_attribute(logits > 0, labels)
    return {
        **measure(logits > 0, labels),
        "balancedAccuracyAtPriors": measure(calibration(logits) > priors, labels)["balancedAccuracy"],
        "smallRegions": {name: each[name]["accuracy"] for name in SMALL_REGIONS},
    }


def main() -> None:
    options = ArgumentParser(description=__doc__)
    options.add_argument("--data", type=Path, default=DATA)
    options.add_argument("--runs", type=Path, default=TRAINING / "runs")
    options.add_argument("--steps", type=int, default=800)
    options.add_argument("--px", type=int, default=80)
    options.add_argument("--seeds", type=int, nargs="+", default=[0, 1])
    options.add_argument("--imagenet", type=Path, default=IMAGENET)
    given = options.parse_args()
    keep_memory()
    generator = generator_at(MODELS / "weights/compact" / FILE, PROFILES["compact"])
    run_ablation(given, generator, partitions(given.data), RESULTS / "ablation.json")


if __name__ == "__main__":
    main()
