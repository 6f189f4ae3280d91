"""What each command of __main__.py does; thin, in the order of a day's work."""
from __future__ import annotations

import json
from argparse import Namespace
from dataclasses import replace
from pathlib import Path

import numpy as np

from . import age_gender as age_gender_net
from . import train_abstraction, train_attributes
from .ablation import run_ablation
from .baselines import measure_baselines
from .calibration import Calibration, cross_fitted, priors_of
from .evaluate import Pair, by_condition, tables, time_per_face, views_of
from .export import LARGEST_FILE_BYTES, session
from .from_onnx import read_dual_path, read_generator
from .generator_sizes import Yardstick, run_generator_sizes
from .layouts import ATTRIBUTES, FaceSet, LayoutError, PartsSet, read_attributes, read_face_parsing, read_utkface
from .metrics import sigmoid
from .parts_report import measure_parts
from .parts_teacher import TeacherRun, label_faces, load_teacher, train_teacher
from .parts_views import load_parts
from .path_use import measure_path_use
from .processor import processor
from .quantise import SUFFIX, quantise_pair
from .recipes import PROFILES
from .report import write_report
from .runs import keep_memory, provenance_of
from .sheet import contact_sheet
from .shipping import TrainedPair, describe_int8
from .shipping import ship as ship_pair
from .shipping import ship_age_gender as ship_age_gender_net
from .shipping import write_goldens
from .soft_labels import softened

TRAINING = Path(__file__).parent.parent
RESULTS = TRAINING / "results"
PRECISIONS = {"fp32": "", "int8": SUFFIX}


def retrain(options: Namespace) -> None:
    """Single path, parts teacher on its features, generator, dual path, ship, quantise. Each stage is resumed where it stopped.

    The paper's generator has no teacher, and a profile that does not ship no int8.
    """
    profile = PROFILES[options.profile]
    taught = profile.abstraction.taught_share > 0
    runs, name = options.runs, options.name or options.profile
    stages = {kind: runs / f"{name}-{kind}" / "final.pt" for kind in ("single", "teacher", "abstraction", "dual")}
    quiet = {"steps": options.steps, "seed": options.seed, "glance": options.glance, "imagenet": options.imagenet, "data": options.data, "runs": runs, "profile": options.profile}
    plain = {"fusion": "max", "no_feature_norm": False, "loss": "bce", "rate": None, "soften": None}
    if not stages["single"].exists():
        attributes(Namespace(**quiet, **plain, name=f"{name}-single", paths="original", generator=None, start=None))
    if taught and not stages["teacher"].exists():
        parts_teacher(Namespace(**quiet, name=f"{name}-teacher", start=stages["single"]))
    if not stages["abstraction"].exists():
        abstraction(Namespace(**quiet, name=f"{name}-abstraction", adversary=None, rate=None, start=None, teacher=stages["teacher"] if taught else None))
    if not stages["dual"].exists():
        attributes(Namespace(**quiet, **plain, name=f"{name}-dual", paths="dual", generator=stages["abstraction"], start=stages["single"]))
    ship(Namespace(**vars(options) | {"generator": stages["abstraction"], "network": stages["dual"], "goldens": TRAINING.parent / "libs/models/goldens", "limit": None}))
    if profile.ships:
        quantise(options)


def abstraction(options: Namespace) -> None:
    keep_memory()
    config = PROFILES[options.profile].abstraction
    config = replace(config, **given(steps=options.steps, seed=options.seed, glance=options.glance, rate=options.rate, adversary=options.adversary))
    masked, validation = masked_pairs(options)
    taught = None
    if options.teacher:
        taught = label_faces(load_teacher(options.teacher), read_attributes(options.data / "celeba", "train"), options.teacher.with_name("labels.npy"))
    start = generator_at(options.start, options.profile) if options.start else None
    train_abstraction.train(config, train_abstraction.Training(masked, taught), validation, options.runs / (options.name or "abstraction"), start)


def parts_teacher(options: Namespace) -> None:
    keep_memory()
    config = replace(TeacherRun(), **given(steps=options.steps, seed=options.seed))
    train_teacher(config, *masked_pairs(options), network_at(options.start, options.profile).paths["original"], options.runs / (options.name or "parts-teacher"))


def masked_pairs(options: Namespace):
    """The face-parsing pairs, training and validation."""
    return [load_parts(read_face_parsing(options.data / "face_parsing", split)) for split in ("train", "val")]


def attributes(options: Namespace) -> None:
    keep_memory()
    profile = PROFILES[options.profile]
    base = profile.dual if options.paths == "dual" else profile.single
    network = replace(base.network, paths=options.paths, fusion=options.fusion, feature_norm=not options.no_feature_norm)
    optimiser = replace(base.optimiser, **given(rate=options.rate, head_rate=options.rate and 5 * options.rate))
    config = replace(base, network=network, optimiser=optimiser, loss=options.loss, **given(steps=options.steps, seed=options.seed, glance=options.glance))
    if options.paths != "original" and options.generator is None:
        raise LayoutError(f"--paths {options.paths} needs --generator, the final.pt of a trained abstraction net")
    train = read_attributes(options.data / "celeba", "train")
    if options.soften:
        train = softened(train, Pair.load(options.soften, suffix=SUFFIX))
    train_attributes.train(config, train_attributes.Ingredients(
        train=train,
        val=read_attributes(options.data / "celeba", "val"),
        abstract=profile.drawing(generator_at(options.generator, options.profile)) if options.generator else None,
        imagenet=options.imagenet if options.imagenet.exists() else None,
        start=network_at(options.start, options.profile) if options.start else None,
    ), options.runs / (options.name or f"attributes-{options.paths}"))


def ship(options: Namespace) -> None:
    profile = PROFILES[options.profile]
    generator, network = profile.drawing(generator_at(options.generator, options.profile)), network_at(options.network, options.profile)
    trained = {"abstraction": provenance_of(options.generator), "attributes": provenance_of(options.network)}
    pair = TrainedPair(generator, network, profile.input_px, trained, LARGEST_FILE_BYTES if profile.ships else None)
    train, val = (read_attributes(options.data / "celeba", split) for split in ("train", "val"))
    manifest = ship_pair(pair, train, spread(val, options.limit), weights_of(options))
    if profile.ships:
        write_goldens(generator, network, options.goldens)
    print(json.dumps(manifest["measured"], indent=2))


def evaluate(options: Namespace) -> None:
    weights = weights_of(options)
    manifest = json.loads((weights / "manifest.json").read_text())
    every = read_attributes(options.data / "celeba", "val")
    pair, val = Pair.load(weights), spread(every, options.limit)
    calibration = Calibration(np.array(manifest["calibration"]["scale"]), np.array(manifest["calibration"]["bias"]))
    thresholds = np.array(manifest["balancedThresholds"])
    logits = pair.logits(views_of(val, pair.input_px))
    priors = priors_of(read_attributes(options.data / "celeba", "train").labels)
    probs = cross_fitted(logits, val.labels, lambda fitted: fitted.adjusted(priors))
    write(options.json or RESULTS / f"{options.profile}.json", {
        "command": "python -m vitrine_training evaluate",
        "version": manifest["version"],
        "trained": manifest["measured"].get("trained"),
        "images": {"judged": len(val.files), "calibratedOn": manifest["measured"]["images"], "of": len(every.files)},
        "note": "validation images, no mirror; crossFitted calibrates each half of the images on the other half, likeliest does so without the logit adjustment, asShipped with the manifest's calibration (itself fitted on validation images), uncalibrated not at all",
        "crossFitted": tables(probs, val.labels, thresholds),
        "likeliest": short(tables(cross_fitted(logits, val.labels), val.labels, priors)),
        "asShipped": tables(calibration(logits), val.labels, thresholds),
        "uncalibrated": tables(sigmoid(logits), val.labels, thresholds),
        "conditions": {} if options.overall_only else by_condition(pair, val, calibration, thresholds),
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
    write(options.json or RESULTS / f"{options.profile}-parts.json", {"command": "python -m vitrine_training parts", **result})


def generator_sizes(options: Namespace) -> None:
    keep_memory()
    weights, val = weights_of(options), read_attributes(options.data / "celeba", "val")
    base = PROFILES[options.profile].abstraction
    config = replace(base, steps=options.steps, check_every=options.steps, average_decay=0.99)
    pairs, pairs_val = masked_pairs(options)
    yardstick = Yardstick(pairs_val, views_of(val, config.input_px), val.labels, session(weights / "dual-path.onnx", 2))
    shipped = generator_at(weights / "abstraction.onnx", options.profile)
    run_generator_sizes(config, (pairs, yardstick, shipped), options.runs, options.json or RESULTS / "generator-sizes.json")


def path_use(options: Namespace) -> None:
    weights = weights_of(options)
    profile = PROFILES[options.profile]
    views = views_of(read_attributes(options.data / "celeba", "val"), profile.input_px)
    generator = profile.drawing(generator_at(weights / "abstraction.onnx", options.profile))
    result = measure_path_use(network_at(weights / "dual-path.onnx", options.profile), generator, views)
    write(options.json or RESULTS / f"{options.profile}-path-use.json", {"command": "python -m vitrine_training path-use", **result})


def quantise(options: Namespace) -> None:
    train, val = (read_attributes(options.data / "celeba", split) for split in ("train", "val"))
    weights = weights_of(options)
    input_px = PROFILES[options.profile].input_px
    convolutions = quantise_pair(weights, views_of(spread(train, 256), input_px))
    describe_int8(weights)
    views, thresholds = views_of(val, input_px), np.full(40, 0.5)
    judged = {kind: sigmoid(Pair.load(weights, suffix=suffix).logits(views)) for kind, suffix in PRECISIONS.items()}
    write(options.json or RESULTS / f"{options.profile}-int8.json", {
        "command": "python -m vitrine_training quantise",
        "convolutions": convolutions,
        **{kind: short(tables(probs, val.labels, thresholds)) for kind, probs in judged.items()},
    })


def milliseconds(options: Namespace) -> None:
    """Adds this processor's row, so that one file has those of several machines."""
    path, weights = options.json or RESULTS / f"{options.profile}-milliseconds.json", weights_of(options)
    rows = json.loads(path.read_text())["millisecondsPerFace"] if path.exists() else {}
    rows[processor()] = {kind: time_per_face(weights, suffix) for kind, suffix in PRECISIONS.items()}
    write(path, {"command": "python -m vitrine_training milliseconds", "millisecondsPerFace": rows})


def baselines(options: Namespace) -> None:
    train, val = (read_attributes(options.data / "celeba", split) for split in ("train", "val"))
    result = measure_baselines(weights_of(options), TRAINING.parent.parent / "shared/weights/resnet18_stem_to_layer3_foldedbn.pth", train, val)
    write(options.json or RESULTS / "baselines.json", {"command": "python -m vitrine_training baselines", "rows": result})


def ablation(options: Namespace) -> None:
    keep_memory()
    train, val = (read_attributes(options.data / "celeba", split) for split in ("train", "val"))
    run_ablation(options, generator_at(options.generator, options.profile), (train, val), options.json or RESULTS / "ablation.json")


def age_gender(options: Namespace) -> None:
    keep_memory()
    config = replace(age_gender_net.AgeGenderRun(), **given(steps=options.steps, seed=options.seed))
    val, celeba_val = read_utkface(options.data / "utkface", "val"), read_attributes(options.data / "celeba", "val")
    network = age_gender_net.train(config, age_gender_net.Faces(
        utkface=read_utkface(options.data / "utkface", "train"),
        celeba=read_attributes(options.data / "celeba", "train"),
        val=val,
        imagenet=options.imagenet if options.imagenet.exists() else None,
        start=age_gender_start(options.start) if options.start else None,
    ), options.runs / (options.name or "age-gender"))
    predict, views = age_gender_net.predict, age_gender_net.views_of
    male = celeba_val.labels[:, ATTRIBUTES.index("Male")] == 1
    write(options.json or RESULTS / "age-gender.json", {
        "command": "python -m vitrine_training age-gender",
        **age_gender_net.measure(predict(network, views(val)), val),
        "conditions": {name: age_gender_net.measure(predict(network, views(val, condition=c)), val) for name, c in age_gender_net.CONDITIONS.items()},
        "celebaGenderAccuracy": float(((predict(network, views(celeba_val, age_gender_net.TIGHT_CELEBA))[:, 0] > 0) == male).mean()),
    })


def ship_age_gender(options: Namespace) -> None:
    network = age_gender_net.load(options.network)
    measured = json.loads((RESULTS / "age-gender.json").read_text())
    manifest = ship_age_gender_net(network, measured, TRAINING.parent / "libs/models/weights/age-gender", TRAINING.parent / "libs/models/goldens")
    print(json.dumps(manifest, indent=2))


def report(options: Namespace) -> None:
    write_report(RESULTS, TRAINING.parent / "docs", weights_of(options))


def sheet(options: Namespace) -> None:
    contact_sheet(weights_of(options), options.images, options.out)


def spread(faces: FaceSet, count: int | None) -> FaceSet:
    """`count` images from all over a split; None takes every one."""
    if count is None:
        return faces
    picked = np.linspace(0, len(faces.files) - 1, min(count, len(faces.files))).astype(int)
    return replace(faces, files=[faces.files[i] for i in picked], labels=faces.labels[picked])


def short(table: dict) -> dict:
    return {key: value for key, value in table.items() if isinstance(value, (int, float))}


def generator_at(path: Path, profile: str):
    """From a run's final.pt, or from a profile's .onnx file."""
    return read_generator(path, PROFILES[profile].abstraction.generator) if path.suffix == ".onnx" else train_abstraction.load_generator(path)


def network_at(path: Path, profile: str):
    """From a run's final.pt, or from a profile's .onnx file."""
    return read_dual_path(path, PROFILES[profile].dual.network) if path.suffix == ".onnx" else train_attributes.load_network(path)


def age_gender_start(path: Path):
    return network_at(path, "compact") if path.suffix == ".onnx" else age_gender_net.load(path)


def weights_of(options: Namespace) -> Path:
    return options.weights or TRAINING.parent / "libs/models/weights" / options.profile


def given(**values) -> dict:
    """Only what was named on the command line."""
    return {key: value for key, value in values.items() if value is not None}


def write(path: Path, result: dict) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(without_nan(result), indent=1) + "\n")
    lines = {key: value for key, value in result.items() if not isinstance(value, (list, dict))}
    print(json.dumps(lines, indent=1))
    print(f"figures: {path}")


def without_nan(value):
    """JSON has no NaN: what nothing could be counted for becomes null."""
    if isinstance(value, dict):
        return {key: without_nan(item) for key, item in value.items()}
    if isinstance(value, list):
        return [without_nan(item) for item in value]
    return None if isinstance(value, float) and np.isnan(value) else value
