"""Networks read back from the files that ship, for runs that go on where the checkpoints are gone."""
from __future__ import annotations

from pathlib import Path

import onnx
import torch
from onnx import numpy_helper
from torch import Tensor, nn

from .dual_path import DualPath, DualPathConfig
from .export import convolutions_with_norms, deployed
from .generator import GeneratorConfig, make_generator


def read_generator(path: Path, config: GeneratorConfig) -> nn.Module:
    """The abstraction net as it shipped, its folded norms as identities; without what fits its size to the pair's (AtDrawingSize)."""
    own = {name.removeprefix("draw."): value for name, value in weights(path).items()}
    generator = with_identity_norms(make_generator(config), own)
    generator.config = config
    return generator.requires_grad_(False)


def read_dual_path(path: Path, config: DualPathConfig) -> DualPath:
    """The dual-path net as it shipped, its folded norms as identities."""
    return with_identity_norms(DualPath(config), weights(path))


def with_identity_norms(network: nn.Module, folded: dict[str, Tensor]) -> nn.Module:
    """Give a network the weights of its deployed form: each norm becomes an identity plus the bias it was folded into.

    `initialise.unfold_norms` makes such norms trainable. Raises RuntimeError where a weight is missing or has another shape.
    """
    deployed(network).load_state_dict(folded)
    state = network.state_dict() | folded
    network.load_state_dict({name: state[name] for name in network.state_dict()})
    for norm in (m for m in network.modules() if isinstance(m, (nn.BatchNorm1d, nn.BatchNorm2d))):
        norm.reset_parameters()
        norm.running_var.fill_(1 - norm.eps)
    for convolution, norm in convolutions_with_norms(network):
        network.get_submodule(norm).bias.data.copy_(folded[f"{convolution}.bias"])
    return network.eval()


def weights(path: Path) -> dict[str, Tensor]:
    """A file's initializers by their PyTorch names, f32."""
    tensors = onnx.load(path).graph.initializer
    return {t.name.removesuffix("_f16"): torch.from_numpy(numpy_helper.to_array(t).copy()).float() for t in tensors if t.dims}
