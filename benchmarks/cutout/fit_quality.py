"""Fit the quality score of cut-outs: `python -m benchmarks.cutout.fit_quality ROWS.json … [--write]`.

ROWS come from `benchmarks.cutout.collect`. What the score is worth is told on families of products that a fit has not
seen: on two fifths of them held out, and on all in five folds. The shipped one is then fitted on all. Weights never
become negative: every sign was made to be better when smaller, and a fit on few products must not turn that round.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.cutout.measure import auc

SIGNS = (
    *("contact", "uncertain", "crumbs", "melting", "rough", "holes", "shade", "left", "severed", "eaten", "doubt"),
    *("disagreement", "split", "unedged", "busy", "between", "missing", "stray", "vague", "apart", "alone", "guess"),
    "unsteady",
)
HELD_OUT = 0.4
DATA = Path(__file__).resolve().parents[2] / "listgen" / "imaging" / "data" / "quality.toml"
_MOST = 1.5
_SHRINKAGE = 1.0
# Rows cut without the network count less: the model is for everybody, but most have pulled it.
_WITHOUT_NETWORK = 0.5

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Fit:
    """Ramps and weights; `scores` gives the logit of each row."""

    fine: Floats
    bad: Floats
    weights: Floats
    intercept: float

    def scores(self, rows: Sequence[dict[str, Any]]) -> Floats:
        """Return the logits of rows: how surely each is a good cut-out."""
        return self.intercept - costs(rows, self.fine, self.bad) @ self.weights


def family_of(source: str) -> str:
    """Return the name that variations of one product share."""
    return "-".join(source.split("-")[:2]) if "-" in source else "_".join(source.split("_")[:2])


def is_held_out(row: dict[str, Any]) -> bool:
    """Return whether a row belongs to the families on which the score is tested."""
    digest = hashlib.sha256(family_of(row["source"]).encode()).digest()
    return digest[0] / 256 < HELD_OUT


def values(rows: Sequence[dict[str, Any]]) -> Floats:
    """Return the signs of the rows (rows x signs), NaN where one was not measured."""
    return np.array(
        [[np.nan if row["signs"].get(s) is None else row["signs"][s] for s in SIGNS] for row in rows], float
    )


def costs(rows: Sequence[dict[str, Any]], fine: Floats, bad: Floats) -> Floats:
    """Return each sign between 0 (fine) and 1.5, where 1 is bad."""
    return np.nan_to_num(np.clip((values(rows) - fine) / (bad - fine), 0, _MOST), nan=0.0)


def fit(rows: Sequence[dict[str, Any]]) -> Fit:
    """Return the logistic fit with weights >= 0 (projected gradient, ridge)."""
    measured = values(rows)
    good = np.array([not row["bad"] for row in rows])
    share = np.array([1.0 if row["network"] else _WITHOUT_NETWORK for row in rows])
    fine, bad = np.zeros(len(SIGNS)), np.ones(len(SIGNS))
    for index in range(len(SIGNS)):
        column = measured[:, index]
        of_good, of_bad = column[good & ~np.isnan(column)], column[~good & ~np.isnan(column)]
        if len(of_good) and SIGNS[index] not in ("alone", "guess"):
            fine[index] = np.quantile(of_good, 0.5)
            top = np.quantile(of_bad, 0.8) if len(of_bad) else 0.0
            bad[index] = max(top, np.quantile(of_good, 0.95), fine[index] + 0.01)
    x = costs(rows, fine, bad)
    weights, intercept = np.full(len(SIGNS), 0.3), 1.0
    for step in range(6000):
        error = (1 / (1 + np.exp(-(intercept - x @ weights))) - good) * share
        rate = 2.0 / (1 + step / 1500)
        weights = np.maximum(0, weights - rate * (-(x.T @ error) + _SHRINKAGE * weights) / len(rows))
        intercept -= rate * error.sum() / len(rows)
    return Fit(fine, bad, weights, float(intercept))


def added(rows: Sequence[dict[str, Any]], name: str) -> tuple[float, float, float, float]:
    """Return (fine, bad, weight, change of the intercept) of a new sign beside the model that judged the rows."""
    judged = np.clip(np.array([row["quality"] for row in rows], float), 1e-3, 1 - 1e-3)
    before = np.log(judged / (1 - judged))
    column = np.array([np.nan if row["signs"].get(name) is None else row["signs"][name] for row in rows], float)
    good = np.array([not row["bad"] for row in rows])
    known = ~np.isnan(column)
    fine = float(np.quantile(column[good & known], 0.5))
    bad = max(
        float(np.quantile(column[~good & known], 0.8)), float(np.quantile(column[good & known], 0.95)), fine + 0.01
    )
    cost = np.nan_to_num(np.clip((column - fine) / (bad - fine), 0, _MOST), nan=0.0)
    weight, shift = 0.3, 0.0
    for step in range(6000):
        error = 1 / (1 + np.exp(-(before + shift - cost * weight))) - good
        rate = 2.0 / (1 + step / 1500)
        weight = max(0.0, weight - rate * float(-(cost @ error) + _SHRINKAGE * weight) / len(rows))
        shift -= rate * float(error.sum()) / len(rows)
    return fine, bad, weight, shift


def tell_added(rows: Sequence[dict[str, Any]], name: str) -> None:
    """Print what a new sign is worth on families that it was not fitted on, and the lines for the data file."""
    families = _shuffled({family_of(row["source"]) for row in rows})
    scores = np.zeros(len(rows))
    for fold in range(5):
        out = set(families[fold::5])
        fine, bad, weight, shift = added([row for row in rows if family_of(row["source"]) not in out], name)
        for index, row in enumerate(rows):
            if family_of(row["source"]) in out:
                sign, quality = row["signs"].get(name), min(max(row["quality"], 1e-3), 1 - 1e-3)
                cost = 0.0 if sign is None else min(_MOST, max(0.0, (sign - fine) / (bad - fine)))
                scores[index] = np.log(quality / (1 - quality)) + shift - weight * cost
    for title, values_ in (("before", np.array([row["quality"] for row in rows])), (f"with {name}", scores)):
        shown = chosen(rows, values_)
        worth = auc([values_[index] for index in shown], [rows[index]["bad"] for index in shown])
        print(f"{title}: {len(shown)} chosen, {sum(rows[index]['bad'] for index in shown)} bad, AUC {worth:.3f}")
    fine, bad, weight, shift = added(rows, name)
    print(f"intercept {shift:+.3f}\n\n[signs.{name}]\nfine = {fine:.4f}\nbad = {bad:.4f}\nweight = {weight:.2f}")


def _shuffled(families: set[str]) -> list[str]:
    return sorted(families, key=lambda f: hashlib.sha256(f.encode()).digest())


def chosen(rows: Sequence[dict[str, Any]], scores: Floats) -> list[int]:
    """Return the rows that listgen would show: the best way of each photo, with the network."""
    best: dict[str, int] = {}
    for index, row in enumerate(rows):
        if row["network"] and (row["name"] not in best or scores[index] > scores[best[row["name"]]]):
            best[row["name"]] = index
    return sorted(best.values())


def tell(title: str, rows: Sequence[dict[str, Any]], scores: Floats, bar: float) -> None:
    """Print what the scores are worth on some rows."""
    bad = [row["bad"] for row in rows]
    shown = chosen(rows, scores)
    last = [rows[index] for index in shown]
    likely = 1 / (1 + np.exp(-scores))
    kept = [index for index in shown if likely[index] >= bar]
    print(
        f"{title:11} all ways: {len(rows)} rows, {sum(bad)} bad, AUC {auc(list(scores), bad):.3f}; chosen: "
        f"{len(last)} rows, {sum(row['bad'] for row in last)} bad, "
        f"AUC {auc([scores[i] for i in shown], [row['bad'] for row in last]):.3f}, half-transparent share alone "
        f"{auc([-row['signs']['uncertain'] for row in last], [row['bad'] for row in last]):.3f}; above {bar}: "
        f"{len(kept)} kept, {sum(rows[i]['bad'] for i in kept)} bad among them"
    )


def crossed(rows: Sequence[dict[str, Any]]) -> Floats:
    """Return for each row the score of a fit that has not seen its family."""
    families = _shuffled({family_of(row["source"]) for row in rows})
    scores = np.zeros(len(rows))
    for fold in range(5):
        out = set(families[fold::5])
        made = fit([row for row in rows if family_of(row["source"]) not in out])
        at = [index for index, row in enumerate(rows) if family_of(row["source"]) in out]
        scores[at] = made.scores([rows[index] for index in at])
    return scores


def toml_of(made: Fit, bar: float, worth: float) -> str:
    """Return the data file of the fit."""
    lines = [
        "# How likely a cut-out is good: a logistic model over signs that are measured without the truth. A sign costs",
        "# nothing up to `fine` and `weight` logits at `bad`. Below `bar` a cut-out is not shown.",
        'source = "benchmarks/cutout/fit_quality.py on photos with true alpha"',
        'date = "2026-11-22"',
        f"auc = {worth:.3f}  # of fits that had not seen the product's family",
        f"intercept = {made.intercept:.3f}",
        f"bar = {bar}",
    ]
    for index, name in enumerate(SIGNS):
        if made.weights[index] > 0.02:
            lines += [
                "",
                f"[signs.{name}]",
                f"fine = {made.fine[index]:.4f}",
                f"bad = {made.bad[index]:.4f}",
                f"weight = {made.weights[index]:.2f}",
            ]
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rows", type=Path, nargs="+")
    parser.add_argument("--bar", type=float, default=0.6)
    parser.add_argument("--add", help="fit this sign alone, beside the model that judged the rows")
    parser.add_argument("--write", action="store_true", help="write the model into listgen's data")
    options = parser.parse_args()
    if options.add:
        tell_added([row for path in options.rows for row in json.loads(path.read_text())], options.add)
        return
    rows = [row for path in options.rows for row in json.loads(path.read_text())]
    train = [row for row in rows if not is_held_out(row)]
    held_out = [row for row in rows if is_held_out(row)]
    made = fit(train)
    tell("train", train, made.scores(train), options.bar)
    tell("held out", held_out, made.scores(held_out), options.bar)
    folds = crossed(rows)
    tell("five folds", rows, folds, options.bar)
    shown = chosen(rows, folds)
    worth = auc([folds[index] for index in shown], [rows[index]["bad"] for index in shown])
    text = toml_of(fit(rows), options.bar, worth)
    if options.write:
        DATA.write_text(text)
    else:
        print(text)


if __name__ == "__main__":
    main()
