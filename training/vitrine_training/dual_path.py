"""The dual-path attribute net (paper §3.2, §3.4, Fig. 1–2).

original    [N,3,S,S] ─▶ stem ─▶ block ─▶ max ─▶ block ─▶ max ─▶ … ─▶ pool ─▶ norm ─┐ ▲                ▲
├─▶ concat ─▶ linear ─▶ logits [N,40] abstraction [N,3,S,S] ─▶ stem ─▶ block ───┴─────▶ block ───┴─▶ …
─────▶ pool ─▶ norm ─┘
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import torch
from torch import Tensor, nn

from .layouts import ATTRIBUTES
from .runs import save_whole


@dataclass(frozen=True)
class DualPathConfig:
    """Sizes and switches. Names of parameters inside a path are torchvision's, so its weights load by
    name."""

    block: Literal["basic", "bottleneck"] = "basic"
    depths: tuple[int, ...] = (2, 2, 2, 1)  # residual blocks per stage
    widths: tuple[int, ...] = (64, 128, 256, 256)  # channels per stage (times 4 at a bottleneck's exit)
    paths: Literal["dual", "original", "abstraction"] = "dual"
    fusion: Literal["max", "none"] = "max"
    feature_norm: bool = True
    dropout: float = 0.2


def resnet(depth: int, **switches) -> DualPathConfig:
    """The paper's backbones: ResNet-18 and 34 of basic blocks, ResNet-50 of bottlenecks."""
    block, depths = {
        18: ("basic", (2, 2, 2, 2)),
        34: ("basic", (3, 4, 6, 3)),
        50: ("bottleneck", (3, 4, 6, 3)),
    }[depth]
    return DualPathConfig(block=block, depths=depths, widths=(64, 128, 256, 512), **switches)


class BasicBlock(nn.Module):
    """Two 3×3 convolutions and a shortcut; [N,in,H,W] -> [N,out,H/stride,W/stride]."""

    expansion = 1

    def __init__(self, c_in: int, width: int, stride: int):
        super().__init__()
        self.conv1 = nn.Conv2d(c_in, width, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        self.conv2 = nn.Conv2d(width, width, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(width)
        self.relu = nn.ReLU()
        self.downsample = shortcut(c_in, width, stride)

    def forward(self, x: Tensor) -> Tensor:
        y = self.relu(self.bn1(self.conv1(x)))
        return self.relu(self.bn2(self.conv2(y)) + self.downsample(x))


class Bottleneck(nn.Module):
    """1×1, 3×3, 1×1 and a shortcut (the paper's residual blocks A with projection, B with identity)."""

    expansion = 4

    def __init__(self, c_in: int, width: int, stride: int):
        super().__init__()
        self.conv1 = nn.Conv2d(c_in, width, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        self.conv2 = nn.Conv2d(width, width, 3, stride, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(width)
        self.conv3 = nn.Conv2d(width, 4 * width, 1, bias=False)
        self.bn3 = nn.BatchNorm2d(4 * width)
        self.relu = nn.ReLU()
        self.downsample = shortcut(c_in, 4 * width, stride)

    def forward(self, x: Tensor) -> Tensor:
        y = self.relu(self.bn1(self.conv1(x)))
        y = self.relu(self.bn2(self.conv2(y)))
        return self.relu(self.bn3(self.conv3(y)) + self.downsample(x))


def shortcut(c_in: int, c_out: int, stride: int) -> nn.Module:
    if stride == 1 and c_in == c_out:
        return nn.Identity()
    return nn.Sequential(nn.Conv2d(c_in, c_out, 1, stride, bias=False), nn.BatchNorm2d(c_out))


class ResNet(nn.Module):
    """One ResNet without its classifier. `blocks()` lists the residual blocks in order, for fusion between
    them."""

    def __init__(self, config: DualPathConfig):
        super().__init__()
        self.config = config
        block = {"basic": BasicBlock, "bottleneck": Bottleneck}[config.block]
        self.conv1 = nn.Conv2d(3, 64, 7, 2, 3, bias=False)
        self.bn1 = nn.BatchNorm2d(64)
        self.relu = nn.ReLU()
        self.maxpool = nn.MaxPool2d(3, 2, 1)
        channels = 64
        self.widths = [64]
        for stage, (depth, width) in enumerate(zip(config.depths, config.widths), start=1):
            blocks = []
            for i in range(depth):
                blocks.append(block(channels, width, stride=2 if stage > 1 and i == 0 else 1))
                channels = width * block.expansion
            self.add_module(f"layer{stage}", nn.Sequential(*blocks))
            self.widths.append(channels)
        self.stages = len(config.depths)
        self.features = channels

    def stem(self, x: Tensor) -> Tensor:
        """[N,3,S,S] -> [N,64,S/4,S/4]"""
        return self.maxpool(self.relu(self.bn1(self.conv1(x))))

    def early(self, stages: int) -> list[nn.Module]:
        """The stem and the first stages."""
        return [self.conv1, self.bn1, *(getattr(self, f"layer{stage}") for stage in range(1, stages + 1))]

    def maps(self, x: Tensor) -> list[Tensor]:
        """[N,3,S,S] -> the map in front of the pooling (S/2) and that of each stage (S/4, S/8, …),
        `widths` channels each."""
        maps = [self.relu(self.bn1(self.conv1(x)))]
        x = self.maxpool(maps[0])
        for stage in range(1, self.stages + 1):
            x = getattr(self, f"layer{stage}")(x)
            maps.append(x)
        return maps

    def blocks(self) -> list[nn.Module]:
        return [b for stage in range(1, self.stages + 1) for b in getattr(self, f"layer{stage}")]


class DualPath(nn.Module):
    """Attribute logits from a photo and its abstraction image. With one path only, the other input is
    ignored."""

    def __init__(self, config: DualPathConfig, outputs: int = len(ATTRIBUTES)):
        super().__init__()
        self.config = config
        names = ("original", "abstraction") if config.paths == "dual" else (config.paths,)
        self.paths = nn.ModuleDict({name: ResNet(config) for name in names})
        features = self.paths[names[0]].features
        self.norms = nn.ModuleDict(
            {name: nn.BatchNorm1d(features) if config.feature_norm else nn.Identity() for name in names}
        )
        self.dropout = nn.Dropout(config.dropout)
        self.head = nn.Linear(features * len(names), outputs)

    def forward(self, original: Tensor, abstraction: Tensor) -> Tensor:
        """original, abstraction: [N,3,S,S] f32 in −1..1 -> logits [N,40]"""
        vectors = self.pooled(original, abstraction)
        return self.head(self.dropout(vectors))

    def pooled(self, original: Tensor, abstraction: Tensor) -> Tensor:
        """The concatenated feature vector in front of the classifier: [N, paths × features]"""
        images = {"original": original, "abstraction": abstraction}
        maps = [path.stem(images[name]) for name, path in self.paths.items()]
        for blocks in zip(*(path.blocks() for path in self.paths.values())):
            maps = [block(x) for block, x in zip(blocks, maps)]
            if len(maps) == 2 and self.config.fusion == "max":
                maps[0] = torch.maximum(
                    maps[0], maps[1]
                )  # the abstraction path's map flows into the original path
        vectors = [norm(x.mean(dim=(2, 3))) for norm, x in zip(self.norms.values(), maps)]
        return torch.cat(vectors, dim=1)


def save_network(model: DualPath, path: Path, trained: dict) -> None:
    """Weights in f32 with the config they need, and how they were trained (runs.provenance)."""
    save_whole({"config": vars(model.config), "state": model.state_dict(), "trained": trained}, path)


def load_network(path: Path) -> DualPath:
    """From final.pt, or from a checkpoint.pt beside a config of its own kind (its averaged weights)."""
    saved = torch.load(path, map_location="cpu", weights_only=True)
    model = DualPath(DualPathConfig(**saved["config"]))
    model.load_state_dict(saved["state"])
    return model.eval()
