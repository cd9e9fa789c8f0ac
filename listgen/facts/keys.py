"""Fact keys: what a fact can be about, how its value is typed, and by which names sheets call it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from listgen.domain.fact import FactKind
from listgen.facts.load import read_data

_NOT_WORDS = re.compile(r"[\s_\-/:.]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class FactKey:
    """One row of `data/keys.toml`; see the head of that file for what the columns mean."""

    id: str
    kind: FactKind
    label: str
    group: str  # letter of the sentence patterns that phrase it
    idea: str  # bullet group: size, make, function, fit, use, own
    hint: str = ""
    yes: str = ""  # verb phrase of a yes, yes/no keys only
    no: str = ""  # verb phrase of a no, "" where a no is not worth a sentence
    unit: str = ""  # dimension of the quantity: "length", "volume" …
    words: tuple[str, ...] = ()  # words that bind a number to this key in running text
    aliases: tuple[str, ...] = ()


@cache
def fact_keys() -> dict[str, FactKey]:
    """Return all keys by id, in the order of the data file."""
    return {
        name: FactKey(
            id=name,
            kind=FactKind(row["kind"]),
            label=row["label"],
            group=row["group"],
            idea=row["idea"],
            hint=row.get("hint", ""),
            yes=row.get("yes", ""),
            no=row.get("no", ""),
            unit=row.get("unit", ""),
            words=tuple(row.get("words", ())),
            aliases=tuple(row.get("aliases", ())),
        )
        for name, row in read_data("keys.toml")["keys"].items()
    }


def key_of_label(label: str) -> FactKey | None:
    """Return the key that a header or the label of a `Key: value` line means, None where no key takes it.

    >>> key_of_label("Strap fits").id, key_of_label("Dishwasher-safe").id, key_of_label("Wibble")
    ('strap_range', 'dishwasher', None)
    """
    return _by_label().get(_NOT_WORDS.sub(" ", label).strip().lower())


@cache
def _by_label() -> dict[str, FactKey]:
    table: dict[str, FactKey] = {}
    for key in fact_keys().values():
        for name in (key.id, key.label, *key.aliases):
            table.setdefault(_NOT_WORDS.sub(" ", name).strip().lower(), key)
    return table
