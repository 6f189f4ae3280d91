"""Where weights begin: ImageNet's ResNet-18 with folded batch norms, a network that shipped, a dual net
from a single-path one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import torch
from torch import Tensor, nn

from .dual_path import Bottleneck, DualPath, ResNet

IMAGENET_MEAN = (0.485, 0.456, 0.406)
IMAGENET_STD = (0.229, 0.224, 0.225)


def load_imagenet(path: ResNet, file: Path, faces: Tensor) -> list[str]:
    """Fill a path from torchvision-named weights and give its folded batch norms statistics to train with.

    faces: [N,3,S,S] f32 in −1..1, a few hundred. Returns the names that stayed random.
    """
    state = torch.load(file, map_location="cpu", weights_only=True)
    own = path.state_dict()
    fitting = {
        k: v.clone()
        for k, v in state.items()
        if k in own and own[k].shape == v.shape and "num_batches" not in k
    }
    # A block whose convolutions are missing must not keep the norms of another, wider network.
    whole = {
        k
        for k in fitting
        if _block(k) not in {_block(m) for m in own if m.endswith("weight") and m not in fitting}
    }
    path.load_state_dict({k: fitting[k] for k in whole}, strict=False)
    _accept_our_range(path)
    unfold_norms(path, lambda: path.maps(faces))
    return sorted(k for k in own if k not in whole and k.endswith("weight"))


def _block(name: str) -> str:
    """'layer3.1.conv2.weight' -> 'layer3.1'; the stem is its own block."""
    return ".".join(name.split(".")[:2]) if name.startswith("layer") else "stem"


def _accept_our_range(path: ResNet) -> None:
    """The weights expect (rgb01 − mean)/std; ours is rgb01·2 − 1. Fold the change into the stem."""
    std, mean = torch.tensor(IMAGENET_STD).view(1, 3, 1, 1), torch.tensor(IMAGENET_MEAN).view(1, 3, 1, 1)
    with torch.no_grad():
        weight = path.conv1.weight
        path.bn1.bias += (weight * (0.5 - mean) / std).sum(dim=(1, 2, 3))
        weight *= 0.5 / std


@torch.no_grad()
def unfold_norms(network: nn.Module, run: Callable[[], object]) -> None:
    """Per norm: running mean μ and variance σ² of its input, weight·σ, bias + weight·μ. The function
    stays, the norm trains.

    run: sends a few hundred faces through the network, whose norms are measured on them in order.
    """

    def measure(norm: nn.BatchNorm1d | nn.BatchNorm2d, inputs: tuple[Tensor, ...]) -> None:
        over = [0, *range(2, inputs[0].dim())]
        mean, std = inputs[0].mean(dim=over), inputs[0].std(dim=over).clamp_min(1e-3)
        gain = norm.weight / (norm.running_var + norm.eps).sqrt()
        norm.bias += gain * (mean - norm.running_mean)
        norm.weight.copy_(gain * (std.square() + norm.eps).sqrt())
        norm.running_mean.copy_(mean)
        norm.running_var.copy_(std.square())

    hooks = [
        m.register_forward_pre_hook(measure)
        for m in network.modules()
        if isinstance(m, (nn.BatchNorm1d, nn.BatchNorm2d))
    ]
    network.eval()
    run()
    for hook in hooks:
        hook.remove()
    network.train()


QUIET = 0.1
"""Share of its size at which the abstraction path's maps begin."""


@torch.no_grad()
def quieten(path: ResNet, share: float = QUIET) -> None:
    """Make a path's maps between its blocks `share` of their size; what each block computes inside, and
    the features up to that scale, stay.

    The merge by maximum then begins as the original path's own map, as its layers were trained to read it,
    and the abstraction path grows into it where that lowers the loss.
    """
    scale_written(path.bn1, share)
    for block in path.blocks():
        scale_read(block.bn1, share)
        scale_written(block.bn3 if isinstance(block, Bottleneck) else block.bn2, share)
        if not isinstance(block.downsample, nn.Identity):
            scale_read(block.downsample[1], share)
            scale_written(block.downsample[1], share)


def scale_written(norm: nn.BatchNorm2d, share: float) -> None:
    norm.weight *= share
    norm.bias *= share


def scale_read(norm: nn.BatchNorm2d, share: float) -> None:
    norm.running_mean *= share
    norm.running_var *= share**2


@torch.no_grad()
def widen_to_dual(single: DualPath, dual: DualPath) -> None:
    """Both paths start as the single path. The classifier sees the abstraction's features with weight 0 at
    first."""
    (name,) = single.paths.keys()
    for path in dual.paths:
        dual.paths[path].load_state_dict(single.paths[name].state_dict())
        dual.norms[path].load_state_dict(single.norms[name].state_dict())
    dual.head.weight.zero_()
    dual.head.weight[:, : single.head.in_features] = single.head.weight
    dual.head.bias.copy_(single.head.bias)


@torch.no_grad()
def standardise_features(dual: DualPath) -> None:
    """Move the feature norms' weights and biases into the classifier. The function stays, and features
    that are dropped leave the mean answer."""
    weight = torch.cat([norm.weight for norm in dual.norms.values()])
    bias = torch.cat([norm.bias for norm in dual.norms.values()])
    dual.head.bias += dual.head.weight @ bias
    dual.head.weight *= weight
    for norm in dual.norms.values():
        nn.init.ones_(norm.weight)
        nn.init.zeros_(norm.bias)
