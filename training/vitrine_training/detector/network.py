"""A small face detector of YuNet's architecture (Wu, Peng and Yu, 2023), without norms: they are folded
into the weights it begins with.

Every block is a 1×1 convolution followed by a depthwise 3×3 one, so that 75,000 weights see a whole picture
in ten milliseconds. Three maps of cells (8, 16 and 32 px wide) each answer: is here a face, how sure is the
box, the box, and the five points of the face.
"""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional as F

STRIDES_PX = (8, 16, 32)
FACE_CHANNELS, POINT_CHANNELS = 6, 10
CHANNELS = FACE_CHANNELS + POINT_CHANNELS
"""Of each cell: class logit, objectness logit, centre x and y, log width and height (all in strides), five
points x, y (in strides)."""
HEADS = ("cls", "obj", "bbox", "kps")
"""The published heads, in the order of our channels."""
POINTS = ("right eye", "left eye", "nose", "right mouth corner", "left mouth corner")
"""As the person has them: in a picture that is not mirrored, the right eye is the one further left."""


class Block(nn.Module):
    """[N,a,H,W] -> [N,b,H,W]: mix the channels, then look at the neighbours."""

    def __init__(self, channels_in: int, channels_out: int, relu: bool = True):
        super().__init__()
        self.mix = nn.Conv2d(channels_in, channels_out, 1)
        self.look = nn.Conv2d(channels_out, channels_out, 3, padding=1, groups=channels_out)
        self.relu = relu

    def forward(self, x: Tensor) -> Tensor:
        x = self.look(self.mix(x))
        return F.relu(x) if self.relu else x


class FaceNet(nn.Module):
    """RGB pictures to raw answers; sides are multiples of 32 px."""

    def __init__(self, width: int = 64):
        super().__init__()
        self.stem = nn.Conv2d(3, 16, 3, stride=2, padding=1)
        self.fine = nn.ModuleList(
            [Block(16, 16), Block(16, 16), Block(16, width), Block(width, width), Block(width, width)]
        )
        self.stages = nn.ModuleList(
            [nn.Sequential(Block(width, width), Block(width, width)) for _ in STRIDES_PX]
        )
        self.laterals = nn.ModuleList([Block(width, width) for _ in STRIDES_PX])
        self.shared = nn.ModuleList([Block(width, width) for _ in STRIDES_PX])
        self.closer = nn.ModuleList([nn.Identity(), Block(width, width), Block(width, width)])
        self.faces = nn.ModuleList([Block(width, FACE_CHANNELS, relu=False) for _ in STRIDES_PX])
        self.points = nn.ModuleList([Block(width, POINT_CHANNELS, relu=False) for _ in STRIDES_PX])

    def forward(self, rgb: Tensor) -> list[Tensor]:
        """f32[N,3,H,W], 0–255 -> for each stride s f32[N,16,H/s,W/s]"""
        return [self.answer(level, x) for level, x in enumerate(self.blended(rgb))]

    def blended(self, rgb: Tensor) -> list[Tensor]:
        """What each stride's cells see: f32[N,64,H/s,W/s]"""
        x = F.max_pool2d(self.fine[0](F.relu(self.stem(rgb))), 2)
        for block in self.fine[1:]:
            x = block(x)
        levels = []
        for stage in self.stages:
            x = stage(F.max_pool2d(x, 2))
            levels.append(x)
        return self.blend(levels)

    def answer(self, level: int, x: Tensor) -> Tensor:
        """Faces large enough to be aligned (strides 16 and 32) have a block of their own for the points."""
        shared = self.shared[level](x)
        about = shared if level == 0 else self.closer[level](x)
        return torch.cat([self.faces[level](shared), self.points[level](about)], dim=1)

    def blend(self, levels: list[Tensor]) -> list[Tensor]:
        """Coarse cells tell the finer ones what they saw, coarsest first."""
        blended = [self.laterals[-1](levels[-1])]
        for level, lateral in zip(levels[-2::-1], self.laterals[-2::-1]):
            blended.insert(0, lateral(level + F.interpolate(blended[0], scale_factor=2, mode="nearest")))
        return blended


def load(path: Path) -> FaceNet:
    """A network of ours: the state dict in `final.pt`, or YuNet's published checkpoint."""
    saved = torch.load(path, map_location="cpu", weights_only=True)
    network = FaceNet()
    network.load_state_dict(from_yunet(saved["state_dict"]) if "state_dict" in saved else saved)
    return network.eval()


def from_yunet(published: dict[str, Tensor]) -> dict[str, Tensor]:
    """The published checkpoint (`yunet_n.pth`, BGR, batch norms) as a state dict of FaceNet: RGB, norms
    folded, and what looks closer for the points begins as a copy of what the faces are seen by."""
    stem = folded(published, "backbone.model0.conv1", "backbone.model0.bn1")
    ours = {"stem.weight": stem[0].flip(1), "stem.bias": stem[1]}
    blocks = {
        "fine.0": "backbone.model0.conv2",
        "fine.1": "backbone.model1.conv1",
        "fine.2": "backbone.model1.conv2",
        "fine.3": "backbone.model2.conv1",
        "fine.4": "backbone.model2.conv2",
    }
    for level in range(len(STRIDES_PX)):
        for half in (0, 1):
            blocks[f"stages.{level}.{half}"] = f"backbone.model{3 + level}.conv{half + 1}"
        blocks[f"laterals.{level}"] = f"neck.lateral_convs.{level}"
        blocks[f"shared.{level}"] = f"bbox_head.multi_level_share_convs.{level}.0"
        if level > 0:
            blocks[f"closer.{level}"] = blocks[f"shared.{level}"]
    for name, theirs in blocks.items():
        look = folded(published, f"{theirs}.conv2", f"{theirs}.bn")
        mix = published[f"{theirs}.conv1.weight"], published[f"{theirs}.conv1.bias"]
        ours |= {
            f"{name}.mix.weight": mix[0],
            f"{name}.mix.bias": mix[1],
            f"{name}.look.weight": look[0],
            f"{name}.look.bias": look[1],
        }
    for level in range(len(STRIDES_PX)):
        for part, conv in (("mix", "conv1"), ("look", "conv2")):
            for kind in ("weight", "bias"):
                theirs = {h: f"bbox_head.multi_level_{h}.{level}.{conv}.{kind}" for h in HEADS}
                face = [published[theirs[head]] for head in ("cls", "obj", "bbox")]
                ours[f"faces.{level}.{part}.{kind}"] = torch.cat(face)
                ours[f"points.{level}.{part}.{kind}"] = published[theirs["kps"]]
    return ours


def folded(
    published: dict[str, Tensor], convolution: str, norm: str, epsilon: float = 1e-5
) -> tuple[Tensor, Tensor]:
    """Weight and bias of a convolution that does what it and its batch norm did."""
    gain = published[f"{norm}.weight"] / (published[f"{norm}.running_var"] + epsilon).sqrt()
    bias = (published[f"{convolution}.bias"] - published[f"{norm}.running_mean"]) * gain + published[
        f"{norm}.bias"
    ]
    return published[f"{convolution}.weight"] * gain[:, None, None, None], bias
