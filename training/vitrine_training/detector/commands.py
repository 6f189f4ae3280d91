"""Commands of the face detector: `detector` trains and measures, `ship-detector` makes the file
that ships."""

from __future__ import annotations

import json
import os
from argparse import Namespace, _SubParsersAction
from pathlib import Path

import torch

from ..runs import keep_memory, save_whole
from . import figures
from .crowds import Halves, halves, read_crowds
from .export import Exported, export
from .network import FaceNet, load
from .people import Person, read_portraits
from .points import PointsRun, teach_points
from .ship import ship_detector as ship_network
from .train import DetectorRun, cast_of, mixed, train

TRAINING = Path(__file__).parents[2]
SHARED = TRAINING.parent.parent / "shared"
MODELS = TRAINING.parent / "libs/models"


def register(kinds: _SubParsersAction) -> None:
    """Adds both commands to the lab's."""
    data = Path(os.environ.get("VITRINE_TEST_DATA", SHARED / "data"))
    for name, run, text in (
        ("detector", detector, "train the face detector from YuNet's published weights and measure it"),
        ("ship-detector", ship_detector, "export the face detector with manifest, golden and model card"),
    ):
        sub = kinds.add_parser(name, help=text, description=text)
        sub.set_defaults(run=run)
        sub.add_argument("--runs", type=Path, default=TRAINING / "runs", help="where runs live")
        sub.add_argument("--json", type=Path, default=TRAINING / "results/detector.json", help="the figures")
    sub = kinds.choices["detector"]
    sub.add_argument("--data", type=Path, default=data, help="a folder as training/README.md says")
    yunet = SHARED / "weights/yunet/yunet_n.pth"
    sub.add_argument(
        "--start", type=Path, default=yunet, help="YuNet's published checkpoint, or a .pt of ours"
    )
    sub.add_argument(
        "--whole", action="store_true", help="train faces and boxes on, too, by halves of the crowds"
    )
    sub.add_argument("--share", type=float, default=0.5, help="with --whole: how far to go from the start")
    sub.add_argument("--limit", type=int, help="measure on this many validation portraits only")
    kinds.choices["ship-detector"].add_argument(
        "--network", type=Path, help="a .pt of ours or YuNet's checkpoint; without it what `detector` made"
    )


def detector(options: Namespace) -> None:
    keep_memory()
    torch.set_num_threads(1)
    start, crowds = load(options.start), halves(read_crowds(options.data / "wider_faces"))
    config = PointsRun()
    portraits = read_portraits(options.data, start, config.portraits)
    base, fair = trained_on(options, start, crowds, portraits) if options.whole else (start, (start, start))
    networks = {"start": start, "ours": teach_points(config, base, portraits)}
    result = {
        "command": "python -m vitrine_training detector" + (" --whole" if options.whole else ""),
        "whole": options.whole,
        "crowds": {"start": on_crowds((start, start), crowds, options.runs)},
        **on_portraits(options, networks),
    }
    # Teaching the points moves no box and no score: what was not trained whole finds what its start finds.
    unmoved = not options.whole
    result["crowds"]["ours"] = result["crowds"]["start"] if unmoved else on_crowds(fair, crowds, options.runs)
    save_whole(networks["ours"].state_dict(), options.runs / "detector.pt")
    options.json.write_text(json.dumps(result, indent=1) + "\n")
    print(json.dumps(result, indent=1))


def trained_on(
    options: Namespace, start: FaceNet, crowds: Halves, portraits: list[Person]
) -> tuple[FaceNet, tuple[FaceNet, FaceNet]]:
    """The mean of both halves' networks, and for each half of the crowds the one that never saw it."""
    stay, go = 1 - options.share, options.share
    ends = []
    for i, half in enumerate(crowds):
        config = DetectorRun(seed=i)
        cast = cast_of(options.data, half, portraits, start)
        ends.append(train(config, start, cast, options.runs / f"detector-{i}"))
    base = mixed([start, *ends], [stay, go / 2, go / 2])
    return base, tuple(mixed([start, end], [stay, go]) for end in reversed(ends))


def exported(network: FaceNet, runs: Path) -> Exported:
    """The network as a file, which is loaded at once and not kept."""
    path = runs / "detector-judged.onnx"
    export(network, path)
    judged = Exported(path)
    path.unlink()
    return judged


def on_crowds(networks: tuple[FaceNet, FaceNet], crowds: Halves, runs: Path) -> dict:
    parts = [figures.Judged(exported(n, runs), half) for n, half in zip(networks, crowds)]
    return figures.through_cameras(parts)


def on_portraits(options: Namespace, networks: dict[str, FaceNet]) -> dict:
    """Validation portraits, which nothing was trained on."""
    files = {side: exported(network, options.runs) for side, network in networks.items()}
    places = {
        side: figures.destination(file, options.data, options.limit or 600) for side, file in files.items()
    }
    return {
        "portraits": {
            side: figures.on_portraits(file, options.data, places[side], options.limit)
            for side, file in files.items()
        },
        "destinationXyPx": places["ours"].tolist(),
    }


def ship_detector(options: Namespace) -> None:
    network = load(options.network or options.runs / "detector.pt")
    manifest = ship_network(network, json.loads(options.json.read_text()), MODELS)
    print(json.dumps(manifest["measured"], indent=2))
