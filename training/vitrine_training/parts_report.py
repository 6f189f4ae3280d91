"""How well the shipped abstraction net's images keep the parts, on the face-parsing validation pairs."""
from __future__ import annotations

import numpy as np
import onnxruntime as ort

from .cameras import Condition, observe
from .geometry import Crop
from .parts_views import Parts, ground_truth
from .targets import part_iou, read_back


def measure_parts(generator: ort.InferenceSession, data: Parts) -> dict:
    """Mean IoU and the IoU of each part, from sharp photos and from small faces."""
    size_px = generator.get_inputs()[0].shape[2]
    whole = Crop((size_px, size_px), (0, 0, size_px, size_px))
    photos, truth = ground_truth(data, size_px)
    result = {"pairs": len(photos)}
    for name, condition in {"sharp": Condition(), "face 48 px": Condition(face_px=48), "face 24 px": Condition(face_px=24)}.items():
        views = [observe(photo, whole, size_px, condition).transpose(2, 0, 1)[None].astype(np.float32) / 127.5 - 1 for photo in photos]
        made = np.concatenate([generator.run(None, {"original": view})[0] for view in views])
        each = part_iou(read_back(made.transpose(0, 2, 3, 1)), truth)
        result[name] = {"meanIou": float(np.nanmean(list(each.values()))), "iou": each}
    return result
