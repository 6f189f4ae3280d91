import torch

from studies.pruning import narrowed
from vitrine_training.export import deployed
from vitrine_training.generator import GeneratorConfig, make_generator

PHOTOS = torch.randn(2, 3, 32, 32, generator=torch.Generator().manual_seed(0)).clamp(-1, 1)


def trained(width: int):
    """A generator with norms that have seen something."""
    torch.manual_seed(0)
    generator = make_generator(GeneratorConfig(width=width, downs=2, blocks=2)).train()
    generator(PHOTOS)
    return generator.eval()


@torch.no_grad()
def test_as_wide_as_before_it_draws_the_same():
    """Filters change places, so every layer must read the channels that the one before it wrote."""
    wide = trained(8)
    same = narrowed(wide, 8).eval()
    assert not torch.equal(same.stem[0].weight, wide.stem[0].weight)
    assert torch.allclose(same(PHOTOS), wide(PHOTOS), atol=1e-5)


@torch.no_grad()
def test_weak_filters_are_the_ones_that_go():
    wide = trained(8)
    wide.stem[1].weight[::2] = 0
    strong = set(map(tuple, wide.stem[0].weight[1::2].flatten(1).tolist()))
    narrow = narrowed(wide, 4)
    assert set(map(tuple, narrow.stem[0].weight.flatten(1).tolist())) == strong
    assert sum(p.numel() for p in deployed(narrow).parameters()) < 0.3 * sum(
        p.numel() for p in deployed(wide).parameters()
    )
    assert narrow(PHOTOS).isfinite().all()
