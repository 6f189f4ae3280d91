"""The figures of what ships.

python -m studies.measure evaluate | age-gender | parts | milliseconds | path-use | report [--profile paper]
"""

from __future__ import annotations

import argparse
import json
from argparse import Namespace

import numpy as np

from vitrine_training import age_gender as net
from vitrine_training.__main__ import DATA
from vitrine_training.aligned import align
from vitrine_training.inference import Deployed, views_of
from vitrine_training.layouts import read_attributes, read_face_parsing, read_utkface
from vitrine_training.parts_views import load_parts
from vitrine_training.recipes import PROFILES
from vitrine_training.shipping import AGE_GENDER_FILE, FILE, INT8_FILE, read_calibration
from vitrine_training.sources import (
    MODELS,
    RESULTS,
    TRAINING,
    age_gender_at,
    generator_at,
    network_at,
    spread,
    write_figures,
)

from .evaluation import Judge, by_condition, milliseconds_per_face, reliability, uncalibrated
from .parts_report import measure_parts
from .path_use import measure_path_use
from .processor import processor
from .report import write_report

PRECISIONS = {"fp32": FILE, "int8": INT8_FILE}
AGE_GENDER = MODELS / "weights/age-gender" / AGE_GENDER_FILE


def evaluate(options: Namespace) -> None:
    """The last look: what ships, on the validation images, by precision, attribute and camera condition."""
    weights = MODELS / "weights" / options.profile
    manifest = json.loads((weights / "manifest.json").read_text())
    every = read_attributes(options.data / "celeba", "val")
    val, thresholds = spread(every, options.limit), np.array(manifest["balancedThresholds"])
    result = {"version": manifest["version"], "trained": manifest["measured"]["trained"]}
    result["images"] = {"judged": len(val.files), "of": len(every.files)}
    described = {"fp32": manifest, "int8": manifest.get("int8")}
    for precision in (p for p in PRECISIONS if described[p]):
        deployed = Deployed.load(weights / PRECISIONS[precision])
        judge = Judge(read_calibration(described[precision]), thresholds)
        logits = deployed.logits(views_of(val, deployed.input_px))
        result[precision] = {
            "asShipped": judge.tables(logits, val.labels),
            "uncalibrated": uncalibrated(logits, val.labels),
            "reliability": reliability(judge.calibration(logits), val.labels),
        }
    if not options.overall_only:  # of the last precision: what a CPU runs
        result["conditions"] = by_condition(deployed, val, judge)
    write(options, f"{options.profile}.json", result)


def age_gender(options: Namespace) -> None:
    """The age and gender network on UTKFace's validation faces as the service frames them, sharp and under
    camera conditions."""
    val, network = align(read_utkface(options.data / "utkface", "val")), age_gender_at(AGE_GENDER)
    conditions = {"sharp": net.Condition(), **net.CONDITIONS}
    seen = {name: net.predict(network, val.views(c)) for name, c in conditions.items()}
    measured = {name: net.measure(answers, val.faces) for name, answers in seen.items()}
    write(options, "age-gender.json", {**measured.pop("sharp"), "conditions": measured})


def parts(options: Namespace) -> None:
    """IoU of the parts read back from the abstraction images of the face-parsing validation pairs."""
    pairs = load_parts(read_face_parsing(options.data / "face_parsing", "val"))
    deployed = Deployed.load(MODELS / "weights" / options.profile / FILE)
    write(options, f"{options.profile}-parts.json", measure_parts(deployed, pairs))


def milliseconds(options: Namespace) -> None:
    """Of a face on one thread; adds this processor's row, so that one file has those of several machines."""
    name = f"{options.profile}-milliseconds.json"
    rows = (
        json.loads((RESULTS / name).read_text())["millisecondsPerFace"] if (RESULTS / name).exists() else {}
    )
    files = {p: MODELS / "weights" / options.profile / file for p, file in PRECISIONS.items()}
    each = {p: milliseconds_per_face(file) for p, file in files.items() if file.exists()}
    rows[processor()] = {**each, "ageGender": milliseconds_per_face(AGE_GENDER)}
    write(options, name, {"millisecondsPerFace": rows})


def path_use(options: Namespace) -> None:
    """How much of the classifier's answer comes from each path."""
    profile, val = PROFILES[options.profile], read_attributes(options.data / "celeba", "val")
    file = MODELS / "weights" / options.profile / FILE
    generator, network = profile.drawing(generator_at(file, profile)), network_at(file, profile)
    views = views_of(spread(val, options.limit), profile.input_px)
    labels = spread(val, options.limit).labels
    result = measure_path_use(network, generator, views, labels)
    write(options, f"{options.profile}-path-use.json", {"images": len(views), **result})


def report(_: Namespace) -> None:
    """Tables of docs/models.md and of the model cards from results/*.json."""
    cards = [MODELS / "weights" / name / "MODEL_CARD.md" for name in ("compact", "age-gender")]
    write_report(RESULTS, [TRAINING.parent / "docs/models.md", *cards])


def write(options: Namespace, name: str, result: dict) -> None:
    command = f"python -m studies.measure {options.figures}"
    limit = f" --limit {options.limit}" if options.limit else ""
    write_figures(RESULTS / name, {"command": command + limit, **result})


FIGURES = {
    f.__name__.replace("_", "-"): f for f in (evaluate, age_gender, parts, milliseconds, path_use, report)
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("figures", choices=FIGURES)
    parser.add_argument("--data", default=DATA, type=type(DATA))
    parser.add_argument("--profile", choices=PROFILES, default="compact")
    parser.add_argument("--limit", type=int, help="this many validation images only, spread over all")
    parser.add_argument("--overall-only", action="store_true", help="without the camera conditions")
    options = parser.parse_args()
    FIGURES[options.figures](options)


if __name__ == "__main__":
    main()
