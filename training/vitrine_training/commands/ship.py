"""The commands that make the files the service reads."""
from __future__ import annotations

import json
from argparse import Namespace

import numpy as np

from .. import age_gender as age_gender_net
from ..calibration import cross_fit, priors_of
from ..evaluate import Pair, tables, views_of
from ..export import LARGEST_FILE_BYTES
from ..layouts import read_attributes
from ..metrics import sigmoid
from ..quantise import PRECISIONS, quantise_pair
from ..recipes import PROFILES
from ..runs import provenance_of
from ..shipping import TrainedPair, describe_int8, write_goldens
from ..shipping import ship as ship_pair
from ..shipping import ship_age_gender as ship_age_gender_net
from .files import TRAINING, generator_at, network_at, results_file, short, spread, weights_of, write


def ship(options: Namespace) -> None:
    profile = PROFILES[options.profile]
    generator, network = profile.drawing(generator_at(options.generator, options.profile)), network_at(options.network, options.profile)
    trained = {"abstraction": provenance_of(options.generator, "abstraction"), "attributes": provenance_of(options.network, "attributes")}
    pair = TrainedPair(generator, network, profile.input_px, trained, LARGEST_FILE_BYTES if profile.ships else None)
    train, val = (read_attributes(options.data / "celeba", split) for split in ("train", "val"))
    manifest = ship_pair(pair, train, spread(val, options.limit), weights_of(options))
    if profile.ships:
        write_goldens(generator, network, options.goldens)
    print(json.dumps(manifest["measured"], indent=2))


def quantise(options: Namespace) -> None:
    train, val = (read_attributes(options.data / "celeba", split) for split in ("train", "val"))
    weights = weights_of(options)
    input_px = PROFILES[options.profile].input_px
    convolutions = quantise_pair(weights, views_of(spread(train, 256), input_px))
    priors = priors_of(train.labels)
    views, thresholds = views_of(val, input_px), np.full(40, 0.5)
    logits = {kind: Pair.load(weights, suffix=suffix).logits(views) for kind, suffix in PRECISIONS.items()}
    describe_int8(weights, logits["int8"], val.labels, priors)
    write(options, f"{options.profile}-int8.json", {
        "command": "python -m vitrine_training quantise",
        "convolutions": convolutions,
        **{kind: short(tables(sigmoid(z), val.labels, thresholds)) for kind, z in logits.items()},
        "crossFitted": {kind: short(tables(cross_fit(z, val.labels).adjusted(priors)(z), val.labels, thresholds)) for kind, z in logits.items()},
    })


def ship_age_gender(options: Namespace) -> None:
    network = age_gender_net.load(options.network)
    measured = json.loads(results_file(options, "age-gender.json").read_text())
    manifest = ship_age_gender_net(network, measured, TRAINING.parent / "libs/models/weights/age-gender", TRAINING.parent / "libs/models/goldens")
    print(json.dumps(manifest, indent=2))
