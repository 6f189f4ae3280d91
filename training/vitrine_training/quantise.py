"""Static int8 of the shipped pair: the same graphs with every convolution on 8-bit integers, and proof that it is so."""
from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import onnxruntime as ort
from onnxruntime.quantization import CalibrationDataReader, CalibrationMethod, QuantFormat, QuantType, quantize_static
from onnxruntime.quantization.shape_inference import quant_pre_process

from .export import session


class Views(CalibrationDataReader):
    """Feeds calibration images in batches of 16 by input name."""

    def __init__(self, inputs: dict[str, np.ndarray]):
        count = len(next(iter(inputs.values())))
        self.batches = iter([{name: x[i : i + 16] for name, x in inputs.items()} for i in range(0, count, 16)])

    def get_next(self) -> dict[str, np.ndarray] | None:
        return next(self.batches, None)


SUFFIX = ".int8"
PRECISIONS = {"fp32": "", "int8": SUFFIX}
"""The files of a pair by what follows their name."""


def quantise_pair(weights: Path, views: np.ndarray) -> dict[str, dict[str, int]]:
    """Write {abstraction,dual-path}.int8.onnx beside the f32 pair; views u8[n,S,S,3] set the ranges.

    Returns the count of convolutions, all and in int8.
    """
    original = views.transpose(0, 3, 1, 2).astype(np.float32) / 127.5 - 1
    (abstraction,) = session(weights / "abstraction.onnx", 2).run(None, {"original": original})
    inputs = {"abstraction": {"original": original}, "dual-path": {"original": original, "abstraction": abstraction}}
    return {name: _quantise(weights / f"{name}.onnx", weights / f"{name}{SUFFIX}.onnx", given) for name, given in inputs.items()}


def _quantise(source: Path, target: Path, inputs: dict[str, np.ndarray]) -> dict[str, int]:
    prepared = target.with_suffix(".prepared.onnx")
    quant_pre_process(str(source), str(prepared), skip_symbolic_shape=True)  # folds the f16 casts and fuses, which the tool needs
    # 7-bit weights: AVX2 without VNNI adds pairs of 8-bit products in 16 bits, where 2 · 255 · 127 would saturate.
    quantize_static(
        str(prepared), str(target), Views(inputs), quant_format=QuantFormat.QDQ, per_channel=True, activation_type=QuantType.QUInt8,
        weight_type=QuantType.QInt8, reduce_range=True, calibrate_method=CalibrationMethod.MinMax, op_types_to_quantize=["Conv", "Add", "Max", "MaxPool", "Relu"],
    )
    prepared.unlink()
    return _convolutions_as_run(target)


def _convolutions_as_run(path: Path) -> dict[str, int]:
    """What the runtime makes of the file: how many convolutions it runs, and how many of them as QLinearConv."""
    options = ort.SessionOptions()
    options.optimized_model_filepath = str(path.with_suffix(".optimised.onnx"))
    options.graph_optimization_level = ort.GraphOptimizationLevel.ORT_ENABLE_EXTENDED
    ort.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    kinds = [node.op_type for node in onnx.load(options.optimized_model_filepath).graph.node]
    Path(options.optimized_model_filepath).unlink()
    return {"all": sum(k in ("Conv", "FusedConv", "QLinearConv") for k in kinds), "int8": kinds.count("QLinearConv")}
