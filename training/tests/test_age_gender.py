"""Age and gender: shapes, a loss that leaves unknown ages out, measures by bracket, and parity of what
ships."""

import numpy as np
import torch

from vitrine_training.age_gender import AGES, AgeGender, age_gender_loss, answers_of, expected_years, measure
from vitrine_training.dual_path import DualPathConfig
from vitrine_training.geometry import UTKFACE
from vitrine_training.layouts import AgeSet

SMALL = DualPathConfig(depths=(1, 1), widths=(64, 32), paths="original")


def test_one_logit_for_gender_and_one_per_year():
    assert AgeGender(SMALL)(torch.randn(3, 3, 32, 32)).shape == (3, 1 + AGES)


def test_the_expected_age_of_a_certain_answer_is_that_age():
    logits = torch.full((1, AGES), -50.0)
    logits[0, 37] = 50
    assert expected_years(logits).item() == 37


def test_an_unknown_age_has_no_part_in_the_loss():
    logits = torch.randn(2, 1 + AGES)
    other_age = logits.clone()
    other_age[1, 1:] = torch.randn(AGES)
    male, years = torch.tensor([1.0, 0.0]), torch.tensor([30.0, -1.0])
    assert age_gender_loss(logits, male, years) == age_gender_loss(other_age, male, years)
    assert age_gender_loss(logits, male, torch.tensor([30.0, 40.0])) != age_gender_loss(logits, male, years)


def test_it_learns_eight_faces():
    torch.manual_seed(0)
    faces, male, years = torch.randn(8, 3, 32, 32), torch.tensor([0.0, 1] * 4), torch.arange(10.0, 90, 10)
    network = AgeGender(SMALL)
    network.dropout.p = 0
    optimiser = torch.optim.AdamW(network.parameters(), 3e-3)
    for _ in range(150):
        optimiser.zero_grad()
        age_gender_loss(network(faces), male, years).backward()
        optimiser.step()
    answers = answers_of(network(faces))
    assert ((answers[:, 0] > 0) == (male == 1)).all()
    assert (answers[:, 1] - years).abs().mean() < 3


def test_measures_by_the_bracket_that_was_labelled():
    faces = AgeSet(UTKFACE, [], np.array([10.0, 30, 33], np.float32), np.array([0, 1, 1], np.int8))
    result = measure(np.array([[1.0, 12], [-1, 30], [1, 43]], np.float32), faces)
    assert (
        result["images"] == 3
        and np.isclose(result["ageMaeYears"], 4)
        and np.isclose(result["genderAccuracy"], 2 / 3)
    )
    assert result["byBracket"]["25-34"] == {
        "images": 2,
        "ageMaeYears": 5.0,
        "ageWithin5Years": 0.5,
        "genderAccuracy": 0.5,
    }
    assert "65+" not in result["byBracket"]
