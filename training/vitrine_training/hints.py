"""Hints (FitNets: Romero et al. 2015): the photo path's maps learn to contain a face recognition network's
maps of the same photo, as it was before detail was lost.

40 yes-or-no labels say little of a picture, and some of it is wrong. A map of a network that has seen
millions of faces says much at every place of the picture, and the same for the same face.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from .dual_path import DualPath
from .mobilefacenet import WIDTHS

TAUGHT = {2: "res_4_block5", 3: "conv_6sep"}
"""Stages of a ResNet path and the maps of MobileFaceNet that have their size: an eighth and a sixteenth of
the photo's side."""


class Hints(nn.Module):
    """Reads the photo path's maps while `network` runs and says how far they are from containing the
    teacher's; used in training only."""

    def __init__(self, network: DualPath):
        super().__init__()
        path = network.paths["original"]
        self.readers = nn.ModuleDict(
            {name: nn.Conv2d(path.widths[stage], WIDTHS[name], 1) for stage, name in TAUGHT.items()}
        )
        self.norms = nn.ModuleDict(
            {name: nn.BatchNorm2d(WIDTHS[name], affine=False) for name in TAUGHT.values()}
        )  # each channel counts the same
        for reader in self.readers.values():
            nn.init.zeros_(reader.weight)  # from random ones the maps would first of all learn to be small
        self._maps: dict[str, Tensor] = {}
        for stage, name in TAUGHT.items():
            getattr(path, f"layer{stage}")[-1].register_forward_hook(self._keep(name))

    def _keep(self, name: str):
        def hook(_block: nn.Module, _inputs: object, output: Tensor) -> None:
            self._maps[name] = output

        return hook

    def loss(self, taught: dict[str, Tensor]) -> Tensor:
        """Mean squared error over the channels' deviations, summed over the maps: scalar. taught:
        MobileFaceNet's maps of the same photos, sharp"""
        each = []
        for name, reader in self.readers.items():
            with torch.no_grad():
                target = self.norms[name](taught[name].float())
            each.append(F.mse_loss(reader(self._maps[name]).float(), target))
        return torch.stack(each).sum()
