"""The detector's network: YuNet's published weights give YuNet's published answers; the file that ships
gives PyTorch's."""

import json
import os
from pathlib import Path

import numpy as np
import onnxruntime as ort
import pytest
import torch

from vitrine_training.detector.decode import Detection, decode, detect, overlaps, suppress_overlaps
from vitrine_training.detector.drawing import GROUND, SIZE_WH_PX, draw
from vitrine_training.detector.export import OUTPUTS, Exported, export, session
from vitrine_training.detector.network import CHANNELS, STRIDES_PX, FaceNet, load
from vitrine_training.shipping import digest

REPOSITORY = Path(__file__).parents[2]
YUNET = Path(os.environ.get("VITRINE_YUNET", REPOSITORY.parent / "shared/weights/yunet"))
SHIPPED = REPOSITORY / "libs/models/weights/detector"


@pytest.fixture
def yunet() -> Path:
    if not (YUNET / "yunet_n.pth").is_file():
        pytest.skip(f"SKIPPED without yunet_n.pth and yunet_n_dynamic.onnx in {YUNET}: set VITRINE_YUNET")
    return YUNET


def test_one_map_for_each_stride():
    maps = FaceNet()(torch.zeros(2, 3, 64, 96))
    assert [tuple(m.shape) for m in maps] == [(2, CHANNELS, 64 // s, 96 // s) for s in STRIDES_PX]


def test_published_weights_give_the_published_files_answers(yunet):
    rgb = np.random.default_rng(0).uniform(0, 255, (2, 3, 96, 160)).astype(np.float32)
    theirs = ort.InferenceSession(str(yunet / "yunet_n_dynamic.onnx"), providers=["CPUExecutionProvider"])
    expected = dict(
        zip((o.name for o in theirs.get_outputs()), theirs.run(None, {"input": rgb[:, ::-1].copy()}))
    )
    with torch.no_grad():
        maps = load(yunet / "yunet_n.pth")(torch.from_numpy(rgb))
    for stride, cells in zip(STRIDES_PX, maps):
        cells = cells.flatten(2).transpose(1, 2)  # [N,C,16]
        assert np.abs(cells[..., :1].sigmoid().numpy() - expected[f"cls_{stride}"]).max() < 1e-5
        assert np.abs(cells[..., 1:2].sigmoid().numpy() - expected[f"obj_{stride}"]).max() < 1e-5
        assert np.abs(cells[..., 2:6].numpy() - expected[f"bbox_{stride}"]).max() < 1e-4
        assert np.abs(cells[..., 6:].numpy() - expected[f"kps_{stride}"]).max() < 1e-4


def test_a_cell_answers_in_pixels_counted_from_its_corner():
    maps = [torch.zeros(1, CHANNELS, 64 // s, 64 // s) for s in STRIDES_PX]
    maps[1][0, 2:8, 1, 2] = torch.tensor([0.5, 0.25, np.log(2), np.log(3), 0.25, -0.5])
    answers = decode(maps)
    cell = 8 * 8 + 1 * 4 + 2  # after all cells of stride 8: row 1, column 2
    assert answers.boxes[0, cell].tolist() == pytest.approx([40 - 16, 20 - 24, 40 + 16, 20 + 24])
    assert answers.points[0, cell, 0].tolist() == pytest.approx([36, 8])
    assert answers.scores()[0, cell] == pytest.approx(0.5)


def test_of_boxes_that_overlap_the_best_stays():
    boxes = np.array([[0, 0, 10, 10], [1, 0, 11, 10], [20, 0, 30, 10]], np.float32)
    assert overlaps(boxes[:1], boxes)[0].tolist() == pytest.approx([1, 90 / 110, 0])
    assert suppress_overlaps(boxes, np.array([0.7, 0.9, 0.6]), 0.45).tolist() == [1, 2]


def test_a_picture_of_any_size_is_padded_and_nothing_is_found_in_grey(yunet):
    assert len(detect(load(yunet / "yunet_n.pth"), np.full((45, 71, 3), 120, np.uint8)).scores) == 0


def test_the_drawn_picture_has_ellipses_on_its_ground_and_faces_in_it(yunet):
    picture = draw()
    assert picture.shape == (SIZE_WH_PX[1], SIZE_WH_PX[0], 3) and tuple(picture[0, 0]) == GROUND
    assert tuple(picture[120, 110]) != GROUND  # the middle of the first face
    assert len(detect(load(yunet / "yunet_n.pth"), picture).scores) == 2


def test_the_file_answers_as_pytorch_does_one_by_one_and_in_a_batch(tmp_path):
    torch.manual_seed(0)
    export(FaceNet().eval(), tmp_path / "detector.onnx")  # checks parity itself
    pictures = np.random.default_rng(1).integers(0, 256, (3, 64, 128, 3), dtype=np.uint8)
    loaded = session(tmp_path / "detector.onnx")
    together = loaded.run(OUTPUTS, {"image": pictures})
    for i in range(3):
        alone = loaded.run(OUTPUTS, {"image": pictures[i : i + 1]})
        assert max(np.abs(a[0] - b[i]).max() for a, b in zip(alone, together)) < 1e-3


def test_what_ships_is_the_manifests_and_finds_the_goldens_faces():
    if not (SHIPPED / "manifest.json").is_file():
        pytest.skip(
            f"SKIPPED without {SHIPPED}: make it by python -m vitrine_training detector and ship-detector"
        )
    manifest = json.loads((SHIPPED / "manifest.json").read_text())
    file = SHIPPED / manifest["detector"]["file"]
    assert digest(file) == manifest["detector"]["sha256"] and file.stat().st_size < 400_000
    golden = json.loads((REPOSITORY / "libs/models/goldens/detector.json").read_text())
    how = golden["detection"]
    found = detect(Exported(file), draw(), Detection(how["minScore"], how["nmsIou"]))
    assert len(found.scores) == len(golden["faces"]) == 2
    for i, face in enumerate(golden["faces"]):
        assert found.scores[i] == pytest.approx(face["score"], abs=golden["tolerances"]["scoreMaxAbs"])
        assert np.abs(found.boxes[i] - face["boxXyxyPx"]).max() < golden["tolerances"]["pxMaxAbs"]
        assert np.abs(found.points[i] - face["pointsXyPx"]).max() < golden["tolerances"]["pxMaxAbs"]
