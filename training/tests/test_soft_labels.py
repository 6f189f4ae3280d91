"""Softened labels lie half way between the annotators and a trained pair; unknown labels stay unknown."""

import cv2
import numpy as np
import torch

from vitrine_training.geometry import CELEBA
from vitrine_training.layouts import UNKNOWN, FaceSet
from vitrine_training.losses import attribute_loss
from vitrine_training.soft_labels import softened, towards


class Undecided:
    """A pair that answers one logit whatever it sees."""

    input_px = 32

    def logits(self, views: np.ndarray) -> np.ndarray:
        return np.zeros((len(views), 40), np.float32)


def test_half_way_to_the_network(tmp_path, monkeypatch):
    monkeypatch.setenv("VITRINE_CACHE", str(tmp_path / "cache"))
    cv2.imwrite(str(tmp_path / "face.png"), np.full((218, 178, 3), 90, np.uint8))
    labels = np.array([[1, 0, UNKNOWN] + [0] * 37], np.int8)
    faces, pair = FaceSet(CELEBA, [tmp_path / "face.png"], labels), Undecided()
    assert softened(faces, pair, tmp_path / "run/softened.npy").labels[0, :3].tolist() == [
        0.75,
        0.25,
        UNKNOWN,
    ]
    monkeypatch.setattr(Undecided, "logits", None)  # a resumed run does not ask again
    assert softened(faces, pair, tmp_path / "run/softened.npy").labels[0, :3].tolist() == [
        0.75,
        0.25,
        UNKNOWN,
    ]


def test_the_loss_takes_them_as_they_are():
    logits, soft = torch.zeros(1, 40), torch.full((1, 40), 0.25)
    soft[0, 0] = UNKNOWN
    assert torch.isclose(attribute_loss(logits, soft) / 40, torch.tensor(2.0).log())
    nearer = attribute_loss(torch.full((1, 40), float(np.log(0.25 / 0.75))), soft)
    assert nearer < attribute_loss(logits, soft)


def test_labels_move_towards_a_networks_answers():
    labels, probs = torch.tensor([[1, 0, UNKNOWN]], dtype=torch.int8), torch.tensor([[0.5, 0.5, 0.9]])
    assert torch.allclose(towards(labels, probs, 0.4), torch.tensor([[0.8, 0.2, float(UNKNOWN)]]))
