import json
from dataclasses import replace

import numpy as np
import pytest
import torch

from vitrine_training.age_gender import AgeGender
from vitrine_training.dual_path import DualPath, DualPathConfig, resnet
from vitrine_training.export import AgeGenderGraph, AttributeGraph, deployed, export, parity, write_half
from vitrine_training.generator import GeneratorConfig, make_generator
from vitrine_training.geometry import INPUT_PX
from vitrine_training.goldens import synthetic_faces
from vitrine_training.inference import Deployed, views_of
from vitrine_training.layouts import ATTRIBUTES, read_attributes
from vitrine_training.metrics import measure
from vitrine_training.quantise import quantise
from vitrine_training.shipping import FILE, INT8_FILE, digest

SMALL = DualPathConfig(depths=(1, 1), widths=(64, 32))


def small_graph() -> AttributeGraph:
    torch.manual_seed(0)
    generator, network = make_generator(GeneratorConfig("compact", 8, 2, 1)), DualPath(SMALL)
    return AttributeGraph(deployed(generator), deployed(network)).eval()


def test_one_file_goes_from_pixels_to_logits_and_abstraction_images(tmp_path):
    graph, faces, file = small_graph(), synthetic_faces(3, 48), tmp_path / "attributes.onnx"
    export(graph, 48, file)
    assert parity(graph, file, faces) <= 1e-4
    pair = Deployed.load(file, threads=1)
    assert pair.input_px == 48 and pair.logits(faces).shape == (3, 40)
    drawn = pair.abstractions(faces)
    assert drawn.dtype == np.uint8 and drawn.shape == faces.shape
    expected = graph(torch.from_numpy(faces))[1].numpy().astype(int)
    assert np.abs(drawn.astype(int) - expected).max() <= 1


def test_int8_and_f16_say_nearly_the_same(tmp_path):
    graph, faces, file = small_graph(), synthetic_faces(4, 48), tmp_path / "attributes.onnx"
    export(graph, 48, file)
    exact = Deployed.load(file).logits(faces)
    counts = quantise(file, tmp_path / "attributes.int8.onnx", faces)
    assert counts["int8"] == counts["all"] > 0
    write_half(file, tmp_path / "attributes.f16.onnx")
    for name, allowed in (("int8", 0.5), ("f16", 0.02)):
        told = Deployed.load(tmp_path / f"attributes.{name}.onnx").logits(faces)
        assert np.abs(told - exact).max() < allowed * max(1, np.abs(exact).max())


def test_age_and_gender_from_pixels(tmp_path):
    graph = AgeGenderGraph(deployed(AgeGender(replace(SMALL, paths="original")))).eval()
    export(graph, 32, tmp_path / "age-gender.onnx")
    assert parity(graph, tmp_path / "age-gender.onnx", synthetic_faces(3, 32)) < 1e-3


def test_a_file_too_large_to_ship_is_refused(tmp_path):
    graph = AttributeGraph(torch.nn.Identity(), deployed(DualPath(resnet(50)))).eval()
    with pytest.raises(ValueError, match="MB"):
        export(graph, 64, tmp_path / "large.onnx", largest_bytes=25_000_000)


def test_shipped_files_are_the_manifests(shipped):
    manifest = json.loads((shipped / "manifest.json").read_text())
    for described in (manifest["network"], manifest["int8"]):
        path = shipped / described["file"]
        assert digest(path) == described["sha256"]
        assert path.stat().st_size < 25_000_000
    assert manifest["attributes"] == list(ATTRIBUTES)
    for calibration in (manifest["calibration"], manifest["int8"]["calibration"]):
        assert len(calibration["scale"]) == len(calibration["bias"]) == 40
        assert min(calibration["scale"]) > 0


def test_shipped_files_give_the_goldens_one_by_one_and_in_a_batch(shipped):
    goldens = shipped.parent.parent / "goldens"
    golden = json.loads((goldens / "golden.json").read_text())
    faces = np.fromfile(goldens / "input.bin", np.uint8).reshape(golden["shapes"]["faces"])
    assert np.array_equal(faces, synthetic_faces(2))
    expected = np.array(json.loads((goldens / "logits.json").read_text()), np.float32)
    pair, tolerances = Deployed.load(shipped / FILE, threads=1), golden["tolerances"]
    assert np.abs(pair.logits(faces) - expected).max() <= tolerances["logitsMaxAbs"]
    assert np.abs(pair.logits(faces, batch=1) - expected).max() <= tolerances["logitsMaxAbs"]
    wanted = np.fromfile(goldens / "abstraction.bin", np.uint8).reshape(golden["shapes"]["abstraction"])
    difference = np.abs(pair.abstractions(faces).astype(int) - wanted.astype(int)).max()
    assert difference <= tolerances["abstractionMaxAbsU8"]


def test_shipped_pair_beats_the_majority_class_on_real_faces(shipped, data):
    some = read_attributes(data / "celeba", "calibration").of(np.arange(100))
    measured = measure(Deployed.load(shipped / INT8_FILE).logits(views_of(some, INPUT_PX)) > 0, some.labels)
    assert measured["meanAccuracy"] > measured["majorityAccuracy"] + 0.07
    assert measured["balancedAccuracy"] > 0.73
