"""How well the shipped abstraction net's images keep the parts, on the face-parsing validation pairs."""
from __future__ import annotations

import numpy as np
import onnxruntime as ort

from .cameras import Condition, observe
from .geometry import INPUT_PX, Crop
from .parts_views import Parts, ground_truth
from .targets import part_iou, read_back

WHOLE = Crop((INPUT_PX, INPUT_PX), (0, 0, INPUT_PX, INPUT_PX))


def measure_parts(generator: ort.InferenceSession, data: Parts) -> dict:
    """Mean IoU and the IoU of each part, from sharp photos and from small faces."""
    photos, truth = ground_truth(data, INPUT_PX)
    result = {"pairs": len(photos)}
    for name, condition in {"sharp": Condition(), "face 48 px": Condition(face_px=48), "face 24 px": Condition(face_px=24)}.items():
        views = np.stack([observe(photo, WHOLE, INPUT_PX, condition) for photo in photos])
        (made,) = generator.run(None, {"original": views.transpose(0, 3, 1, 2).astype(np.float32) / 127.5 - 1})
        each = part_iou(read_back(made.transpose(0, 2, 3, 1)), truth)
        result[name] = {"meanIou": float(np.nanmean(list(each.values()))), "iou": each}
    return result
