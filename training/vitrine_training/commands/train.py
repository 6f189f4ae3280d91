"""The commands that train, in the order of a day's work."""
from __future__ import annotations

from argparse import Namespace
from dataclasses import replace
from typing import Callable

from .. import age_gender as age_gender_net
from .. import train_abstraction, train_attributes
from ..attribute_teacher import AttributeTeacherRun, load_attribute_teacher, train_attribute_teacher
from ..evaluate import Pair
from ..layouts import ATTRIBUTES, LayoutError, read_attributes, read_face_parsing, read_utkface
from ..parts_teacher import TeacherRun, label_faces, load_teacher, train_teacher
from ..parts_views import load_parts
from ..quantise import SUFFIX
from ..recipes import PROFILES
from ..runs import keep_memory
from ..soft_labels import softened
from .files import TRAINING, age_gender_start, generator_at, given, network_at, weights_of, write
from .ship import quantise, ship


def retrain(options: Namespace) -> None:
    """Single path, parts teacher on its features, generator, dual path, ship, quantise; then, where there are face recognition weights, both
    paths once more with an attribute teacher and with labels softened by what was shipped, and ship that. Each stage is resumed where it stopped.

    The paper's pair has no teachers, and a profile that does not ship no int8.
    """
    profile = PROFILES[options.profile]
    runs, name = options.runs, options.name or options.profile
    stages = {kind: runs / f"{name}-{kind}" / "final.pt" for kind in ("single", "parts-teacher", "abstraction", "dual", "attribute-teacher", "taught")}
    shared = {key: getattr(options, key) for key in ("data", "runs", "profile", "steps", "seed", "glance", "imagenet")}

    def stage(kind: str, train: Callable[[Namespace], None], **own) -> None:
        if not stages[kind].exists():
            train(Namespace(**options.defaults.get(train.__name__, {}) | shared | own | {"name": f"{name}-{kind}"}))

    def make_files(network: str) -> None:
        ship(Namespace(**vars(options) | {"generator": stages["abstraction"], "network": stages[network], "goldens": TRAINING.parent / "libs/models/goldens", "limit": None}))
        if profile.ships:
            quantise(options)

    parts_taught = profile.abstraction.taught_share > 0
    stage("single", attributes, paths="original")
    if parts_taught:
        stage("parts-teacher", parts_teacher, start=stages["single"])
    stage("abstraction", abstraction, teacher=stages["parts-teacher"] if parts_taught else None)
    stage("dual", attributes, paths="dual", generator=stages["abstraction"], start=stages["single"])
    make_files("dual")
    if profile.taught is None:
        return
    if not options.arcface.exists():
        print(f"{options.arcface} is not there (--arcface): what was shipped stays, without what a face recognition network would teach it")
        return
    stage("attribute-teacher", attribute_teacher, arcface=options.arcface)
    stage("taught", attributes, paths="dual", generator=stages["abstraction"], start=stages["dual"], soften=weights_of(options), teacher=stages["attribute-teacher"])
    make_files("taught")


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


def attribute_teacher(options: Namespace) -> None:
    keep_memory()
    config = replace(AttributeTeacherRun(), **given(steps=options.steps, seed=options.seed))
    train, val = (read_attributes(options.data / "celeba", split) for split in ("train", "val"))
    train_attribute_teacher(config, train, val, options.arcface, options.runs / (options.name or "attribute-teacher"))


def attributes(options: Namespace) -> None:
    keep_memory()
    profile = PROFILES[options.profile]
    base = profile.taught if options.teacher else profile.dual if options.paths == "dual" else profile.single
    if base is None:
        raise LayoutError(f"--teacher: the {options.profile} profile has no recipe for a taught pair; leave it out")
    network = replace(base.network, paths=options.paths, fusion=options.fusion, feature_norm=not options.no_feature_norm, **given(path_dropout=options.path_dropout))
    optimiser = replace(base.optimiser, **given(rate=options.rate, head_rate=options.rate and 5 * options.rate))
    config = replace(base, network=network, optimiser=optimiser, loss=options.loss, **given(steps=options.steps, seed=options.seed, glance=options.glance, frozen_stages=options.frozen_stages))
    if options.paths != "original" and options.generator is None:
        raise LayoutError(f"--paths {options.paths} needs --generator, the final.pt of a trained abstraction net")
    train = read_attributes(options.data / "celeba", "train")
    folder = options.runs / (options.name or f"attributes-{options.paths}")
    if options.soften:
        train = softened(train, Pair.load(options.soften, suffix=SUFFIX), folder / "softened.npy")
    teacher = load_attribute_teacher(options.teacher) if options.teacher else None
    if teacher is not None and options.compile:
        teacher.face_net.compile(dynamic=False)
    train_attributes.train(config, train_attributes.Ingredients(
        train=train,
        val=read_attributes(options.data / "celeba", "val"),
        abstract=profile.drawing(generator_at(options.generator, options.profile)) if options.generator else None,
        imagenet=options.imagenet if options.imagenet.exists() else None,
        start=network_at(options.start, options.profile) if options.start else None,
        teacher=teacher,
        revive_abstraction=options.revive_abstraction,
    ), folder)


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
    write(options, "age-gender.json", {
        "command": "python -m vitrine_training age-gender",
        **age_gender_net.measure(predict(network, views(val)), val),
        "conditions": {name: age_gender_net.measure(predict(network, views(val, condition=c)), val) for name, c in age_gender_net.CONDITIONS.items()},
        "celebaGenderAccuracy": float(((predict(network, views(celeba_val, age_gender_net.TIGHT_CELEBA))[:, 0] > 0) == male).mean()),
    })
