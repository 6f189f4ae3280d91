"""The abstraction loop: photo and mask -> camera view and target -> generator (-> discriminators) -> loss."""
from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import torch
from PIL import Image
from torch import Tensor, nn
from torch.nn import functional as F
from tqdm import tqdm

from .batches import image_rng, indices_at, prefetched, to_network
from .cameras import CameraRecipe, degrade, retone
from .frames import load_frames
from .generator import GeneratorConfig, ThreeScaleDiscriminator, make_generator
from .geometry import FACE_PARSING, Misalignment, frame_to_input, random_misalignment, warp
from .layouts import PartsSet
from .losses import feature_matching_loss, gan_loss
from .optimise import Average, OptimiserConfig, rate_factor, set_rate
from .runs import Run, autocast_bf16, fast_bf16, seed_all
from .targets import FROM_CELEBAMASK_HQ, MIRRORED, abstraction_target, part_iou, part_logits, read_back

PART_WEIGHTS = torch.tensor([1.0, 1.0, 2.0, 2.0, 2.0, 2.0, 1.0, 2.0, 2.0, 2.0, 1.0])
"""Weight of a pixel by its part: brows, eyes and lips cover a hundredth of the picture each. More than 2 makes them grow
over their edges (4 cost 0.1 of their IoU)."""


@dataclass(frozen=True)
class AbstractionRun:
    """`adversary` none trains on L1 alone; lsgan and log add the discriminators of eq. 1–2 and feature matching."""

    generator: GeneratorConfig = GeneratorConfig()
    adversary: str = "none"
    recipe: CameraRecipe = CameraRecipe()
    input_px: int = 112
    batch: int = 16
    steps: int = 5000
    rate: float = 2e-3  # AdamW for L1 alone; the paper's 2e-4 (Adam, batch 1) belongs to the GAN
    discriminator_width: int = 32
    l1_weight: float = 10.0
    part_weight: float = 1.0  # cross-entropy of the parts as read back from the image
    feature_weight: float = 10.0
    average_decay: float = 0.998
    seed: int = 0
    check_every: int = 500


@dataclass
class Parts:
    """Decoded pairs: photos u8[n,256,256,3], part indices u8[n,256,256]."""

    photos: np.ndarray
    parts: np.ndarray


def load_parts(pairs: PartsSet) -> Parts:
    masks = np.stack([FROM_CELEBAMASK_HQ[np.asarray(Image.open(m))] for m in pairs.masks])
    return Parts(load_frames(pairs.images, FACE_PARSING.frame_wh_px), masks)


def train(config: AbstractionRun, training: Parts, validation: Parts, folder: Path, start: nn.Module | None = None) -> nn.Module:
    """Train (or resume) and return the averaged generator; it is also at folder/final.pt."""
    seed_all(config.seed)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    generator = (start or make_generator(config.generator)).to(device, memory_format=torch.channels_last).train()
    adam = adamw(generator, config.rate)
    average, run = Average(generator, config.average_decay), Run(folder, config)
    average.model.config = config.generator
    judged = {}
    if config.adversary != "none":
        judge = ThreeScaleDiscriminator(config.discriminator_width).to(device, memory_format=torch.channels_last)
        judged = {"judge": judge, "judge_adam": adamw(judge, 2e-4)}
    saved = {"generator": generator, "adam": adam, "average": average.model, **judged}
    first = run.resume(**saved)
    bar = tqdm(prefetched(lambda s: pairs_at(config, training, s), range(first, config.steps)), initial=first, total=config.steps, desc=folder.name, mininterval=5)
    for step, batch in enumerate(bar, start=first):
        photo, target, parts = (t.to(device) for t in batch)
        set_rate(adam, rate_factor(OptimiserConfig(), step, config.steps))
        with autocast_bf16(fast_bf16()):
            made = generator(photo)
            loss = config.l1_weight * weighted_l1(made.float(), target, parts) + config.part_weight * part_loss(made.float(), parts)
            if judged:
                loss = loss + adversarial(config, judged, photo, target, made)
        adam.zero_grad(set_to_none=True)
        loss.backward()
        adam.step()
        average.update(generator, step)
        if step % 50 == 0:
            run.log(step=step, loss=loss.item())
            bar.set_postfix(loss=f"{loss.item():.3f}")
        if (step + 1) % config.check_every == 0 or step + 1 == config.steps:
            run.save(step + 1, **saved)
            run.log(step=step + 1, meanIou=mean_iou(average.model, validation, config.input_px)[0])
    save_generator(average.model, folder / "final.pt")
    return average.model


def adamw(model: nn.Module, rate: float) -> torch.optim.Optimizer:
    optimiser = torch.optim.AdamW(model.parameters(), lr=rate, betas=(0.5, 0.99), weight_decay=1e-4, fused=True)
    for group in optimiser.param_groups:
        group["base_rate"] = rate
    return optimiser


def weighted_l1(made: Tensor, target: Tensor, parts: Tensor) -> Tensor:
    """Mean absolute difference of [N,3,S,S] images, small parts counting more; parts [N,S,S]."""
    weight = PART_WEIGHTS.to(made.device)[parts.long()]
    return ((made - target).abs().mean(dim=1) * weight).sum() / weight.sum()


def part_loss(made: Tensor, parts: Tensor) -> Tensor:
    """Cross-entropy of the hues of [N,3,S,S] images against their parts [N,S,S]: blends of two parts' colours cost most."""
    return F.cross_entropy(part_logits(made), parts.long(), weight=PART_WEIGHTS.to(made.device))


def adversarial(config: AbstractionRun, judged: dict, photo: Tensor, target: Tensor, made: Tensor) -> Tensor:
    """One step of the discriminators on (real, made), then what the generator pays for being told apart."""
    judge, optimiser = judged["judge"], judged["judge_adam"]
    real, fake = judge(photo, target), judge(photo, made.detach())
    loss = 0.5 * (gan_loss(scores(real), True, config.adversary) + gan_loss(scores(fake), False, config.adversary))
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


def pairs_at(config: AbstractionRun, data: Parts, step: int) -> tuple[Tensor, Tensor, Tensor]:
    """The batch of a step: camera view f32[N,3,S,S], target f32[N,3,S,S], parts u8[N,S,S]. The target is of the sharp view."""
    photos, targets, parts = [], [], []
    for epoch, i in indices_at(config.seed, step, config.batch, len(data.photos)):
        rng = image_rng(config.seed, epoch, i)
        photo, part = view_pair(data, i, config.input_px, random_misalignment(rng, 1.5))
        targets.append(abstraction_target(photo, part))
        parts.append(part)
        if rng.random() < config.recipe.tone_share:
            photo = retone(photo, rng)
        if rng.random() >= config.recipe.clean_share:
            photo = degrade(photo, float(np.exp(rng.uniform(*np.log(config.recipe.face_px)))), rng, config.recipe)
        photos.append(photo)
    target = torch.from_numpy(np.stack(targets)).permute(0, 3, 1, 2)
    return to_network(np.stack(photos)), target, torch.from_numpy(np.stack(parts))


def view_pair(data: Parts, i: int, size_px: int, error: Misalignment = Misalignment()) -> tuple[np.ndarray, np.ndarray]:
    """A photo and its parts in the networks' box: u8[S,S,3], u8[S,S]."""
    fine = warp(data.photos[i], frame_to_input(FACE_PARSING, 2 * size_px, error), 2 * size_px)
    photo = cv2.resize(fine, (size_px, size_px), interpolation=cv2.INTER_AREA)
    parts = warp(data.parts[i], frame_to_input(FACE_PARSING, size_px, error), size_px, nearest=True)
    return photo, MIRRORED[parts] if error.mirror else parts


@torch.no_grad()
def mean_iou(generator: nn.Module, data: Parts, size_px: int) -> tuple[float, dict[str, float]]:
    """Mean IoU over the 11 parts read back from generated images of sharp photos, and the IoU of each."""
    generator.eval()
    pairs = [view_pair(data, i, size_px) for i in range(len(data.photos))]
    made = generator(to_network(np.stack([p for p, _ in pairs])).to(next(generator.parameters()).device))
    each = part_iou(read_back(made.float().permute(0, 2, 3, 1).cpu().numpy()), np.stack([m for _, m in pairs]))
    return float(np.nanmean(list(each.values()))), each


def save_generator(generator: nn.Module, path: Path) -> None:
    part = path.with_suffix(".part")
    torch.save({"config": vars(generator.config), "state": generator.state_dict()}, part)
    os.replace(part, path)


def load_generator(path: Path) -> nn.Module:
    saved = torch.load(path, map_location="cpu", weights_only=True)
    generator = make_generator(GeneratorConfig(**saved["config"]))
    generator.load_state_dict(saved["state"])
    return generator.eval().requires_grad_(False)
