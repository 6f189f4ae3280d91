"""The abstraction loop: photo and mask -> camera view and target -> generator (-> discriminators) -> loss."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from .batches import to_network
from .cameras import CameraRecipe
from .generator import GeneratorConfig, ThreeScaleDiscriminator, make_generator
from .geometry import INPUT_PX
from .initialise import unfold_norms
from .loop import Task, train_task
from .losses import feature_matching_loss, gan_loss
from .parts_views import Parts, ground_truth, views_at
from .runs import autocast_bf16, fast_bf16, provenance, save_whole, seed_all
from .targets import abstraction_target, part_iou, read_back


@dataclass(frozen=True)
class AbstractionRun:
    """`adversary` none trains on L1 alone; lsgan and log add the discriminators of eq. 1–2 and feature
    matching."""

    generator: GeneratorConfig = GeneratorConfig()
    adversary: str = "none"
    recipe: CameraRecipe = CameraRecipe()
    taught_share: float = 0.75  # of a batch, where there are pictures that a teacher labelled
    input_px: int = INPUT_PX
    batch: int = 16
    steps: int = 5000
    rate: float = 2e-3  # AdamW for L1 alone; the paper's 2e-4 (Adam, batch 1) belongs to the GAN
    discriminator_width: int = 32
    l1_weight: float = 10.0
    part_weight: float = 1.0  # cross-entropy of the image's parts
    feature_weight: float = 10.0
    average_decay: float = 0.998
    seed: int = 0
    check_every: int = 500
    glance: int = 512  # validation pairs at each look


@dataclass
class Training:
    """Pairs with masks made by people, and pictures whose parts a teacher named (parts_teacher.py)."""

    masked: Parts
    taught: Parts | None = None


def train(
    config: AbstractionRun,
    training: Training,
    validation: Parts,
    folder: Path,
    start: nn.Module | None = None,
) -> nn.Module:
    """Train (or resume) and return the averaged generator; it is also at folder/final.pt."""
    seed_all(config.seed)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    if start:
        photos = to_network(
            ground_truth(training.masked, config.input_px, range(min(64, len(training.masked.photos))))[0]
        )
        unfold_norms(start, lambda: start(photos))
    generator = (
        (start or make_generator(config.generator))
        .to(device, memory_format=torch.channels_last)
        .requires_grad_(True)
        .train()
    )
    judged = {}
    if config.adversary != "none":
        judge = ThreeScaleDiscriminator(config.discriminator_width).to(
            device, memory_format=torch.channels_last
        )
        judged = {"judge": judge, "judge_adam": adamw(judge, 2e-4)}

    def loss(batch: tuple[Tensor, Tensor, Tensor]) -> Tensor:
        photo, target, parts = (t.to(device) for t in batch)
        with autocast_bf16(fast_bf16()):
            made, logits = generator.draw(photo)
            total = config.l1_weight * F.l1_loss(made.float(), target) + config.part_weight * part_loss(
                logits, parts
            )
            return total + adversarial(config, judged, photo, target, made) if judged else total

    average = train_task(
        config,
        Task(
            generator,
            adamw(generator, config.rate),
            loss=loss,
            kept=judged,
            batch=lambda step: pairs_at(config, training, step),
            look=lambda net: {"meanIou": mean_iou(net, validation, config.input_px, config.glance)[0]},
        ),
        folder,
    )
    save_generator(average, folder / "final.pt", provenance(config, device))
    return average


def adamw(model: nn.Module, rate: float) -> torch.optim.Optimizer:
    optimiser = torch.optim.AdamW(
        model.parameters(), lr=rate, betas=(0.5, 0.99), weight_decay=1e-4, fused=True
    )
    for group in optimiser.param_groups:
        group["base_rate"] = rate
    return optimiser


def part_loss(logits: Tensor, parts: Tensor) -> Tensor:
    """Cross-entropy of the image's parts [N,11,S,S] against the true ones [N,S,S]. Every pixel counts
    alike: counting those of brows, eyes and lips double made them grow over their edges and cost 0.01 of
    the mean IoU.
    """
    return F.cross_entropy(logits, parts.long())


def adversarial(config: AbstractionRun, judged: dict, photo: Tensor, target: Tensor, made: Tensor) -> Tensor:
    """One step of the discriminators on (real, made), then what the generator pays for being told apart."""
    judge, optimiser = judged["judge"], judged["judge_adam"]
    real, fake = judge(photo, target), judge(photo, made.detach())
    loss = 0.5 * (
        gan_loss(scores(real), True, config.adversary) + gan_loss(scores(fake), False, config.adversary)
    )
    optimiser.zero_grad(set_to_none=True)
    loss.backward()
    optimiser.step()
    judge.requires_grad_(False)
    seen = judge(photo, made)
    with torch.no_grad():
        wanted = judge(photo, target)
    judge.requires_grad_(True)
    matching = feature_matching_loss([s[:-1] for s in seen], [w[:-1] for w in wanted])
    return gan_loss(scores(seen), True, config.adversary) + config.feature_weight * matching


def scores(seen: list[list[Tensor]]) -> list[Tensor]:
    return [maps[-1].float() for maps in seen]


def pairs_at(config: AbstractionRun, training: Training, step: int) -> tuple[Tensor, Tensor, Tensor]:
    """The batch of a step: camera view f32[N,3,S,S], target f32[N,3,S,S], parts u8[N,S,S]. The target is
    of the sharp view."""
    taught = round(config.batch * config.taught_share) if training.taught else 0
    drawn = [views_at(config, training.masked, step, config.batch - taught)]
    if taught:
        drawn.append(views_at(config, training.taught, step, taught))
    sharp, seen, parts = (np.concatenate(arrays) for arrays in zip(*drawn))
    target = np.stack([abstraction_target(photo, part) for photo, part in zip(sharp, parts)])
    return to_network(seen), torch.from_numpy(target).permute(0, 3, 1, 2), torch.from_numpy(parts)


@torch.no_grad()
def mean_iou(
    generator: nn.Module, data: Parts, size_px: int, most: int = 512, batch: int = 16
) -> tuple[float, dict[str, float]]:
    """Mean IoU over the 11 parts read back from generated images of sharp photos (`most` pairs at most),
    and the IoU of each."""
    generator.eval()
    device = next(generator.parameters()).device
    photos, truth = ground_truth(data, size_px, range(min(most, len(data.photos))))
    made = [
        generator(to_network(photos[i : i + batch]).to(device)).float().permute(0, 2, 3, 1).cpu().numpy()
        for i in range(0, len(photos), batch)
    ]
    each = part_iou(read_back(np.concatenate(made)), truth)
    return float(np.nanmean(list(each.values()))), each


def save_generator(generator: nn.Module, path: Path, trained: dict) -> None:
    """Weights in f32 with the config they need, and how they were trained (runs.provenance)."""
    save_whole({"config": vars(generator.config), "state": generator.state_dict(), "trained": trained}, path)


def load_generator(path: Path) -> nn.Module:
    saved = torch.load(path, map_location="cpu", weights_only=True)
    generator = make_generator(GeneratorConfig(**saved["config"]))
    generator.load_state_dict(saved["state"])
    return generator.eval().requires_grad_(False)
