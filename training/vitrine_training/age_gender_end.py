"""The end of the age and gender network, taught further on kept maps (kept_maps.py): stages 3 and 4, the
features' norm and both heads. Children and old people, of whom there are few, are drawn more often.
"""

from __future__ import annotations

import copy
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from .age_gender import AgeGender, age_gender_loss, expected_years
from .export import from_pixels
from .optimise import Average, OptimiserConfig, make_optimiser, rate_factor, set_rate
from .runs import Run, save_whole, seed_all


@dataclass(frozen=True)
class AgeGenderEndRun:
    """Of each batch, `celeba_share` are CelebA faces, which know gender only."""

    optimiser: OptimiserConfig = OptimiserConfig(rate=1e-4, head_rate=3e-4, weight_decay=0.05)
    batch: int = 64
    celeba_share: float = 0.25
    extremes: float = 1.5  # how much more often faces below 15 and from 60 on are drawn
    steps: int = 2500
    average_decay: float = 0.997
    seed: int = 0
    check_every: int = 250


class EarlyAgeGender(nn.Module):
    """faces u8[N,S,S,3] -> the map after stage 2, [N,C,H,W] ≥ 0"""

    outputs = ("maps",)

    def __init__(self, network: AgeGender):
        super().__init__()
        self.path = network.path

    def forward(self, faces: Tensor) -> Tensor:
        return self.path.layer2(self.path.layer1(self.path.stem(from_pixels(faces))))


class LastAgeGender(nn.Module):
    """The rest of the network, sharing its modules: u8[N,C,H,W] -> [N,102] as AgeGender."""

    scale: Tensor

    def __init__(self, network: AgeGender, scale: Tensor):
        super().__init__()
        self.layer3, self.layer4 = network.path.layer3, network.path.layer4
        self.norm, self.dropout, self.head = network.norm, network.dropout, network.head
        self.register_buffer("scale", scale[:, None, None])

    def forward(self, maps: Tensor) -> Tensor:
        x = (maps.float() * self.scale).contiguous(memory_format=torch.channels_last)
        return self.head(self.dropout(self.norm(self.layer4(self.layer3(x)).mean(dim=(2, 3)))))


@dataclass(frozen=True)
class KeptFaces:
    """Views as the early stages see them: u8[n,C,H,W], male 0 or 1 [n], years [n], −1 where unknown."""

    maps: np.ndarray
    male: np.ndarray
    years: np.ndarray

    def chances(self, extremes: float) -> np.ndarray:
        """How likely each is drawn, [n]."""
        rare = (self.years >= 0) & ((self.years < 15) | (self.years >= 60))
        weight = np.where(rare, extremes, 1.0)
        return weight / weight.sum()


def train(
    config: AgeGenderEndRun,
    start: tuple[AgeGender, np.ndarray],
    aged: KeptFaces,
    gendered: KeptFaces,
    judge: KeptFaces,
    folder: Path,
) -> AgeGender:
    """Return the network as it was at the look that the judge liked best; it is also at folder/final.pt."""
    seed_all(config.seed)
    network, log = copy.deepcopy(start[0]).requires_grad_(True), Run(folder, config)
    last = LastAgeGender(network, torch.from_numpy(start[1])).eval()
    last.dropout.train()
    optimiser, average = make_optimiser(last, config.optimiser), Average(last, config.average_decay)
    dice, chances = np.random.default_rng(config.seed), aged.chances(config.extremes)
    of_celeba, best = round(config.batch * config.celeba_share), (np.inf, {})
    for step in range(config.steps + 1):
        if step % config.check_every == 0:
            seen = look(average.model, judge)
            log.log(step=step, **seen)
            state = copy.deepcopy(average.model.state_dict())
            best = min(best, (seen["ageMaeYears"] + 20 * seen["genderWrong"], state), key=lambda one: one[0])
        if step == config.steps:
            break
        set_rate(optimiser, rate_factor(config.optimiser, step, config.steps))
        rows = np.sort(dice.choice(len(chances), config.batch - of_celeba, p=chances))
        others = np.sort(dice.integers(len(gendered.maps), size=of_celeba))
        maps, male, years = (
            np.concatenate(
                [getattr(part, name)[chosen] for part, chosen in ((aged, rows), (gendered, others))]
            )
            for name in ("maps", "male", "years")
        )
        answers = last(torch.from_numpy(maps))
        loss = age_gender_loss(answers, torch.from_numpy(male).float(), torch.from_numpy(years).float())
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        optimiser.step()
        average.update(last, step + 1000)  # the start is no random one that should be forgotten
    last.load_state_dict(best[1])
    save_whole(network.state_dict(), folder / "final.pt")
    return network.eval()


@torch.no_grad()
def answers_of(last: LastAgeGender, maps: np.ndarray, batch: int = 256) -> np.ndarray:
    """u8[n,C,H,W] -> f32[n,2]: male logit, years"""
    told = torch.cat([last(torch.from_numpy(maps[i : i + batch])) for i in range(0, len(maps), batch)])
    return torch.stack([told[:, 0], expected_years(told[:, 1:])], dim=1).numpy()


def look(last: LastAgeGender, judge: KeptFaces) -> dict[str, float]:
    answers = answers_of(last, judge.maps)
    error, known = np.abs(answers[:, 1] - judge.years), judge.years >= 0
    grown = ~known | (judge.years >= 13)
    return {
        "ageMaeYears": float(error[known].mean()),
        "below15": float(error[known & (judge.years < 15)].mean()),
        "from65": float(error[judge.years >= 65].mean()),
        "genderWrong": float(((answers[:, 0] > 0) != (judge.male == 1))[grown].mean()),
    }
