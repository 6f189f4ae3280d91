"""The commands that measure; every figure is also a JSON file under results/."""
from __future__ import annotations

import json
from argparse import Namespace
from dataclasses import replace

import numpy as np

from ..ablation import run_ablation
from ..baselines import Starts, measure_baselines
from ..calibration import cross_fit, priors_of
from ..evaluate import Pair, by_condition, tables, time_per_face, views_of
from ..export import session
from ..generator_sizes import Yardstick, run_generator_sizes
from ..layouts import PartsSet, read_attributes, read_face_parsing
from ..metrics import sigmoid
from ..parts_report import measure_parts
from ..parts_views import load_parts
from ..path_use import measure_path_use
from ..processor import processor
from ..quantise import PRECISIONS
from ..recipes import PROFILES
from ..report import write_report
from ..runs import keep_memory
from ..sheet import contact_sheet
from ..shipping import read_calibration
from .files import RESULTS, TRAINING, generator_at, network_at, results_file, short, spread, weights_of, write
from .train import masked_pairs


def evaluate(options: Namespace) -> None:
    weights = weights_of(options)
    manifest = json.loads((weights / "manifest.json").read_text())
    every = read_attributes(options.data / "celeba", "val")
    pair, val = Pair.load(weights), spread(every, options.limit)
    calibration, thresholds = read_calibration(manifest), np.array(manifest["balancedThresholds"])
    logits = pair.logits(views_of(val, pair.input_px))
    priors = priors_of(read_attributes(options.data / "celeba", "train").labels)
    likeliest = cross_fit(logits, val.labels)
    fitted = likeliest.adjusted(priors)
    probs = fitted(logits)
    write(options, f"{options.profile}.json", {
        "command": "python -m vitrine_training evaluate",
        "version": manifest["version"],
        "trained": manifest["measured"].get("trained"),
        "images": {"judged": len(val.files), "calibratedOn": manifest["measured"]["images"], "of": len(every.files)},
        "note": "validation images, no mirror; crossFitted calibrates each tenth of the images on the other nine, and so do conditions (on sharp images), likeliest does so without the logit adjustment, asShipped with the manifest's calibration (itself fitted on validation images), uncalibrated not at all",
        "crossFitted": tables(probs, val.labels, thresholds),
        "likeliest": short(tables(likeliest(logits), val.labels, priors)),
        "asShipped": tables(calibration(logits), val.labels, thresholds),
        "uncalibrated": tables(sigmoid(logits), val.labels, thresholds),
        "conditions": {} if options.overall_only else by_condition(pair, val, fitted, thresholds),
        "reliability": reliability(probs, val.labels),
        "millisecondsPerFace": {"fp32": time_per_face(weights)},
    })


def reliability(probs: np.ndarray, labels: np.ndarray, bins: int = 10) -> list[dict[str, float]]:
    """All attributes together: mean probability and share of positives per bin."""
    p, yes = probs.ravel(), labels.ravel() == 1
    which = np.minimum(bins - 1, (p * bins).astype(int))
    return [{"probability": float(p[which == b].mean()), "positives": float(yes[which == b].mean()), "count": int((which == b).sum())} for b in range(bins)]


def parts(options: Namespace) -> None:
    pairs: PartsSet = read_face_parsing(options.data / "face_parsing", "val")
    result = measure_parts(session(weights_of(options) / "abstraction.onnx", 2), load_parts(pairs))
    write(options, f"{options.profile}-parts.json", {"command": "python -m vitrine_training parts", **result})


def generator_sizes(options: Namespace) -> None:
    keep_memory()
    weights, val = weights_of(options), read_attributes(options.data / "celeba", "val")
    base = PROFILES[options.profile].abstraction
    config = replace(base, steps=options.steps, check_every=options.steps, average_decay=0.99)
    pairs, pairs_val = masked_pairs(options)
    yardstick = Yardstick(pairs_val, views_of(val, config.input_px), val.labels, session(weights / "dual-path.onnx", 2))
    shipped = generator_at(weights / "abstraction.onnx", options.profile)
    run_generator_sizes(config, (pairs, yardstick, shipped), options.runs, results_file(options, "generator-sizes.json"))


def path_use(options: Namespace) -> None:
    weights = weights_of(options)
    profile, val = PROFILES[options.profile], read_attributes(options.data / "celeba", "val")
    generator = profile.drawing(generator_at(weights / "abstraction.onnx", options.profile))
    network = network_at(options.network or weights / "dual-path.onnx", options.profile)
    result = measure_path_use(network, generator, views_of(val, profile.input_px), val.labels)
    other = f" --network {options.network}" if options.network else ""
    write(options, f"{options.profile}-path-use.json", {"command": f"python -m vitrine_training path-use{other}", **result})


def milliseconds(options: Namespace) -> None:
    """Adds this processor's row, so that one file has those of several machines."""
    name, weights = f"{options.profile}-milliseconds.json", weights_of(options)
    path = results_file(options, name)
    rows = json.loads(path.read_text())["millisecondsPerFace"] if path.exists() else {}
    rows[processor()] = {kind: time_per_face(weights, suffix) for kind, suffix in PRECISIONS.items()}
    write(options, name, {"command": "python -m vitrine_training milliseconds", "millisecondsPerFace": rows})


def baselines(options: Namespace) -> None:
    train, val = (read_attributes(options.data / "celeba", split) for split in ("train", "val"))
    result = measure_baselines(weights_of(options), Starts(options.imagenet, options.arcface), train, val)
    write(options, "baselines.json", {"command": "python -m vitrine_training baselines", "rows": result})


def ablation(options: Namespace) -> None:
    keep_memory()
    train, val = (read_attributes(options.data / "celeba", split) for split in ("train", "val"))
    run_ablation(options, generator_at(options.generator, options.profile), (train, val), results_file(options, "ablation.json"))


def report(options: Namespace) -> None:
    write_report(RESULTS, TRAINING.parent / "docs", weights_of(options))


def sheet(options: Namespace) -> None:
    contact_sheet(weights_of(options), options.images, options.out)
