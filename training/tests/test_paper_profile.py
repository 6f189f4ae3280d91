"""A tiny pair of the paper's kind through the commands: global generator, bottlenecks, a drawing of another size than the pictures."""
import json
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
import torch

from vitrine_training.commands import files
from vitrine_training.__main__ import parser
from vitrine_training.batches import to_network
from vitrine_training.dual_path import DualPathConfig
from vitrine_training.export import deployed, parity
from vitrine_training.generator import AtDrawingSize, GeneratorConfig
from vitrine_training.layouts import ATTRIBUTES
from vitrine_training.recipes import PROFILES
from vitrine_training.shipping import synthetic_faces
from vitrine_training.train_abstraction import load_generator
from vitrine_training.train_attributes import load_network

INPUT_PX, DRAWING_PX = 48, 64


@pytest.fixture
def tiny(monkeypatch, tmp_path) -> None:
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
    monkeypatch.setattr(files, "RESULTS", tmp_path / "results")
    monkeypatch.setenv("VITRINE_CACHE", str(tmp_path / "cache"))


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


def run(folder: Path, command: str, *arguments: object) -> None:
    options = parser().parse_args([command, "--profile", "paper", "--data", str(folder), "--runs", str(folder), *map(str, arguments)])
    options.run(options)


def test_the_profiles_say_their_sizes():
    paper, compact, generator = PROFILES["paper"], PROFILES["compact"], torch.nn.Identity()
    assert (compact.input_px, compact.ships, compact.drawing(generator)) == (144, True, generator)
    assert (paper.input_px, paper.ships, paper.drawing(generator).drawing_px) == (224, False, 256)


def test_the_commands_make_a_pair_of_the_papers_kind(tiny, noise):
    weights = noise / "paper"
    run(noise, "retrain", "--weights", weights, "--imagenet", noise / "none.pth")
    run(noise, "evaluate", "--weights", weights, "--limit", 4, "--overall-only")

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
