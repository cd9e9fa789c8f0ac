"""Micro F1 of the offline attribute extractor on the attribute-gold files, counted as ExtractGPT's evaluation counts.

A pair of title and attribute is right where the value is one of the gold values letter for letter. A wrong value counts
against precision and recall, a value where gold says n/a against precision, a missing one against recall.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.factlock.corpora import DATA
from listgen.facts.attributes import extract_attributes

FOLDER = DATA / "attribute-gold"


@dataclass(frozen=True, slots=True)
class Score:
    """One file: its pairs, and precision, recall and F1 over all of them."""

    file: str
    titles: int
    asked: str  # "listed": the attributes that gold lists for the title; "all": every attribute of the category
    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def measure_attributes(files: Sequence[Path] = ()) -> tuple[Score, ...]:
    """Return the scores of the given files, else of the train files that are here."""
    paths = files or sorted(FOLDER.glob("*.train.jsonl"))
    return tuple(score_file(path, asked=asked) for path in paths for asked in ("listed", "all"))


def score_file(path: Path, *, asked: str) -> Score:
    """Return the score of a JSON Lines file with `input`, `category` and `target_scores` a line."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    names: dict[str, list[str]] = {}
    for row in rows:
        listed = names.setdefault(row["category"], [])
        listed.extend(name for name in row["target_scores"] if name not in listed)
    counts = Counter(
        outcome
        for row in rows
        for outcome in _outcomes(row, list(row["target_scores"]) if asked == "listed" else names[row["category"]])
    )
    said = counts["right"] + counts["wrong"] + counts["invented"]
    there = counts["right"] + counts["wrong"] + counts["missed"]
    return Score(path.name, len(rows), asked, counts["right"] / max(said, 1), counts["right"] / max(there, 1))


def _outcomes(row: dict[str, Any], names: Sequence[str]) -> list[str]:
    found = {
        one.name: one.value.strip() for one in extract_attributes(row["input"], category=row["category"], names=names)
    }
    outcomes = []
    for name in names:
        gold = [value.strip() for value in row["target_scores"].get(name, {"n/a": 1})]
        value = found.get(name, "")
        if gold[0] == "n/a":
            outcomes.append("invented" if value else "none")
        else:
            outcomes.append("missed" if not value else "right" if value in gold else "wrong")
    return outcomes


def table(scores: Sequence[Score]) -> str:
    """Return the scores as a table."""
    if not scores:
        return "attribute-gold: the data is not here"
    lines = [f"{'attributes':28}{'titles':>8}{'asked':>9}{'precision':>11}{'recall':>9}{'F1':>8}"]
    lines += [
        f"{one.file:28}{one.titles:>8}{one.asked:>9}{one.precision:>11.3f}{one.recall:>9.3f}{one.f1:>8.3f}"
        for one in scores
    ]
    return "\n".join(lines)
