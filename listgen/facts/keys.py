"""Fact keys: what a fact can be about, how its value is typed, and by which names sheets call it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

from listgen.domain.fact import FactKind
from listgen.facts.finder import Finder
from listgen.facts.language import LANGUAGES, language
from listgen.facts.load import read_data
from listgen.facts.scripts import is_unspaced

_CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)
_LATIN = frozenset(LANGUAGES) - {"zh", "ja", "ru"}
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
    """Return the key that a header or the label of a `Key: value` line means in any language, None for other labels.

    >>> key_of_label("Strap fits").id, key_of_label("Dishwasher-safe").id, key_of_label("容量").id
    ('strap_range', 'dishwasher', 'capacity')
    """
    plain = _plain(label)
    return _by_label().get(plain) or _of_other_language(plain)


@cache
def _by_label() -> dict[str, FactKey]:
    table: dict[str, FactKey] = {}
    for key in fact_keys().values():
        for name in (key.id, key.label, *key.aliases):
            table.setdefault(_plain(name), key)
    return table


@lru_cache(maxsize=4096)
def _of_other_language(label: str) -> FactKey | None:
    # languages in their order: "composition" is English before it is French
    scripts = {"zh", "ja"} if is_unspaced(label) else {"ru"} if _CYRILLIC.search(label) else _LATIN
    for code in (code for code in LANGUAGES if code in scripts):
        hit = next(_labels(code).find(label), None)
        if hit and hit.start == 0:
            return fact_keys()[hit.payload]
    return None


@cache
def _labels(code: str) -> Finder[str]:
    labels = language(code).labels
    return Finder(((f"(?:{_form(form)})$", key) for key, forms in labels.items() for form in forms), boundary=False)


def _form(form: str) -> str:
    # what `_plain` makes a blank in the label: "dimensions/size", "p.-size"
    return re.sub(r"(?<!\\)[-/:_]", " ", form) if not re.search(r"[\[(]", form) else form


def _plain(label: str) -> str:
    # full-width letters and brackets of Chinese and Japanese headers: "サイズ（cm）"
    return _NOT_WORDS.sub(" ", unicodedata.normalize("NFKC", label)).strip().lower()
