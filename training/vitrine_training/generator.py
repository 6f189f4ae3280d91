"""The facial abstraction net (paper §3.3): pix2pixHD's global generator and discriminators, and a compact
generator."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from .targets import COLOURS, DARKEST, PARTS, part_logits


@dataclass(frozen=True)
class GeneratorConfig:
    """`global`: pix2pixHD's (paper: width 64, downs 4, blocks 9, at 256 px). `compact`: ours for a CPU
    (width 24, downs 2, blocks 3)."""

    kind: Literal["compact", "global"] = "compact"
    width: int = 24
    downs: int = 2
    blocks: int = 3


PAPER_GENERATOR = GeneratorConfig("global", width=64, downs=4, blocks=9)


def make_generator(config: GeneratorConfig) -> nn.Module:
    generator = {"compact": CompactGenerator, "global": GlobalGenerator}[config.kind](config)
    generator.config = config
    return generator


class GlobalGenerator(nn.Sequential):
    """c7s1, strided convs doubling the width, residual blocks, transposed convs, c7s1, tanh; instance norm
    throughout.

    photo [N,3,S,S] in −1..1 -> abstraction [N,3,S,S] in −1..1; S divisible by 2^downs.
    """

    def __init__(self, config: GeneratorConfig):
        width = config.width
        layers = [nn.ReflectionPad2d(3), nn.Conv2d(3, width, 7), nn.InstanceNorm2d(width), nn.ReLU()]
        for _ in range(config.downs):
            layers += [nn.Conv2d(width, 2 * width, 3, 2, 1), nn.InstanceNorm2d(2 * width), nn.ReLU()]
            width *= 2
        layers += [ReflectedResidual(width) for _ in range(config.blocks)]
        for _ in range(config.downs):
            layers += [
                nn.ConvTranspose2d(width, width // 2, 3, 2, 1, output_padding=1),
                nn.InstanceNorm2d(width // 2),
                nn.ReLU(),
            ]
            width //= 2
        super().__init__(*layers, nn.ReflectionPad2d(3), nn.Conv2d(width, 3, 7), nn.Tanh())

    def draw(self, photo: Tensor) -> tuple[Tensor, Tensor]:
        """The abstraction image and the logits of its parts [N,11,S,S], as read back from its colours."""
        image = self(photo)
        return image, part_logits(image.float())


class ReflectedResidual(nn.Module):
    """pix2pixHD's residual block: [N,C,H,W] -> [N,C,H,W]"""

    def __init__(self, width: int):
        super().__init__()
        conv = lambda: (nn.ReflectionPad2d(1), nn.Conv2d(width, width, 3), nn.InstanceNorm2d(width))  # noqa: E731
        self.body = nn.Sequential(*conv(), nn.ReLU(), *conv())

    def forward(self, x: Tensor) -> Tensor:
        return x + self.body(x)


class CompactGenerator(nn.Module):
    """The same idea for a CPU: no full-resolution convolutions, batch norm (it folds away), pixel shuffle
    up, added skips.

    It paints by the targets' own formula (targets.py): the mean of the parts' colours under their
    probabilities, times a texture. photo [N,3,S,S] in −1..1 -> abstraction [N,3,S,S] in −1..1; S divisible
    by 2^(downs+1).
    """

    palette: Tensor

    def __init__(self, config: GeneratorConfig):
        super().__init__()
        widths = [config.width * 2**i for i in range(config.downs + 1)]
        self.stem = conv_norm_relu(3, widths[0], kernel=5, stride=2)
        self.down = nn.ModuleList(conv_norm_relu(a, b, stride=2) for a, b in pairwise(widths))
        self.blocks = nn.Sequential(*(NormedResidual(widths[-1]) for _ in range(config.blocks)))
        steps = list(zip(widths[::-1], widths[-2::-1]))
        self.up = nn.ModuleList(
            nn.Sequential(nn.Conv2d(a, 4 * b, 3, padding=1), nn.PixelShuffle(2)) for a, b in steps
        )
        self.refine = nn.ModuleList(conv_norm_relu(b, b) for _, b in steps)
        self.out = nn.Sequential(nn.Conv2d(widths[0], 4 * (len(PARTS) + 1), 3, padding=1), nn.PixelShuffle(2))
        self.register_buffer(
            "palette", torch.from_numpy(COLOURS.T.copy())[:, :, None, None], persistent=False
        )

    def forward(self, photo: Tensor) -> Tensor:
        return self.draw(photo)[0]

    def draw(self, photo: Tensor) -> tuple[Tensor, Tensor]:
        """The abstraction image and the logits of its parts, [N,11,S,S]."""
        logits, texture = self.parts_and_texture(photo).float().split([len(PARTS), 1], dim=1)
        # The softmax written out: the runtime's own, over channels of a large picture, took 40 % of the net's
        # time.
        likelihood = (logits - logits.amax(dim=1, keepdim=True)).exp()
        colour = F.conv2d(likelihood / likelihood.sum(dim=1, keepdim=True), self.palette)
        return 2 * colour * (DARKEST + (1 - DARKEST) * texture.sigmoid()) - 1, logits

    def parts_and_texture(self, photo: Tensor) -> Tensor:
        maps = [self.stem(photo)]
        for down in self.down:
            maps.append(down(maps[-1]))
        x = self.blocks(maps.pop())
        for up, refine in zip(self.up, self.refine):
            x = refine(up(x) + maps.pop())
        return self.out(x)


class NormedResidual(nn.Module):
    def __init__(self, width: int):
        super().__init__()
        self.first = conv_norm_relu(width, width)
        self.conv = nn.Conv2d(width, width, 3, padding=1, bias=False)
        self.norm = nn.BatchNorm2d(width)

    def forward(self, x: Tensor) -> Tensor:
        return F.relu(x + self.norm(self.conv(self.first(x))))


def conv_norm_relu(c_in: int, c_out: int, kernel: int = 3, stride: int = 1) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(c_in, c_out, kernel, stride, kernel // 2, bias=False), nn.BatchNorm2d(c_out), nn.ReLU()
    )


class AtDrawingSize(nn.Module):
    """Draws at the size the generator learnt at, where the pictures have another: [N,3,S,S] in −1..1 ->
    [N,3,S,S]

    back: how a drawing gets the picture's size; "area" where that is much the smaller one
    """

    def __init__(self, draw: nn.Module, drawing_px: int, back: Literal["bilinear", "area"] = "bilinear"):
        super().__init__()
        self.draw, self.drawing_px, self.back = draw, drawing_px, back

    def forward(self, photo: Tensor) -> Tensor:
        drawn = self.draw(F.interpolate(photo, size=(self.drawing_px, self.drawing_px), mode="bilinear"))
        return F.interpolate(drawn.float(), size=photo.shape[2:], mode=self.back)


class PatchDiscriminator(nn.Module):
    """A 70×70 patch discriminator on the pair (photo, abstraction): [N,6,S,S] -> its layers' maps, the
    last are the scores."""

    def __init__(self, width: int = 64):
        super().__init__()
        layers = [nn.Sequential(nn.Conv2d(6, width, 4, 2, 2), nn.LeakyReLU(0.2))]
        for stride in (2, 2, 1):
            wider = min(512, 2 * width)
            layers.append(
                nn.Sequential(
                    nn.Conv2d(width, wider, 4, stride, 2), nn.InstanceNorm2d(wider), nn.LeakyReLU(0.2)
                )
            )
            width = wider
        self.layers = nn.ModuleList([*layers, nn.Conv2d(width, 1, 4, 1, 2)])

    def forward(self, pair: Tensor) -> list[Tensor]:
        maps = [pair]
        for layer in self.layers:
            maps.append(layer(maps[-1]))
        return maps[1:]


class ThreeScaleDiscriminator(nn.Module):
    """D1–D3 on the pair, its half and its quarter (eq. 2): a list of three lists of maps."""

    def __init__(self, width: int = 64, scales: int = 3):
        super().__init__()
        self.scales = nn.ModuleList(PatchDiscriminator(width) for _ in range(scales))

    def forward(self, photo: Tensor, abstraction: Tensor) -> list[list[Tensor]]:
        pair = torch.cat([photo, abstraction], dim=1)
        seen = []
        for discriminator in self.scales:
            seen.append(discriminator(pair))
            pair = F.avg_pool2d(pair, 3, 2, 1, count_include_pad=False)
        return seen
