"""One injected fault: the false sentence, and where it is false."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.factlock.texts import Text

KINDS = (
    "changed_value",
    "scale",
    "unit",
    "swapped_attribute",
    "negation",
    "sibling",
    "added_certificate",
    "added_material",
    "changed_code",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A sentence that is against its sheet. `spans` are the places in it that a finding has to touch."""

    kind: str
    text: Text
    sentence: str
    spans: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, kind: str, text: Text, edits: Sequence[tuple[int, int, str]], *, widen: int = 0) -> Fault:
        """Return the fault that edits (start, end, replacement) make; its spans reach `widen` characters further."""
        pieces: list[str] = []
        spans: list[tuple[int, int]] = []
        done = length = 0
        for start, end, put in sorted(edits):
            if start == 0 and put:
                put = put[0].upper() + put[1:]
            pieces += [text.sentence[done:start], put]
            length += start - done
            spans.append((max(0, length - widen), length + len(put) + widen))
            length += len(put)
            done = end
        pieces.append(text.sentence[done:])
        return cls(kind=kind, text=text, sentence="".join(pieces), spans=tuple(spans))
