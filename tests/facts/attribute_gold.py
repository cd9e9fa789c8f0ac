"""Scores the extractor on a gold file: micro F1 over (text, attribute) pairs, as ExtractGPT's evaluation counts them.

A pair is right where the predicted value is one of the gold values, letter for letter (both stripped). A wrong value
counts in precision and in recall, a value where gold says n/a in precision, a missing one in recall; n/a for n/a does
not count. Where gold has several values the first decides whether it is n/a.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from listgen.facts.attributes import extract_attributes

GOLD = Path(__file__).parents[2].parent / "shared" / "data" / "attribute-gold"
Row = dict[str, object]
Outcome = tuple[str, str, str, str, str, tuple[str, ...]]  # outcome, category, attribute, text, predicted, gold


def read_gold(name: str) -> list[Row]:
    return [json.loads(line) for line in (GOLD / f"{name}.train.jsonl").read_text(encoding="utf-8").splitlines()]


def outcomes(rows: Iterable[Row]) -> Iterator[Outcome]:
    for row in rows:
        text, category, scores = str(row["input"]), str(row["category"]), row["target_scores"]
        assert isinstance(scores, dict)
        found = {one.name: one.value for one in extract_attributes(text, category=category, names=scores)}
        for name, gold in scores.items():
            values = tuple(value.strip() for value in gold)
            predicted = found.get(name, "").strip()
            if values[0] == "n/a":
                kind = "nv" if predicted else "nn"
            elif not predicted:
                kind = "vn"
            else:
                kind = "vc" if predicted in values else "vw"
            yield kind, category, name, text, predicted, values


def f1(kinds: Counter[str]) -> float:
    said, there = kinds["nv"] + kinds["vc"] + kinds["vw"], kinds["vn"] + kinds["vc"] + kinds["vw"]
    precision = kinds["vc"] / said if said else 0.0
    recall = kinds["vc"] / there if there else 0.0
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def micro_f1(rows: Iterable[Row]) -> float:
    return f1(Counter(kind for kind, *_ in outcomes(rows)))
