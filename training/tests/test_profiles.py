"""Tiny pairs of both profiles through retrain.py. The paper's kind: global generator, bottlenecks, a
drawing of another size than the pictures. The compact kind: taught twice, and in int8 as well."""

import json
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
import torch

import retrain
from mxnet_files import arcface_like, mxnet_file
from vitrine_training import last_stages
from vitrine_training.dual_path import DualPathConfig, load_network
from vitrine_training.export import AttributeGraph, deployed, parity
from vitrine_training.from_onnx import read_dual_path
from vitrine_training.generator import AtDrawingSize, GeneratorConfig
from vitrine_training.goldens import synthetic_faces
from vitrine_training.layouts import ATTRIBUTES
from vitrine_training.mobilefacenet import MobileFaceNet
from vitrine_training.recipes import ATTRIBUTE_TEACHER, LAST_STAGES, PARTS_TEACHER, PROFILES
from vitrine_training.train_abstraction import load_generator

INPUT_PX, DRAWING_PX = 48, 64
SHORT = {"steps": 2, "glance": 2, "input_px": INPUT_PX, "batch": 4}


@pytest.fixture(autouse=True)
def elsewhere(monkeypatch, tmp_path) -> None:
    """Decoded frames do not land in the repository."""
    monkeypatch.setenv("VITRINE_CACHE", str(tmp_path / "cache"))


@pytest.fixture
def tiny_paper(monkeypatch) -> None:
    """The paper's profile with small networks and few steps; everything else is as it is."""
    paper, network = PROFILES["paper"], DualPathConfig("bottleneck", (1, 1), (16, 16), dropout=0.0)
    generator = GeneratorConfig("global", width=4, downs=2, blocks=1)
    drawing = {**SHORT, "generator": generator, "input_px": DRAWING_PX, "batch": 1, "discriminator_width": 4}
    profile = replace(
        paper,
        abstraction=replace(paper.abstraction, **drawing),
        single=replace(paper.single, network=replace(network, paths="original"), **SHORT),
        dual=replace(paper.dual, network=network, **SHORT),
    )
    monkeypatch.setitem(PROFILES, "paper", profile)


@pytest.fixture
def tiny_compact(monkeypatch) -> None:
    """The compact profile with small networks at the same strides, and little to do for each."""
    compact = PROFILES["compact"]
    network = DualPathConfig(depths=(2, 2, 2, 1), widths=(64, 16, 16, 16))
    generator = GeneratorConfig("compact", width=8, downs=2, blocks=1)
    profile = replace(
        compact,
        abstraction=replace(compact.abstraction, generator=generator, **SHORT),
        single=replace(compact.single, network=replace(network, paths="original"), **SHORT),
        dual=replace(compact.dual, network=network, **SHORT),
        taught=replace(compact.taught, network=network, **SHORT),
    )
    monkeypatch.setitem(PROFILES, "compact", profile)
    monkeypatch.setattr(last_stages, "VIEWS", replace(last_stages.VIEWS, size_px=INPUT_PX))
    monkeypatch.setattr(last_stages, "INPUT_PX", INPUT_PX)
    monkeypatch.setattr(retrain, "PARTS_TEACHER", replace(PARTS_TEACHER, batch=2, steps=2))
    monkeypatch.setattr(retrain, "ATTRIBUTE_TEACHER", replace(ATTRIBUTE_TEACHER, batch=8, steps=2))
    monkeypatch.setattr(retrain, "LAST_STAGES", replace(LAST_STAGES, batch=4, steps=2, check_every=1))


@pytest.fixture
def noise(tmp_path) -> Path:
    """celeba/, celeba_half/ and face_parsing/ without a face in them, and a teacher that knows nothing."""
    rng = np.random.default_rng(0)
    splits = ["train"] * 8 + ["val"] * 8
    for name, wide, high in (("celeba", 178, 218), ("celeba_half", 89, 109), ("face_parsing", 256, 256)):
        (tmp_path / name / "images").mkdir(parents=True)
        for i in range(16):
            picture = rng.integers(0, 255, (high, wide, 3)).astype(np.uint8)
            cv2.imwrite(str(tmp_path / name / f"images/{i}.jpg"), picture)
        rows = [
            f"{i}.jpg,{s},{i}," + ",".join(str((i + a) % 2) for a in range(40)) for i, s in enumerate(splits)
        ]
        head = "file,split,identity," + ",".join(ATTRIBUTES)
        (tmp_path / name / "labels.csv").write_text("\n".join([head, *rows]))
    (tmp_path / "face_parsing/masks").mkdir()
    for i in range(16):
        mask = rng.integers(0, 19, (256, 256)).astype(np.uint8)
        cv2.imwrite(str(tmp_path / f"face_parsing/masks/{i}.png"), mask)
    pairs = [f"{i},{split}" for i, split in enumerate(splits)]
    (tmp_path / "face_parsing/split.csv").write_text("\n".join(["name,split", *pairs]))
    told = {"image": np.array([str(i) for i in range(16)]), "logits": np.zeros((16, 40), np.float16)}
    np.savez(tmp_path / "celeba/teacher_logits.npz", **told)
    return tmp_path


def run(profile: str, folder: Path, **paths: Path) -> Path:
    """Retrain; returns the folder of its weights."""
    given = {
        "data": folder,
        "runs": folder,
        "weights": folder / profile,
        "imagenet": folder / "none.pth",
        **paths,
    }
    words = [word for name, path in given.items() for word in (f"--{name}", str(path))]
    retrain.main(retrain.parser().parse_args(["--profile", profile, *words]))
    return folder / profile


def test_the_profiles_say_their_sizes():
    paper, compact, generator = PROFILES["paper"], PROFILES["compact"], torch.nn.Identity()
    assert (compact.input_px, compact.ships, compact.drawing(generator)) == (144, True, generator)
    assert (paper.input_px, paper.ships, paper.drawing(generator).drawing_px) == (224, False, 256)


def test_one_command_makes_a_pair_of_the_papers_kind(tiny_paper, noise):
    weights = run("paper", noise)
    draws = deployed(AtDrawingSize(load_generator(noise / "paper/abstraction/final.pt"), DRAWING_PX))
    judges = deployed(load_network(noise / "paper/dual/final.pt"))
    graph = AttributeGraph(draws, judges).eval()
    assert parity(graph, weights / "attributes.onnx", synthetic_faces(3, INPUT_PX)) <= 1e-3
    manifest = json.loads((weights / "manifest.json").read_text())
    assert manifest["network"]["inputSizePx"] == INPUT_PX and "int8" not in manifest
    trained = manifest["measured"]["trained"]
    assert (trained["abstraction"]["steps"], trained["abstraction"]["imagesPerStep"]) == (2, 1)
    assert list(trained["attributes"]) == ["single", "dual"]


def test_one_command_makes_a_taught_pair_of_the_compact_kind(tiny_compact, noise):
    arcface = noise / "face.params"
    arcface.write_bytes(mxnet_file(arcface_like(MobileFaceNet())))
    weights = run("compact", noise, arcface=arcface)

    manifest = json.loads((weights / "manifest.json").read_text())
    assert list(manifest["measured"]["trained"]["attributes"]) == ["single", "dual", "taught", "last-stages"]
    shipped = read_dual_path(weights / "attributes.onnx", PROFILES["compact"].taught.network)
    last = load_network(noise / "compact/last-stages/final.pt")
    assert torch.equal(deployed(last).head.weight, shipped.head.weight)
    assert set(manifest["int8"]) == {"file", "sha256", "inputSizePx", "calibration"}

    before, taught = (load_network(noise / f"compact/{name}/final.pt") for name in ("dual", "taught"))
    faces = torch.randn(3, 3, INPUT_PX, INPUT_PX)
    for name, learnt in (("original", True), ("abstraction", False)):  # the abstraction path stays as it was
        maps = [deployed(net).paths[name].maps(faces)[-1] for net in (before, taught)]
        assert torch.allclose(*maps, atol=1e-2) != learnt
