import numpy as np
import pytest
import torch

from studies.ablation import FlatParts, Remembered
from studies.path_use import measure_path_use
from vitrine_training.batches import to_network
from vitrine_training.dual_path import DualPath, DualPathConfig, ResNet, resnet
from vitrine_training.export import deployed
from vitrine_training.generator import AtDrawingSize, GeneratorConfig, ThreeScaleDiscriminator, make_generator
from vitrine_training.initialise import quieten, standardise_features, widen_to_dual
from vitrine_training.layouts import UNKNOWN
from vitrine_training.losses import attribute_loss, feature_matching_loss, gan_loss
from vitrine_training.targets import PARTS, read_back

SMALL = {"depths": (1, 1), "widths": (64, 32), "dropout": 0.0}
PHOTO, ABSTRACTION = torch.randn(2, 3, 64, 64), torch.randn(2, 3, 64, 64)


@pytest.mark.parametrize("depth", [18, 34, 50])
def test_the_papers_backbones_give_forty_logits(depth):
    assert DualPath(resnet(depth)).eval()(PHOTO, ABSTRACTION).shape == (2, 40)


@pytest.mark.parametrize("fusion", ["max", "none"])
def test_gradients_reach_both_paths(fusion):
    net = DualPath(DualPathConfig(**SMALL, fusion=fusion))
    attribute_loss(net(PHOTO, ABSTRACTION), torch.ones(2, 40, dtype=torch.int8)).backward()
    for path in net.paths.values():
        assert path.conv1.weight.grad.abs().sum() > 0
        assert path.layer2[0].conv2.weight.grad.abs().sum() > 0


def test_only_with_fusion_does_the_abstraction_reach_the_original_paths_features():
    for fusion, reaches in (("max", True), ("none", False)):
        net = DualPath(DualPathConfig(**SMALL, fusion=fusion, feature_norm=False)).eval()
        half = net.head.in_features // 2
        before, after = (net.pooled(PHOTO, a)[:, :half] for a in (ABSTRACTION, ABSTRACTION + 1))
        assert torch.equal(before, after) != reaches


def test_a_single_path_ignores_the_other_image():
    for paths, other in (("original", (PHOTO, ABSTRACTION + 1)), ("abstraction", (PHOTO + 1, ABSTRACTION))):
        net = DualPath(DualPathConfig(**SMALL, paths=paths)).eval()
        assert torch.equal(net(PHOTO, ABSTRACTION), net(*other))


def test_widening_keeps_what_the_single_path_said_where_both_images_are_one():
    single, dual = (
        DualPath(DualPathConfig(**SMALL, paths="original")).eval(),
        DualPath(DualPathConfig(**SMALL)).eval(),
    )
    widen_to_dual(single, dual)
    assert torch.allclose(single(PHOTO, PHOTO), dual(PHOTO, PHOTO), atol=1e-5)


def test_standardised_features_give_the_same_answers():
    net = DualPath(DualPathConfig(**SMALL)).eval()
    for norm in net.norms.values():
        torch.nn.init.normal_(norm.weight)
        torch.nn.init.normal_(norm.bias)
    before = net(PHOTO, ABSTRACTION)
    standardise_features(net)
    assert torch.allclose(net(PHOTO, ABSTRACTION), before, atol=1e-4)
    assert all((norm.weight == 1).all() and (norm.bias == 0).all() for norm in net.norms.values())


@pytest.mark.parametrize("block", ["basic", "bottleneck"])
def test_a_quiet_path_has_the_same_maps_but_smaller(block):
    path = ResNet(DualPathConfig(**SMALL, block=block))
    path.train().maps(PHOTO)  # give the norms statistics
    path.eval()
    before = path.maps(PHOTO)
    quieten(path, 0.1)
    for loud, quiet in zip(before, path.maps(PHOTO)):
        assert torch.allclose(quiet, 0.1 * loud, atol=1e-2 * loud.abs().max().item())


@pytest.mark.parametrize(
    "config", [GeneratorConfig(), GeneratorConfig("compact", 8, 3, 1), GeneratorConfig("global", 8, 2, 1)]
)
def test_generators_keep_the_size_and_stay_in_range(config):
    made = make_generator(config)(PHOTO)
    assert made.shape == PHOTO.shape and made.abs().max() <= 1


def test_the_compact_generator_paints_parts_in_their_colours():
    generator = make_generator(GeneratorConfig("compact", 8, 2, 1)).eval()
    _, logits = generator.draw(PHOTO)
    assert logits.shape == (2, 11, 64, 64)
    torch.nn.init.zeros_(generator.out[0].weight)
    bias = torch.full((12, 4), -30.0)  # pixel shuffle: four neighbours a channel
    bias[list(PARTS).index("hair")] = 30.0
    generator.out[0].bias.data = bias.flatten()
    assert (
        read_back(generator(PHOTO).detach().permute(0, 2, 3, 1).numpy()) == list(PARTS).index("hair")
    ).all()


def test_rows_of_the_ablation_may_be_smaller_than_the_generators_pictures():
    generator = make_generator(GeneratorConfig("compact", 8, 2, 1)).eval()
    for draw in (generator, FlatParts(generator)):
        assert AtDrawingSize(draw, 144, back="area")(torch.randn(2, 3, 80, 80)).shape == (2, 3, 80, 80)


def test_an_abstraction_image_is_drawn_once_for_all_rows():
    generator = make_generator(GeneratorConfig("compact", 8, 2, 1)).eval()
    draw = Remembered(generator)
    with torch.no_grad():
        first, again, other = draw(PHOTO), draw(PHOTO.clone()), draw(PHOTO + 1)
        assert torch.equal(first, again) and len(draw.drawn) == 2
        assert torch.allclose(first, generator(PHOTO), atol=1e-3) and not torch.equal(first, other)


def test_three_discriminators_judge_pairs_and_teach_the_generator():
    generator, judge = make_generator(GeneratorConfig("compact", 8, 2, 1)), ThreeScaleDiscriminator(8)
    seen, wanted = judge(PHOTO, generator(PHOTO)), judge(PHOTO, ABSTRACTION)
    assert len(seen) == 3
    for kind in ("lsgan", "log"):
        assert gan_loss([s[-1] for s in seen], True, kind) > 0
    feature_matching_loss([s[:-1] for s in seen], [w[:-1] for w in wanted]).backward()
    assert generator.stem[0].weight.grad.abs().sum() > 0


def test_unknown_labels_have_no_part_in_the_loss():
    logits, labels = torch.randn(2, 40, requires_grad=True), torch.ones(2, 40, dtype=torch.int8)
    labels[:, 3] = UNKNOWN
    for kind in ("bce", "euclidean"):
        (gradient,) = torch.autograd.grad(attribute_loss(logits, labels, kind), logits)
        assert torch.all(gradient[:, 3] == 0) and torch.all(gradient[:, 4] != 0)


def test_folding_norms_changes_only_what_f16_rounds():
    net = DualPath(DualPathConfig(**SMALL))
    net.train()(torch.randn(8, 3, 64, 64), torch.randn(8, 3, 64, 64))  # give the norms statistics
    net.eval()
    folded = deployed(net)
    assert not any("BatchNorm" in type(m).__name__ for m in folded.modules())
    with torch.no_grad():
        assert torch.allclose(net(PHOTO, ABSTRACTION), folded(PHOTO, ABSTRACTION), atol=2e-2)


def test_a_path_that_the_classifier_ignores_moves_nothing():
    net = DualPath(DualPathConfig(**SMALL))
    net.head.weight.data[:, net.head.in_features // 2 :] = 0
    views = np.random.default_rng(0).integers(0, 255, (6, 64, 64, 3)).astype(np.uint8)
    net.head.bias.data -= net.eval()(to_network(views), to_network(views)).mean(
        dim=0
    )  # each attribute is there on some and not on others
    labels = (net(to_network(views), to_network(views)) > 0).numpy().astype(np.int8)
    use = measure_path_use(net, torch.nn.Identity(), views, labels)
    assert use["original"]["meanLogitMoved"] > 0 == use["abstraction"]["meanLogitMoved"]
    assert use["original"]["features"] == 32
    assert use["original"]["meanAccuracyAlone"] == 1 > use["abstraction"]["meanAccuracyAlone"]
