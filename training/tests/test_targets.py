import numpy as np
import torch

from vitrine_training.geometry import CELEBA, Misalignment, cut, frame_to_input, warp
from vitrine_training.targets import (
    COLOURS,
    FROM_CELEBAMASK_HQ,
    PARTS,
    abstraction_target,
    part_iou,
    part_logits,
    read_back,
)

RNG = np.random.default_rng(0)
PHOTO = RNG.integers(0, 255, (64, 64, 3)).astype(np.uint8)
MASK = RNG.integers(0, len(PARTS), (64, 64)).astype(np.uint8)


def test_every_part_is_read_back_from_its_target_whatever_the_texture():
    target = abstraction_target(PHOTO, MASK)
    assert np.array_equal(read_back(target), MASK)
    logits = part_logits(torch.from_numpy(target).permute(2, 0, 1)[None])
    assert np.array_equal(logits.argmax(1)[0].numpy(), MASK)


def test_the_background_is_gone_and_texture_stays():
    target = abstraction_target(PHOTO, MASK)
    assert np.all(target[MASK == 0] == -1)
    assert target[MASK == 1].std() > 0.1


def test_half_way_between_skin_and_a_part_is_one_of_the_two():
    for part in range(2, len(PARTS)):
        for share in (0.2, 0.4, 0.6, 0.8):
            blend = share * COLOURS[part] + (1 - share) * COLOURS[1]
            assert read_back(2 * blend - 1) in (1, part)


def test_nineteen_classes_become_eleven():
    merged = FROM_CELEBAMASK_HQ[:19].tolist()
    assert merged == [0, 1, 6, 1, 4, 5, 2, 3, 1, 1, 8, 7, 9, 10, 0, 0, 0, 0, 0]


def test_iou_of_the_truth_is_one_and_of_a_shift_is_less():
    assert all(v == 1 for v in part_iou(MASK, MASK).values())
    assert part_iou(np.roll(MASK, 1, 0), MASK)["skin"] < 0.5


def test_the_crop_is_the_box_and_a_mirror_turns_it():
    frame = RNG.integers(0, 255, (218, 178, 3)).astype(np.uint8)
    assert np.array_equal(cut(frame, CELEBA, 172), frame[34:206, 3:175])
    mirrored = warp(frame, frame_to_input(CELEBA, 172, Misalignment(mirror=True)), 172)
    assert np.array_equal(mirrored[:, ::-1], frame[34:206, 3:175])
