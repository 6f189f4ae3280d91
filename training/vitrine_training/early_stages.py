"""The early stages of a trained pair, for its last stages to learn from (last_stages.py)."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from .dual_path import DualPath
from .export import from_pixels

PHOTO_CUT, ABSTRACTION_CUT = 5, 6
"""Of the photo's path the merged map after so many blocks is kept, of the abstraction's the map after so
many."""


class EarlyStages(nn.Module):
    """faces u8[N,S,S,3] -> the photo's and the abstraction's map [N,2,C,H,W], both ≥ 0"""

    outputs = ("maps",)

    def __init__(self, generator: nn.Module, network: DualPath):
        super().__init__()
        self.generator, self.network = generator, network

    def forward(self, faces: Tensor) -> Tensor:
        photo, paths = from_pixels(faces), self.network.paths
        original = paths["original"].stem(photo)
        abstraction = paths["abstraction"].stem(self.generator(photo))
        for own, other in zip(paths["original"].blocks()[:PHOTO_CUT], paths["abstraction"].blocks()):
            original, abstraction = own(original), other(abstraction)
            original = torch.maximum(original, abstraction)
        for block in paths["abstraction"].blocks()[PHOTO_CUT:ABSTRACTION_CUT]:
            abstraction = block(abstraction)
        return torch.stack([original, abstraction], dim=1)


class LastStages(nn.Module):
    """The rest of the pair. Shares its modules with the network that it is the end of: training it trains
    that."""

    scale: Tensor

    def __init__(self, network: DualPath, scale: Tensor):
        """scale: what one step of a kept map is worth, f32[2,C]"""
        super().__init__()
        self.original = nn.ModuleList(network.paths["original"].blocks()[PHOTO_CUT:])
        self.abstraction = nn.ModuleList(network.paths["abstraction"].blocks()[ABSTRACTION_CUT:])
        self.norms, self.dropout, self.head = network.norms, network.dropout, network.head
        self.register_buffer("scale", scale[:, :, None, None])

    def forward(self, maps: Tensor) -> Tensor:
        """u8[N,2,C,H,W] -> logits [N,40]"""
        both = (maps.float() * self.scale).unbind(dim=1)
        original, abstraction = (m.contiguous(memory_format=torch.channels_last) for m in both)
        for i, block in enumerate(self.original):
            abstraction = abstraction if i == 0 else self.abstraction[i - 1](abstraction)
            original = torch.maximum(block(original), abstraction)
        maps_at_end = zip(self.norms.values(), (original, abstraction))
        return self.head(
            self.dropout(torch.cat([norm(x.mean(dim=(2, 3))) for norm, x in maps_at_end], dim=1))
        )
