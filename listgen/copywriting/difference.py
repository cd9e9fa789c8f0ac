"""Tells whether two arms of an experiment differ so that a shopper can see it (copywriting guide, section 5)."""

from __future__ import annotations

from dataclasses import dataclass

from listgen.domain.listing import Draft
from listgen.domain.variant import Factor

_FIELD_OF: dict[Factor, str] = {"angle": "bullets", "title_pattern": "title", "tone": "description"}


@dataclass(frozen=True, slots=True)
class Difference:
    """Whether the arms differ visibly, and in one phrase why not."""

    visible: bool
    reason: str = ""


def differs_visibly(control: Draft, treatment: Draft, factor: Factor) -> Difference:
    """Return whether the field of the factor differs enough to be worth a test.

    Bullets differ where at least two of them, or the only one, do; a title or a description where its words or their
    order do. A scene is a matter of pictures: text never differs.
    """
    if factor == "scene":
        return Difference(False, "a scene changes pictures, not text")
    name = _FIELD_OF[factor]
    ours, theirs = control.items(name), treatment.items(name)
    if not ours or not theirs:
        return Difference(False, f"there are no {name}" if name == "bullets" else f"there is no {name}")
    if name != "bullets":
        return Difference(True) if ours != theirs else Difference(False, f"the facts allow only one {name}")
    changed = sum(one not in ours for one in theirs)
    if ours[0] != theirs[0] and set(ours) == set(theirs):
        return Difference(True)
    if changed >= min(2, len(theirs)):
        return Difference(True)
    return Difference(False, "the facts give these bullets only one angle")
