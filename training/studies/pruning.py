"""A narrower generator that begins as part of a trained one: of each layer the strongest filters (Li et
al. 2017)."""

from __future__ import annotations

from dataclasses import replace

import torch
from torch import Tensor, nn

from vitrine_training.generator import CompactGenerator, make_generator


def narrowed(wide: CompactGenerator, width: int) -> CompactGenerator:
    """The compact generator of `width`; maps that are added keep the same channels, and so a width as
    before is the same function."""
    narrow = make_generator(replace(wide.config, width=width))
    channels, skips = torch.arange(3), []
    for ours, theirs in zip((narrow.stem, *narrow.down), (wide.stem, *wide.down)):
        channels = keep_strongest(ours, theirs, channels)
        skips.append(channels)
    channels = skips.pop()
    for ours, theirs in zip(narrow.blocks, wide.blocks):
        inner = keep_strongest(ours.first, theirs.first, channels)
        keep(ours.conv, theirs.conv, channels, inner)
        keep(ours.norm, theirs.norm, channels)
    for i in range(len(wide.up)):
        skip = skips.pop()
        keep(narrow.up[i], wide.up[i], four_each(skip), channels)
        channels = keep_strongest(narrow.refine[i], wide.refine[i], skip)
    keep(narrow.out, wide.out, torch.arange(wide.out[0].out_channels), channels)
    return narrow


def keep_strongest(ours: nn.Sequential, theirs: nn.Sequential, channels: Tensor) -> Tensor:
    """Fill a convolution and its norm with the filters of largest L1 norm, norm's gain included; returns
    which."""
    convolution, norm, _ = theirs
    gain = norm.weight / (norm.running_var + norm.eps).sqrt()
    filters = (convolution.weight.abs().sum(dim=(1, 2, 3)) * gain.abs()).topk(ours[0].out_channels).indices
    keep(ours, theirs, filters, channels)
    return filters


def keep(ours: nn.Module, theirs: nn.Module, filters: Tensor, channels: Tensor | None = None) -> None:
    """Fill a layer, or a convolution with its norm, with these filters of these input channels of
    another's."""
    state = {name: value[filters] if value.dim() else value for name, value in theirs.state_dict().items()}
    ours.load_state_dict(
        {name: value[:, channels] if value.dim() == 4 else value for name, value in state.items()}
    )


def four_each(channels: Tensor) -> Tensor:
    """The filters that a pixel shuffle by two makes these channels of."""
    return (4 * channels.unsqueeze(1) + torch.arange(4)).flatten()
