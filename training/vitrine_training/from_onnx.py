"""Networks read back from the files that ship, for runs that go on where the checkpoints are gone."""

from __future__ import annotations

from pathlib import Path

import onnx
import torch
from onnx import numpy_helper
from torch import Tensor, nn

from .age_gender import AgeGender
from .dual_path import DualPath, DualPathConfig
from .export import convolutions_with_norms, deployed
from .generator import GeneratorConfig, make_generator


def read_generator(path: Path, config: GeneratorConfig) -> nn.Module:
    """The abstraction net of attributes.onnx, its folded norms as identities; without what fits its size
    to the pair's (AtDrawingSize)."""
    own = {name.removeprefix("draw."): value for name, value in weights(path, "generator.").items()}
    generator = with_identity_norms(make_generator(config), own)
    generator.config = config
    return generator.requires_grad_(False)


def read_dual_path(path: Path, config: DualPathConfig) -> DualPath:
    """The dual-path net of attributes.onnx, its folded norms as identities."""
    return with_identity_norms(DualPath(config), weights(path, "network."))


def read_age_gender(path: Path, config: DualPathConfig) -> AgeGender:
    """The net of age-gender.onnx, its folded norms as identities; the features' norm is not folded there."""
    return with_identity_norms(AgeGender(config), weights(path, "network."))


def with_identity_norms(network: nn.Module, folded: dict[str, Tensor]) -> nn.Module:
    """Give a network the weights of its deployed form: each norm becomes an identity plus the bias it was
    folded into, and a norm that was not folded stays as it is.

    `initialise.unfold_norms` makes such norms trainable. Raises RuntimeError where a weight is missing or has
    another shape.
    """
    needed = {name for name in deployed(network).state_dict() if not name.endswith("num_batches_tracked")}
    if needed - folded.keys():
        raise RuntimeError(f"the file lacks {', '.join(sorted(needed - folded.keys()))}")
    for name, norm in network.named_modules():
        if isinstance(norm, (nn.BatchNorm1d, nn.BatchNorm2d)) and f"{name}.running_mean" not in folded:
            norm.reset_parameters()
            norm.running_var.fill_(1 - norm.eps)
    state = network.state_dict() | {n: value for n, value in folded.items() if n in network.state_dict()}
    for convolution, norm in convolutions_with_norms(network):
        state[f"{norm}.bias"] = folded[f"{convolution}.bias"]
    network.load_state_dict(state)
    return network.eval()


def weights(path: Path, prefix: str) -> dict[str, Tensor]:
    """The initializers of one network in a file by their PyTorch names, f32."""
    tensors = {
        t.name.removesuffix("_f16"): torch.from_numpy(numpy_helper.to_array(t).copy()).float()
        for t in onnx.load(path).graph.initializer
        if t.dims
    }
    return {name.removeprefix(prefix): t for name, t in tensors.items() if name.startswith(prefix)}
