"""What others do, for comparison: Google FeedGen's word rule, and numbers that are not in the row."""

from __future__ import annotations

import re
from functools import cache

from benchmarks.factlock.texts import Text
from listgen.domain.fact import FactSheet
from listgen.domain.finding import Finding, Severity

_LATIN = re.compile(r"[A-Za-z]+")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


def feedgen_rule(text: Text, sentence: str) -> tuple[Finding, ...]:
    """Return the Latin words of a sentence that stand nowhere in the row, small and capital letters alike.

    Rebuilt from the description of FeedGen's check (a generated title is held back where it has words that the
    product's row does not have); Chinese and Cyrillic are invisible to it.
    """
    return feedgen_words(text.sheet, sentence)


def feedgen_words(sheet: FactSheet, sentence: str) -> tuple[Finding, ...]:
    """Return the findings of FeedGen's rule for any text about a product."""
    known = _words(sheet)
    return tuple(_finding(match) for match in _LATIN.finditer(sentence) if match.group().lower() not in known)


def number_rule(text: Text, sentence: str) -> tuple[Finding, ...]:
    """Return the numbers of a sentence that stand nowhere in the row."""
    return numbers_missing(text.sheet, sentence)


def numbers_missing(sheet: FactSheet, sentence: str) -> tuple[Finding, ...]:
    """Return the findings of the number rule for any text about a product."""
    known = _numbers(sheet)
    return tuple(_finding(match) for match in _NUMBER.finditer(sentence) if match.group() not in known)


def row_of(sheet: FactSheet) -> str:
    """Return everything that the product's row says, headers left out."""
    return " ".join((sheet.name, *(cell.text for cell in sheet.cells)))


@cache
def _words(sheet: FactSheet) -> frozenset[str]:
    return frozenset(word.lower() for word in _LATIN.findall(row_of(sheet)))


@cache
def _numbers(sheet: FactSheet) -> frozenset[str]:
    return frozenset(_NUMBER.findall(row_of(sheet)))


def _finding(match: re.Match[str]) -> Finding:
    return Finding(
        code="baseline",
        severity=Severity.ERROR,
        message=f"`{match.group()}` is not in the row",
        start=match.start(),
        end=match.end(),
        text=match.group(),
    )
