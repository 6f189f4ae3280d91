"""A teacher from ArcFace weights: the file's format, what its classifiers and its maps teach."""
import cv2
import numpy as np
import pytest
import torch
from mxnet_files import arcface_like, mxnet_file

from vitrine_training import attribute_teacher
from vitrine_training.attribute_teacher import LOOKS, AttributeTeacherRun, features_of, fit, judge, load_attribute_teacher, train_attribute_teacher
from vitrine_training.dual_path import DualPath, DualPathConfig
from vitrine_training.geometry import CELEBA
from vitrine_training.hints import Hints
from vitrine_training.layouts import FaceSet
from vitrine_training.mobilefacenet import WIDTHS, MobileFaceNet, read_mxnet
from vitrine_training.runs import Run


def test_an_mxnet_file_gives_its_arrays_by_name(tmp_path):
    arrays = {"arg:conv_weight": np.arange(6).reshape(1, 2, 3), "aux:norm_moving_mean": np.array([0.5, -0.5])}
    (tmp_path / "net.params").write_bytes(mxnet_file(arrays))
    read = read_mxnet(tmp_path / "net.params")
    assert read.keys() == arrays.keys()
    for name, array in arrays.items():
        assert np.array_equal(read[name].numpy(), array)


def test_another_file_is_refused_by_name(tmp_path):
    (tmp_path / "net.params").write_bytes(bytes(64))
    with pytest.raises(ValueError, match="net.params is not an MXNet parameter file"):
        read_mxnet(tmp_path / "net.params")


def test_the_body_is_that_of_the_file(tmp_path):
    photos = torch.randn(4, 3, 64, 64)
    source, network = MobileFaceNet().eval(), MobileFaceNet().eval()
    (tmp_path / "net.params").write_bytes(mxnet_file(arcface_like(source)))
    network.load_arcface(tmp_path / "net.params")
    assert torch.equal(source.body(photos), network.body(photos))
    maps = network.maps(photos)
    assert {name: m.shape[1] for name, m in maps.items()} == WIDTHS
    assert [m.shape[2] for m in maps.values()] == [16, 8, 4, 4]


def test_each_picture_is_answered_by_a_classifier_that_has_not_seen_it(tmp_path, monkeypatch):
    """Labels are dice: what has seen a picture knows its labels by heart, what has not can only guess."""
    rng = np.random.default_rng(0)
    labels = (rng.random((64, 40)) < 0.5).astype(np.int8)
    faces = FaceSet(CELEBA, [tmp_path / f"{i}.jpg" for i in range(64)], labels)
    features = torch.randn(64, 200).bfloat16()
    monkeypatch.setattr(attribute_teacher, "features_of", lambda *_: (features, features))
    monkeypatch.setattr(MobileFaceNet, "load_arcface", lambda *_: None)
    config = AttributeTeacherRun(steps=150, batch=32, dropout=0.0)
    teacher = train_attribute_teacher(config, faces, faces, tmp_path / "net.params", tmp_path / "run")
    classifier = fit(config, (features, features), torch.from_numpy(labels), torch.arange(64), Run(tmp_path / "all", config))
    right = [((said > 0.5).numpy() == labels).mean() for said in (judge(classifier, features).sigmoid(), teacher.answers)]
    assert right[0] > 0.95 and 0.4 < right[1] < 0.6
    assert torch.equal(load_attribute_teacher(tmp_path / "run/final.pt").answers, teacher.answers)


def test_it_looks_at_a_face_twice_as_it_is_and_mirrored(tmp_path, monkeypatch):
    monkeypatch.setenv("VITRINE_CACHE", str(tmp_path / "cache"))
    cv2.imwrite(str(tmp_path / "face.png"), np.random.default_rng(0).integers(0, 256, (218, 178, 3), np.uint8))
    face_net = MobileFaceNet().eval()
    straight, mirrored = features_of(face_net, FaceSet(CELEBA, [tmp_path / "face.png"], np.zeros((1, 40), np.int8)))
    cells = [sum(WIDTHS[name] * side**2 for name, side in look.grids.items()) for look in LOOKS]
    assert straight.shape == mirrored.shape == (1, cells[0] + cells[1] + 512)
    assert not torch.allclose(straight, mirrored)


def test_hints_are_learnt_from_maps_of_the_same_size():
    network = DualPath(DualPathConfig(paths="original")).train()
    teacher, hints = MobileFaceNet().eval(), Hints(network)
    photos = torch.randn(4, 3, 64, 64)
    with torch.no_grad():
        maps = teacher.maps(photos)
        for reader in hints.readers.values():
            reader.weight.normal_(std=0.1)  # they begin at zero, where no gradient reaches the maps yet
    network(photos, photos)
    hints.loss(maps).backward()
    path = network.paths["original"]
    assert path.layer3[-1].conv2.weight.grad.abs().sum() > 0
    assert path.conv1.weight.grad.abs().sum() > 0
    assert network.head.weight.grad is None and path.layer4[-1].conv2.weight.grad is None
