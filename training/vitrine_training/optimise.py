"""Optimisers, rate schedules, and the running average of the weights."""

from __future__ import annotations

import copy
import math
from dataclasses import dataclass
from typing import Literal

import torch
from torch import nn


@dataclass(frozen=True)
class OptimiserConfig:
    """`modern`: AdamW, warm-up, cosine. `paper`: SGD 0.9, decay 5e-4, rate ÷10 at 20k and 45k of 46k
    iterations (§3.4)."""

    kind: Literal["modern", "paper"] = "modern"
    rate: float = 4e-4
    head_rate: float = 2e-3
    weight_decay: float = 0.05
    warmup_share: float = 0.03


def make_optimiser(model: nn.Module, config: OptimiserConfig) -> torch.optim.Optimizer:
    """Matrices decay, vectors (norms, biases) do not; the classifier has a rate of its own."""
    groups: dict[tuple[bool, bool], list[nn.Parameter]] = {}
    for name, p in model.named_parameters():
        if not p.requires_grad:
            continue
        groups.setdefault((name.startswith("head."), p.ndim > 1), []).append(p)
    listed = [
        {
            "params": params,
            "lr": config.head_rate if head else config.rate,
            "weight_decay": config.weight_decay if matrix else 0.0,
        }
        for (head, matrix), params in sorted(groups.items(), key=lambda item: item[0])
    ]
    for group in listed:
        group["base_rate"] = group["lr"]
    if config.kind == "paper":
        return torch.optim.SGD(listed, momentum=0.9)
    return torch.optim.AdamW(listed, betas=(0.9, 0.99), fused=True)


def add_parameters(optimiser: torch.optim.Optimizer, module: nn.Module, rate: float) -> None:
    """Let a helper that is used in training only learn beside the network, without weight decay."""
    optimiser.add_param_group(
        {"params": list(module.parameters()), "lr": rate, "base_rate": rate, "weight_decay": 0.0}
    )


def freeze(*modules: nn.Module) -> None:
    """Leave modules of a network in training as they are: no gradients, and norms use the statistics they
    came with."""
    for module in modules:
        module.requires_grad_(False).eval()


def rate_factor(config: OptimiserConfig, step: int, steps: int) -> float:
    """What the base rate is multiplied by at a step."""
    done = step / max(1, steps)
    if config.kind == "paper":
        return 1.0 if done < 20 / 46 else 0.1 if done < 45 / 46 else 0.01
    warmup = max(1, round(config.warmup_share * steps))
    if step < warmup:
        return (step + 1) / warmup
    return 0.5 * (1 + math.cos(math.pi * (step - warmup) / max(1, steps - warmup))) * 0.99 + 0.01


def set_rate(optimiser: torch.optim.Optimizer, factor: float) -> None:
    for group in optimiser.param_groups:
        group["lr"] = group["base_rate"] * factor


class Average:
    """An exponential moving average of weights and norm statistics; it is what gets measured and shipped."""

    def __init__(self, model: nn.Module, decay: float = 0.998):
        self.model = copy.deepcopy(model).eval().requires_grad_(False)
        self.decay = decay

    @torch.no_grad()
    def update(self, model: nn.Module, step: int) -> None:
        decay = min(self.decay, (1 + step) / (10 + step))  # a young average must forget its random start
        ours, theirs = self.model.state_dict().values(), model.state_dict().values()
        pairs = [(a, b) for a, b in zip(ours, theirs) if a.is_floating_point()]
        torch._foreach_lerp_([a for a, _ in pairs], [b for _, b in pairs], 1 - decay)
