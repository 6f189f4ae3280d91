"""What ships can be read back, computes the same, and trains on."""

from dataclasses import replace

import torch

from vitrine_training.age_gender import AgeGender
from vitrine_training.dual_path import DualPath, DualPathConfig
from vitrine_training.export import AgeGenderGraph, AttributeGraph, deployed, export
from vitrine_training.from_onnx import read_age_gender, read_dual_path, read_generator
from vitrine_training.generator import AtDrawingSize, GeneratorConfig, make_generator
from vitrine_training.initialise import standardise_features, unfold_norms

SMALL = DualPathConfig(depths=(1, 1), widths=(64, 32))


def used(network: torch.nn.Module, inputs: int) -> torch.nn.Module:
    """With norms that have seen something, as after training."""
    network.train()
    for _ in range(3):
        network(*(torch.randn(16, 3, 32, 32) * 2 + 0.5 for _ in range(inputs)))
    return network.eval()


def written(generator: torch.nn.Module, network: DualPath, px: int, folder):
    export(AttributeGraph(deployed(generator), deployed(network)).eval(), px, folder / "attributes.onnx")
    return folder / "attributes.onnx"


def test_a_generator_draws_as_it_did(tmp_path):
    config = GeneratorConfig("compact", width=8, downs=1, blocks=1)
    generator = used(make_generator(config), 1)
    file, photo = written(generator, DualPath(SMALL), 32, tmp_path), torch.randn(2, 3, 32, 32)
    assert torch.allclose(read_generator(file, config)(photo), deployed(generator)(photo), atol=1e-5)


def test_a_generator_that_draws_at_a_size_of_its_own_is_read_back_without_the_resizing(tmp_path):
    config = GeneratorConfig("global", width=4, downs=2, blocks=1)
    generator, photo = make_generator(config), torch.randn(2, 3, 64, 64)
    file = written(AtDrawingSize(generator, 64), DualPath(SMALL), 48, tmp_path)
    assert torch.allclose(read_generator(file, config)(photo), deployed(generator)(photo), atol=1e-5)


def test_an_age_and_gender_net_answers_as_it_did(tmp_path):
    config = replace(SMALL, paths="original")
    network = used(AgeGender(config), 1)
    export(AgeGenderGraph(deployed(network)).eval(), 32, tmp_path / "age-gender.onnx")
    again, photo = read_age_gender(tmp_path / "age-gender.onnx", config), torch.randn(2, 3, 32, 32)
    assert torch.allclose(again(photo), deployed(network)(photo), atol=1e-4)


def test_a_dual_path_net_computes_as_it_did_and_keeps_that_when_its_norms_are_unfolded(tmp_path):
    network = used(DualPath(SMALL), 2)
    file = written(make_generator(GeneratorConfig("compact", 8, 1, 1)), network, 32, tmp_path)
    again = read_dual_path(file, SMALL)
    faces = torch.randn(64, 3, 32, 32), torch.randn(64, 3, 32, 32)
    with torch.no_grad():
        expected = deployed(network)(*faces)
        assert torch.allclose(again(*faces), expected, atol=1e-4)
        unfold_norms(again, lambda: again(*faces))
        assert torch.allclose(again.eval()(*faces), expected, atol=1e-3)
        # Batch statistics are now the norms' own: training begins where the file left off.
        again.train()
        for dropout in (m for m in again.modules() if isinstance(m, torch.nn.Dropout)):
            dropout.eval()
        assert torch.allclose(again(*faces), expected, atol=0.05)
        # Dropped features must leave the mean answer: without a mean of their own they do.
        standardise_features(again)
        assert torch.allclose(again(*faces), expected, atol=0.05)
        assert again.pooled(*faces).mean(dim=0).abs().max() < 1e-3
