"""Things that have one name in all languages: by it a Chinese "充电器" and a "Ladegerät" meet the cell "Charger"."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from listgen.facts.finder import Finder, alternatives
from listgen.facts.language import language as language_of
from listgen.facts.load import read_data

Names = tuple[str, ...]


@cache
def things(code: str) -> Finder[Names]:
    """Return what finds the things that a language names, each with the words of its English name.

    Things of `things.toml` come before those that are counted and the parts of the language's own file: of these only
    the last word counts ("seat_height" has all), and German has none, whose compounds name more than their first half.
    """
    words = language_of(code)
    rows = list(_named(words.code))
    if words.code not in ("en", "de"):
        for name, forms in (*words.counted.items(), *words.parts.items()):
            names = tuple(name.split("_")) if "_" in name else (name.split()[-1],)
            rows.extend((form, names) for form in forms if len(form) > 1)
    return Finder(rows, boundary=words.boundary)


def _named(code: str) -> Iterator[tuple[str, Names]]:
    tables: dict[str, Any] = read_data("things.toml")
    for table in tables.values():
        for name, forms in table.items() if isinstance(table, dict) else ():
            for form in alternatives(forms.get(code, "")):
                if form:
                    yield form, tuple(name.split())
