import numpy as np
from sklearn.metrics import balanced_accuracy_score

from studies.partitions import fit_each
from vitrine_training.calibration import (
    Calibration,
    balanced_thresholds,
    expected_calibration_error,
    fit,
    priors_of,
)
from vitrine_training.layouts import UNKNOWN
from vitrine_training.metrics import measure, sigmoid

RNG = np.random.default_rng(0)
LABELS = (RNG.random((400, 40)) < RNG.uniform(0.1, 0.9, 40)).astype(np.int8)
PREDICTED = np.where(RNG.random((400, 40)) < 0.8, LABELS, 1 - LABELS) == 1


def test_accuracies_agree_with_scikit_learn():
    measured = measure(PREDICTED, LABELS)
    assert np.isclose(measured["meanAccuracy"], np.mean(PREDICTED == LABELS))
    theirs = [balanced_accuracy_score(LABELS[:, i], PREDICTED[:, i]) for i in range(40)]
    assert np.isclose(measured["balancedAccuracy"], np.mean(theirs))


def test_instance_measures_of_a_case_done_by_hand():
    labels, said = np.zeros((2, 40), np.int8), np.zeros((2, 40), bool)
    labels[0, :4], said[0, 2:8] = 1, True  # 2 of 6 said are right, 2 of 4 found
    labels[1, :1], said[1, :1] = 1, True
    measured = measure(said, labels)
    assert np.isclose(measured["precision"], (2 / 6 + 1) / 2) and np.isclose(
        measured["recall"], (2 / 4 + 1) / 2
    )
    assert np.isclose(measured["f1"], 2 * (2 / 3) * 0.75 / (2 / 3 + 0.75))


def test_unknown_labels_do_not_count():
    gaps = LABELS.copy()
    gaps[:200, 5] = UNKNOWN
    assert np.isclose(
        measure(PREDICTED, gaps)["meanAccuracy"],
        np.mean(
            [
                *(np.mean((PREDICTED == LABELS)[:, i]) for i in range(40) if i != 5),
                np.mean((PREDICTED == LABELS)[200:, 5]),
            ]
        ),
    )


def test_calibration_repairs_boastful_logits_on_images_it_has_not_seen():
    honest = RNG.normal(0, 1.5, (4000, 40))
    labels = (RNG.random(honest.shape) < sigmoid(honest)).astype(np.int8)
    boastful = 3 * honest + 1
    fitted = fit_each(boastful[:2000], labels[:2000], strength=2)
    before, after = sigmoid(boastful[2000:]), fitted(boastful[2000:])
    unseen = labels[2000:]
    assert expected_calibration_error(after, unseen) < 0.5 * expected_calibration_error(before, unseen)
    assert np.allclose(fitted.scale, 1 / 3, atol=0.1)


def test_a_strong_pull_leaves_one_scale_for_all():
    honest = RNG.normal(0, 1.5, (500, 40))
    labels = (RNG.random(honest.shape) < sigmoid(honest)).astype(np.int8)
    common = fit(2 * honest, labels)
    pulled = fit_each(2 * honest, labels, strength=1e9)
    assert np.allclose(common.scale, 0.5, atol=0.05) and np.allclose(common.bias, 0)
    assert np.allclose(pulled.scale, common.scale) and np.allclose(pulled.bias, 0, atol=1e-3)


def test_answering_yes_above_the_prior_balances_the_two_errors():
    honest = RNG.normal(-2.5, 1.5, (4000, 40))
    labels = (RNG.random(honest.shape) < sigmoid(honest)).astype(np.int8)
    priors, plain = priors_of(labels), Calibration(np.ones(40), np.zeros(40))
    likeliest, adjusted = (measure(p(honest) > 0.5, labels) for p in (plain, plain.adjusted(priors)))
    balanced = measure(plain.adjusted(priors)(honest) > balanced_thresholds(priors), labels)
    assert balanced["balancedAccuracy"] > likeliest["balancedAccuracy"] + 0.05
    assert adjusted["balancedAccuracy"] > likeliest["balancedAccuracy"] + 0.005
    assert adjusted["meanAccuracy"] > likeliest["meanAccuracy"] - 0.006
