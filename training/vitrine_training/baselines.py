"""What to beat: the majority class, and fixed features with a linear SVM per attribute (the paper's ResNet+SVM rows)."""
from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from joblib import Parallel, delayed
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import LinearSVC

from .batches import to_network
from .dual_path import DualPath, DualPathConfig
from .evaluate import Pair, views_of
from .geometry import INPUT_PX
from .initialise import load_imagenet
from .layouts import ATTRIBUTES, UNKNOWN, FaceSet
from .metrics import measure


def measure_baselines(weights: Path, imagenet: Path, train: FaceSet, val: FaceSet) -> list[dict]:
    """Rows of the baseline table, each over the validation images at the classifier's own threshold."""
    often = np.array([(train.labels[:, i] == 1).mean() > 0.5 for i in range(len(ATTRIBUTES))])
    rows = [{"name": "majority class", **measure(np.tile(often, (len(val.labels), 1)), val.labels)}]
    train_views, val_views = (views_of(faces, INPUT_PX) for faces in (train, val))
    if imagenet.exists():
        features = [imagenet_features(imagenet, views) for views in (train_views, val_views)]
        rows.append({"name": "ImageNet ResNet-18 (to layer3) + SVM", **measure(svm(features[0], train.labels, features[1]), val.labels)})
    logits = Pair.load(weights).logits(val_views)
    rows.append({"name": "compact dual path", **measure(logits > 0, val.labels)})
    return rows


@torch.no_grad()
def imagenet_features(file: Path, views: np.ndarray) -> np.ndarray:
    """Pooled layer2 and layer3 over a 2×2 grid: u8[n,S,S,3] -> f32[n, 4 · (128 + 256)]"""
    net = DualPath(DualPathConfig(depths=(2, 2, 2), widths=(64, 128, 256), paths="original", feature_norm=False))
    path = net.paths["original"]
    load_imagenet(path, file, to_network(views[:256]))
    path.eval()
    features = []
    for i in range(0, len(views), 64):
        x = path.stem(to_network(views[i : i + 64]))
        second = path.layer2(path.layer1(x))
        maps = (second, path.layer3(second))
        features.append(torch.cat([torch.nn.functional.adaptive_avg_pool2d(m, 2).flatten(1) for m in maps], 1).numpy())
    return np.concatenate(features)


def svm(train: np.ndarray, labels: np.ndarray, val: np.ndarray) -> np.ndarray:
    """One linear SVM per attribute: bool[n,40]"""

    def one(i: int) -> np.ndarray:
        known = labels[:, i] != UNKNOWN
        model = make_pipeline(StandardScaler(), LinearSVC(C=1e-3, max_iter=300, tol=1e-3))
        return model.fit(train[known], labels[known, i]).decision_function(val) > 0

    return np.stack(Parallel(2, prefer="threads")(delayed(one)(i) for i in range(len(ATTRIBUTES))), axis=1)
