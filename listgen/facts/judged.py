"""What the lock says of one span, before it becomes a claim."""

from __future__ import annotations

from dataclasses import dataclass

from listgen.domain.fact import Verdict
from listgen.domain.source import CellRef


@dataclass(frozen=True, slots=True)
class Judged:
    """A claim before it becomes a record: where it stands, what it is, and what the lock says."""

    start: int
    end: int
    kind: str
    verdict: Verdict
    cell: CellRef | None = None
    rule: str = ""
    note: str = ""
    value: str = ""  # the five fields that a claim carries too
    about: str = ""
    hedge: str = ""
    denied: bool = False
    nearest: str = ""  # what the sheet says instead, "" where it says nothing like it


def overlaps(start: int, end: int, taken: list[tuple[int, int]]) -> bool:
    """Return whether a span meets one of the spans that are taken."""
    return any(start < right and left < end for left, right in taken)
