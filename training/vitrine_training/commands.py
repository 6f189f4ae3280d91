"""What `python -m vitrine_training COMMAND` does: make the files of what was trained."""

from __future__ import annotations

import json
from argparse import Namespace
from pathlib import Path

from . import train_age_gender
from .aligned import align
from .answers import AgeSpread, GenderAnswer
from .export import write_half
from .layouts import read_utkface
from .partitions import every_tenth, partitions
from .recipes import PROFILES
from .runs import keep_memory, provenance_of
from .shipping import FILE, TrainedPair, write_age_goldens, write_goldens
from .shipping import ship as ship_pair
from .shipping import ship_age_gender as ship_age_gender_net
from .sources import MODELS, age_gender_at, fitting, generator_at, network_at


def ship(options: Namespace) -> None:
    """Make a profile's files of two trained networks, or anew of those that ship."""
    profile = PROFILES[options.profile]
    trained = {
        "abstraction": provenance_of(options.generator, "abstraction"),
        "attributes": provenance_of(options.network, "attributes"),
    }
    generator = profile.drawing(generator_at(options.generator, profile))
    network = network_at(options.network, profile)
    pair = TrainedPair(generator, network, profile.input_px, trained, profile.ships)
    ship_pair(pair, fitting(options.data, profile.input_px), weights_of(options))
    if profile.ships:
        write_goldens(pair, MODELS / "goldens")


def age_gender(options: Namespace) -> None:
    """Train the age and gender network, from the photo path of the attribute network that ships."""
    keep_memory()
    seen, aside = (align(faces) for faces in every_tenth(read_utkface(options.data / "utkface", "train")))
    start = network_at(MODELS / "weights/compact" / FILE, PROFILES["compact"])
    faces = train_age_gender.Faces(seen, partitions(options.data)["train"], aside, imagenet=None, start=start)
    train_age_gender.train(train_age_gender.AgeGenderRun(), faces, options.runs / "age-gender")


def ship_age_gender(options: Namespace) -> None:
    """Make the age and gender network's files; `--answers` is what studies/gender.py fitted."""
    network, fitted = age_gender_at(options.network), json.loads(options.answers.read_text())
    gender, spread_of_age = GenderAnswer(**fitted["genderAnswer"]), AgeSpread(**fitted["ageSpread"])
    ship_age_gender_net(network, gender, spread_of_age, MODELS / "weights/age-gender")
    write_age_goldens(network, MODELS / "goldens")


def half(options: Namespace) -> None:
    """attributes.f16.onnx beside the f32 file, for a GPU; git ignores it."""
    target = weights_of(options) / "attributes.f16.onnx"
    write_half(weights_of(options) / FILE, target)
    print(f"{target}: {target.stat().st_size / 1e6:.1f} MB")


def weights_of(options: Namespace) -> Path:
    return options.weights or MODELS / "weights" / options.profile
