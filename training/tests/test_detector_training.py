"""What the detector learns from: who answers for a face, what an answer costs, and scenes whose labels stay
on the faces."""

import numpy as np
import pytest
import torch

from vitrine_training.detector.assign import assign, box_iou
from vitrine_training.detector.crowds import Crowd
from vitrine_training.detector.decode import decode
from vitrine_training.detector.loss import box_loss, detection_loss
from vitrine_training.detector.network import CHANNELS, STRIDES_PX, FaceNet
from vitrine_training.detector.people import TRUSTED, Person, flip
from vitrine_training.detector.scenes import (
    Cast,
    Scene,
    SceneRecipe,
    crowd_scene,
    make_scene,
    portrait_scene,
    with_walker,
)
from vitrine_training.detector.train import mixed
from vitrine_training.detector.weather import CONDITIONS

POINTS = np.array([[20, 30], [44, 30], [32, 42], [24, 52], [40, 52]], np.float32)
NOBODY = np.zeros((0, 4), np.float32)


def scene_of(*boxes: list[float], ignored: np.ndarray = NOBODY, side: int = 64) -> Scene:
    count = len(boxes)
    points = np.zeros((count, 5, 2), np.float32)
    return Scene(
        np.zeros((side, side, 3), np.uint8),
        np.array(boxes, np.float32).reshape(-1, 4),
        points,
        np.zeros(count, np.float32),
        ignored,
    )


def blank(side: int = 64) -> list[torch.Tensor]:
    return [torch.zeros(1, CHANNELS, side // s, side // s) for s in STRIDES_PX]


def test_cells_near_a_faces_middle_answer_for_it_and_no_cell_for_two():
    chosen = assign(decode(blank()), 0, torch.tensor([[8.0, 8, 24, 24], [40, 40, 56, 56]]))
    assert set(chosen.faces.tolist()) == {0, 1}
    assert len(set(chosen.cells.tolist())) == len(chosen.cells)
    corners = decode(blank()).corners[chosen.cells]
    middles = torch.tensor([[16.0, 16], [48, 48]])[chosen.faces]
    assert (corners - middles).abs().max() < 2.5 * 32


def test_a_box_that_fits_costs_nothing_and_one_further_off_more():
    face = torch.tensor([[0.0, 0, 10, 20]])
    assert box_loss(face, face).item() == pytest.approx(0)
    assert box_loss(face + 1, face) < box_loss(face + 3, face)
    assert box_iou(face, face + torch.tensor([5.0, 0, 5, 0])).item() == pytest.approx(1 / 3)


def test_a_small_face_that_nobody_asks_for_costs_nothing_when_it_is_seen():
    small = np.array([[24, 24, 30, 30]], np.float32)
    unsure, sure = blank(), blank()
    sure[0][0, 1, 3, 3] = 8  # an objectness of nearly 1 in the cell at (24, 24)
    wanted = scene_of(ignored=small)
    assert detection_loss(decode(sure), [wanted]) == detection_loss(decode(unsure), [wanted])
    assert detection_loss(decode(sure), [scene_of()]) > detection_loss(decode(unsure), [scene_of()])


def test_it_learns_one_face():
    torch.manual_seed(0)
    rng = np.random.default_rng(0)
    scene = Scene(
        rng.integers(0, 255, (64, 64, 3)),
        np.array([[12, 10, 52, 60]], np.float32),
        POINTS[None],
        np.ones(1, np.float32),
        NOBODY,
    )
    picture = torch.from_numpy(scene.picture).permute(2, 0, 1)[None].float()
    network = FaceNet()
    optimiser = torch.optim.AdamW(network.parameters(), 3e-3)
    for _ in range(120):
        optimiser.zero_grad()
        detection_loss(decode(network(picture)), [scene]).backward()
        optimiser.step()
    answers = decode(network(picture))
    best = answers.scores()[0].argmax()
    assert answers.scores()[0, best] > 0.5
    assert (answers.boxes[0, best] - torch.tensor([12.0, 10, 52, 60])).abs().max() < 5
    assert (answers.points[0, best] - torch.from_numpy(POINTS)).abs().max() < 5


def bright_person() -> Person:
    """A white face with black dots for its points on green, cut out."""
    picture = np.full((64, 64, 3), (0, 200, 0), np.uint8)
    picture[10:60, 12:52] = 255
    for x, y in POINTS.astype(int):
        picture[y - 1 : y + 1, x - 1 : x + 1] = 0
    alpha = np.zeros((64, 64), np.uint8)
    alpha[10:60, 12:52] = 255
    return Person(picture, alpha, np.array([12, 10, 52, 60], np.float32), POINTS, TRUSTED)


def crowd() -> Crowd:
    picture = np.full((100, 160, 3), 30, np.uint8)
    picture[40:60, 100:120] = 250
    return Crowd("crowd.jpg", picture, np.array([[100, 40, 120, 60], [10, 10, 13, 13]], np.float32))


def test_labels_stay_on_the_face_when_it_is_placed():
    recipe = SceneRecipe(side_px=128, face_px=(60, 90), mask_share=0, turn_deg=10)
    scene = portrait_scene(bright_person(), recipe, np.random.default_rng(3))
    for x, y in scene.points[0]:
        around = scene.picture[max(0, int(y) - 1) : int(y) + 2, max(0, int(x) - 1) : int(x) + 2]
        assert around.size == 0 or around.min() < 150  # the dot is there
    x0, y0, x1, y1 = scene.boxes[0]
    assert scene.picture[int((y0 + y1) / 2), int(x0 + (x1 - x0) * 0.2)].min() > 100


def test_labels_stay_on_the_face_when_a_crowd_is_cut_and_small_ones_are_ignored():
    cast = Cast([crowd()], [np.zeros((2, 5, 2), np.float32)], [np.zeros(2, np.float32)], [], [])
    recipe, seen = SceneRecipe(side_px=96, zoom=(0.7, 1.5)), 0
    for seed in range(8):
        scene = crowd_scene(cast, recipe, np.random.default_rng(seed))
        for x0, y0, x1, y1 in scene.boxes:
            middle = scene.picture[int(np.clip((y0 + y1) / 2, 0, 95)), int(np.clip((x0 + x1) / 2, 0, 95))]
            assert middle.min() > 200
            seen += 1
        assert all(
            y1 - y0 < recipe.least_px or x0 < 0 or y0 < 0 or x1 > 96 or y1 > 96
            for x0, y0, x1, y1 in scene.ignored
        )
    assert seen > 0


def test_who_walks_in_front_hides_the_faces_behind():
    behind = scene_of([0, 0, 128, 128], side=128)
    recipe = SceneRecipe(side_px=128, face_px=(300, 301), mask_share=0, turn_deg=0)
    scene = with_walker(behind, bright_person(), recipe, np.random.default_rng(0))
    assert len(scene.boxes) == 1 and scene.trust.tolist() == [TRUSTED]


def test_scenes_are_the_same_for_the_same_dice_and_boxes_end_at_the_edge():
    cast = Cast(
        [crowd()],
        [np.zeros((2, 5, 2), np.float32)],
        [np.zeros(2, np.float32)],
        [bright_person()],
        [bright_person()],
    )
    recipe = SceneRecipe(side_px=96)
    for seed in range(6):
        one, other = (make_scene(cast, recipe, np.random.default_rng(seed)) for _ in range(2))
        assert np.array_equal(one.picture, other.picture) and np.array_equal(one.boxes, other.boxes)
        assert (
            one.picture.shape == (96, 96, 3)
            and one.boxes.min(initial=0) >= 0
            and one.boxes.max(initial=0) <= 96
        )


def test_a_mirrored_faces_right_eye_is_its_right_eye():
    _, points = flip(np.zeros((1, 4), np.float32), POINTS[None], 64)
    assert points[0, 0].tolist() == [64 - 44, 30] and points[0, 1].tolist() == [64 - 20, 30]


def test_bad_cameras_keep_the_pictures_size():
    picture = np.random.default_rng(0).integers(0, 255, (48, 64, 3), dtype=np.uint8)
    for name, camera in CONDITIONS.items():
        seen = camera(picture)
        assert seen.shape == picture.shape and seen.dtype == np.uint8, name
        assert np.array_equal(seen, camera(picture)), name


def test_half_way_between_two_networks():
    one, other = FaceNet(), FaceNet()
    half = mixed([one, other], [0.5, 0.5])
    assert torch.allclose(half.stem.weight, (one.stem.weight + other.stem.weight) / 2)
