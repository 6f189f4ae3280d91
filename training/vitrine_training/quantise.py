"""Static int8 of a shipped graph: the same with every convolution on 8-bit integers, and proof that it is
so."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import onnxruntime as ort
from onnxruntime.quantization import (
    CalibrationDataReader,
    CalibrationMethod,
    QuantFormat,
    QuantType,
    quantize_static,
)
from onnxruntime.quantization.shape_inference import quant_pre_process

IN_INT8 = ["Conv", "Add", "Max", "MaxPool", "Relu"]


class Views(CalibrationDataReader):
    """Feeds u8[n,S,S,3] in batches of 16."""

    def __init__(self, views: np.ndarray):
        self.batches = iter([{"faces": views[i : i + 16]} for i in range(0, len(views), 16)])

    def get_next(self) -> dict[str, np.ndarray] | None:
        return next(self.batches, None)


def quantise(source: Path, target: Path, views: np.ndarray) -> dict[str, int]:
    """Write the int8 graph; views u8[n,S,S,3] set the ranges. Returns how many convolutions it has, and in
    int8."""
    prepared = target.with_suffix(".prepared.onnx")
    # Folds the f16 casts and fuses, which the tool needs.
    quant_pre_process(str(source), str(prepared), skip_symbolic_shape=True)
    # 7-bit weights: AVX2 without VNNI adds pairs of 8-bit products in 16 bits, where 2 · 255 · 127 would
    # saturate.
    quantize_static(
        str(prepared),
        str(target),
        Views(views),
        quant_format=QuantFormat.QDQ,
        per_channel=True,
        activation_type=QuantType.QUInt8,
        weight_type=QuantType.QInt8,
        reduce_range=True,
        calibrate_method=CalibrationMethod.MinMax,
        op_types_to_quantize=IN_INT8,
    )
    prepared.unlink()
    return convolutions_as_run(target)


def convolutions_as_run(path: Path) -> dict[str, int]:
    """What the runtime makes of the file: how many convolutions it runs, and how many of them as
    QLinearConv."""
    options = ort.SessionOptions()
    options.optimized_model_filepath = str(path.with_suffix(".optimised.onnx"))
    options.graph_optimization_level = ort.GraphOptimizationLevel.ORT_ENABLE_EXTENDED
    ort.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    kinds = [node.op_type for node in onnx.load(options.optimized_model_filepath).graph.node]
    Path(options.optimized_model_filepath).unlink()
    all_kinds = ("Conv", "FusedConv", "QLinearConv")
    return {"all": sum(k in all_kinds for k in kinds), "int8": kinds.count("QLinearConv")}
