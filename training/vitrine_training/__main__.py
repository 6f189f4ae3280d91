"""python -m vitrine_training COMMAND: ship and measure; training itself is ../retrain.py (see
training/README.md)."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from . import commands
from .detector.commands import register as register_detector
from .layouts import LayoutError
from .recipes import PROFILES
from .sources import TRAINING

DATA = Path(os.environ.get("VITRINE_TEST_DATA", TRAINING.parent.parent / "shared/data"))


def main() -> int:
    options = parser().parse_args()
    try:
        options.run(options)
    except LayoutError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return 0


def parser() -> argparse.ArgumentParser:
    root = argparse.ArgumentParser(
        prog="vitrine_training", description="Make the files of Vitrine's networks."
    )
    kinds = root.add_subparsers(required=True, metavar="COMMAND")
    for name in ("ship", "age-gender", "ship-age-gender", "half"):
        run = getattr(commands, name.replace("-", "_"))
        sub = kinds.add_parser(name, help=run.__doc__, description=run.__doc__)
        sub.set_defaults(run=run)
        sub.add_argument("--data", type=Path, default=DATA, help="a folder as training/README.md says")
        sub.add_argument("--profile", choices=PROFILES, default="compact")
        sub.add_argument("--weights", type=Path, help="where the files are (libs/models/weights/PROFILE)")
    runs = kinds.choices["age-gender"]
    runs.add_argument("--runs", type=Path, default=TRAINING / "runs", help="where runs live")
    source = "final.pt of a run, or the .onnx file that ships"
    ship, age = kinds.choices["ship"], kinds.choices["ship-age-gender"]
    ship.add_argument("--generator", type=Path, required=True, help=source)
    ship.add_argument("--network", type=Path, required=True, help=source)
    age.add_argument("--network", type=Path, required=True, help=source)
    age.add_argument("--answers", type=Path, default=TRAINING / "results/answers.json")
    register_detector(kinds)
    return root


if __name__ == "__main__":
    sys.exit(main())
