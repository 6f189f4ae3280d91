"""PyTorch -> one ONNX file per network: norms folded, weights kept as f16 and computed in f32, batch free.

Weights are rounded to f16 *in the PyTorch network* before anything is compared, so f16 halves the files and costs no parity;
what the rounding costs in accuracy is measured with everything else, for the rounded network is the one that is measured.
"""
from __future__ import annotations

import copy
import io
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
import onnxruntime as ort
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import nn
from torch.nn.utils.fusion import fuse_conv_bn_eval

from .dual_path import DualPath

OPSET = 17
LARGEST_FILE_BYTES = 25_000_000


@dataclass(frozen=True)
class Signature:
    """Names of a network's inputs ([N,3,S,S] f32 in −1..1) and of its output."""

    inputs: tuple[str, ...]
    output: str


ABSTRACTION = Signature(("original",), "abstraction")
DUAL_PATH = Signature(("original", "abstraction"), "logits")
AGE_GENDER = Signature(("face",), "answers")


def deployed(network: nn.Module) -> nn.Module:
    """A copy as it ships: eval mode, each convolution's norm folded into it, weights rounded to f16."""
    network = copy.deepcopy(network).cpu().float().eval().requires_grad_(False)
    fold_norms(network)
    if isinstance(network, DualPath):
        fold_feature_norms(network)
    for parameter in network.parameters():
        parameter.copy_(parameter.half().float())
    return network


def fold_norms(network: nn.Module) -> None:
    for convolution, norm in convolutions_with_norms(network):
        network.set_submodule(convolution, fuse_conv_bn_eval(network.get_submodule(convolution), network.get_submodule(norm)))
        network.set_submodule(norm, nn.Identity())


def convolutions_with_norms(network: nn.Module) -> list[tuple[str, str]]:
    """Names of each convolution and of the BatchNorm2d registered just behind it: every block here lists them in that order."""
    named = list(network.named_modules())
    return [(a, b) for (a, first), (b, second) in zip(named, named[1:]) if isinstance(first, nn.Conv2d) and isinstance(second, nn.BatchNorm2d)]


def fold_feature_norms(network: DualPath) -> None:
    """The norms of the pooled vectors are affine in eval mode and the classifier follows: one product does both."""
    norms = [n for n in network.norms.values() if isinstance(n, nn.BatchNorm1d)]
    if not norms:
        return
    gains = [n.weight / (n.running_var + n.eps).sqrt() for n in norms]
    shifts = torch.cat([n.bias - g * n.running_mean for n, g in zip(norms, gains)])
    network.head.bias += network.head.weight @ shifts
    network.head.weight *= torch.cat(gains)
    network.norms = nn.ModuleDict({name: nn.Identity() for name in network.norms})


def export(network: nn.Module, signature: Signature, size_px: int, path: Path, *, largest_bytes: int | None = LARGEST_FILE_BYTES) -> None:
    """Write a deployed network. Raises ValueError where the file would have more than `largest_bytes`; None allows any size."""
    example = tuple(torch.randn(2, 3, size_px, size_px) for _ in signature.inputs)
    names = [*signature.inputs, signature.output]
    buffer = io.BytesIO()
    # The tracing exporter, because it names inputs and outputs as told and writes plain opset 17 without functions.
    torch.onnx.export(
        network, example, buffer, dynamo=False, opset_version=OPSET, input_names=list(signature.inputs),
        output_names=[signature.output], dynamic_axes={name: {0: "n"} for name in names},
    )
    model = weights_as_f16(onnx.load_from_string(buffer.getvalue()))
    onnx.checker.check_model(model, full_check=True)
    data = model.SerializeToString()
    if largest_bytes is not None and len(data) > largest_bytes:
        raise ValueError(f"{path.name} would have {len(data) / 1e6:.1f} MB, more than {largest_bytes / 1e6:.0f} MB; choose a smaller network")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def weights_as_f16(model: onnx.ModelProto) -> onnx.ModelProto:
    """Store f32 initializers as f16 behind a Cast, which the runtime folds away when it loads the file."""
    graph, casts = model.graph, []
    for tensor in [t for t in graph.initializer if t.data_type == TensorProto.FLOAT and np.prod(t.dims) > 1]:
        values = numpy_helper.to_array(tensor)
        small = values.astype(np.float16)
        if not np.array_equal(small.astype(np.float32), values):
            continue  # made by the exporter itself (a constant), not a rounded weight
        name = tensor.name
        tensor.CopyFrom(numpy_helper.from_array(small, name + "_f16"))
        casts.append(helper.make_node("Cast", [name + "_f16"], [name], name + "_to_f32", to=TensorProto.FLOAT))
    nodes = [*casts, *graph.node]
    del graph.node[:]
    graph.node.extend(nodes)
    return model


def session(path: Path, threads: int = 1) -> ort.InferenceSession:
    options = ort.SessionOptions()
    options.intra_op_num_threads = threads
    return ort.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def parity(network: nn.Module, path: Path, inputs: list[np.ndarray]) -> float:
    """Largest absolute difference between a deployed network and its file, over f32[N,3,S,S] inputs."""
    ours = network(*(torch.from_numpy(x) for x in inputs)).numpy()
    loaded = session(path)
    names = [i.name for i in loaded.get_inputs()]
    (theirs,) = loaded.run(None, dict(zip(names, inputs)))
    return float(np.abs(ours - theirs).max())
