"""The runs that made what ships (compact) and the paper's own (paper), as data."""

from __future__ import annotations

from dataclasses import dataclass

from torch import nn

from .attribute_teacher import AttributeTeacherRun
from .cameras import CameraRecipe
from .dual_path import DualPathConfig, resnet
from .generator import PAPER_GENERATOR, AtDrawingSize, GeneratorConfig
from .last_stages import LastStagesRun
from .optimise import OptimiserConfig
from .parts_teacher import TeacherRun
from .train_abstraction import AbstractionRun
from .train_attributes import AttributeRun


@dataclass(frozen=True)
class Profile:
    """The generator, one path on photos, both paths (which start from the other two), and both once more
    with an attribute teacher."""

    abstraction: AbstractionRun
    single: AttributeRun
    dual: AttributeRun
    taught: AttributeRun | None = None
    # in the repository, which takes no file above 25 MB; then goldens hold the service to it, and int8 serves
    # CPUs
    ships: bool = True

    @property
    def input_px(self) -> int:
        """Side of what both networks of the pair take, in pixels."""
        return self.dual.input_px

    def drawing(self, generator: nn.Module) -> nn.Module:
        """The generator as the pair has it: for the pair's pictures, whatever size it learnt to draw at."""
        learnt_px = self.abstraction.input_px
        return generator if learnt_px == self.input_px else AtDrawingSize(generator, learnt_px)


PROFILES = {
    "compact": Profile(
        abstraction=AbstractionRun(
            GeneratorConfig("compact", width=24, downs=3, blocks=3),
            steps=6000,
            recipe=CameraRecipe(clean_share=0.6),
        ),
        single=AttributeRun(
            DualPathConfig(paths="original"), recipe=CameraRecipe(clean_share=0.6), steps=4600
        ),
        dual=AttributeRun(
            DualPathConfig(paths="dual"),
            OptimiserConfig(rate=4e-4, head_rate=2e-3),
            CameraRecipe(clean_share=0.75),
            steps=9000,
            seed=1,
        ),
        taught=AttributeRun(
            DualPathConfig(paths="dual"),
            OptimiserConfig(rate=3e-4, head_rate=1.5e-3),
            CameraRecipe(clean_share=0.75),
            steps=7000,
            seed=7,
            frozen_stages=1,
            frozen_abstraction=True,
        ),
    ),
    # §3.3–3.4: Adam 2e-4, batch 1, 200 epochs of 2,000 pairs (masks by people) at 256 px; ResNet-50 at 224
    # px, SGD, batch 20, 46k iterations.
    "paper": Profile(
        abstraction=AbstractionRun(
            PAPER_GENERATOR,
            "lsgan",
            taught_share=0.0,
            input_px=256,
            batch=1,
            steps=400_000,
            rate=2e-4,
            discriminator_width=64,
            part_weight=0.0,
        ),
        single=AttributeRun(
            resnet(50, paths="original", dropout=0.0),
            OptimiserConfig("paper", 1e-3, 1e-3, 5e-4),
            input_px=224,
            batch=20,
            steps=46_000,
        ),
        dual=AttributeRun(
            resnet(50, dropout=0.0),
            OptimiserConfig("paper", 1e-3, 1e-3, 5e-4),
            input_px=224,
            batch=20,
            steps=46_000,
        ),
        ships=False,
    ),
}

PARTS_TEACHER, ATTRIBUTE_TEACHER, LAST_STAGES = TeacherRun(), AttributeTeacherRun(), LastStagesRun()
