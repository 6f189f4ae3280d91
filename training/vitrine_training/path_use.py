"""How much of the classifier's answer comes from each path of a dual net: features that vary, and what they move."""
from __future__ import annotations

import numpy as np
import torch
from torch import nn

from .batches import to_network
from .dual_path import DualPath


@torch.no_grad()
def measure_path_use(network: DualPath, abstract: nn.Module, views: np.ndarray, batch: int = 64) -> dict[str, dict[str, float]]:
    """Per path, over views u8[n,S,S,3]: pooled features, how many of them are constant, and the mean over features and attributes of
    |weight| · deviation, the logits that a feature moves an attribute by.
    """
    network.eval()
    originals = (to_network(views[i : i + batch]) for i in range(0, len(views), batch))
    pooled = torch.cat([network.pooled(x, abstract(x)) for x in originals])
    deviations = dict(zip(network.paths, pooled.std(dim=0).chunk(len(network.paths))))
    weights = dict(zip(network.paths, network.head.weight.chunk(len(network.paths), dim=1)))
    return {
        path: {
            "features": len(deviation),
            "constantFeatures": int((deviation < 1e-6).sum()),
            "meanLogitMoved": float((weights[path].abs() * deviation).mean()),
        }
        for path, deviation in deviations.items()
    }
