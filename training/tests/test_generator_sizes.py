import json
from dataclasses import replace

import numpy as np
import pytest
import torch
from torch import nn

from studies import generator_sizes
from studies.generator_sizes import Yardstick, macs
from vitrine_training.dual_path import DualPath, DualPathConfig
from vitrine_training.generator import GeneratorConfig, make_generator
from vitrine_training.parts_views import Parts
from vitrine_training.train_abstraction import AbstractionRun

RUN = AbstractionRun(
    GeneratorConfig("compact", 8, 1, 1), input_px=32, batch=2, steps=2, check_every=2, glance=2
)


def test_macs_are_those_of_a_known_convolution():
    strided = nn.Conv2d(3, 8, 3, stride=2, padding=1)  # 16×16 outputs of 8 channels, each of 3·3·3 products
    grouped = nn.Conv2d(8, 8, 5, padding=2, groups=8)  # 16×16 outputs of 8 channels, each of 5·5 products
    assert macs(nn.Sequential(strided, nn.ReLU(), grouped), 32) == 16 * 16 * 8 * (27 + 25)


@pytest.fixture
def yardstick() -> Yardstick:
    torch.manual_seed(0)
    rng = np.random.default_rng(0)
    photos, parts = rng.integers(0, 255, (2, 256, 256, 3)), rng.integers(0, 11, (2, 256, 256))
    views, labels = rng.integers(0, 255, (3, 32, 32, 3)), rng.integers(0, 2, (3, 40))
    network = DualPath(DualPathConfig(depths=(1, 1), widths=(64, 32)))
    pairs = Parts(photos.astype(np.uint8), parts.astype(np.uint8))
    return Yardstick(pairs, views.astype(np.uint8), labels.astype(np.int8), network)


def test_only_missing_rows_are_measured_and_another_budget_is_refused(yardstick, tmp_path, monkeypatch):
    monkeypatch.setattr(generator_sizes, "WIDTHS", (4, 8))
    path, shipped = tmp_path / "sizes.json", make_generator(RUN.generator)
    data = (yardstick.pairs, yardstick, shipped)
    generator_sizes.run(RUN, data, tmp_path, path)
    whole = json.loads(path.read_text())
    names = ["no abstraction image", "width 4", "width 8", "as shipped"]
    assert [row["name"] for row in whole["rows"]] == names
    assert whole["rows"][1]["parameters"] < whole["rows"][2]["parameters"]

    kept = {**whole, "rows": [{**whole["rows"][0], "meanAccuracy": 0.25}, *whole["rows"][2:]]}
    path.write_text(json.dumps(kept))
    generator_sizes.run(RUN, data, tmp_path, path)
    resumed = json.loads(path.read_text())
    assert resumed["rows"][:3] == kept["rows"] and resumed["rows"][3]["name"] == "width 4"
    with pytest.raises(SystemExit, match="another budget"):
        generator_sizes.run(replace(RUN, steps=3), data, tmp_path, path)
