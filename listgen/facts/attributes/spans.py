"""Spans of a text, and which of its characters a rule has taken already."""

from __future__ import annotations

import re
from dataclasses import dataclass

_TOKEN = re.compile(r"[^\s,;|()\[\]]+")
_DASH = frozenset({"-", "–", "—", "/", "+", ":", "•", "…", "*"})


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text, `text[start:end]`."""

    start: int
    end: int


class Taken:
    """A text with marks on the characters that rules have taken; words of it that are left over."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._marks = bytearray(len(text))

    def free(self, span: Span) -> bool:
        """Return whether no rule took any character of a span."""
        return not any(self._marks[span.start : span.end])

    def take(self, span: Span) -> None:
        """Mark a span as taken."""
        self._marks[span.start : span.end] = b"\x01" * (span.end - span.start)

    def masked(self) -> str:
        """Return the text with every taken character made one that no pattern matches."""
        return "".join("\0" if mark else char for char, mark in zip(self.text, self._marks, strict=True))

    def runs(self, *, join: bool = False, start: int = 0) -> list[list[Span]]:
        """Return runs of free words, each a list of word spans.

        Punctuation, brackets, a lone dash and taken words end a run; with `join` a comma does not.
        """
        runs: list[list[Span]] = [[]]
        last = start
        for match in _TOKEN.finditer(self.text, start):
            gap = self.text[last : match.start()]
            breaks = gap.strip(" ,") if join else gap.strip()
            word = Span(match.start(), match.end())
            if breaks or match.group() in _DASH:
                runs.append([])
            last = match.end()
            if match.group() in _DASH:
                continue
            if not self.free(word):
                runs.append([])
                continue
            runs[-1].append(word)
            if match.group().endswith(":"):
                runs.append([])
        return [run for run in runs if run]
