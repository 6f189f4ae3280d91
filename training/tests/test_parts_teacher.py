"""The teacher: learns masks, labels whole frames, and what it labels takes its share of the generator's
batches."""

import json

import cv2
import numpy as np
import torch

from vitrine_training.cameras import CameraRecipe
from vitrine_training.dual_path import DualPathConfig, ResNet
from vitrine_training.generator import GeneratorConfig
from vitrine_training.geometry import CELEBA
from vitrine_training.layouts import FaceSet
from vitrine_training.optimise import OptimiserConfig
from vitrine_training.parts_teacher import PartsTeacher, TeacherRun, label_faces, load_teacher, train_teacher
from vitrine_training.parts_views import Parts, ground_truth, views_at, with_true_sides
from vitrine_training.train_abstraction import AbstractionRun, Training, pairs_at

SMALL = DualPathConfig(depths=(1, 1), widths=(8, 16), paths="original")
SHARP = CameraRecipe(clean_share=1.0, tone_share=0.0)


def discs(count: int = 4) -> Parts:
    """Bright discs of skin on dark ground, in the layout of the face-parsing pairs."""
    photos, parts = np.full((count, 256, 256, 3), 20, np.uint8), np.zeros((count, 256, 256), np.uint8)
    for i in range(count):
        cv2.circle(photos[i], (110 + 10 * i, 128), 60, (220, 220, 220), -1)
        cv2.circle(parts[i], (110 + 10 * i, 128), 60, 1, -1)
    return Parts(photos, parts)


def test_logits_cover_every_pixel_of_any_size():
    teacher = PartsTeacher(ResNet(SMALL)).eval()
    assert teacher(torch.zeros(2, 3, 218, 178)).shape == (2, 11, 218, 178)


def test_it_learns_discs_and_finds_them_in_whole_frames(tmp_path):
    config = TeacherRun(
        OptimiserConfig(rate=3e-3, head_rate=3e-3),
        SHARP,
        input_px=48,
        batch=4,
        steps=40,
        average_decay=0.8,
        check_every=40,
    )
    train_teacher(config, discs(), discs(), ResNet(SMALL), tmp_path)
    last = json.loads((tmp_path / "metrics.jsonl").read_text().splitlines()[-1])
    assert last["meanIou"] > 0.8

    frame = np.full((218, 178, 3), 20, np.uint8)
    cv2.circle(frame, (89, 120), 40, (220, 220, 220), -1)
    cv2.imwrite(str(tmp_path / "disc.png"), frame)
    faces = FaceSet(CELEBA, [tmp_path / "disc.png"], np.zeros((1, 40), np.int8))
    labelled = label_faces(load_teacher(tmp_path / "final.pt"), faces, tmp_path / "labels.npy")
    assert labelled.parts.shape == (1, 218, 178)
    assert labelled.parts[0, 120, 89] == 1 and labelled.parts[0, 10, 10] == 0


def test_masked_and_taught_pictures_share_a_batch():
    masked, everything_is_hair = (
        discs(),
        Parts(np.zeros((2, 218, 178, 3), np.uint8), np.full((2, 218, 178), 10, np.uint8), CELEBA),
    )
    config = AbstractionRun(
        GeneratorConfig("compact", 8, 1, 1), recipe=SHARP, input_px=32, batch=8, taught_share=0.25
    )
    _, _, parts = pairs_at(config, Training(masked, everything_is_hair), step=0)
    assert [(p == 10).all() for p in parts.numpy()] == [False] * 6 + [True] * 2


def test_eyes_and_brows_on_the_wrong_sides_change_them():
    left_eye, right_eye, left_brow, right_brow, nose = 4, 5, 2, 3, 6
    right_way = np.array([[right_brow, 0, left_brow], [right_eye, nose, left_eye]], np.uint8)
    assert np.array_equal(with_true_sides(right_way), right_way)
    labels_swapped = np.array([[left_brow, 0, right_brow], [left_eye, nose, right_eye]], np.uint8)
    assert np.array_equal(with_true_sides(labels_swapped), right_way)
    only_one = np.array([[0, 0, right_eye]], np.uint8)
    assert np.array_equal(with_true_sides(only_one), only_one)


def test_views_of_a_step_are_the_same_every_time_and_straight_views_are_straight():
    config = TeacherRun(input_px=32, batch=2)
    for first, again in zip(views_at(config, discs(), 3), views_at(config, discs(), 3)):
        assert np.array_equal(first, again)
    photos, parts = ground_truth(discs(1), 64)
    assert (parts[0][photos[0, ..., 0] > 150] == 1).all()
