"""A pair's end on kept maps is the pair, and can be taught further."""

import cv2
import numpy as np
import torch

from vitrine_training.cameras import CameraRecipe
from vitrine_training.dual_path import DualPath, DualPathConfig
from vitrine_training.early_stages import EarlyStages, LastStages
from vitrine_training.export import deployed, from_pixels
from vitrine_training.generator import GeneratorConfig, make_generator
from vitrine_training.geometry import CELEBA
from vitrine_training.kept_maps import Views, export_early, keep_maps
from vitrine_training.last_stages import KeptMaps, LastStagesRun, mixed, predict, train
from vitrine_training.layouts import ATTRIBUTES, UNKNOWN
from vitrine_training.optimise import OptimiserConfig

PX = 48


def pair() -> tuple[torch.nn.Module, DualPath]:
    torch.manual_seed(0)
    generator = make_generator(GeneratorConfig("compact", 8, 2, 1)).eval()
    network = DualPath(DualPathConfig(widths=(64, 16, 16, 16), dropout=0.0))
    network.train()(*(torch.randn(16, 3, PX, PX) for _ in range(2)))  # give the norms statistics
    return generator, network.eval().requires_grad_(False)


def test_the_end_says_of_kept_maps_what_the_pair_says_of_the_faces(tmp_path, monkeypatch):
    monkeypatch.setenv("VITRINE_CACHE", str(tmp_path / "cache"))
    generator, network = pair()
    rng, files = np.random.default_rng(0), [tmp_path / f"{i}.png" for i in range(5)]
    for file in files:
        cv2.imwrite(str(file), cv2.resize(rng.integers(0, 255, (11, 9, 3)).astype(np.uint8), (178, 218)))
    make = Views(PX, CameraRecipe()).maker(files, CELEBA, "sharp")
    faces = np.stack([make(i) for i in range(5)])
    graph = EarlyStages(deployed(generator), deployed(network))
    early = export_early(graph, faces, tmp_path, int8=False)
    maps = keep_maps(early, make, 5, tmp_path / "maps.npy", batch=2)
    assert maps.dtype == np.uint8 and maps.shape == (5, 2, 16, 3, 3)
    photo = from_pixels(torch.from_numpy(faces))
    with torch.no_grad():
        expected = network(photo, generator(photo)).numpy()
    told = predict(LastStages(network, torch.from_numpy(early.scale)), maps)
    assert np.abs(told - expected).max() < 0.1 * max(1, np.abs(expected).max())


def test_it_is_taught_and_its_best_is_kept(tmp_path):
    _, network = pair()
    rng = np.random.default_rng(1)
    maps = rng.integers(0, 255, (32, 2, 16, 3, 3)).astype(np.uint8)
    labels = rng.integers(0, 2, (32, 40)).astype(np.float32)
    kept, scale = KeptMaps(maps, labels), np.full((2, 16), 0.01, np.float32)
    optimiser = OptimiserConfig(rate=1e-3, head_rate=1e-2)
    config = LastStagesRun(optimiser, batch=16, steps=60, check_every=20, average_decay=0.5)
    taught = train(config, (network, scale), [kept], {"same": kept}, tmp_path)
    right = [
        ((predict(LastStages(n, torch.from_numpy(scale)).eval(), maps) > 0) == labels).mean()
        for n in (network, taught)
    ]
    assert right[1] > right[0] + 0.03


def test_nobody_knows_whether_a_picture_that_lost_detail_is_blurry():
    labels, told = np.ones((1, 40), np.int8), np.zeros((1, 40), np.float32)
    assert (mixed(labels, told, 0.5, lost_detail=False) == 0.75).all()
    assert mixed(labels, told, 0.5, lost_detail=True)[0, ATTRIBUTES.index("Blurry")] == UNKNOWN
