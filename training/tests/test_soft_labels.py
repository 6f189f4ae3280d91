"""Softened labels lie half way between the annotators and a trained pair; unknown labels stay unknown."""
import cv2
import numpy as np
import torch

from vitrine_training.dual_path import DualPath, DualPathConfig
from vitrine_training.geometry import CELEBA
from vitrine_training.layouts import UNKNOWN, FaceSet
from vitrine_training.losses import attribute_loss
from vitrine_training.soft_labels import softened


def sure_of(logit: float) -> DualPath:
    """A network that answers one logit whatever it sees."""
    network = DualPath(DualPathConfig(depths=(1, 1), widths=(8, 8))).eval()
    torch.nn.init.zeros_(network.head.weight)
    torch.nn.init.constant_(network.head.bias, logit)
    return network


def test_half_way_to_the_network(tmp_path, monkeypatch):
    monkeypatch.setenv("VITRINE_CACHE", str(tmp_path / "cache"))
    cv2.imwrite(str(tmp_path / "face.png"), np.full((218, 178, 3), 90, np.uint8))
    labels = np.array([[1, 0, UNKNOWN] + [0] * 37], np.int8)
    soft = softened(FaceSet(CELEBA, [tmp_path / "face.png"], labels), torch.nn.Identity(), sure_of(0.0)).labels
    assert soft[0, :3].tolist() == [0.75, 0.25, UNKNOWN]


def test_the_loss_takes_them_as_they_are():
    logits, soft = torch.zeros(1, 40), torch.full((1, 40), 0.25)
    soft[0, 0] = UNKNOWN
    assert torch.isclose(attribute_loss(logits, soft) / 40, torch.tensor(2.0).log())
    nearer = attribute_loss(torch.full((1, 40), float(np.log(0.25 / 0.75))), soft)
    assert nearer < attribute_loss(logits, soft)
