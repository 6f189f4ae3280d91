"""A segmentation teacher for the abstraction net: few pictures have masks, so features that know faces
learn them, and label the pictures that have none. It never ships; the small generator learns from what it
says.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F
from tqdm import tqdm

from .batches import to_network
from .cameras import CameraRecipe
from .dual_path import DualPathConfig, ResNet
from .frames import load_frames
from .generator import conv_norm_relu
from .initialise import unfold_norms
from .layouts import FaceSet
from .loop import Task, train_task
from .optimise import OptimiserConfig, make_optimiser
from .parts_views import Parts, ground_truth, views_at
from .runs import autocast_bf16, fast_bf16, save_whole, seed_all
from .targets import PARTS, part_iou


@dataclass(frozen=True)
class TeacherRun:
    """Little camera damage: the teacher labels sharp pictures. `input_px` is CelebA's own scale
    (geometry.CELEBA)."""

    optimiser: OptimiserConfig = OptimiserConfig(rate=3e-4, head_rate=2e-3)
    recipe: CameraRecipe = CameraRecipe(clean_share=0.9)
    input_px: int = 172
    batch: int = 16
    steps: int = 1200
    average_decay: float = 0.995
    seed: int = 0
    check_every: int = 300


class PartsTeacher(nn.Module):
    """A U-Net decoder (Ronneberger et al. 2015) on a ResNet: photo [N,3,H,W] in −1..1 -> part logits
    [N,11,H,W]."""

    def __init__(self, encoder: ResNet, decoder_widths: tuple[int, ...] = (128, 96, 64, 48)):
        super().__init__()
        self.encoder = encoder
        *skips, deepest = encoder.widths
        ups = []
        for skip, width in zip(reversed(skips), decoder_widths):
            ups.append(conv_norm_relu(deepest + skip, width))
            deepest = width
        self.head = nn.ModuleList(
            [*ups, nn.Conv2d(deepest, len(PARTS), 1)]
        )  # named so for its own learning rate

    def forward(self, photo: Tensor) -> Tensor:
        maps = self.encoder.maps(photo)
        x = maps.pop()
        *ups, out = self.head
        for up in ups:
            skip = maps.pop()
            x = up(torch.cat([F.interpolate(x, size=skip.shape[2:], mode="bilinear"), skip], dim=1))
        return F.interpolate(out(x), size=photo.shape[2:], mode="bilinear")


def train_teacher(
    config: TeacherRun, training: Parts, validation: Parts, encoder: ResNet, folder: Path
) -> PartsTeacher:
    """Train (or resume) and return the averaged teacher, also at folder/final.pt; metrics.jsonl has its
    mean IoU on the validation pairs."""
    seed_all(config.seed)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    faces = to_network(ground_truth(training, config.input_px, range(min(64, len(training.photos))))[0])
    unfold_norms(encoder, lambda: encoder.maps(faces))
    teacher = PartsTeacher(encoder).to(device, memory_format=torch.channels_last).train()

    def loss(batch: tuple[np.ndarray, np.ndarray, np.ndarray]) -> Tensor:
        _, seen, parts = batch
        with autocast_bf16(fast_bf16()):
            logits = teacher(to_network(seen).to(device))
        return F.cross_entropy(logits.float(), torch.from_numpy(parts).long().to(device))

    average = train_task(
        config,
        Task(
            teacher,
            make_optimiser(teacher, config.optimiser),
            schedule=config.optimiser,
            loss=loss,
            batch=lambda step: views_at(config, training, step),
            look=lambda net: {"meanIou": teacher_iou(net, validation, config.input_px)},
        ),
        folder,
    )
    save_whole({"encoder": vars(encoder.config), "state": average.state_dict()}, folder / "final.pt")
    return average


def load_teacher(path: Path) -> PartsTeacher:
    saved = torch.load(path, map_location="cpu", weights_only=True)
    teacher = PartsTeacher(ResNet(DualPathConfig(**saved["encoder"])))
    teacher.load_state_dict(saved["state"])
    return teacher.eval().requires_grad_(False)


def teacher_iou(teacher: PartsTeacher, data: Parts, size_px: int) -> float:
    """Mean IoU over the 11 parts on sharp photos."""
    photos, truth = ground_truth(data, size_px)
    return float(np.nanmean(list(part_iou(label(teacher, photos), truth).values())))


@torch.no_grad()
def label(teacher: PartsTeacher, photos: np.ndarray, batch: int = 16) -> np.ndarray:
    """u8[n,h,w,3] -> part indices u8[n,h,w]"""
    device = next(teacher.parameters()).device
    parts = []
    for i in range(0, len(photos), batch):
        with autocast_bf16(fast_bf16()):
            parts.append(
                teacher(to_network(np.array(photos[i : i + batch])).to(device))
                .argmax(dim=1)
                .to(torch.uint8)
                .cpu()
                .numpy()
            )
    return np.concatenate(parts)


def label_faces(teacher: PartsTeacher, faces: FaceSet, file: Path) -> Parts:
    """The whole frames of a set with the teacher's parts, kept in `file` (.npy) for the next time."""
    frames = load_frames(faces.files, faces.crop.frame_wh_px)
    if not file.exists():
        bar = tqdm(range(0, len(frames), 16), desc="labelling", unit="batch", mininterval=5)
        np.save(file, np.concatenate([label(teacher, frames[i : i + 16]) for i in bar]))
    return Parts(frames, np.load(file, mmap_mode="r"), faces.crop)
