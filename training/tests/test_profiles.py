"""Tiny pairs of both profiles through the commands. The paper's kind: global generator, bottlenecks, a drawing of another size than the
pictures. The compact kind: taught by a face recognition network, and in int8 as well.
"""
import json
from dataclasses import replace
from functools import partial
from pathlib import Path

import cv2
import numpy as np
import pytest
import torch
from mxnet_files import arcface_like, mxnet_file

from vitrine_training.commands import files, train
from vitrine_training.__main__ import parser
from vitrine_training.batches import to_network
from vitrine_training.dual_path import DualPathConfig
from vitrine_training.export import deployed, parity
from vitrine_training.from_onnx import read_dual_path
from vitrine_training.generator import AtDrawingSize, GeneratorConfig
from vitrine_training.layouts import ATTRIBUTES
from vitrine_training.mobilefacenet import MobileFaceNet
from vitrine_training.recipes import PROFILES
from vitrine_training.shipping import synthetic_faces
from vitrine_training.train_abstraction import load_generator
from vitrine_training.train_attributes import load_network

INPUT_PX, DRAWING_PX = 48, 64


@pytest.fixture
def elsewhere(monkeypatch, tmp_path) -> None:
    """Figures, goldens and decoded frames do not land in the repository."""
    monkeypatch.setattr(files, "RESULTS", tmp_path / "results")
    monkeypatch.setattr(train, "TRAINING", tmp_path / "training")
    monkeypatch.setenv("VITRINE_CACHE", str(tmp_path / "cache"))


@pytest.fixture
def tiny_paper(monkeypatch, elsewhere) -> None:
    """The paper's profile with small networks and few steps; everything else is as it is."""
    paper, short = PROFILES["paper"], {"steps": 2, "glance": 2}
    network = DualPathConfig(block="bottleneck", depths=(1, 1), widths=(16, 16), dropout=0.0)
    profile = replace(
        paper,
        abstraction=replace(paper.abstraction, generator=GeneratorConfig("global", width=4, downs=2, blocks=1), input_px=DRAWING_PX, discriminator_width=4, **short),
        single=replace(paper.single, network=network, input_px=INPUT_PX, batch=4, **short),
        dual=replace(paper.dual, network=network, input_px=INPUT_PX, batch=4, **short),
    )
    monkeypatch.setitem(PROFILES, "paper", profile)


@pytest.fixture
def tiny_compact(monkeypatch, elsewhere) -> None:
    """The compact profile with small networks at the same strides, and little to do for each."""
    compact, short = PROFILES["compact"], {"input_px": INPUT_PX, "batch": 4, "glance": 2}
    network = DualPathConfig(depths=(1, 1, 1), widths=(64, 16, 16))
    profile = replace(
        compact,
        abstraction=replace(compact.abstraction, generator=GeneratorConfig("compact", width=8, downs=2, blocks=1), **short),
        single=replace(compact.single, network=replace(network, paths="original"), **short),
        dual=replace(compact.dual, network=network, **short),
        taught=replace(compact.taught, network=network, **short),
    )
    monkeypatch.setitem(PROFILES, "compact", profile)
    monkeypatch.setattr(train, "TeacherRun", partial(train.TeacherRun, batch=2))
    monkeypatch.setattr(train, "AttributeTeacherRun", partial(train.AttributeTeacherRun, batch=8))


@pytest.fixture
def noise(tmp_path) -> Path:
    """celeba/ and face_parsing/ without a face in them."""
    rng = np.random.default_rng(0)
    picture = lambda *shape: rng.integers(0, 19, shape).astype(np.uint8)  # noqa: E731
    for name in ("celeba/images", "face_parsing/images", "face_parsing/masks"):
        (tmp_path / name).mkdir(parents=True)
    splits = ["train"] * 8 + ["val"] * 8
    for i in range(16):
        cv2.imwrite(str(tmp_path / f"celeba/images/{i}.jpg"), picture(218, 178, 3))
        cv2.imwrite(str(tmp_path / f"face_parsing/images/{i}.jpg"), picture(256, 256, 3))
        cv2.imwrite(str(tmp_path / f"face_parsing/masks/{i}.png"), picture(256, 256))
    labels = [f"{i}.jpg,{split},{i}," + ",".join(str((i + a) % 2) for a in range(40)) for i, split in enumerate(splits)]
    (tmp_path / "celeba/labels.csv").write_text("\n".join(["file,split,identity," + ",".join(ATTRIBUTES), *labels]))
    (tmp_path / "face_parsing/split.csv").write_text("\n".join(["name,split", *(f"{i},{split}" for i, split in enumerate(splits))]))
    return tmp_path


def run(profile: str, folder: Path, command: str, *arguments: object) -> None:
    options = parser().parse_args([command, "--profile", profile, "--data", str(folder), "--runs", str(folder), *map(str, arguments)])
    options.run(options)


def test_the_profiles_say_their_sizes():
    paper, compact, generator = PROFILES["paper"], PROFILES["compact"], torch.nn.Identity()
    assert (compact.input_px, compact.ships, compact.drawing(generator)) == (144, True, generator)
    assert (paper.input_px, paper.ships, paper.drawing(generator).drawing_px) == (224, False, 256)


def test_the_commands_make_a_pair_of_the_papers_kind(tiny_paper, noise):
    weights = noise / "paper"
    run("paper", noise, "retrain", "--weights", weights, "--imagenet", noise / "none.pth")
    run("paper", noise, "evaluate", "--weights", weights, "--limit", 4, "--overall-only")

    faces = to_network(synthetic_faces(3, INPUT_PX)).contiguous()
    draws = deployed(AtDrawingSize(load_generator(noise / "paper-abstraction/final.pt"), DRAWING_PX))
    judges = deployed(load_network(noise / "paper-dual/final.pt"))
    assert parity(draws, weights / "abstraction.onnx", [faces.numpy()]) <= 1e-4
    assert parity(judges, weights / "dual-path.onnx", [faces.numpy(), draws(faces).numpy()]) <= 1e-3

    manifest = json.loads((weights / "manifest.json").read_text())
    assert [manifest[name]["inputSizePx"] for name in ("abstraction", "dualPath")] == [INPUT_PX] * 2
    assert sorted(file.name for file in weights.iterdir()) == ["abstraction.onnx", "dual-path.onnx", "manifest.json"]
    measured = json.loads((noise / "results/paper.json").read_text(), parse_constant=pytest.fail)
    assert measured["images"] == {"judged": 4, "calibratedOn": 8, "of": 8} and measured["conditions"] == {}
    assert measured["trained"]["abstraction"] == {"steps": 2, "imagesPerStep": 1, "device": measured["trained"]["abstraction"]["device"]}
    assert measured["trained"]["attributes"]["imagesPerStep"] == 4


def test_one_command_makes_a_taught_pair_of_the_compact_kind(tiny_compact, noise):
    arcface = noise / "face.params"
    arcface.write_bytes(mxnet_file(arcface_like(MobileFaceNet())))
    run("compact", noise, "retrain", "--weights", noise / "compact", "--imagenet", noise / "none.pth", "--arcface", arcface, "--steps", 2)

    manifest = json.loads((noise / "compact/manifest.json").read_text())
    taught, shipped = load_network(noise / "compact-taught/final.pt"), read_dual_path(noise / "compact/dual-path.onnx", PROFILES["compact"].taught.network)
    assert torch.equal(deployed(taught).head.weight, shipped.head.weight)
    assert set(manifest["int8"]) == {"abstraction", "dualPath", "calibration"}
    before = load_network(noise / "compact-dual/final.pt")
    faces = to_network(synthetic_faces(3, INPUT_PX))
    for name, learnt in (("original", True), ("abstraction", False)):  # the abstraction path stays as it was
        maps = [deployed(net).paths[name].maps(faces)[-1] for net in (before, taught)]
        assert torch.allclose(*maps, atol=1e-2) != learnt
