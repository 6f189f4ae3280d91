"""All trainings behind what ships, in the README's order; a stage that is done is not done again.

python retrain.py --data DIR [--profile paper] [--runs DIR] [--imagenet FILE] [--arcface FILE]
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from vitrine_training import last_stages, train_abstraction, train_attributes
from vitrine_training.attribute_teacher import load_attribute_teacher, train_attribute_teacher
from vitrine_training.dual_path import load_network
from vitrine_training.layouts import read_face_parsing
from vitrine_training.partitions import half_size, partitions
from vitrine_training.parts_teacher import label_faces, load_teacher, train_teacher
from vitrine_training.parts_views import load_parts
from vitrine_training.recipes import ATTRIBUTE_TEACHER, LAST_STAGES, PARTS_TEACHER, PROFILES
from vitrine_training.runs import keep_memory, kept, provenance_of
from vitrine_training.shipping import TrainedPair, ship, write_goldens
from vitrine_training.soft_labels import taught
from vitrine_training.sources import ARCFACE, IMAGENET, MODELS, TEACHER, TRAINING, fitting


def main(options: Namespace) -> None:
    keep_memory()
    profile, runs = PROFILES[options.profile], options.runs / options.profile
    faces, stages = partitions(options.data), []
    masked, judged = (
        load_parts(read_face_parsing(options.data / "face_parsing", s)) for s in ("train", "val")
    )

    def attributes(name: str, config: train_attributes.AttributeRun, **given) -> train_attributes.DualPath:
        train = taught(faces["train"], options.data / TEACHER)
        imagenet = options.imagenet if options.imagenet.exists() else None
        ingredients = train_attributes.Ingredients(train, faces["calibration"], imagenet=imagenet, **given)
        stages.append(name)
        return kept(runs / name, load_network, train_attributes.train, config, ingredients)

    # 1. One path on photos, from ImageNet's weights.
    network = attributes("single", profile.single)
    # 2. A segmentation net on its features names the parts of the pictures that have no masks.
    labelled = None
    if profile.abstraction.taught_share:
        learnt = (PARTS_TEACHER, masked, judged, network.paths["original"])
        parts_teacher = kept(runs / "parts-teacher", load_teacher, train_teacher, *learnt)
        labelled = label_faces(parts_teacher, faces["train"], runs / "parts-teacher/labels.npy")
    # 3. The abstraction net learns from both.
    learnt = (profile.abstraction, train_abstraction.Training(masked, labelled), judged)
    draw = kept(runs / "abstraction", train_abstraction.load_generator, train_abstraction.train, *learnt)
    generator = profile.drawing(draw)
    # 4. Both paths on photos and abstraction images.
    network = attributes("dual", profile.dual, abstract=generator, start=network)
    # 5. Once more with a face recognition network's answers and maps, where its weights are at hand.
    if profile.taught and options.arcface.exists():
        learnt = (ATTRIBUTE_TEACHER, faces["train"], faces["calibration"], options.arcface)
        teacher = kept(runs / "attribute-teacher", load_attribute_teacher, train_attribute_teacher, *learnt)
        network = attributes("taught", profile.taught, abstract=generator, start=network, teacher=teacher)
    # 6. The pair's end on all pictures and on a large teacher's answers, many times over.
    if profile.taught and (options.data / TEACHER).exists():
        known = last_stages.Known(faces, half_size(options.data), options.data / TEACHER)
        learnt = (LAST_STAGES, generator, network, known)
        stages.append("last-stages")
        network = kept(runs / "last-stages", load_network, last_stages.run, *learnt)
    # 7. Files, calibration, goldens.
    trained = {"abstraction": provenance_of(runs / "abstraction/final.pt", "abstraction")}
    trained["attributes"] = {name: provenance_of(runs / name / "final.pt", "attributes") for name in stages}
    pair = TrainedPair(generator, network, profile.input_px, trained, profile.ships)
    weights = options.weights or MODELS / "weights" / options.profile
    ship(pair, fitting(options.data, profile.input_px), weights)
    if profile.ships and options.weights is None:
        write_goldens(pair, MODELS / "goldens")


def parser() -> ArgumentParser:
    options = ArgumentParser(description=__doc__)
    options.add_argument("--data", type=Path, default=TRAINING.parent.parent / "shared/data")
    options.add_argument("--profile", choices=PROFILES, default="compact")
    options.add_argument("--runs", type=Path, default=TRAINING / "runs")
    options.add_argument("--weights", type=Path)
    options.add_argument("--imagenet", type=Path, default=IMAGENET)
    options.add_argument("--arcface", type=Path, default=ARCFACE)
    return options


if __name__ == "__main__":
    main(parser().parse_args())
