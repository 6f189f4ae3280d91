"""UTKFace's faces in the service's frame: what is cut, and what no face is found in."""

import numpy as np

from vitrine_training.age_gender import TIGHT_CELEBA
from vitrine_training.aligned import ALIGNED, AROUND_TIGHT, Aligner, cut_out
from vitrine_training.detector.align import Similarity
from vitrine_training.geometry import CELEBA

AS_IT_IS = Similarity(1 + 0j, 0j)


def test_a_crop_of_a_frame_that_is_aligned_already_is_that_part_of_it():
    frame = np.random.default_rng(0).integers(0, 255, (218, 178, 3)).astype(np.uint8)
    x0, y0, x1, y1 = CELEBA.box_xyxy_px
    assert (cut_out(frame, AS_IT_IS, CELEBA, 172) == frame[y0:y1, x0:x1]).all()


def test_the_middle_of_a_frame_with_margin_is_the_tight_box():
    ramp = np.repeat(np.arange(178, dtype=np.uint8)[None, :, None], 218, axis=0).repeat(3, axis=2)
    frame = cut_out(ramp, AS_IT_IS, AROUND_TIGHT, ALIGNED.frame_wh_px[0])
    x0, y0, x1, y1 = map(int, ALIGNED.box_xyxy_px)
    tight = cut_out(ramp, AS_IT_IS, TIGHT_CELEBA, int(ALIGNED.side_px))
    assert np.abs(frame[y0:y1, x0:x1].astype(int) - tight).max() <= 1


def test_where_there_is_no_face_there_is_no_way():
    assert Aligner()(np.full((96, 96, 3), 128, np.uint8)) is None
