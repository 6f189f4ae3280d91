"""What the service loads: detector.onnx, its manifest and card, and a golden that holds TypeScript to
PyTorch."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import numpy as np

from ..shipping import digest, write_manifest
from .align import FRAME_WH_PX
from .card import write_card
from .decode import SIDE_MULTIPLE_PX, Detection, detect
from .drawing import GROUND, SIZE_WH_PX, draw, faces
from .export import OUTPUTS, TIMED_WH_PX, export, milliseconds
from .network import POINTS, STRIDES_PX, FaceNet

GOLDEN_DETECTION = Detection(min_score=0.3)


def ship_detector(network: FaceNet, measured: dict, models: Path) -> dict:
    """Returns the manifest. measured: what the command `detector` wrote; models: libs/models"""
    weights = models / "weights/detector"
    file, how = weights / "detector.onnx", Detection()
    export(network, file)
    planes = ["class logit", "objectness logit", "x", "y", "log width", "log height"]
    manifest = {
        "version": f"{date.today().isoformat()}-{digest(file)[:8]}",
        "detector": {
            "file": file.name,
            "sha256": digest(file),
            "input": "image u8[n,h,w,3] RGB",
            "sideMultiplePx": SIDE_MULTIPLE_PX,
            "outputs": OUTPUTS,
            "stridesPx": list(STRIDES_PX),
            "planes": planes + [f"{point} {axis}" for point in POINTS for axis in "xy"],
        },
        "detection": {"minScore": how.min_score, "nmsIou": how.nms_iou},
        "points": {
            "names": list(POINTS),
            "frameWidthPx": FRAME_WH_PX[0],
            "frameHeightPx": FRAME_WH_PX[1],
            "destinationXyPx": measured["destinationXyPx"],
            "fit": "eyes and the middle of the mouth corners",
        },
        "measured": {
            "crowds": measured["crowds"]["ours"]["as it is"],
            "portraits": measured["portraits"]["ours"],
            "command": measured["command"],
        },
    }
    write_manifest(manifest, weights)
    write_golden(network, models / "goldens/detector.json")
    write_card(manifest, measured, weights)
    width, height = TIMED_WH_PX
    print(f"{milliseconds(file):.1f} ms a picture of {width}×{height} px on one thread")
    return manifest


def write_golden(network: FaceNet, path: Path) -> None:
    """How to draw a picture, and the faces that PyTorch finds in it."""
    found = detect(network, draw(), GOLDEN_DETECTION)
    expected = [
        {"score": round(float(score), 5), "boxXyxyPx": rounded(box), "pointsXyPx": rounded(points)}
        for score, box, points in zip(found.scores, found.boxes, found.points)
    ]
    golden = {
        "picture": {
            "widthPx": SIZE_WH_PX[0],
            "heightPx": SIZE_WH_PX[1],
            "ground": list(GROUND),
            "ellipses": faces(),
        },
        "detection": {"minScore": GOLDEN_DETECTION.min_score, "nmsIou": GOLDEN_DETECTION.nms_iou},
        "tolerances": {"scoreMaxAbs": 1e-3, "pxMaxAbs": 0.02},
        "faces": expected,
        "command": "python -m vitrine_training ship-detector",
    }
    text = re.sub(r"\[[^][{}]*]", lambda row: " ".join(row[0].split()), json.dumps(golden, indent=1))
    path.write_text(text + "\n")


def rounded(values: np.ndarray) -> list:
    return values.astype(float).round(3).tolist()
