"""Tables and plots from training/results/*.json, put between the markers of docs/models.md and of the model card.

A marker pair is `<!-- table NAME -->` … `<!-- end -->`; the text around it is written by hand.
"""
from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Callable

import matplotlib
import numpy as np

from .geometry import INPUT_PX

matplotlib.use("Agg")
from matplotlib import pyplot as plt  # noqa: E402

MARKED = re.compile(r"(<!-- table (\S+) -->\n).*?(<!-- end -->)", re.DOTALL)


def write_report(results: Path, docs: Path, weights: Path) -> None:
    """Fill every table whose figures exist; one without figures says which command makes them."""
    plot_reliability(results)
    plot_sizes(results)
    plot_generator_sizes(results)
    for page in (docs / "models.md", weights / "MODEL_CARD.md"):
        page.write_text(MARKED.sub(lambda m: f"{m[1]}\n{table(m[2], results)}\n\n{m[3]}", page.read_text()))


def table(name: str, results: Path) -> str:
    *files, make = TABLES[name]
    absent = [file for file in files if not (results / file).exists()]
    return make(*(json.loads((results / file).read_text()) for file in files)) if not absent else f"Not measured yet: `training/results/{absent[0]}` is absent."


LINES = {
    "at 0.5, calibration cross-fitted": "crossFitted",
    "at 0.5, the same without logit adjustment": "likeliest",
    "at 0.5, as shipped": "asShipped",
    "at 0.5, uncalibrated": "uncalibrated",
}


def overall(r: dict) -> str:
    rows = []
    for label, key in LINES.items():
        rows.append([label, *percents(r[key]), percent(r[key]["calibrationError"]), percent(r[key]["contradictionRate"])])
    balanced = r["crossFitted"]["atBalancedThresholds"]
    rows.append(["at `balancedThresholds`, cross-fitted", *percents(balanced), "", ""])
    rows.append(["majority class", percent(r["crossFitted"]["majorityAccuracy"]), "50.00", "", "", "", "", ""])
    rows.append(["the labels themselves", "", "", "", "", "", "", percent(r["crossFitted"]["contradictionRateOfLabels"])])
    return markdown(["%", "mean acc", "bal-acc", "precision", "recall", "F1", "calibration error", "contradictions"], rows)


def conditions(r: dict) -> str:
    sharp = r["conditions"]["sharp"]["meanAccuracy"]
    rows = [[name, *percents(c), percent(c["balancedAccuracyAtBalancedThresholds"]), f"{100 * (c['meanAccuracy'] - sharp):+.2f}"] for name, c in r["conditions"].items()]
    return markdown(["condition, %", "mean acc", "bal-acc", "precision", "recall", "F1", "bal-acc at balanced thresholds", "mean acc against sharp"], rows)


def attributes(r: dict) -> str:
    half, balanced = r["crossFitted"]["perAttribute"], r["crossFitted"]["atBalancedThresholds"]["perAttribute"]
    rows = [[n.replace("_", " "), percent(a["positives"]), percent(a["majority"]), percent(a["accuracy"]), percent(a["balancedAccuracy"]), percent(balanced[n]["balancedAccuracy"])] for n, a in half.items()]
    return markdown(["attribute, %", "positives", "majority", "accuracy", "bal-acc", "bal-acc at balanced threshold"], rows)


def milliseconds(r: dict) -> str:
    rows = [
        [processor, kind, *(f"{times[k]:.1f}" for k in ("abstraction", "dualPath", "both"))]
        for processor, kinds in r["millisecondsPerFace"].items() for kind, times in kinds.items()
    ]
    return markdown(["ms a face, one thread", "numbers", "abstraction", "dual path", "both"], rows)


def parts(r: dict) -> str:
    views = [key for key, value in r.items() if isinstance(value, dict)]
    rows = [["**mean**", *(f"**{r[v]['meanIou']:.3f}**" for v in views)]]
    rows += [[part.replace("_", " "), *(f"{r[v]['iou'][part]:.3f}" for v in views)] for part in r[views[0]]["iou"]]
    return markdown([f"IoU over {r['pairs']} pairs", *views], rows)


def baselines(r: dict) -> str:
    return markdown(["%", "mean acc", "bal-acc", "precision", "recall", "F1"], [[row["name"], *percents(row)] for row in r["rows"]])


def int8(r: dict) -> str:
    rows = [[kind, *percents(r[kind])] for kind in ("fp32", "int8")]
    counts = "; ".join(f"{name}: {c['int8']} of {c['all']} convolutions in int8" for name, c in r["convolutions"].items())
    return markdown(["%, uncalibrated", "mean acc", "bal-acc", "precision", "recall", "F1"], rows) + f"\n\n{counts}."


def ablation(r: dict) -> str:
    rows = []
    for variant in dict.fromkeys(row["variant"] for row in r["rows"]):
        same = [row for row in r["rows"] if row["variant"] == variant]
        values = [spread([row[key] for row in same]) for key in MEASURES]
        balanced = spread([row["balancedAccuracyAtPriors"] for row in same])
        small = spread([np.mean(list(row["smallRegions"].values())) for row in same])
        rows.append([variant, str(len(same)), *values, balanced, small])
    head = ["%, mean (± half the range over seeds)", "seeds", "mean acc", "bal-acc", "precision", "recall", "F1", "bal-acc at priors", "small regions (Table 2), acc"]
    budget = r["settings"]
    return markdown(head, rows) + f"\n\nBudget of each row: {budget['steps']} steps of {budget['batch']} images at {budget['inputPx']} px."


def generator_sizes(r: dict) -> str:
    rows = []
    for row in r["rows"]:
        cells = [f"{row['parameters'] / 1e3:,.0f}", f"{row['gmac']:.2f}", f"{row['millisecondsPerFace']:.1f}", f"{row['meanIou']:.3f}"] if "meanIou" in row else [""] * 4
        rows.append([row["name"], *cells, percent(row["meanAccuracy"]), percent(row["balancedAccuracy"])])
    budget = r["settings"]
    return markdown(["generator", "thousand parameters", "GMAC a face", "ms a face, one thread", "mean IoU of parts", "mean acc, %", "bal-acc, %"], rows) + (
        f"\n\nBudget of each width: {budget['steps']} steps of {budget['batch']} pairs at {budget['inputPx']} px from {budget['start']}, one seed. Accuracy is that of the "
        "shipped dual path at 0.5, uncalibrated, **not trained again for each generator**: sensitivity, not what a pair trained together would reach."
    )


def ages(ours: dict, theirs: dict) -> str:
    rows = []
    for bracket, a, b in (("all", ours, theirs), *((key, a, theirs["byBracket"][key]) for key, a in ours["byBracket"].items())):
        cells = [f"{a['ageMaeYears']:.2f}", f"{b['ageMaeYears']:.2f}", *(f"{100 * one[key]:.1f}" for key in ("ageWithin5Years", "genderAccuracy") for one in (a, b))]
        rows.append([bracket, str(a["images"]), *cells])
    return markdown(["age on record", "faces", *(f"{what}, {whose}" for what in ("age error, years", "within 5 years, %", "gender right, %") for whose in ("ours", "face-api"))], rows)


def path_use(r: dict) -> str:
    rows = [
        [path, str(use["features"]), str(use["constantFeatures"]), f"{use['meanLogitMoved']:.4f}", percent(use["meanAccuracyAlone"])]
        for path, use in r.items() if isinstance(use, dict)
    ]
    return markdown(["path", "pooled features", "of them constant", "logits a feature moves an attribute by, mean", "mean acc of its features alone, %"], rows)


MEASURES = ("meanAccuracy", "balancedAccuracy", "precision", "recall", "f1")
TABLES: dict[str, tuple[str | Callable[..., str], ...]] = {
    "overall": ("compact.json", overall),
    "conditions": ("compact.json", conditions),
    "attributes": ("compact.json", attributes),
    "milliseconds": ("compact-milliseconds.json", milliseconds),
    "parts": ("compact-parts.json", parts),
    "baselines": ("baselines.json", baselines),
    "int8": ("compact-int8.json", int8),
    "ablation": ("ablation.json", ablation),
    "path-use": ("compact-path-use.json", path_use),
    "generator-sizes": ("generator-sizes.json", generator_sizes),
    "ages": ("product-utkface-val.json", "product-utkface-val-face-api.json", ages),
}
"""A table's figures, one file or several, and what makes it of them."""


def percents(measured: dict) -> list[str]:
    return [percent(measured[key]) for key in MEASURES]


def percent(share: float) -> str:
    return f"{100 * share:.2f}"


def spread(shares: list[float]) -> str:
    half = (max(shares) - min(shares)) / 2
    return percent(np.mean(shares)) + (f" ± {100 * half:.2f}" if len(shares) > 1 else "")


def markdown(head: list[str], rows: list[list[str]]) -> str:
    widths = [max(len(line[i]) for line in [head, *rows]) for i in range(len(head))]
    lines = [[c.ljust(w) for c, w in zip(line, widths)] for line in [head, ["-" * w for w in widths], *rows]]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def plot_reliability(results: Path) -> None:
    """All 40 attributes together: what is said against what is so."""
    path = results / "compact.json"
    if not path.exists():
        return
    bins = json.loads(path.read_text())["reliability"]
    plt.figure(figsize=(4, 4))
    plt.plot([0, 1], [0, 1], color="0.7")
    plt.plot([b["probability"] for b in bins], [b["positives"] for b in bins], "o-")
    plt.xlabel("mean probability (calibration cross-fitted)")
    plt.ylabel("share of positive labels")
    save(results / "reliability.png")


def plot_sizes(results: Path) -> None:
    """Mean accuracy against the face's size in the camera's pixels."""
    path = results / "compact.json"
    if not path.exists():
        return
    seen = json.loads(path.read_text())["conditions"]
    sizes = {INPUT_PX: "sharp", **{int(n.split()[1]): n for n in seen if n.startswith("face ")}}
    plt.figure(figsize=(5, 3.5))
    for key, label in (("meanAccuracy", "mean accuracy"), ("balancedAccuracyAtBalancedThresholds", "balanced accuracy at balanced thresholds")):
        plt.plot(sorted(sizes), [100 * seen[sizes[s]][key] for s in sorted(sizes)], "o-", label=label)
    plt.xlabel("face box, px in the camera's picture")
    plt.ylabel("%")
    plt.legend()
    save(results / "face-size.png")


def plot_generator_sizes(results: Path) -> None:
    """Mean IoU and what the dual path makes of the images, against the generator's milliseconds; the shipped one as a ring."""
    path = results / "generator-sizes.json"
    if not path.exists():
        return
    rows = json.loads(path.read_text())["rows"]
    widths = [row for row in rows if row["name"].startswith("width")]
    shipped = [row for row in rows if row["name"] == "as shipped"]
    figure, axes = plt.subplots(1, 3, figsize=(9, 2.8))
    for axis, (key, label) in zip(axes, (("meanIou", "mean IoU of parts, %"), ("meanAccuracy", "mean accuracy, %"), ("balancedAccuracy", "balanced accuracy, %"))):
        axis.plot([row["millisecondsPerFace"] for row in widths], [100 * row[key] for row in widths], "o-", label="widths, same budget")
        axis.plot([row["millisecondsPerFace"] for row in shipped], [100 * row[key] for row in shipped], "o", fillstyle="none", markersize=9, label="as shipped")
        axis.set(xlabel="ms a face, one thread", ylabel=label)
    axes[0].legend(loc="center right", fontsize="small", handlelength=1)
    save(results / "generator-sizes.png")


def save(path: Path) -> None:
    plt.tight_layout()
    plt.savefig(path, dpi=110)
    plt.close()
