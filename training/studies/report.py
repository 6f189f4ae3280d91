"""Tables from training/results/*.json, put between the markers of docs/models.md and of the model cards.

A marker pair is `<!-- table NAME -->` … `<!-- end -->`; the text around it is written by hand.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import numpy as np

MARKED = re.compile(r"(<!-- table (\S+) -->\n).*?(<!-- end -->)", re.DOTALL)
MEASURES = {
    "mean acc": "meanAccuracy",
    "bal-acc": "balancedAccuracy",
    "precision": "precision",
    "recall": "recall",
    "F1": "f1",
}


def write_report(results: Path, pages: list[Path]) -> None:
    """Fill every table whose figures exist; one without figures says which file is absent."""
    for page in pages:
        page.write_text(MARKED.sub(lambda m: f"{m[1]}\n{table(m[2], results)}\n\n{m[3]}", page.read_text()))


def table(name: str, results: Path) -> str:
    file, make = TABLES[name]
    path = results / file
    return make(json.loads(path.read_text())) if path.exists() else f"Not measured yet: `{file}` is absent."


def overall(product: dict) -> str:
    """Of `npm run evaluate`: what the product answers."""
    balanced, precision = product["atBalancedThresholds"], product["networkPrecision"]
    rows = [
        [f"{precision}, at 0.5", *percents(product), percent(product["calibrationError"])],
        [f"{precision}, at `balancedThresholds`", *percents(balanced), ""],
        ["majority class", percent(product["majorityAccuracy"]), "50.00", *[""] * 4],
    ]
    contradictory = " %, of the labels themselves ".join(
        percent(product[key]) for key in ("contradictionRate", "contradictionRateOfLabels")
    )
    head = [f"{product['images']:,} validation images, %", *MEASURES, "calibration error"]
    return markdown(head, rows) + f"\n\nContradictory answers: {contradictory} %."


SHOWN_CALIBRATIONS = {
    "raw": "raw",
    "raw + τ": "raw + τ",
    "one scale + τ": "**one scale + τ, ships**",
    "scale and bias, strength 20 + τ": "scale and bias of each + τ",
    "matrix": "of all together",
}


def partitions(r: dict) -> str:
    names = [key for key in r["rows"][0] if key != "calibration"]
    shown = [row for row in r["rows"] if row["calibration"] in SHOWN_CALIBRATIONS]
    rows = [
        [SHOWN_CALIBRATIONS[row["calibration"]], *(" / ".join(map(percent, row[n])) for n in names)]
        for row in shown
    ]
    return markdown(["fitted on → judged on, mean acc / bal-acc, %", *names], rows)


def conditions(r: dict) -> str:
    rows = [
        [name, *percents(c), percent(c["balancedAccuracyAtBalancedThresholds"])]
        for name, c in r["conditions"].items()
    ]
    return markdown(["int8 as shipped, %", *MEASURES, "bal-acc at balanced thresholds"], rows)


def attributes(product: dict) -> str:
    balanced, rows = product["atBalancedThresholds"]["perAttribute"], []
    for name, one in product["perAttribute"].items():
        shares = [one[key] for key in ("positives", "accuracy", "balancedAccuracy")]
        shares.append(balanced[name]["balancedAccuracy"])
        rows.append([name.replace("_", " "), *map(percent, shares)])
    return markdown(["%", "positives", "accuracy", "bal-acc", "bal-acc at its threshold"], rows)


def milliseconds(r: dict) -> str:
    columns = {"both attribute networks, fp32": "fp32", "int8": "int8", "age and gender": "ageGender"}
    rows = [
        [processor, *(f"{times[key]:.1f}" if key in times else "" for key in columns.values())]
        for processor, times in r["millisecondsPerFace"].items()
    ]
    return markdown(["ms a face, one thread", *columns], rows)


def parts(r: dict) -> str:
    views = [key for key, value in r.items() if isinstance(value, dict)]
    return markdown(
        [f"IoU over {r['pairs']} pairs", *views], [["mean", *(f"{r[v]['meanIou']:.3f}" for v in views)]]
    )


GENDER = {
    "unknown": "unknown",
    "right of those answered": "right",
    "women right": "womenRight",
    "men right": "menRight",
    "share of women too high by": "womenShareError",
}


def gender(product: dict) -> str:
    """Of `npm run evaluate -- --layout utkface --through-detector`."""
    parts = {"13 and older": product["genderFromThirteen"], "younger": product["genderBelowThirteen"]}
    return gender_rows({n: {**t, "faces": t["images"]} for n, t in parts.items()})


def gender_rows(tables: dict[str, dict]) -> str:
    cells = lambda t: (percent(t[k]) if t.get(k) is not None else "" for k in GENDER.values())  # noqa: E731
    rows = [[name, str(t["faces"]), *cells(t)] for name, t in tables.items()]
    return markdown(["%", "faces", *GENDER], rows)


def ages(product: dict) -> str:
    rows = []
    for name, one in {"all": product, **product["byBracket"]}.items():
        rows.append([name, str(one["images"]), f"{one['ageMaeYears']:.2f}", percent(one["ageWithin5Years"])])
    table = markdown(["age on record", "faces", "age error, years", "within 5 years, %"], rows)
    return table + f"\n\n{percent(product['withinSpread'])} % of true ages lie within the stated spread."


def ablation(r: dict) -> str:
    rows = []
    for variant in dict.fromkeys(row["variant"] for row in r["rows"]):
        same = [row for row in r["rows"] if row["variant"] == variant]
        keys = ("meanAccuracy", "balancedAccuracy", "balancedAccuracyAtPriors")
        rows.append([variant, str(len(same)), *(over_seeds([row[key] for row in same]) for key in keys)])
    head = ["%, mean (± half the range over seeds)", "seeds", "mean acc", "bal-acc", "bal-acc at priors"]
    budget = "{steps} steps of {batch} images at {inputPx} px".format(**r["settings"])
    return markdown(head, rows) + f"\n\nBudget of each row: {budget}."


TABLES: dict[str, tuple[str, Callable[[dict], str]]] = {
    "overall": ("product-celeba-val.json", overall),
    "partitions": ("partitions.json", partitions),
    "conditions": ("compact.json", conditions),
    "attributes": ("product-celeba-val.json", attributes),
    "milliseconds": ("compact-milliseconds.json", milliseconds),
    "parts": ("compact-parts.json", parts),
    "gender": ("product-utkface-val.json", gender),
    "ages": ("product-utkface-val.json", ages),
    "ablation": ("ablation.json", ablation),
}
"""A table's figures and what makes it of them."""


def percents(measured: dict) -> list[str]:
    return [percent(measured[key]) for key in MEASURES.values()]


def percent(share: float) -> str:
    return f"{100 * share:.2f}"


def over_seeds(shares: list[float]) -> str:
    half = (max(shares) - min(shares)) / 2
    return percent(float(np.mean(shares))) + (f" ± {100 * half:.2f}" if len(shares) > 1 else "")


def markdown(head: list[str], rows: list[list[str]]) -> str:
    widths = [max(len(line[i]) for line in [head, *rows]) for i in range(len(head))]
    ruled = [head, ["-" * w for w in widths], *rows]
    return "\n".join("| " + " | ".join(c.ljust(w) for c, w in zip(line, widths)) + " |" for line in ruled)
