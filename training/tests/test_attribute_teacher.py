"""A teacher from ArcFace weights: the file's format, what its classifiers and its maps teach."""

import numpy as np
import pytest
import torch

from mxnet_files import arcface_like, mxnet_file
from vitrine_training.attribute_teacher import (
    FEATURES,
    WIDE,
    AttributeTeacher,
    AttributeTeacherRun,
    fit,
    load_attribute_teacher,
)
from vitrine_training.dual_path import DualPath, DualPathConfig
from vitrine_training.geometry import CELEBA
from vitrine_training.hints import Hints
from vitrine_training.layouts import FaceSet, LayoutError
from vitrine_training.mobilefacenet import WIDTHS, MobileFaceNet, read_mxnet
from vitrine_training.runs import Run, save_whole
from vitrine_training.train_attributes import AttributeRun, Ingredients, train


def test_an_mxnet_file_gives_its_arrays_by_name(tmp_path):
    arrays = {"arg:conv_weight": np.arange(6).reshape(1, 2, 3), "aux:norm_moving_mean": np.array([0.5, -0.5])}
    (tmp_path / "net.params").write_bytes(mxnet_file(arrays))
    read = read_mxnet(tmp_path / "net.params")
    assert read.keys() == arrays.keys()
    for name, array in arrays.items():
        assert np.array_equal(read[name].numpy(), array)


def test_another_file_is_refused_by_name(tmp_path):
    (tmp_path / "net.params").write_bytes(bytes(64))
    with pytest.raises(ValueError, match=r"net\.params is not an MXNet parameter file"):
        read_mxnet(tmp_path / "net.params")


def test_the_body_is_that_of_the_file(tmp_path):
    photos = torch.randn(4, 3, 64, 64)
    source, network = MobileFaceNet().eval(), MobileFaceNet().eval()
    (tmp_path / "net.params").write_bytes(mxnet_file(arcface_like(source)))
    network.load_arcface(tmp_path / "net.params")
    assert torch.equal(source.body(photos), network.body(photos))
    maps = network(photos)
    assert {name: m.shape[1] for name, m in maps.items()} == WIDTHS
    assert [m.shape[2] for m in maps.values()] == [16, 8, 4, 4]


def test_each_picture_is_answered_by_a_classifier_that_has_not_seen_its_label(tmp_path):
    """Labels are dice: a classifier that has seen a picture's knows them by heart, one that has not can
    only guess."""
    labels = (torch.rand(64, 40) < 0.5).to(torch.int8)
    features, pictures = torch.randn(64, FEATURES).bfloat16(), torch.arange(64)
    config = AttributeTeacherRun(steps=100, batch=32, dropout=0.0)
    teacher = AttributeTeacher(pictures % 4, folds=4).eval()
    before = {name: value.clone() for name, value in teacher.face_net.state_dict().items()}
    fit(config, teacher, torch.cat([features, features]), labels, Run(tmp_path, config))
    assert all(torch.equal(value, before[name]) for name, value in teacher.face_net.state_dict().items())
    with torch.no_grad():
        every, held_out = teacher.judge(features), teacher.answers(features, pictures)
    right = (every > 0) == (labels == 1).unsqueeze(1)  # [64,folds,40]
    seen = pictures.unsqueeze(1) % 4 != torch.arange(4)
    assert right[seen].float().mean() > 0.95
    assert 0.4 < right[~seen].float().mean() < 0.6
    assert torch.equal(held_out, every[~seen])


def test_it_looks_at_a_face_twice_and_stays_as_it_is(tmp_path):
    views = torch.randn(2, 3, 144, 144)
    teacher = AttributeTeacher(torch.zeros(5, dtype=torch.long), folds=2).eval()
    with torch.no_grad():
        seen = teacher.see(views)
        border = views.clone()
        border[:, :, :16] = 0  # above the tight box
        without_hair = teacher.see(border)
    wide = sum(WIDTHS[name] * side**2 for name, side in WIDE.items())
    assert seen.features.shape == (2, FEATURES)
    assert not torch.equal(seen.features[:, :wide], without_hair.features[:, :wide])
    assert torch.equal(seen.features[:, wide:], without_hair.features[:, wide:])
    save_whole(teacher.state_dict(), tmp_path / "final.pt")
    again = load_attribute_teacher(tmp_path / "final.pt")
    assert torch.equal(again.judge(seen.features), teacher.judge(seen.features))
    assert not any(p.requires_grad for p in again.parameters())


def test_a_teacher_of_other_pictures_is_refused(tmp_path):
    faces = FaceSet(CELEBA, [tmp_path / "face.jpg"], np.zeros((1, 40), np.int8))
    of_five = AttributeTeacher(torch.zeros(5, dtype=torch.long), folds=2)
    with pytest.raises(LayoutError, match="made for 5 pictures, --data has 1"):
        train(AttributeRun(), Ingredients(train=faces, val=faces, teacher=of_five), tmp_path)


def test_hints_are_learnt_from_maps_of_the_same_size():
    network = DualPath(DualPathConfig(paths="original")).train()
    teacher, hints = MobileFaceNet().eval(), Hints(network)
    photos = torch.randn(4, 3, 64, 64)
    with torch.no_grad():
        maps = teacher(photos)
        for reader in hints.readers.values():
            reader.weight.normal_(std=0.1)  # they begin at zero, where no gradient reaches the maps yet
    network(photos, photos)
    hints.loss(maps).backward()
    path = network.paths["original"]
    assert path.layer3[-1].conv2.weight.grad.abs().sum() > 0
    assert path.conv1.weight.grad.abs().sum() > 0
    assert network.head.weight.grad is None and path.layer4[-1].conv2.weight.grad is None
