import json
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
import torch

from vitrine_training import train_attributes
from vitrine_training.batches import to_network
from vitrine_training.cameras import CameraRecipe, Condition, observe, shoot
from vitrine_training.dual_path import DualPath, DualPathConfig
from vitrine_training.generator import GeneratorConfig
from vitrine_training.geometry import CELEBA
from vitrine_training.layouts import ATTRIBUTES, UNKNOWN, FaceSet
from vitrine_training.losses import attribute_loss
from vitrine_training.optimise import OptimiserConfig
from vitrine_training.parts_views import Parts
from vitrine_training.train_abstraction import AbstractionRun, Training
from vitrine_training.train_abstraction import train as train_generator
from vitrine_training.train_attributes import AttributeRun, Ingredients, batch_at

SMALL = DualPathConfig(depths=(1, 1), widths=(64, 32), dropout=0.0)
RUN = AttributeRun(SMALL, input_px=32, batch=8, steps=8, check_every=4, glance=4)


@pytest.fixture
def faces(tmp_path, monkeypatch) -> FaceSet:
    """Twelve noise pictures with random labels."""
    monkeypatch.setenv("VITRINE_CACHE", str(tmp_path / "cache"))
    rng, files = np.random.default_rng(0), []
    for i in range(12):
        files.append(tmp_path / f"{i}.png")
        cv2.imwrite(str(files[-1]), rng.integers(0, 255, (218, 178, 3)).astype(np.uint8))
    return FaceSet(CELEBA, files, rng.integers(0, 2, (12, 40)).astype(np.int8))


def test_a_dual_net_overfits_thirty_two_images():
    torch.manual_seed(0)
    net = DualPath(SMALL)
    photos, abstractions = torch.randn(32, 3, 32, 32), torch.randn(32, 3, 32, 32)
    labels = torch.randint(0, 2, (32, 40)).to(torch.int8)
    optimiser = torch.optim.AdamW(net.parameters(), lr=3e-3)
    for _ in range(60):
        loss = attribute_loss(net(photos, abstractions), labels)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    assert ((net(photos, abstractions) > 0) == labels.bool()).float().mean() > 0.98


def test_a_resumed_run_equals_an_unbroken_one(faces, tmp_path, monkeypatch):
    whole = train_attributes.train(RUN, Ingredients(faces, faces), tmp_path / "whole")

    class Killed(Exception):
        pass

    def die(*_):
        raise Killed

    with monkeypatch.context() as broken:  # the machine goes down just after the first checkpoint
        broken.setattr(train_attributes, "glance", die)
        with pytest.raises(Killed):
            train_attributes.train(RUN, Ingredients(faces, faces), tmp_path / "broken")
    resumed = train_attributes.train(RUN, Ingredients(faces, faces), tmp_path / "broken")
    for name, value in whole.state_dict().items():
        assert torch.equal(value, resumed.state_dict()[name]), name


def test_another_seed_is_another_run(faces, tmp_path):
    nets = [
        train_attributes.train(replace(RUN, steps=2, seed=s), Ingredients(faces, faces), tmp_path / str(s))
        for s in (0, 1)
    ]
    assert not torch.equal(nets[0].head.weight, nets[1].head.weight)


@pytest.mark.parametrize("adversary", ["none", "lsgan"])
def test_the_generator_learns(tmp_path, adversary):
    """A constant target picture is learnt within a few steps, with and without discriminators."""
    photos = np.full((4, 256, 256, 3), 128, np.uint8)
    parts = np.zeros((4, 256, 256), np.uint8)
    parts[:, 60:200, 60:200] = 1
    config = AbstractionRun(
        GeneratorConfig("compact", 8, 1, 1),
        adversary,
        input_px=32,
        batch=4,
        steps=30,
        rate=1e-2,
        discriminator_width=4,
        average_decay=0.8,
    )
    data = Parts(photos, parts)
    train_generator(config, Training(data), data, tmp_path)
    lines = [json.loads(line) for line in (tmp_path / "metrics.jsonl").read_text().splitlines()]
    assert lines[-1]["meanIou"] > 0.05
    assert (tmp_path / "final.pt").exists()


def test_rates_and_decay_are_the_papers_where_asked():
    from vitrine_training.optimise import make_optimiser, rate_factor

    config = OptimiserConfig("paper", 1e-3, 1e-3, 5e-4)
    assert isinstance(make_optimiser(DualPath(SMALL), config), torch.optim.SGD)
    assert [rate_factor(config, step, 46_000) for step in (0, 19_999, 20_001, 44_999, 45_001)] == [
        1,
        1,
        0.1,
        0.1,
        0.01,
    ]


def test_cameras_lose_detail_and_portraits_do_not():
    rng = np.random.default_rng(0)
    frame = rng.integers(0, 255, (218, 178, 3)).astype(np.uint8)
    sharp, small = (
        observe(frame, CELEBA, 112, Condition()),
        observe(frame, CELEBA, 112, Condition(face_px=24)),
    )
    assert cv2.Laplacian(small, cv2.CV_64F).var() < 0.1 * cv2.Laplacian(sharp, cv2.CV_64F).var()
    portrait = shoot(frame, CELEBA, 112, rng, CameraRecipe(clean_share=1.0))
    assert not portrait.blurry and portrait.sharp is portrait.view
    mall = shoot(frame, CELEBA, 112, rng, CameraRecipe(clean_share=0.0, face_px=(20, 30)))
    assert mall.blurry
    assert cv2.Laplacian(mall.view, cv2.CV_64F).var() < 0.1 * cv2.Laplacian(mall.sharp, cv2.CV_64F).var()


def test_what_hints_are_read_from_is_the_same_view_before_detail_was_lost():
    faces = FaceSet(CELEBA, [Path("face.jpg")], np.zeros((1, 40), np.int8))
    frames = cv2.resize(np.random.default_rng(0).integers(0, 256, (1, 11, 9, 3), np.uint8)[0], (178, 218))[
        None
    ]
    config = AttributeRun(batch=4, recipe=CameraRecipe(clean_share=0.0, face_px=(50, 60)))
    batch = batch_at(config, faces, frames, step=0)
    for view, as_it_was in zip(batch.views, to_network(batch.sharp)):
        assert not torch.equal(view, as_it_was)
        assert torch.corrcoef(torch.stack([view.flatten(), as_it_was.flatten()]))[0, 1] > 0.9
    assert (batch.labels[:, ATTRIBUTES.index("Blurry")] == UNKNOWN).all() and (
        batch.labels == UNKNOWN
    ).sum() == 4
