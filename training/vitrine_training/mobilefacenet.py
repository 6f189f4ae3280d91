"""MobileFaceNet (Chen et al. 2018) with ArcFace weights: a small net that has seen far more faces than are
labelled here, to teach from.

Only a teacher: it stays as it is and never ships.
"""

from __future__ import annotations

import struct
from collections import OrderedDict
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

STAGES = (
    ("dconv_23", 128, 64, "res_3_block", 4),
    ("dconv_34", 256, 128, "res_4_block", 6),
    ("dconv_45", 512, 128, "res_5_block", 2),
)
"""Per stage: name and inner width of its halving block, width between blocks, name and number of its
residual blocks.

Residual blocks are as wide inside as the stage's halving block, but for the last stage: 256.
"""

WIDTHS = {"res_3_block3": 64, "res_4_block5": 128, "res_5_block1": 128, "conv_6sep": 512}
"""Channels of the last map of each stage, a quarter, an eighth and (twice) a sixteenth of the photo's
side."""


def unit(
    c_in: int, c_out: int, kernel: int = 1, stride: int = 1, groups: int = 1, activation: bool = True
) -> nn.Sequential:
    """Convolution, norm, PReLU per channel."""
    layers = [
        nn.Conv2d(c_in, c_out, kernel, stride, kernel // 2, groups=groups, bias=False),
        nn.BatchNorm2d(c_out, eps=1e-3),
    ]
    return nn.Sequential(*layers, *([nn.PReLU(c_out)] if activation else []))


class Inverted(nn.Module):
    """Widen, filter each channel, narrow; with a shortcut where it does not halve the map."""

    def __init__(self, c: int, inner: int, c_out: int, stride: int):
        super().__init__()
        self.conv_sep = unit(c, inner)
        self.conv_dw = unit(inner, inner, 3, stride, inner)
        self.conv_proj = unit(inner, c_out, activation=False)
        self.shortcut = stride == 1

    def forward(self, x: Tensor) -> Tensor:
        y = self.conv_proj(self.conv_dw(self.conv_sep(x)))
        return x + y if self.shortcut else y


class MobileFaceNet(nn.Module):
    """Maps of a photo [N,3,S,S] f32 in −1..1. Names of layers are those of the MXNet file."""

    def __init__(self):
        super().__init__()
        body = OrderedDict[str, nn.Module](conv_1=unit(3, 64, 3, 2), conv_2_dw=unit(64, 64, 3, groups=64))
        channels = 64
        for down, inner, width, block, count in STAGES:
            body[down] = Inverted(channels, inner, width, 2)
            for i in range(count):
                body[f"{block}{i}"] = Inverted(width, min(inner, 256), width, 1)
            channels = width
        body["conv_6sep"] = unit(channels, 512)
        self.body = nn.Sequential(body)
        self.conv_6dw7_7 = nn.Sequential(
            nn.Conv2d(512, 512, 7, groups=512, bias=False), nn.BatchNorm2d(512, eps=1e-3)
        )

    def units(self) -> dict[str, nn.Sequential]:
        """Every convolution with its norm and activation, by its name in the MXNet file:
        'res_3_block0.conv_dw' is 'res_3_block0_conv_dw' there."""
        inside = {
            name.replace(".", "_"): module
            for name, module in self.body.named_modules()
            if name and isinstance(module, nn.Sequential)
        }
        return {**inside, "conv_6dw7_7": self.conv_6dw7_7}

    def forward(self, photos: Tensor) -> dict[str, Tensor]:
        """The maps named in WIDTHS: [N,width,S/4…S/16,…]"""
        maps, x = {}, photos
        for name, module in self.body.named_children():
            x = module(x)
            if name in WIDTHS:
                maps[name] = x
        return maps

    def identity(self, last: Tensor) -> Tensor:
        """What tells people apart, before it is made into 128 numbers: the last map of a face cut as
        ArcFace has it (S = 112), [N,512,7,7] -> [N,512]"""
        return self.conv_6dw7_7(last).flatten(1)

    @torch.no_grad()
    def load_arcface(self, params: Path) -> None:
        """Fill every unit from an MXNet .params file; raises KeyError for one of another network."""
        arrays = read_mxnet(params)
        for stem, (convolution, norm, *activation) in self.units().items():
            convolution.weight.copy_(arrays[f"arg:{stem}_conv2d_weight"])
            norm.weight.copy_(arrays[f"arg:{stem}_batchnorm_gamma"])
            norm.bias.copy_(arrays[f"arg:{stem}_batchnorm_beta"])
            norm.running_mean.copy_(arrays[f"aux:{stem}_batchnorm_moving_mean"])
            norm.running_var.copy_(arrays[f"aux:{stem}_batchnorm_moving_var"])
            for prelu in activation:
                prelu.weight.copy_(arrays[f"arg:{stem}_relu_gamma"])


def read_mxnet(path: Path) -> dict[str, Tensor]:
    """The f32 arrays of an MXNet NDArray list (format V2: dense, dims of 64 bits), by name."""
    data, at = path.read_bytes(), 0

    def take(layout: str) -> tuple:
        nonlocal at
        values = struct.unpack_from("<" + layout, data, at)
        at += struct.calcsize("<" + layout)
        return values

    magic, _, count = take("QQQ")
    if magic != 0x112:
        raise ValueError(f"{path} is not an MXNet parameter file")
    arrays = []
    for _ in range(count):
        version, storage, rank = take("IiI")
        if version != 0xF993FAC9 or storage != 0:
            raise ValueError(f"{path}: array format {version:#x}, storage {storage} is not known")
        shape = take(f"{rank}q")
        *_, kind = take("iii")
        if kind != 0:
            raise ValueError(f"{path}: arrays must be f32, this has type {kind}")
        size = int(np.prod(shape))
        arrays.append(torch.from_numpy(np.frombuffer(data, "<f4", size, at).reshape(shape).copy()))
        at += 4 * size
    (named,) = take("Q")
    names = []
    for _ in range(named):
        (length,) = take("Q")
        names.append(data[at : at + length].decode())
        at += length
    return dict(zip(names, arrays, strict=True))
