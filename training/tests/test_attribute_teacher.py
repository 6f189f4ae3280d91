"""A teacher from ArcFace weights: the file's format, which layers learn, and what a network makes of its answers."""
import struct

import numpy as np
import pytest
import torch

from vitrine_training.layouts import UNKNOWN
from vitrine_training.mobilefacenet import EARLY, MobileFaceNet, read_mxnet
from vitrine_training.optimise import freeze
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


def test_the_body_is_that_of_the_file_and_only_its_later_stages_learn(tmp_path):
    photos = torch.randn(4, 3, 64, 64)
    source, network = MobileFaceNet().eval(), MobileFaceNet().eval()
    (tmp_path / "net.params").write_bytes(mxnet_file(arcface_like(source)))
    network.load_arcface(tmp_path / "net.params")
    assert torch.equal(source.body(photos), network.body(photos))

    network.train()
    freeze(*network.early())
    before = {name: value.clone() for name, value in network.state_dict().items()}
    network(photos).square().mean().backward()
    torch.optim.SGD([p for p in network.parameters() if p.requires_grad], 0.1).step()
    changed = {name.split(".")[1] for name, value in network.state_dict().items() if name.startswith("body.") and not torch.equal(value, before[name])}
    assert not changed & set(EARLY)
    assert {"res_3_block0", "res_5_block1", "conv_6sep"} <= changed


def test_labels_move_towards_the_teachers_answers():
    labels, probs = torch.tensor([[1, 0, UNKNOWN]], dtype=torch.int8), torch.tensor([[0.5, 0.5, 0.9]])
    assert torch.allclose(towards(labels, probs, 0.4), torch.tensor([[0.8, 0.2, float(UNKNOWN)]]))
