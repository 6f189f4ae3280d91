"""Networks read back from the files that ship, for runs that go on where the checkpoints are gone."""
from __future__ import annotations

from pathlib import Path

import onnx
import torch
from onnx import numpy_helper
from torch import Tensor, nn

from .dual_path import DualPath, DualPathConfig
from .export import deployed
from .generator import GeneratorConfig, make_generator


def read_generator(path: Path, config: GeneratorConfig) -> nn.Module:
    """The abstraction net as it ships, norms folded: to draw with, not to train."""
    generator = deployed(make_generator(config))
    generator.load_state_dict(weights(path))
    return generator


def read_dual_path(path: Path, config: DualPathConfig) -> DualPath:
    """The dual-path net with its folded norms as identities; `initialise.unfold_norms` makes them trainable."""
    folded = deployed(DualPath(config))
    folded.load_state_dict(weights(path))
    network = DualPath(config)
    state = network.state_dict() | folded.state_dict()
    network.load_state_dict({name: state[name] for name in network.state_dict()})
    for name, norm in network.named_modules():
        if isinstance(norm, (nn.BatchNorm1d, nn.BatchNorm2d)):
            become_identity(norm)
            convolution = name.replace("bn", "conv").replace("downsample.1", "downsample.0")
            if f"{convolution}.bias" in state:
                norm.bias.data.copy_(state[f"{convolution}.bias"])
    return network.eval()


def weights(path: Path) -> dict[str, Tensor]:
    """A file's initializers by their PyTorch names, f32."""
    tensors = onnx.load(path).graph.initializer
    return {t.name.removesuffix("_f16"): torch.from_numpy(numpy_helper.to_array(t).copy()).float() for t in tensors if t.dims}


def become_identity(norm: nn.BatchNorm1d | nn.BatchNorm2d) -> None:
    norm.reset_parameters()
    norm.running_var.fill_(1 - norm.eps)
