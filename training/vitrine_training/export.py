"""PyTorch -> one ONNX file from pixels to answers: norms folded, weights kept as f16 and computed in f32,
batch free.

    attributes.onnx   faces u8[N,S,S,3] RGB -> logits f32[N,40], abstraction u8[N,S,S,3] RGB
    age-gender.onnx   faces u8[N,S,S,3] RGB -> answers f32[N,2]: the male logit, the age in years

Weights are rounded to f16 *in the PyTorch network* before anything is compared, so f16 halves the files and
costs no parity; what the rounding costs in accuracy is measured with everything else, for the rounded network
is the one that is measured.
"""

from __future__ import annotations

import copy
import io
from itertools import pairwise
from pathlib import Path

import numpy as np
import onnx
import onnxruntime as ort
import torch
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.transformers.float16 import convert_float_to_float16
from torch import Tensor, nn
from torch.nn.utils.fusion import fuse_conv_bn_eval

from .age_gender import AgeGender, expected_years
from .dual_path import DualPath

OPSET = 17
LARGEST_FILE_BYTES = 25_000_000


class AttributeGraph(nn.Module):
    """faces u8[N,S,S,3] -> logits [N,40] and the abstraction images u8[N,S,S,3]"""

    outputs = ("logits", "abstraction")

    def __init__(self, generator: nn.Module, network: DualPath):
        super().__init__()
        self.generator, self.network = generator, network

    def forward(self, faces: Tensor) -> tuple[Tensor, Tensor]:
        photo = from_pixels(faces)
        abstraction = self.generator(photo)
        pixels = ((abstraction + 1) * 127.5).round().clamp(0, 255).to(torch.uint8)
        return self.network(photo, abstraction), pixels.permute(0, 2, 3, 1)


class AgeGenderGraph(nn.Module):
    """faces u8[N,S,S,3] -> answers [N,2], the male logit and the expected age in years"""

    outputs = ("answers",)

    def __init__(self, network: AgeGender):
        super().__init__()
        self.network = network

    def forward(self, faces: Tensor) -> Tensor:
        logits = self.network(from_pixels(faces))
        return torch.stack([logits[:, 0], expected_years(logits[:, 1:])], dim=1)


def from_pixels(faces: Tensor) -> Tensor:
    """u8[N,S,S,3] -> f32[N,3,S,S] in −1..1"""
    return faces.permute(0, 3, 1, 2).float() / 127.5 - 1


def deployed(network: nn.Module) -> nn.Module:
    """A copy as it ships: eval mode, each convolution's norm folded into it, weights rounded to f16."""
    network = copy.deepcopy(network).cpu().float().eval().requires_grad_(False)
    fold_norms(network)
    for module in network.modules():
        if isinstance(module, DualPath):
            fold_feature_norms(module)
    for parameter in network.parameters():
        parameter.copy_(parameter.half().float())
    return network


def fold_norms(network: nn.Module) -> None:
    for convolution, norm in convolutions_with_norms(network):
        fused = fuse_conv_bn_eval(network.get_submodule(convolution), network.get_submodule(norm))
        network.set_submodule(convolution, fused)
        network.set_submodule(norm, nn.Identity())


def convolutions_with_norms(network: nn.Module) -> list[tuple[str, str]]:
    """Names of each convolution and of the BatchNorm2d registered just behind it, as every block here
    does."""
    named = pairwise(network.named_modules())
    return [
        (a, b)
        for (a, first), (b, second) in named
        if isinstance(first, nn.Conv2d) and isinstance(second, nn.BatchNorm2d)
    ]


def fold_feature_norms(network: DualPath) -> None:
    """The pooled vectors' norms are affine in eval mode and the classifier follows: one product does both."""
    norms = [n for n in network.norms.values() if isinstance(n, nn.BatchNorm1d)]
    if not norms:
        return
    gains = [n.weight / (n.running_var + n.eps).sqrt() for n in norms]
    shifts = torch.cat([n.bias - g * n.running_mean for n, g in zip(norms, gains)])
    network.head.bias += network.head.weight @ shifts
    network.head.weight *= torch.cat(gains)
    network.norms = nn.ModuleDict({name: nn.Identity() for name in network.norms})


def export(
    graph: AttributeGraph | AgeGenderGraph, size_px: int, path: Path, *, largest_bytes: int | None = None
) -> None:
    """Write a deployed graph. Raises ValueError where the file would have more than `largest_bytes`."""
    buffer = io.BytesIO()
    # The tracing exporter, because it names inputs and outputs as told and writes plain opset 17.
    torch.onnx.export(
        graph,
        (torch.zeros(2, size_px, size_px, 3, dtype=torch.uint8),),
        buffer,
        dynamo=False,
        opset_version=OPSET,
        input_names=["faces"],
        output_names=list(graph.outputs),
        dynamic_axes={name: {0: "n"} for name in ("faces", *graph.outputs)},
    )
    model = weights_as_f16(onnx.load_from_string(buffer.getvalue()))
    onnx.checker.check_model(model, full_check=True)
    data = model.SerializeToString()
    if largest_bytes is not None and len(data) > largest_bytes:
        raise ValueError(
            f"{path.name} would have {len(data) / 1e6:.1f} MB, more than {largest_bytes / 1e6:.0f} MB;"
            " choose a smaller network"
        )
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
        casts.append(
            helper.make_node("Cast", [name + "_f16"], [name], name + "_to_f32", to=TensorProto.FLOAT)
        )
    nodes = [*casts, *graph.node]
    del graph.node[:]
    graph.node.extend(nodes)
    return model


def write_half(source: Path, target: Path) -> None:
    """The same graph computing in f16, for a GPU; pixels in and answers out stay as they are."""
    options = ort.SessionOptions()
    options.optimized_model_filepath = str(target)  # the f32 weights, once the casts are folded away
    options.graph_optimization_level = ort.GraphOptimizationLevel.ORT_ENABLE_BASIC
    ort.InferenceSession(str(source), options, providers=["CPUExecutionProvider"])
    onnx.save(convert_float_to_float16(onnx.load(target), keep_io_types=True), target)


def session(path: Path, threads: int = 1) -> ort.InferenceSession:
    options = ort.SessionOptions()
    options.intra_op_num_threads = threads
    return ort.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def parity(graph: nn.Module, path: Path, faces: np.ndarray) -> float:
    """Largest absolute difference of the first output between a graph and its file, over u8[N,S,S,3]
    faces."""
    ours = graph(torch.from_numpy(faces))
    ours = ours[0] if isinstance(ours, tuple) else ours
    theirs = session(path).run(None, {"faces": faces})[0]
    return float(np.abs(ours.numpy() - theirs).max())
