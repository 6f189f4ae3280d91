"""A teacher that has seen millions of faces: MobileFaceNet from ArcFace weights, its later stages trained on the attributes' labels."""
from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from .batches import to_network
from .cameras import CameraRecipe
from .evaluate import views_of
from .frames import load_frames
from .geometry import INPUT_PX
from .layouts import FaceSet
from .loop import Task, train_task
from .losses import attribute_loss
from .metrics import measure
from .mobilefacenet import MobileFaceNet
from .optimise import OptimiserConfig, freeze, make_optimiser
from .runs import autocast_bf16, fast_bf16, save_whole, seed_all
from .train_attributes import views_at


@dataclass(frozen=True)
class AttributeTeacherRun:
    optimiser: OptimiserConfig = OptimiserConfig()
    recipe: CameraRecipe = CameraRecipe(clean_share=0.6)
    input_px: int = INPUT_PX
    batch: int = 32
    steps: int = 2000
    average_decay: float = 0.998
    seed: int = 0
    check_every: int = 500


def train_attribute_teacher(config: AttributeTeacherRun, faces: FaceSet, val: FaceSet, arcface: Path, folder: Path) -> MobileFaceNet:
    """Train (or resume) and return the averaged network; it is also at folder/final.pt."""
    seed_all(config.seed)
    frames = load_frames(faces.files, faces.crop.frame_wh_px)
    network = MobileFaceNet()
    network.load_arcface(arcface)
    network.to(memory_format=torch.channels_last).train()
    freeze(*network.early())
    compiled = torch.compile(network)  # fuses norm and PReLU, half of the time on a CPU
    views, bf16 = views_of(val, config.input_px), fast_bf16()

    def loss(batch: tuple[Tensor, Tensor]) -> Tensor:
        photos, labels = batch
        with autocast_bf16(bf16):
            logits = compiled(photos)
        return attribute_loss(logits.float(), labels)

    average = train_task(config, Task(
        network, make_optimiser(network, config.optimiser), schedule=config.optimiser, loss=loss,
        batch=lambda step: views_at(config, faces, frames, step),
        look=lambda net: {key: measure(predict(net, views) > 0, val.labels)[key] for key in ("meanAccuracy", "balancedAccuracy")},
    ), folder)
    save_whole(average.state_dict(), folder / "final.pt")
    return average


@torch.no_grad()
def predict(network: MobileFaceNet, views: np.ndarray, batch: int = 64) -> np.ndarray:
    """u8[n,S,S,3] -> logits f32[n,40]"""
    network.eval()
    logits = []
    for i in range(0, len(views), batch):
        with autocast_bf16(fast_bf16()):
            logits.append(network(to_network(views[i : i + batch])).float().numpy())
    return np.concatenate(logits)


def load_attribute_teacher(path: Path) -> MobileFaceNet:
    network = MobileFaceNet()
    network.load_state_dict(torch.load(path, map_location="cpu", weights_only=True))
    return network.eval()
