"""How the detector is judged: on crowds with faces too small to count, and by how its points align a
portrait."""

import numpy as np
import pytest

from vitrine_training.detector.align import (
    MEAN_POINTS,
    Similarity,
    alignment_error_px,
    fit_similarity,
    for_opencv,
    to_frame,
)
from vitrine_training.detector.crowds import Crowd, halves, read_crowds
from vitrine_training.detector.decode import Faces
from vitrine_training.detector.judge import Limits, average_precision, judge
from vitrine_training.detector.portraits import face_at, mean_points, misplace
from vitrine_training.layouts import LayoutError

BIG, SMALL, ELSEWHERE = [10, 10, 50, 60], [100, 10, 108, 20], [200, 200, 240, 250]


def found(*boxes: list[float], scores: list[float]) -> Faces:
    return Faces(
        np.array(boxes, np.float32).reshape(-1, 4),
        np.zeros((len(boxes), 5, 2), np.float32),
        np.array(scores, np.float32),
    )


def crowd(*boxes: list[float]) -> Crowd:
    return Crowd("a.jpg", np.zeros((300, 300, 3), np.uint8), np.array(boxes, np.float32).reshape(-1, 4))


def test_small_faces_are_neither_wanted_nor_held_against_anybody():
    everybody = [crowd(BIG, SMALL)]
    with_small = judge([found(BIG, SMALL, scores=[0.9, 0.8])], everybody, Limits())
    without = judge([found(BIG, scores=[0.9])], everybody, Limits())
    unmarked = judge([found(BIG, [150, 10, 158, 20], scores=[0.9, 0.8])], everybody, Limits())
    assert with_small == without == unmarked
    assert (without.faces, without.ap50, without.recall, without.precision) == (1, 1, 1, 1)


def test_a_face_that_is_not_there_costs_precision_and_the_second_find_of_one_is_wrong():
    everybody = [crowd(BIG)]
    assert judge([found(BIG, ELSEWHERE, scores=[0.9, 0.8])], everybody, Limits()).precision == 0.5
    assert judge([found(BIG, BIG, scores=[0.9, 0.8])], everybody, Limits()).precision == 0.5
    assert judge([found(ELSEWHERE, BIG, scores=[0.9, 0.4])], everybody, Limits()).recall == 0


def test_average_precision_by_hand():
    scores, right = np.array([0.9, 0.8, 0.7, 0.6]), np.array([True, False, True, False])
    assert average_precision(scores, right, 3) == pytest.approx((1 + 2 / 3) / 3)


def test_crowds_are_unstretched_and_halved(data):
    crowds = read_crowds(data / "wider_faces")
    assert all(max(c.picture.shape[:2]) == 640 for c in crowds)
    first, second = halves(crowds)
    assert len(first) + len(second) == len(crowds) and not {c.name for c in first} & {c.name for c in second}


def test_a_folder_without_boxes_says_so(tmp_path):
    with pytest.raises(LayoutError, match=r"boxes\.csv"):
        read_crowds(tmp_path)


def test_a_similarity_is_fitted_exactly():
    way = Similarity(1.3 * np.exp(0.2j), 5 - 7j)
    fitted = fit_similarity(MEAN_POINTS, way(MEAN_POINTS))
    assert fitted.turn == pytest.approx(way.turn) and fitted.shift == pytest.approx(way.shift)
    assert way.inverse()(way(MEAN_POINTS)) == pytest.approx(MEAN_POINTS, abs=1e-4)


def test_points_where_they_are_expected_leave_no_error_and_a_turned_nose_neither():
    way = Similarity(0.8 * np.exp(-0.1j), 40 + 20j)
    assert alignment_error_px(way(MEAN_POINTS), way, MEAN_POINTS) == pytest.approx(0, abs=1e-4)
    turned = MEAN_POINTS + np.array([[0, 0], [0, 0], [9, 1], [0, 0], [0, 0]], np.float32)
    assert alignment_error_px(way(turned), way, MEAN_POINTS) == pytest.approx(0, abs=1e-4)
    assert alignment_error_px(way(MEAN_POINTS) + 0.8, way, MEAN_POINTS) > 1


def test_a_constant_error_of_the_points_is_measured_away():
    ways = [Similarity(k * np.exp(0.1j * k), 30 * k) for k in (0.7, 1.0, 1.6)]
    habit = np.array([[1, 0], [1, 0], [0, 2], [0, -1], [2, -1]], np.float32)
    points = np.stack([way(MEAN_POINTS + habit) for way in ways])
    measured = mean_points(points, ways)
    assert measured == pytest.approx(MEAN_POINTS + habit, abs=1e-3)
    assert to_frame(points[0], measured)(ways[0](MEAN_POINTS)) == pytest.approx(MEAN_POINTS, abs=1e-3)


def test_a_misplaced_portrait_is_where_it_says():
    photo = np.full((218, 178, 3), 60, np.uint8)
    photo[108:114, 66:72] = 255  # the right eye
    shown = misplace(photo, np.random.default_rng(0))
    x, y = shown.from_frame(np.array([69.0, 111.0]))
    assert shown.picture[int(y), int(x)].min() > 200 and shown.picture.shape == (420, 420, 3)


def test_pixel_middles_differ_by_a_half_between_conventions():
    assert for_opencv(np.array([[2.0, 0, 0], [0, 2, 0]]))[:, 2].tolist() == [0.5, 0.5]


def test_the_best_face_at_a_place():
    faces = found(ELSEWHERE, BIG, scores=[0.9, 0.6])
    assert face_at(faces, np.array([30.0, 30])) == 1
    assert face_at(faces, np.array([299.0, 0])) is None
