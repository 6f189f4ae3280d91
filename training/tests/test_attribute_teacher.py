"""A teacher from ArcFace weights: the file's format, what its classifier and its maps teach."""
import numpy as np
import pytest
import torch
from mxnet_files import arcface_like, mxnet_file

from vitrine_training.attribute_teacher import AttributeTeacher, AttributeTeacherRun, features_of, fit
from vitrine_training.batches import to_network
from vitrine_training.dual_path import DualPath, DualPathConfig
from vitrine_training.hints import Hints
from vitrine_training.layouts import UNKNOWN
from vitrine_training.mobilefacenet import WIDTHS, MobileFaceNet, read_mxnet
from vitrine_training.runs import Run
from vitrine_training.soft_labels import towards


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


def test_the_classifier_learns_from_fixed_features(tmp_path):
    config = AttributeTeacherRun(steps=120, batch=32, dropout=0.0)
    teacher = AttributeTeacher().eval()
    views = np.random.default_rng(0).integers(0, 256, (24, 48, 48, 3), np.uint8)
    labels = torch.from_numpy((np.random.default_rng(1).random((24, 40)) < 0.5).astype(np.int8))
    before = {name: value.clone() for name, value in teacher.face_net.state_dict().items()}
    fit(config, teacher, torch.cat([features_of(teacher, views), features_of(teacher, views[:, :, ::-1])]), labels, Run(tmp_path, config))
    assert all(torch.equal(value, before[name]) for name, value in teacher.face_net.state_dict().items())
    assert ((teacher(to_network(views)) > 0) == (labels == 1)).float().mean() > 0.95


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


def test_labels_move_towards_the_teachers_answers():
    labels, probs = torch.tensor([[1, 0, UNKNOWN]], dtype=torch.int8), torch.tensor([[0.5, 0.5, 0.9]])
    assert torch.allclose(towards(labels, probs, 0.4), torch.tensor([[0.8, 0.2, float(UNKNOWN)]]))
