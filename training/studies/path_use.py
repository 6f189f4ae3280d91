"""How much of the classifier's answer comes from each path of a dual net: features that vary, and what
they move."""

from __future__ import annotations

import numpy as np
import torch
from torch import nn

from vitrine_training.batches import to_network
from vitrine_training.dual_path import DualPath
from vitrine_training.metrics import measure


@torch.no_grad()
def measure_path_use(
    network: DualPath, abstract: nn.Module, views: np.ndarray, labels: np.ndarray, batch: int = 64
) -> dict[str, dict[str, float]]:
    """Per path, over views u8[n,S,S,3] with labels i8[n,40]: pooled features, how many of them are
    constant, the mean over features and attributes of |weight| · deviation (the logits that a feature
    moves an attribute by), and the mean accuracy of its features alone, with the other path's at their
    mean.
    """
    network.eval()
    originals = (to_network(views[i : i + batch]) for i in range(0, len(views), batch))
    pooled = torch.cat([network.pooled(x, abstract(x)) for x in originals])
    features = dict(zip(network.paths, pooled.chunk(len(network.paths), dim=1)))
    weights = dict(zip(network.paths, network.head.weight.chunk(len(network.paths), dim=1)))
    mean_logits = network.head(pooled.mean(dim=0))
    use = {}
    for path, vectors in features.items():
        deviation = vectors.std(dim=0)
        alone = mean_logits + (vectors - vectors.mean(dim=0)) @ weights[path].T
        use[path] = {
            "features": len(deviation),
            "constantFeatures": int((deviation < 1e-6).sum()),
            "meanLogitMoved": float((weights[path].abs() * deviation).mean()),
            "meanAccuracyAlone": measure(alone.numpy() > 0, labels)["meanAccuracy"],
        }
    return use
