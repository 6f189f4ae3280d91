"""Age and gender from a tight, aligned crop: one residual path with two heads, trained on UTKFace and on
CelebA's Male.

face [N,3,S,S] ─▶ path ─▶ pool ─▶ linear ─▶ male logit [N,1] and age logits [N,101]
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from .batches import to_network
from .cameras import Condition, observe
from .dual_path import DualPathConfig, ResNet
from .frames import load_frames
from .geometry import Crop
from .layouts import AgeSet, FaceSet

NETWORK = DualPathConfig(paths="original")
AGES = 101
"""One logit per year, 0 to 100; the answer is their expectation."""
AGE_SPREAD_YEARS = 2.5
"""A labelled age is a normal distribution this wide: UTKFace's ages are themselves estimates."""
INPUT_PX = 96

TIGHT_CELEBA = Crop((178, 218), (39, 83, 140, 184))
"""UTKFace's framing (brows to chin) in an aligned CelebA frame: eyes at 0.28 of the height, 2.64 eye
distances wide."""

CONDITIONS = {
    "face 48 px": Condition(face_px=48),
    "face 32 px": Condition(face_px=32),
    "face 32 px, JPEG quality 50": Condition(face_px=32, jpeg_quality=50),
}
"""Sizes are those of the tight crop, about two thirds of a detector's box."""

BRACKETS = {
    "0-14": (0, 15),
    "15-24": (15, 25),
    "25-34": (25, 35),
    "35-44": (35, 45),
    "45-54": (45, 55),
    "55-64": (55, 65),
    "65+": (65, 200),
}


class AgeGender(nn.Module):
    def __init__(self, config: DualPathConfig):
        super().__init__()
        self.config = config
        self.path = ResNet(config)
        self.norm = nn.BatchNorm1d(self.path.features)
        self.dropout = nn.Dropout(config.dropout)
        self.head = nn.Linear(self.path.features, 1 + AGES)

    def forward(self, face: Tensor) -> Tensor:
        """[N,3,S,S] f32 in −1..1 -> [N,102]: the male logit, then one logit per year of age"""
        x = self.path.stem(face)
        for block in self.path.blocks():
            x = block(x)
        return self.head(self.dropout(self.norm(x.mean(dim=(2, 3)))))


def answers_of(logits: Tensor) -> Tensor:
    """[N,102] -> [N,2]: the male logit, the expected age in years"""
    return torch.stack([logits[:, 0], expected_years(logits[:, 1:])], dim=1)


def expected_years(age_logits: Tensor) -> Tensor:
    """[N,101] -> [N]"""
    return age_logits.softmax(dim=1) @ torch.arange(AGES, dtype=age_logits.dtype, device=age_logits.device)


def age_gender_loss(logits: Tensor, male: Tensor, years: Tensor) -> Tensor:
    """Cross-entropy of gender, and where an age is known (years ≥ 0) that of the age's distribution plus
    its error in decades.

    logits [N,102], male [N] 0 or 1, years [N] -> scalar
    """
    gender = F.binary_cross_entropy_with_logits(logits[:, 0], male)
    known = years >= 0
    if not known.any():
        return gender
    ages = torch.arange(AGES, device=logits.device)
    target = torch.softmax(-((ages - years[known, None]) ** 2) / (2 * AGE_SPREAD_YEARS**2), dim=1)
    distribution = F.cross_entropy(logits[known, 1:], target)
    error = (expected_years(logits[known, 1:]) - years[known]).abs().mean() / 10
    return gender + 0.5 * distribution + error


def views_of(
    faces: AgeSet | FaceSet, crop: Crop | None = None, condition: Condition = Condition()
) -> np.ndarray:
    """u8[n,S,S,3]"""
    frames = load_frames(faces.files, faces.crop.frame_wh_px)
    return np.stack([observe(frame, crop or faces.crop, INPUT_PX, condition) for frame in frames])


@torch.no_grad()
def predict(network: AgeGender, views: np.ndarray, batch: int = 128) -> np.ndarray:
    """u8[n,S,S,3] -> f32[n,2]: male logit, years"""
    network.eval()
    return np.concatenate(
        [answers_of(network(to_network(views[i : i + batch]))).numpy() for i in range(0, len(views), batch)]
    )


def load(path: Path) -> AgeGender:
    """From final.pt, which holds the default network's weights."""
    network = AgeGender(NETWORK)
    network.load_state_dict(torch.load(path, map_location="cpu", weights_only=True))
    return network.eval()


def measure(answers: np.ndarray, faces: AgeSet) -> dict:
    """Mean absolute error in years, share within five years, gender accuracy; overall and by labelled
    bracket."""

    def line(chosen: np.ndarray) -> dict[str, float | int]:
        errors = np.abs(answers[chosen, 1] - faces.age_years[chosen])
        right = (answers[chosen, 0] > 0) == (faces.female[chosen] == 0)
        return {
            "images": int(chosen.sum()),
            "ageMaeYears": float(errors.mean()),
            "ageWithin5Years": float((errors <= 5).mean()),
            "genderAccuracy": float(right.mean()),
        }

    ages = faces.age_years
    return {
        **line(ages >= 0),
        "byBracket": {
            name: line((ages >= a) & (ages < b))
            for name, (a, b) in BRACKETS.items()
            if ((ages >= a) & (ages < b)).any()
        },
    }
