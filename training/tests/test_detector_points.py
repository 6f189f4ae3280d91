"""Teaching the points alone: they get better, and no box and no score moves."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from vitrine_training.detector.network import FaceNet
from vitrine_training.detector.people import TRUSTED
from vitrine_training.detector.points import Cells, PointsRun, points_loss, points_seen, train_level


def test_what_is_kept_of_a_cell_is_all_that_its_points_are_made_of():
    network = FaceNet()
    with torch.no_grad():
        blended = network.blended(torch.rand(1, 3, 256, 256) * 255)
        whole = network.answer(1, blended[1])[0, 6:, 7, 9].unflatten(0, (5, 2))
        seen = blended[1][:, :, 5:10, 7:12]
        assert torch.allclose(points_seen(network, 1, seen)[0], whole, atol=1e-5)


def test_points_get_better_and_faces_stay_where_they_are():
    torch.manual_seed(0)
    network = FaceNet()
    picture = torch.rand(1, 3, 64, 64) * 255
    with torch.no_grad():
        before = network(picture)
    seen = torch.rand(64, 64, 5, 5)
    wanted = torch.linspace(-1, 1, 10).reshape(1, 5, 2).expand(64, 5, 2)
    cells = Cells(seen, wanted, torch.full((64,), 4.0), torch.full((64,), TRUSTED))
    first = (points_seen(network, 1, seen) - wanted).abs().mean()
    train_level(replace(PointsRun(), steps=60, batch=32), network, 1, cells)
    assert (points_seen(network, 1, seen) - wanted).abs().mean() < first / 2
    with torch.no_grad():
        after = network(picture)
    assert all(torch.equal(a[:, :6], b[:, :6]) for a, b in zip(before, after))
    assert torch.equal(before[0], after[0]) and torch.equal(before[2], after[2])
    assert not torch.equal(before[1][:, 6:], after[1][:, 6:])


def test_an_error_that_turns_the_face_costs_more_than_one_of_the_nose():
    eyes, nose = np.zeros((1, 5, 2), np.float32), np.zeros((1, 5, 2), np.float32)
    eyes[0, 0, 1], nose[0, 2, 1] = 0.05, 0.05
    eye_error, nose_error = (
        points_loss(PointsRun(), torch.from_numpy(e), torch.ones(1)) for e in (eyes, nose)
    )
    assert eye_error > 2 * nose_error


def test_a_crooked_mouth_is_no_tilted_head():
    crooked = torch.zeros(1, 5, 2)
    crooked[0, 3, 1], crooked[0, 4, 1] = 0.05, -0.05
    plain = points_loss(replace(PointsRun(), alignment=0.0), crooked, torch.ones(1))
    assert points_loss(PointsRun(), crooked, torch.ones(1)) == pytest.approx(plain.item())
