"""One ONNX file that takes the camera's pixels as they are and answers per cell; the service decodes what
is sure enough.

Decoding in the graph would compute every box of every cell; a camera's picture has thousands of cells and a
handful of faces.
"""

from __future__ import annotations

import io
import time
from pathlib import Path

import numpy as np
import onnx
import onnxruntime as ort
import torch
from torch import Tensor, nn

from .network import STRIDES_PX, FaceNet

OPSET = 17
OUTPUTS = [f"cells{stride}" for stride in STRIDES_PX]
TOLERANCE = 1e-3
"""Largest difference in any cell's raw answer between the file and PyTorch."""
TIMED_WH_PX = (640, 352)


class Graph(nn.Module):
    """image u8[n,h,w,3] RGB, h and w multiples of 32 -> cells8, cells16, cells32: f32[n,16,h/s,w/s]"""

    def __init__(self, network: FaceNet):
        super().__init__()
        self.network = network

    def forward(self, image: Tensor) -> tuple[Tensor, ...]:
        return tuple(self.network(image.permute(0, 3, 1, 2).float()))


def export(network: FaceNet, path: Path) -> None:
    """Write the file; raises ValueError where it does not compute what the network does."""
    example, buffer = torch.zeros(1, 64, 96, 3, dtype=torch.uint8), io.BytesIO()
    axes = {name: {0: "n", 2: f"h/{stride}", 3: f"w/{stride}"} for name, stride in zip(OUTPUTS, STRIDES_PX)}
    torch.onnx.export(
        Graph(network).eval(),
        (example,),
        buffer,
        dynamo=False,
        opset_version=OPSET,
        input_names=["image"],
        output_names=OUTPUTS,
        dynamic_axes={"image": {0: "n", 1: "h", 2: "w"}, **axes},
    )
    onnx.checker.check_model(onnx.load_from_string(buffer.getvalue()), full_check=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(buffer.getvalue())
    difference = parity(network, path)
    if difference > TOLERANCE:
        raise ValueError(f"{path.name} differs from PyTorch by {difference:.2g}, allowed is {TOLERANCE:.0e}")


class Exported(nn.Module):
    """The file, called like the network it was made of: faster on a CPU, and what is judged is what ships."""

    def __init__(self, path: Path):
        super().__init__()
        self.loaded = session(path)

    def forward(self, rgb: Tensor) -> list[Tensor]:
        """f32[N,3,H,W], whole numbers 0–255 -> as FaceNet"""
        image = rgb.permute(0, 2, 3, 1).to(torch.uint8).contiguous().numpy()
        return [torch.from_numpy(cells) for cells in self.loaded.run(OUTPUTS, {"image": image})]


@torch.no_grad()
def parity(network: FaceNet, path: Path) -> float:
    """Largest difference of a raw answer on noise, two pictures of a size the file was not exported at."""
    noise = np.random.default_rng(0).integers(0, 256, (2, 96, 160, 3), dtype=np.uint8)
    ours = Graph(network)(torch.from_numpy(noise))
    theirs = session(path).run(OUTPUTS, {"image": noise})
    return max(float(np.abs(a.numpy() - b).max()) for a, b in zip(ours, theirs))


def milliseconds(path: Path, runs: int = 40) -> float:
    """Of one picture of 640×352 px on one thread, pixels to cells: the fastest tenth, since other programs
    only ever make it slower."""
    loaded, (width, height) = session(path), TIMED_WH_PX
    picture = np.random.default_rng(0).integers(0, 256, (1, height, width, 3), dtype=np.uint8)
    times = []
    for _ in range(runs):
        started = time.perf_counter()
        loaded.run(OUTPUTS, {"image": picture})
        times.append(1000 * (time.perf_counter() - started))
    return float(np.quantile(times, 0.1))


def session(path: Path) -> ort.InferenceSession:
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    return ort.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
