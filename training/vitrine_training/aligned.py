"""UTKFace's faces as the service frames them: found by the detector that ships, aligned by its points."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace

import cv2
import numpy as np
from tqdm import tqdm

from .age_gender import INPUT_PX, TIGHT_CELEBA
from .cameras import Condition, observe
from .detector.align import Similarity, for_opencv, to_frame
from .detector.decode import detect
from .detector.export import Exported
from .frames import load_frames
from .geometry import Crop
from .layouts import AgeSet
from .sources import MODELS

MARGIN_PX, SIDE_PX = 20, 128
ALIGNED = Crop((SIDE_PX + 2 * MARGIN_PX,) * 2, (MARGIN_PX, MARGIN_PX) + (MARGIN_PX + SIDE_PX,) * 2)
"""The tight box at the resolution of UTKFace's pictures, and room for misalignment around it."""
TIGHT_MARGIN_PX = MARGIN_PX * TIGHT_CELEBA.side_px / SIDE_PX
_left, _top, _right, _bottom = TIGHT_CELEBA.box_xyxy_px
AROUND_TIGHT = Crop(
    TIGHT_CELEBA.frame_wh_px,
    (_left - TIGHT_MARGIN_PX, _top - TIGHT_MARGIN_PX, _right + TIGHT_MARGIN_PX, _bottom + TIGHT_MARGIN_PX),
)
"""What ALIGNED shows, in CelebA's frame."""
PADDING_PX = 128


@dataclass(frozen=True)
class AlignedFaces:
    """Faces that were found, their frames u8[n,168,168,3] in the layout ALIGNED."""

    faces: AgeSet
    frames: np.ndarray

    def views(self, condition: Condition = Condition()) -> np.ndarray:
        """As the network takes them: u8[n,S,S,3]"""
        return np.stack([observe(f, self.faces.crop, INPUT_PX, condition) for f in self.frames])


class Aligner:
    """The detector that ships, and where its points lie in CelebA's frame."""

    def __init__(self) -> None:
        weights = MODELS / "weights/detector"
        manifest = json.loads((weights / "manifest.json").read_text())
        self.network = Exported(weights / manifest["detector"]["file"])
        self.destination = np.array(manifest["points"]["destinationXyPx"])

    def __call__(self, picture: np.ndarray) -> Similarity | None:
        """From u8[h,w,3] to CelebA's frame by its largest face; one that fills the picture is looked for once
        more with the picture's edge repeated around it. None where no face is found."""
        points = self._points(picture)
        if points is None:
            around = cv2.copyMakeBorder(picture, *[PADDING_PX] * 4, cv2.BORDER_REPLICATE)
            points = self._points(around)
            points = None if points is None else points - PADDING_PX
        return None if points is None else to_frame(points, self.destination)

    def _points(self, picture: np.ndarray) -> np.ndarray | None:
        found = detect(self.network, picture)
        if len(found.scores) == 0:
            return None
        sides = found.boxes[:, 2:] - found.boxes[:, :2]
        return found.points[sides.prod(axis=1).argmax()]


def cut_out(picture: np.ndarray, to_celeba: Similarity, crop: Crop, size_px: int) -> np.ndarray:
    """A crop of CelebA's frame out of u8[h,w,3], its edge repeated: u8[size,size,3]"""
    k, corner = size_px / crop.side_px, np.array(crop.box_xyxy_px[:2])
    matrix = k * to_celeba.matrix()
    matrix[:, 2] -= k * corner
    flags = cv2.INTER_AREA if k < 1 else cv2.INTER_LINEAR
    return cv2.warpAffine(
        picture, for_opencv(matrix), (size_px, size_px), flags=flags, borderMode=cv2.BORDER_REPLICATE
    )


def cut_found(faces: AgeSet, *crops: tuple[Crop, int]) -> tuple[AgeSet, list[np.ndarray]]:
    """The faces that the detector finds, and for each crop of CelebA's frame and its size
    u8[n,size,size,3]."""
    aligner, pictures = Aligner(), load_frames(faces.files, faces.crop.frame_wh_px)
    ways = [aligner(picture) for picture in tqdm(pictures, "aligning", unit="face", mininterval=5)]
    found = [(picture, way) for picture, way in zip(pictures, ways) if way is not None]
    views = [np.stack([cut_out(*one, crop, size_px) for one in found]) for crop, size_px in crops]
    return faces.of(np.array([way is not None for way in ways])), views


def align(faces: AgeSet) -> AlignedFaces:
    """The faces that the detector finds, in its alignment."""
    found, (frames,) = cut_found(faces, (AROUND_TIGHT, ALIGNED.frame_wh_px[0]))
    return AlignedFaces(replace(found, crop=ALIGNED), frames)
