"""Files in MXNet's format for tests, as other people's face recognition weights come."""

import struct

import numpy as np

from vitrine_training.mobilefacenet import MobileFaceNet


def mxnet_file(arrays: dict[str, np.ndarray]) -> bytes:
    """An NDArray list as MXNet saves it: dense f32 arrays of format V2 on the CPU, then their names."""
    each = [
        struct.pack("<IiI", 0xF993FAC9, 0, a.ndim)
        + struct.pack(f"<{a.ndim}q", *a.shape)
        + struct.pack("<iii", 1, 0, 0)
        + a.astype("<f4").tobytes()
        for a in arrays.values()
    ]
    names = [struct.pack("<Q", len(name)) + name.encode() for name in arrays]
    return b"".join([struct.pack("<QQQ", 0x112, 0, len(each)), *each, struct.pack("<Q", len(names)), *names])


def arcface_like(network: MobileFaceNet) -> dict[str, np.ndarray]:
    """A network's own layers under the names of the MXNet file."""
    arrays = {}
    for stem, (convolution, norm, *activation) in network.units().items():
        arrays[f"arg:{stem}_conv2d_weight"] = convolution.weight
        arrays |= {
            f"arg:{stem}_batchnorm_{theirs}": value
            for theirs, value in (("gamma", norm.weight), ("beta", norm.bias))
        }
        arrays |= {
            f"aux:{stem}_batchnorm_moving_{theirs}": value
            for theirs, value in (("mean", norm.running_mean), ("var", norm.running_var))
        }
        arrays |= {f"arg:{stem}_relu_gamma": prelu.weight for prelu in activation}
    return {name: value.detach().numpy() for name, value in arrays.items()}
