"""How well the shipped abstraction net's images keep the parts, on the face-parsing validation pairs."""

from __future__ import annotations

import numpy as np

from vitrine_training.cameras import Condition, observe
from vitrine_training.geometry import Crop
from vitrine_training.inference import Deployed
from vitrine_training.parts_views import Parts, ground_truth
from vitrine_training.targets import part_iou, read_back

CONDITIONS = {"sharp": Condition(), "face 48 px": Condition(face_px=48), "face 24 px": Condition(face_px=24)}


def measure_parts(deployed: Deployed, data: Parts) -> dict:
    """Mean IoU and the IoU of each part, from sharp photos and from small faces."""
    size_px = deployed.input_px
    whole = Crop((size_px, size_px), (0, 0, size_px, size_px))
    photos, truth = ground_truth(data, size_px)
    result = {"pairs": len(photos)}
    for name, condition in CONDITIONS.items():
        views = np.stack([observe(photo, whole, size_px, condition) for photo in photos])
        made = deployed.abstractions(views).astype(np.float32) / 127.5 - 1
        each = part_iou(read_back(made), truth)
        result[name] = {"meanIou": float(np.nanmean(list(each.values()))), "iou": each}
    return result
