"""A teacher from ArcFace weights: the file's format, what its classifier and its maps teach."""
import struct

import numpy as np
import pytest
import torch

from vitrine_training.attribute_teacher import AttributeTeacher, AttributeTeacherRun, features_of, fit
from vitrine_training.batches import to_network
from vitrine_training.dual_path import DualPath, DualPathConfig
from vitrine_training.hints import Hints
from vitrine_training.layouts import UNKNOWN
from vitrine_training.mobilefacenet import WIDTHS, MobileFaceNet, read_mxnet
from vitrine_training.runs import Run
from vitrine_training.soft_labels import towards


def mxnet_file(arrays: dict[str, np.ndarray]) -> bytes:
    """An NDArray list as MXNet saves it: dense f32 arrays of format V2 on the CPU, then their names."""
    each = [
        struct.pack("<IiI", 0xF993FAC9, 0, a.ndim) + struct.pack(f"<{a.ndim}q", *a.shape) + struct.pack("<iii", 1, 0, 0) + a.astype("<f4").tobytes()
        for a in arrays.values()
    ]
    names = [struct.pack("<Q", len(name)) + name.encode() for name in arrays]
    return b"".join([struct.pack("<QQQ", 0x112, 0, len(each)), *each, struct.pack("<Q", len(names)), *names])


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


def arcface_like(network: MobileFaceNet) -> dict[str, np.ndarray]:
    """A network's own body under the names of the MXNet file."""
    arrays = {}
    for name, module in network.body.named_modules():
        if isinstance(module, torch.nn.Sequential) and name:
            stem, (convolution, norm, *activation) = name.replace(".", "_"), module
            arrays[f"arg:{stem}_conv2d_weight"] = convolution.weight
            arrays |= {f"arg:{stem}_batchnorm_{theirs}": value for theirs, value in (("gamma", norm.weight), ("beta", norm.bias))}
            arrays |= {f"aux:{stem}_batchnorm_moving_{theirs}": value for theirs, value in (("mean", norm.running_mean), ("var", norm.running_var))}
            arrays |= {f"arg:{stem}_relu_gamma": prelu.weight for prelu in activation}
    return {name: value.detach().numpy() for name, value in arrays.items()}


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
