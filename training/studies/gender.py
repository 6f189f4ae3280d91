"""One answer for gender, and an age's spread: fitted on faces set aside, judged apart.

    python -m studies.gender [--last-look]

Fitted on every tenth of UTKFace's training faces, which no network saw: gender's balance on those of 13
and older, an age's spread on all. CelebA's faces only judge: its women are made up for cameras, and are
told from men more easily than visitors are. `--last-look` judges the validation faces of both besides.
UTKFace's faces are found by the detector and aligned by its points, as in the service (aligned.py).
"""

from __future__ import annotations

import argparse
from dataclasses import asdict

import numpy as np

from vitrine_training import age_gender
from vitrine_training.__main__ import DATA
from vitrine_training.aligned import cut_found
from vitrine_training.answers import AgeSpread, GenderAnswer, Seen, fit_gender, fit_spread, gender_table
from vitrine_training.geometry import CELEBA
from vitrine_training.inference import Deployed, views_of
from vitrine_training.layouts import ATTRIBUTES, AgeSet, FaceSet, read_utkface
from vitrine_training.partitions import every_tenth, partitions
from vitrine_training.shipping import AGE_GENDER_FILE, INT8_FILE
from vitrine_training.sources import MODELS, RESULTS, write_figures

MALE = ATTRIBUTES.index("Male")
CHILD_YEARS, UNKNOWN_SHARE, GROWN_YEARS = 10.0, 0.03, 13.0


def of_celeba(faces: FaceSet, nets: tuple[Deployed, Deployed]) -> tuple[Seen, np.ndarray]:
    """What both networks say, and the ages they see."""
    attributes, ages = nets
    told = answers(ages, age_gender.views_of(faces, age_gender.TIGHT_CELEBA))
    attribute = attributes.logits(views_of(faces, attributes.input_px))[:, MALE]
    return Seen(attribute, told[:, 0], faces.labels[:, MALE] == 1), told[:, 1]


def of_utkface(faces: AgeSet, nets: tuple[Deployed, Deployed]) -> tuple[Seen, np.ndarray, AgeSet]:
    """The same of the faces that are found, and their records."""
    attributes, ages = nets
    found, (whole, tight) = cut_found(
        faces, (CELEBA, attributes.input_px), (age_gender.TIGHT_CELEBA, age_gender.INPUT_PX)
    )
    told = answers(ages, tight)
    seen = Seen(attributes.logits(whole)[:, MALE], told[:, 0], found.female == 0)
    return seen, told[:, 1], found


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
    spread = fit_spread(years, found.age_years)
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
