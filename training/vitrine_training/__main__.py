"""python -m vitrine_training COMMAND — see training/README.md. Every figure a command prints is also a JSON file."""
from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from . import commands
from .layouts import LayoutError

HERE = Path(__file__).parent.parent
REPOSITORY = HERE.parent
IMAGENET, ARCFACE = (REPOSITORY.parent / "shared/weights" / name for name in ("resnet18_stem_to_layer3_foldedbn.pth", "mobilefacenet_y1.mxnet.params"))


def main() -> int:
    options = parser().parse_args()
    try:
        options.run(options)
    except LayoutError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return 0


def parser() -> argparse.ArgumentParser:
    root = argparse.ArgumentParser(prog="vitrine_training", description="Train, measure and ship Vitrine's networks.")
    kinds = root.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, help: str) -> argparse.ArgumentParser:
        sub = kinds.add_parser(name, help=help, description=help)
        sub.set_defaults(run=getattr(commands, name.replace("-", "_")))
        sub.add_argument("--data", type=Path, default=Path(os.environ.get("VITRINE_TEST_DATA", REPOSITORY.parent / "shared/data")), help="folder with celeba/ and face_parsing/")
        sub.add_argument("--runs", type=Path, default=HERE / "runs", help="where runs live")
        sub.add_argument("--profile", choices=("compact", "paper"), default="compact")
        sub.add_argument("--weights", type=Path, default=None, help="the profile's shipped files (libs/models/weights/PROFILE)")
        sub.add_argument("--json", type=Path, default=None, help="where the figures go (training/results/…)")
        return sub

    for name, help in (("retrain", "all trainings of a profile, then ship: the one command behind the model card"),
                       ("abstraction", "train the abstraction net"), ("parts-teacher", "train a segmentation net that labels the pictures without masks"), ("attributes", "train an attribute net"),
                       ("attribute-teacher", "fit classifiers to the maps of a net that has seen millions of faces, for attributes --teacher"),
                       ("age-gender", "train and measure the age and gender net")):
        sub = command(name, help)
        sub.add_argument("--name", default=None, help="the run's folder under --runs; a run of that name is resumed")
        sub.add_argument("--steps", type=int, default=None, help="instead of the profile's own number")
        sub.add_argument("--seed", type=int, default=None)
        sub.add_argument("--imagenet", type=Path, default=IMAGENET, help="starting weights; random where the file is absent")
        if name in ("retrain", "attribute-teacher"):
            sub.add_argument("--arcface", type=Path, default=ARCFACE, help="MobileFaceNet's ArcFace weights, MXNet format")
        if name in ("retrain", "abstraction", "attributes"):
            sub.add_argument("--glance", type=int, default=None, help="validation images at each look while training, instead of the run's own number")
        if name == "abstraction":
            sub.add_argument("--adversary", choices=("none", "lsgan", "log"), default=None, help="log is eq. 1, lsgan is pix2pixHD's")
            sub.add_argument("--start", type=Path, default=None, help="final.pt or shipped .onnx of a generator to go on from")
            sub.add_argument("--rate", type=float, default=None, help="largest learning rate")
            sub.add_argument("--teacher", type=Path, default=None, help="final.pt of a parts teacher: learn from the celeba pictures it labels, too")
        if name == "parts-teacher":
            sub.add_argument("--start", type=Path, required=True, help="final.pt or shipped .onnx of an attribute net whose photo path to begin with")
        if name == "age-gender":
            sub.add_argument("--start", type=Path, default=None, help="final.pt of such a net, or the shipped .onnx of a dual-path net whose photo path to begin with")
        if name == "attributes":
            sub.add_argument("--paths", choices=("dual", "original", "abstraction"), default="original")
            sub.add_argument("--fusion", choices=("max", "none"), default="max")
            sub.add_argument("--no-feature-norm", action="store_true")
            sub.add_argument("--rate", type=float, default=None, help="largest learning rate of the body; the classifier's is five times that")
            sub.add_argument("--soften", type=Path, default=None, help="folder of a shipped pair with its int8 files: labels half way to what it thinks of each training picture")
            sub.add_argument("--loss", choices=("bce", "euclidean"), default="bce")
            sub.add_argument("--generator", type=Path, default=None, help="final.pt or shipped .onnx of the abstraction net; needed unless --paths original")
            sub.add_argument("--start", type=Path, default=None, help="final.pt or shipped .onnx of a net to go on from; one path is widened to two")
            sub.add_argument("--path-dropout", type=float, default=None, help="share of images for which a path is left out, of each path in turn")
            sub.add_argument("--frozen-stages", type=int, default=None, help="each path's stem and this many stages stay as they begin")
            sub.add_argument("--revive-abstraction", action="store_true", help="begin the abstraction path's last stage of --start anew")
            sub.add_argument("--teacher", type=Path, default=None, help="final.pt of an attribute teacher made from the same --data: learn from its answers and its maps, too")
            sub.add_argument("--compile", action="store_true", help="compile the teacher first, which halves its time; needs a C++ compiler and a minute")
    sub = command("ship", "export a trained pair, calibrate, measure, write manifest and goldens")
    sub.add_argument("--generator", type=Path, required=True, help="final.pt or shipped .onnx of the abstraction net")
    sub.add_argument("--network", type=Path, required=True, help="final.pt or shipped .onnx of the dual-path net")
    sub.add_argument("--goldens", type=Path, default=REPOSITORY / "libs/models/goldens", help="written for a profile that ships")
    sub.add_argument("--limit", type=int, default=None, help="calibrate on this many validation images only, spread over all")
    sub = command("ship-age-gender", "export the trained age and gender net with manifest and golden")
    sub.add_argument("--network", type=Path, required=True, help="final.pt of the age and gender net")
    sub = command("evaluate", "the shipped files on the validation images: tables, camera conditions, calibration, time")
    sub.add_argument("--limit", type=int, default=None, help="this many validation images only, spread over all")
    sub.add_argument("--overall-only", action="store_true", help="leave the camera conditions out, which are 16 of its 17 passes over the images")
    command("parts", "mean IoU of the parts read back from the shipped abstraction net's images")
    sub = command("generator-sizes", "generators of several widths, from the strongest filters of the shipped one: mean IoU and attribute accuracy against milliseconds")
    sub.add_argument("--steps", type=int, default=800, help="of each generator")
    sub = command("path-use", "how much of the shipped classifier's answer comes from each path")
    sub.add_argument("--network", type=Path, default=None, help="final.pt of another dual-path net; give --json a place of its own")
    command("milliseconds", "ms a face of the shipped pair on one thread, fp32 and int8; adds this processor's row")
    command("quantise", "static int8 of the shipped pair, checked and measured")
    sub = command("baselines", "majority class; features of ImageNet's and of a face recognition network with a linear SVM per attribute")
    sub.add_argument("--imagenet", type=Path, default=IMAGENET)
    sub.add_argument("--arcface", type=Path, default=ARCFACE)
    sub = command("ablation", "the paper's ablation, equal budget for each row")
    sub.add_argument("--steps", type=int, default=800)
    sub.add_argument("--px", type=int, default=80)
    sub.add_argument("--seeds", type=int, nargs="+", default=[0, 1])
    sub.add_argument("--generator", type=Path, required=True, help="final.pt or shipped .onnx of the abstraction net")
    sub.add_argument("--imagenet", type=Path, default=IMAGENET)
    command("report", "docs/models.md, its plots and the model card's tables from training/results/*.json")
    sub = command("sheet", "a contact sheet: faces, abstraction images, top attributes")
    sub.add_argument("--images", type=Path, required=True, help="folder of aligned frames in CelebA's geometry")
    sub.add_argument("--out", type=Path, required=True)
    kinds.choices["retrain"].set_defaults(defaults={stage: vars(root.parse_args([stage])) for stage in ("attributes", "abstraction")})
    return root


if __name__ == "__main__":
    sys.exit(main())
