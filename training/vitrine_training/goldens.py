"""What PyTorch computes for drawn faces, so that the TypeScript side is held against an independent
source."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import cv2
import numpy as np
import torch
from torch import nn

from .export import AgeGenderGraph, AttributeGraph
from .geometry import INPUT_PX

LOGITS_TOLERANCE = 1e-3
PIXEL_TOLERANCE = 1  # of 255: where rounding to a pixel falls either way
DRAWING_PX = 112
"""The side that the drawn faces' coordinates are meant for."""


def write_attribute_golden(graph: AttributeGraph, folder: Path) -> None:
    """Two drawn faces, their abstraction images and logits. They are nobody's."""
    faces = synthetic_faces(2)
    logits, abstraction = graph(torch.from_numpy(faces))
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "input.bin").write_bytes(faces.tobytes())
    (folder / "abstraction.bin").write_bytes(np.ascontiguousarray(abstraction.numpy()).tobytes())
    (folder / "logits.json").write_text(json.dumps(rounded(logits)) + "\n")
    golden = {
        "shapes": {
            "faces": list(faces.shape),
            "abstraction": list(faces.shape),
            "logits": list(logits.shape),
        },
        "layout": {
            "input.bin": "u8 NHWC RGB",
            "abstraction.bin": "u8 NHWC RGB",
            "logits.json": "f32 rounded to 6 digits",
        },
        "tolerances": {"abstractionMaxAbsU8": PIXEL_TOLERANCE, "logitsMaxAbs": LOGITS_TOLERANCE},
        "provenance": {
            "faces": "drawn by vitrine_training.goldens.synthetic_faces: ellipses and noise, no photograph",
            "outputs": f"PyTorch {torch.__version__}, norms folded, weights rounded to f16, f32 arithmetic",
            "command": "python -m vitrine_training ship",
        },
        "weightsSha256": weights_digest(graph),
    }
    (folder / "golden.json").write_text(json.dumps(golden, indent=2) + "\n")


def write_age_gender_golden(graph: AgeGenderGraph, size_px: int, folder: Path) -> None:
    """The middle of the drawn faces, and the male logit and age of each."""
    edge = (DRAWING_PX - size_px) // 2
    faces = np.ascontiguousarray(synthetic_faces(2, DRAWING_PX)[:, edge:-edge, edge:-edge])
    (folder / "age-gender-input.bin").write_bytes(faces.tobytes())
    golden = {
        "input": "age-gender-input.bin",
        "shape": list(faces.shape),
        "maxAbs": LOGITS_TOLERANCE,
        "answers": rounded(graph(torch.from_numpy(faces))),
        "command": "python -m vitrine_training ship-age-gender",
    }
    (folder / "age-gender.json").write_text(json.dumps(golden, indent=1) + "\n")


def rounded(values: torch.Tensor) -> list[list[float]]:
    return [[round(v, 6) for v in row] for row in values.tolist()]


def synthetic_faces(count: int, size_px: int = INPUT_PX) -> np.ndarray:
    """Smooth cartoon faces of ellipses on gradients, blurred and grained: u8[count,size,size,3], always
    the same."""
    return np.stack([synthetic_face(i, size_px) for i in range(count)])


def synthetic_face(i: int, size_px: int) -> np.ndarray:
    rng = np.random.default_rng([2018, i])
    y, x = np.mgrid[0:DRAWING_PX, 0:DRAWING_PX] / DRAWING_PX
    picture = np.stack([80 + 100 * x, 90 + 60 * y, 120 + 40 * (x - y)], axis=-1).astype(np.uint8)
    hair = rng.integers(20, 110, 3).tolist()
    skin = rng.integers((170, 120, 95), (235, 190, 165)).tolist()
    cv2.ellipse(picture, (56, 50), (44, 50), 0, 0, 360, hair, -1)
    cv2.ellipse(picture, (56, 60), (32, 44), 0, 0, 360, skin, -1)
    for side in (-1, 1):
        cv2.ellipse(picture, (56 + 14 * side, 50), (7, 3), 0, 0, 360, (240, 240, 240), -1)
        cv2.circle(picture, (56 + 14 * side, 50), 3, (50, 40, 30), -1)
        cv2.ellipse(picture, (56 + 14 * side, 42), (9, 2), 4 * side, 0, 360, hair, -1)
    cv2.ellipse(picture, (56, 66), (5, 9), 0, 0, 360, [int(c * 0.85) for c in skin], -1)
    cv2.ellipse(picture, (56, 83), (11, 4 + i), 0, 0, 360, (175, 70, 80), -1)
    smooth = cv2.resize(cv2.GaussianBlur(picture, (0, 0), 1.2), (size_px, size_px)).astype(np.float64)
    return np.clip(smooth + rng.normal(0, 2, smooth.shape), 0, 255).astype(np.uint8)


def weights_digest(network: nn.Module) -> str:
    """sha256 over the names and values of a deployed network's weights."""
    sha = hashlib.sha256()
    for name, value in network.state_dict().items():
        sha.update(name.encode())
        sha.update(value.contiguous().numpy().tobytes())
    return sha.hexdigest()
