import numpy as np
from sklearn.metrics import balanced_accuracy_score

from vitrine_training.calibration import Calibration, balanced_thresholds, cross_fit, expected_calibration_error, fit, priors_of
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
    assert np.isclose(measured["precision"], (2 / 6 + 1) / 2) and np.isclose(measured["recall"], (2 / 4 + 1) / 2)
    assert np.isclose(measured["f1"], 2 * (2 / 3) * 0.75 / (2 / 3 + 0.75))


def test_unknown_labels_do_not_count():
    gaps = LABELS.copy()
    gaps[:200, 5] = UNKNOWN
    assert np.isclose(measure(PREDICTED, gaps)["meanAccuracy"], np.mean([*(np.mean((PREDICTED == LABELS)[:, i]) for i in range(40) if i != 5), np.mean((PREDICTED == LABELS)[200:, 5])]))


def test_calibration_repairs_boastful_logits_on_images_it_has_not_seen():
    honest = RNG.normal(0, 1.5, (2000, 40))
    labels = (RNG.random(honest.shape) < sigmoid(honest)).astype(np.int8)
    boastful = 3 * honest + 1
    before, after = sigmoid(boastful), cross_fit(boastful, labels)(boastful)
    assert expected_calibration_error(after, labels) < 0.5 * expected_calibration_error(before, labels)
    assert np.allclose(np.diag(fit(boastful, labels).matrix), 1 / 3, atol=0.1)


def test_calibration_hears_what_one_attribute_says_of_another():
    first = RNG.normal(0, 2, (2000, 40))
    labels = (RNG.random(first.shape) < sigmoid(first)).astype(np.int8)
    labels[:, 1] = RNG.random(2000) < sigmoid(first[:, 1] + first[:, 0])
    matrix = fit(first, labels).matrix
    assert 0.3 < matrix[1, 0] < 1  # pulled towards 0
    assert np.abs(matrix[2:, :2]).max() < 0.1


def test_answering_yes_above_the_prior_balances_the_two_errors():
    honest = RNG.normal(-2.5, 1.5, (4000, 40))
    labels = (RNG.random(honest.shape) < sigmoid(honest)).astype(np.int8)
    priors, plain = priors_of(labels), Calibration(np.eye(40), np.zeros(40))
    likeliest, adjusted = (measure(p(honest) > 0.5, labels) for p in (plain, plain.adjusted(priors)))
    balanced = measure(plain.adjusted(priors)(honest) > balanced_thresholds(priors), labels)
    assert balanced["balancedAccuracy"] > likeliest["balancedAccuracy"] + 0.05
    assert adjusted["balancedAccuracy"] > likeliest["balancedAccuracy"] + 0.005
    assert adjusted["meanAccuracy"] > likeliest["meanAccuracy"] - 0.003
