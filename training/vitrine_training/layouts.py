"""Readers for the folders that training and measuring accept. Each returns plain lists and arrays, no pixels.

    celeba/        labels.csv (file, split, identity, 40 attributes as 0/1; empty = unknown)   images/
    celeba_half/   the same, frames 89×109
    face_parsing/  split.csv (name, split)   images/NAME.jpg   masks/NAME.png (pixel = class index)
    utkface/       labels.csv (file, split, age_years, gender)   images/

A folder of one's own in one of these layouts works the same way.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from .geometry import CELEBA, UTKFACE, Crop

ATTRIBUTES = [
    "5_o_Clock_Shadow",
    "Arched_Eyebrows",
    "Attractive",
    "Bags_Under_Eyes",
    "Bald",
    "Bangs",
    "Big_Lips",
    "Big_Nose",
    "Black_Hair",
    "Blond_Hair",
    "Blurry",
    "Brown_Hair",
    "Bushy_Eyebrows",
    "Chubby",
    "Double_Chin",
    "Eyeglasses",
    "Goatee",
    "Gray_Hair",
    "Heavy_Makeup",
    "High_Cheekbones",
    "Male",
    "Mouth_Slightly_Open",
    "Mustache",
    "Narrow_Eyes",
    "No_Beard",
    "Oval_Face",
    "Pale_Skin",
    "Pointy_Nose",
    "Receding_Hairline",
    "Rosy_Cheeks",
    "Sideburns",
    "Smiling",
    "Straight_Hair",
    "Wavy_Hair",
    "Wearing_Earrings",
    "Wearing_Hat",
    "Wearing_Lipstick",
    "Wearing_Necklace",
    "Wearing_Necktie",
    "Young",
]
"""CelebA's 40 attributes in the order of its label file; every array of attributes has this order."""

UNKNOWN = -1
"""A label nobody gave. The loss and the metrics leave it out."""


class LayoutError(Exception):
    """A folder is not what its layout promises; the message names the path and the remedy."""


@dataclass(frozen=True)
class FaceSet:
    """One split of a set of whole frames with attribute labels."""

    crop: Crop
    files: list[Path]
    labels: np.ndarray  # [n, 40] i8: 0, 1 or UNKNOWN
    identities: np.ndarray | None = None  # [n] who each picture shows, where the layout says so

    def of(self, chosen: np.ndarray) -> FaceSet:
        """Only the chosen pictures: bool[n], or their indices."""
        picked = np.arange(len(self.files))[chosen]
        who = None if self.identities is None else self.identities[picked]
        return replace(
            self, files=[self.files[i] for i in picked], labels=self.labels[picked], identities=who
        )


@dataclass(frozen=True)
class PartsSet:
    """One split of photo and mask pairs (names without extension are kept for the contact sheet)."""

    images: list[Path]
    masks: list[Path]


@dataclass(frozen=True)
class AgeSet:
    """One split of age and gender crops."""

    crop: Crop
    files: list[Path]
    age_years: np.ndarray  # [n] f32
    female: np.ndarray  # [n] i8: 0 male, 1 female, as labelled

    def of(self, chosen: np.ndarray) -> AgeSet:
        """Only the chosen pictures: bool[n], or their indices."""
        picked = np.arange(len(self.files))[chosen]
        files = [self.files[i] for i in picked]
        return replace(self, files=files, age_years=self.age_years[picked], female=self.female[picked])


def read_attributes(root: Path, split: str, crop: Crop = CELEBA) -> FaceSet:
    """Read a CelebA-like folder. `split` is a value of its split column, or 'all'."""
    rows = _rows(root / "labels.csv", split, "file")
    unknown_columns = [a for a in ATTRIBUTES if a not in rows[0]]
    if len(unknown_columns) == len(ATTRIBUTES):
        raise LayoutError(
            f"{root / 'labels.csv'}: no attribute column; expected names such as {ATTRIBUTES[15]}"
        )
    labels = np.array([[_label(root, row, a) for a in ATTRIBUTES] for row in rows], dtype=np.int8)
    who = np.array([row["identity"] for row in rows]) if "identity" in rows[0] else None
    return FaceSet(crop, _existing(root / "images", [row["file"] for row in rows]), labels, who)


def read_teacher_logits(file: Path, faces: FaceSet) -> np.ndarray:
    """What a large network says of each picture of a set, f32[n,40]: npz with `image` (name without
    ending) and `logits`."""
    told = np.load(file)
    row_of = {name: i for i, name in enumerate(told["image"])}
    unknown = [f.name for f in faces.files if f.stem not in row_of]
    if unknown:
        raise LayoutError(f"{file}: nothing is said of {len(unknown)} pictures, the first is {unknown[0]}")
    return told["logits"][[row_of[f.stem] for f in faces.files]].astype(np.float32)


def splits_of(root: Path) -> set[str]:
    """The splits that a folder's labels.csv knows."""
    return {row["split"] for row in _rows(root / "labels.csv", "all", "file")}


def read_face_parsing(root: Path, split: str) -> PartsSet:
    """CelebAMask-HQ pairs; see targets.py for how its 19 classes become Helen's 11."""
    names = [row["name"] for row in _rows(root / "split.csv", split, "name")]
    return PartsSet(
        _existing(root / "images", [n + ".jpg" for n in names]),
        _existing(root / "masks", [n + ".png" for n in names]),
    )


def read_utkface(root: Path, split: str) -> AgeSet:
    """Age in years and gender. The gender column's name may carry its legend, as in `gender(0=male
    1=female)`."""
    rows = _rows(root / "labels.csv", split, "file")
    gender = next((name for name in rows[0] if name.startswith("gender")), None)
    if gender is None or "age_years" not in rows[0]:
        raise LayoutError(f"{root / 'labels.csv'}: needs the columns age_years and gender (0 male, 1 female)")
    files = _existing(root / "images", [row["file"] for row in rows])
    ages = np.array([float(row["age_years"]) for row in rows], dtype=np.float32)
    return AgeSet(UTKFACE, files, ages, np.array([int(row[gender]) for row in rows], dtype=np.int8))


def _rows(path: Path, split: str, key: str) -> list[dict[str, str]]:
    if not path.is_file():
        raise LayoutError(
            f"{path} does not exist. Point --data at a folder laid out as training/README.md says"
        )
    with path.open(newline="") as handle:
        rows = list(csv.DictReader(handle))
    for column in (key, "split"):
        if not rows or column not in rows[0]:
            raise LayoutError(f"{path}: the column '{column}' is missing or the file is empty")
    kept = [row for row in rows if split in ("all", row["split"])]
    if not kept:
        raise LayoutError(
            f"{path}: no row has split '{split}'; it knows {sorted({row['split'] for row in rows})}"
        )
    return kept


def _label(root: Path, row: dict[str, str], attribute: str) -> int:
    text = (row.get(attribute) or "").strip()
    if text in ("0", "1"):
        return int(text)
    if text in ("", "-1"):
        # CelebA's own list writes "no" as -1; ours is 0/1, so -1 is read as a gap and not as "no".
        return UNKNOWN
    raise LayoutError(
        f"{root / 'labels.csv'}: {row['file']} has '{text}' for {attribute}; expected 0, 1 or nothing"
    )


def _existing(folder: Path, names: list[str]) -> list[Path]:
    present = {p.name for p in folder.iterdir()} if folder.is_dir() else set()
    missing = [n for n in names if n not in present]
    if missing:
        raise LayoutError(
            f"{folder}: {len(missing)} of {len(names)} listed files are missing, the first is {missing[0]}"
        )
    return [folder / n for n in names]
