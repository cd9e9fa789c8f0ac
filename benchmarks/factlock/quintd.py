"""Can the lock tell phone descriptions in which people marked an error? AUC on `quintd-phones`, beside two baselines.

A description counts as wrong where people marked a span as incorrect or not checkable. The labels are noisy (two people
agree with r = 0.48), so an AUC far from 1 is all that any checker can reach.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean

from benchmarks.factlock.baselines import feedgen_words, numbers_missing
from benchmarks.factlock.corpora import DATA
from listgen.catalog.read import read_catalog
from listgen.domain.brand_kit import Voice
from listgen.domain.fact import FactSheet
from listgen.facts.build import build_fact_sheet
from listgen.facts.lock import check_claims
from listgen.facts.risk import risk

FOLDER = DATA / "quintd-phones"
_WRONG = frozenset({"incorrect", "not_checkable"})


@dataclass(frozen=True, slots=True)
class Auc:
    """How well a score tells wrong texts from right ones: 0.5 is chance, 1 perfect."""

    checker: str
    auc: float
    texts: int
    wrong: int


def measure_quintd(folder: Path = FOLDER) -> tuple[Auc, ...]:
    """Return the AUC of the lock and of the baselines; () where the data is not here."""
    if not folder.is_dir():
        return ()
    catalog = read_catalog(folder / "catalog.csv")
    sheets = {product.sku: build_fact_sheet(product) for product in catalog.products}
    marked = _marked(folder)
    rows = [row for row in _listings(folder) if row["sku"] in sheets]
    labels = [row["id"] in marked for row in rows]
    scores = {
        "fact lock": [lock_score(row["description"], sheets[row["sku"]]) for row in rows],
        "FeedGen's word rule": [float(len(feedgen_words(sheets[row["sku"]], row["description"]))) for row in rows],
        "number not in the row": [float(len(numbers_missing(sheets[row["sku"]], row["description"]))) for row in rows],
    }
    return tuple(Auc(name, auc(labels, values), len(rows), sum(labels)) for name, values in scores.items())


def lock_score(text: str, sheet: FactSheet) -> float:
    """Return how suspicious the lock finds a text: the risk of its claims that nothing backs."""
    return risk(check_claims("description", [text], sheet, voice=Voice()))


def auc(labels: Sequence[bool], scores: Sequence[float]) -> float:
    """Return the probability that a wrong text scores above a right one, ties counting half (Mann-Whitney).

    >>> auc([True, False, False], [2.0, 1.0, 2.0])
    0.75
    """
    wrong = [score for label, score in zip(labels, scores, strict=True) if label]
    right = [score for label, score in zip(labels, scores, strict=True) if not label]
    return mean((one > other) + (one == other) / 2 for one in wrong for other in right)


def table(results: Sequence[Auc]) -> str:
    """Return the results as a table."""
    if not results:
        return "quintd-phones: the data is not here"
    head = f"quintd-phones: {results[0].texts} descriptions, {results[0].wrong} with a marked error"
    return "\n".join([head, *(f"  {one.checker:24}{one.auc:.3f}" for one in results)])


def _marked(folder: Path) -> frozenset[str]:
    lines = (folder / "human_spans.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    return frozenset(row["id"] for row in rows if any(span["type"] in _WRONG for span in row["spans"]))


def _listings(folder: Path) -> list[dict[str, str]]:
    with (folder / "listings.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
