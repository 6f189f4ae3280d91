"""One answer for gender, and an age's spread: fitted on faces set aside, judged apart.

    python -m studies.gender [--last-look]

Fitted on every tenth of UTKFace's training faces: gender's balance on those of 13 and older, an age's
spread on those that the shipped network was not trained on. CelebA's faces only judge: its women are made
up for cameras, and are told from men more easily than visitors are. `--last-look` judges the validation
faces of both besides. UTKFace's faces are found by a detector and aligned by its five points, as in the
service; what a crop does not show, its edge does.
"""

from __future__ import annotations

import argparse
from dataclasses import asdict

import cv2
import numpy as np

from vitrine_training import age_gender
from vitrine_training.__main__ import DATA
from vitrine_training.answers import AgeSpread, GenderAnswer, Seen, fit_gender, fit_spread, gender_table
from vitrine_training.export import session
from vitrine_training.frames import load_frames
from vitrine_training.geometry import CELEBA, Crop
from vitrine_training.inference import Deployed, views_of
from vitrine_training.layouts import ATTRIBUTES, AgeSet, FaceSet, read_utkface
from vitrine_training.partitions import every_tenth, partitions
from vitrine_training.shipping import AGE_GENDER_FILE, INT8_FILE
from vitrine_training.sources import MODELS, RESULTS, STARTS, write_figures

MALE = ATTRIBUTES.index("Male")
YUNET = STARTS / "yunet/yunet_n_dynamic.onnx"
POINTS = np.array([[69.4, 111.2], [107.7, 111.2], [88.1, 135.0], [71.3, 152.1], [105.2, 152.2]])
"""Where the detector finds eyes, nose and mouth corners in CelebA's frame, on average."""
CHILD_YEARS, UNKNOWN_SHARE, GROWN_YEARS = 10.0, 0.03, 13.0
UNSEEN_FROM = 9000
"""Number of the first of UTKFace's pictures that were not there when the shipped network was trained."""
PADDING_PX = 128


def detect_points(detector, frame: np.ndarray) -> np.ndarray | None:
    """Five points [5,2] of the likeliest face in u8[h,w,3], or None. Its edge is repeated outwards first."""
    padded = cv2.copyMakeBorder(frame, *[PADDING_PX] * 4, cv2.BORDER_REPLICATE)
    bgr = padded[None, :, :, ::-1].transpose(0, 3, 1, 2).astype(np.float32)
    names = [output.name for output in detector.get_outputs()]
    told = dict(zip(names, detector.run(None, {"input": np.ascontiguousarray(bgr)})))
    best = (0.5, None)
    for stride in (8, 16, 32):
        score = np.sqrt(told[f"cls_{stride}"] * told[f"obj_{stride}"])[0, :, 0]
        cell = int(score.argmax())
        if score[cell] > best[0]:
            wide = padded.shape[1] // stride
            origin = np.array([cell % wide, cell // wide])
            points = told[f"kps_{stride}"][0, cell].reshape(5, 2)
            best = (float(score[cell]), (points + origin) * stride - PADDING_PX)
    return best[1]


def similarity(points: np.ndarray) -> np.ndarray:
    """The least-squares similarity of image points [5,2] to CelebA's frame (Umeyama 1991): 2×3"""
    a, b = points - points.mean(0), POINTS - POINTS.mean(0)
    real, imaginary = (a * b).sum(), (a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0]).sum()
    k, s = real / (a**2).sum(), imaginary / (a**2).sum()
    linear = np.array([[k, -s], [s, k]])
    return np.column_stack([linear, POINTS.mean(0) - linear @ points.mean(0)])


def cut(frame: np.ndarray, to_celeba: np.ndarray, crop: Crop, size_px: int) -> np.ndarray:
    """A crop of CelebA's frame out of u8[h,w,3], its edge repeated: u8[size,size,3]"""
    k, (left, top) = size_px / crop.side_px, crop.box_xyxy_px[:2]
    matrix = to_celeba * k
    matrix[:, 2] -= (k * left, k * top)
    flags = cv2.INTER_AREA if k < 1 else cv2.INTER_LINEAR
    return cv2.warpAffine(frame, matrix, (size_px, size_px), flags=flags, borderMode=cv2.BORDER_REPLICATE)


def of_celeba(faces: FaceSet, nets: tuple[Deployed, Deployed]) -> tuple[Seen, np.ndarray]:
    """What both networks say, and the ages they see."""
    attributes, ages = nets
    told = answers(ages, age_gender.views_of(faces, age_gender.TIGHT_CELEBA))
    attribute = attributes.logits(views_of(faces, attributes.input_px))[:, MALE]
    return Seen(attribute, told[:, 0], faces.labels[:, MALE] == 1), told[:, 1]


def of_utkface(faces: AgeSet, nets: tuple[Deployed, Deployed]) -> tuple[Seen, np.ndarray, AgeSet]:
    """The same of the faces that are found, and their records."""
    attributes, ages = nets
    detector, frames = session(YUNET, 2), load_frames(faces.files, faces.crop.frame_wh_px)
    points = [detect_points(detector, frame) for frame in frames]
    found = np.array([p is not None for p in points])
    matrices = [similarity(p) for p in points if p is not None]
    whole, tight = (
        np.stack([cut(frame, matrix, crop, size) for frame, matrix in zip(frames[found], matrices)])
        for crop, size in ((CELEBA, attributes.input_px), (age_gender.TIGHT_CELEBA, age_gender.INPUT_PX))
    )
    told = answers(ages, tight)
    seen = Seen(attributes.logits(whole)[:, MALE], told[:, 0], faces.female[found] == 0)
    return seen, told[:, 1], faces.of(found)


def answers(ages: Deployed, faces: np.ndarray) -> np.ndarray:
    batches = range(0, len(faces), 64)
    return np.concatenate([ages.session.run(None, {"faces": faces[i : i + 64]})[0] for i in batches])


def part(seen: Seen, chosen: np.ndarray) -> Seen:
    return Seen(seen.attribute[chosen], seen.age_gender[chosen], seen.male[chosen])


def ages_table(years: np.ndarray, labelled: np.ndarray, spread: AgeSpread) -> dict[str, float]:
    error = np.abs(years - labelled)
    return {
        "faces": len(years),
        "ageMaeYears": float(error.mean()),
        "below15": float(error[labelled < 15].mean()),
        "from65": float(error[labelled >= 65].mean()),
        "withinSpread": float((error <= spread(years)).mean()),
    }


def judge(name: str, told: tuple, answer: GenderAnswer, spread: AgeSpread) -> dict:
    """Tables of a partition; of UTKFace, children are counted apart."""
    seen, years = told[:2]
    if len(told) == 2:
        return {name: gender_table(answer, seen, years)}
    grown = told[2].age_years >= GROWN_YEARS
    children = answer.known(answer.logits(seen.attribute, seen.age_gender), years)[~grown]
    return {
        name: gender_table(answer, part(seen, grown), years[grown]),
        f"{name}, below 13": {"faces": int((~grown).sum()), "unknown": float(1 - children.mean())},
        f"{name}, age": ages_table(years, told[2].age_years, spread),
    }


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--last-look", action="store_true")
    last_look = options.parse_args().last_look
    files = (f"compact/{INT8_FILE}", f"age-gender/{AGE_GENDER_FILE}")
    nets = tuple(Deployed.load(MODELS / "weights" / file) for file in files)
    faces, (_, utk_aside) = partitions(DATA), every_tenth(read_utkface(DATA / "utkface", "train"))
    told = {name: of_celeba(faces[name], nets) for name in ("set aside", "calibration")}
    told["utkface set aside"] = of_utkface(utk_aside, nets)
    seen, years, found = told["utkface set aside"]
    answer = fit_gender(part(seen, found.age_years >= GROWN_YEARS), UNKNOWN_SHARE, CHILD_YEARS)
    unseen = np.array([int(file.stem) >= UNSEEN_FROM for file in found.files])
    spread = fit_spread(years[unseen], found.age_years[unseen])
    if last_look:
        told["val"] = of_celeba(faces["val"], nets)
        told["utkface val"] = of_utkface(read_utkface(DATA / "utkface", "val"), nets)
    result = {"command": "python -m studies.gender --last-look"}
    result |= {"genderAnswer": asdict(answer), "ageSpread": asdict(spread), "tables": {}}
    for name, one in told.items():
        result["tables"] |= judge(name, one, answer, spread)
    for name, table in result["tables"].items():
        print(f"{name:28}", {key: round(value, 4) for key, value in table.items()})
    write_figures(RESULTS / "answers.json", result)


if __name__ == "__main__":
    main()
