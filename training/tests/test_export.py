import json

import numpy as np
import pytest
import torch

from vitrine_training.batches import to_network
from vitrine_training.dual_path import DualPath, DualPathConfig
from vitrine_training.evaluate import Pair
from vitrine_training.export import ABSTRACTION, DUAL_PATH, deployed, export, parity, session
from vitrine_training.geometry import INPUT_PX
from vitrine_training.generator import GeneratorConfig, make_generator
from vitrine_training.layouts import ATTRIBUTES
from vitrine_training.shipping import digest, synthetic_faces

GOLDENS = "libs/models/goldens"


def test_onnx_files_compute_what_pytorch_does(tmp_path):
    torch.manual_seed(0)
    photos = to_network(synthetic_faces(3)).contiguous().numpy()
    generator = deployed(make_generator(GeneratorConfig("compact", 8, 2, 1)))
    export(generator, ABSTRACTION, INPUT_PX, tmp_path / "abstraction.onnx")
    assert parity(generator, tmp_path / "abstraction.onnx", [photos]) <= 1e-4
    network = deployed(DualPath(DualPathConfig(depths=(1, 1), widths=(64, 32))))
    export(network, DUAL_PATH, INPUT_PX, tmp_path / "dual-path.onnx")
    assert parity(network, tmp_path / "dual-path.onnx", [photos, photos[::-1].copy()]) <= 1e-4


def test_shipped_files_are_the_manifests(shipped):
    manifest = json.loads((shipped / "manifest.json").read_text())
    for part in ("abstraction", "dualPath"):
        path = shipped / manifest[part]["file"]
        assert digest(path) == manifest[part]["sha256"]
        assert path.stat().st_size < 25_000_000
    assert manifest["attributes"] == list(ATTRIBUTES)
    for calibration in (manifest["calibration"], manifest["int8"]["calibration"]):
        assert np.shape(calibration["matrix"]) == (40, 40) and np.shape(calibration["bias"]) == (40,)
        assert np.diag(calibration["matrix"]).min() > 0


def test_shipped_files_give_the_goldens_one_by_one_and_in_a_batch(shipped):
    goldens = shipped.parent.parent / "goldens"
    golden = json.loads((goldens / "golden.json").read_text())
    pixels = np.fromfile(goldens / "input.bin", np.uint8).reshape(golden["shapes"]["input"])
    assert np.array_equal(pixels, synthetic_faces(2).transpose(0, 3, 1, 2))
    views = np.ascontiguousarray(pixels.transpose(0, 2, 3, 1))
    expected = np.array(json.loads((goldens / "logits.json").read_text()), np.float32)
    pair = Pair.load(shipped, threads=1)
    tolerance = golden["tolerances"]["logitsMaxAbs"]
    assert np.abs(pair.logits(views) - expected).max() <= tolerance
    assert np.abs(pair.logits(views, batch=1) - expected).max() <= tolerance
    (made,) = session(shipped / "abstraction.onnx").run(None, {"original": pixels.astype(np.float32) / 127.5 - 1})
    wanted = np.fromfile(goldens / "abstraction.bin", "<f4").reshape(golden["shapes"]["abstraction"])
    assert np.abs(made - wanted).max() <= golden["tolerances"]["abstractionMaxAbs"]


def test_a_file_too_large_to_ship_is_refused(tmp_path):
    from vitrine_training.dual_path import resnet

    with pytest.raises(ValueError, match="MB"):
        export(deployed(DualPath(resnet(50))), DUAL_PATH, 64, tmp_path / "large.onnx")


def test_shipped_pair_beats_the_majority_class_on_real_faces(shipped, data):
    from dataclasses import replace

    from vitrine_training.evaluate import views_of
    from vitrine_training.layouts import read_attributes
    from vitrine_training.metrics import measure

    val = read_attributes(data / "celeba", "val")
    some = replace(val, files=val.files[:200], labels=val.labels[:200])
    measured = measure(Pair.load(shipped).logits(views_of(some, INPUT_PX)) > 0, some.labels)
    assert measured["meanAccuracy"] > measured["majorityAccuracy"] + 0.08
    assert measured["balancedAccuracy"] > 0.73
