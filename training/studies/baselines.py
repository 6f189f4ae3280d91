"""What to beat: the majority class, and fixed features with a linear SVM per attribute (the paper's
ResNet+SVM rows)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path

import numpy as np
import torch
from joblib import Parallel, delayed
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import LinearSVC
from torch import Tensor
from torch.nn.functional import adaptive_avg_pool2d

from vitrine_training.__main__ import DATA
from vitrine_training.batches import to_network
from vitrine_training.dual_path import DualPath, DualPathConfig
from vitrine_training.geometry import INPUT_PX
from vitrine_training.inference import Deployed, views_of
from vitrine_training.initialise import load_imagenet
from vitrine_training.layouts import ATTRIBUTES, UNKNOWN, FaceSet, read_attributes
from vitrine_training.metrics import measure
from vitrine_training.mobilefacenet import MobileFaceNet
from vitrine_training.shipping import FILE
from vitrine_training.sources import ARCFACE, IMAGENET, MODELS, RESULTS, write_figures


@dataclass(frozen=True)
class Starts:
    """Files of public weights; a row is left out where its file is absent."""

    imagenet: Path
    arcface: Path


def measure_baselines(shipped: Path, starts: Starts, train: FaceSet, val: FaceSet) -> list[dict]:
    """Rows of the baseline table, each over the validation images at the classifier's own threshold."""
    often = np.array([(train.labels[:, i] == 1).mean() > 0.5 for i in range(len(ATTRIBUTES))])
    rows = [{"name": "majority class", **measure(np.tile(often, (len(val.labels), 1)), val.labels)}]
    train_views, val_views = (views_of(faces, INPUT_PX) for faces in (train, val))
    for name, file, maps_of in (
        ("ImageNet ResNet-18 (to layer3) + SVM", starts.imagenet, imagenet_maps),
        ("ArcFace MobileFaceNet + SVM", starts.arcface, arcface_maps),
    ):
        if file.exists():
            maps = maps_of(file, train_views)
            features = [pooled_features(maps, views) for views in (train_views, val_views)]
            rows.append({"name": name, **measure(svm(features[0], train.labels, features[1]), val.labels)})
    logits = Deployed.load(shipped).logits(val_views)
    rows.append({"name": "compact dual path", **measure(logits > 0, val.labels)})
    return rows


Maps = Callable[[Tensor], list[Tensor]]
"""A fixed network: photos [N,3,S,S] -> maps of two depths."""


def imagenet_maps(file: Path, views: np.ndarray) -> Maps:
    """layer2 and layer3: 128 and 256 channels. views: some hundred faces for its norms' statistics"""
    net = DualPath(
        DualPathConfig(depths=(2, 2, 2), widths=(64, 128, 256), paths="original", feature_norm=False)
    )
    path = net.paths["original"]
    load_imagenet(path, file, to_network(views[:256]))
    path.eval()
    return lambda photos: path.maps(photos)[2:]


def arcface_maps(file: Path, _views: np.ndarray) -> Maps:
    """The last but one stage and the last layer: 128 and 512 channels."""
    network = MobileFaceNet()
    network.load_arcface(file)
    network.eval()
    last_two = itemgetter("res_4_block5", "conv_6sep")
    return lambda photos: last_two(network(photos))


@torch.no_grad()
def pooled_features(maps: Maps, views: np.ndarray) -> np.ndarray:
    """Means over a 2×2 grid: u8[n,S,S,3] -> f32[n, 4 · (channels of both maps)]"""
    batches = (to_network(views[i : i + 64]) for i in range(0, len(views), 64))
    return np.concatenate(
        [
            torch.cat([adaptive_avg_pool2d(m, 2).flatten(1) for m in maps(photos)], 1).numpy()
            for photos in batches
        ]
    )


def svm(train: np.ndarray, labels: np.ndarray, val: np.ndarray) -> np.ndarray:
    """One linear SVM per attribute: bool[n,40]"""

    def one(i: int) -> np.ndarray:
        known = labels[:, i] != UNKNOWN
        model = make_pipeline(StandardScaler(), LinearSVC(C=1e-3, max_iter=300, tol=1e-3))
        return model.fit(train[known], labels[known, i]).decision_function(val) > 0

    return np.stack(Parallel(2, prefer="threads")(delayed(one)(i) for i in range(len(ATTRIBUTES))), axis=1)


def main() -> None:
    train, val = (read_attributes(DATA / "celeba", split) for split in ("train", "val"))
    rows = measure_baselines(MODELS / "weights/compact" / FILE, Starts(IMAGENET, ARCFACE), train, val)
    write_figures(RESULTS / "baselines.json", {"command": "python -m studies.baselines", "rows": rows})


if __name__ == "__main__":
    main()
