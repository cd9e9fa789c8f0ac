"""Colours and materials: which words name them, and which broader word a narrow one supports."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from listgen.facts.load import read_data


@dataclass(frozen=True, slots=True)
class Found:
    """A lexicon word in a text: where it stands and its canonical name in lower case."""

    start: int
    end: int
    name: str


def find_colours(text: str) -> tuple[Found, ...]:
    """Return the colour names in a text, longest match first, without overlaps."""
    return tuple(_scan(_colour_pattern(), text, _colour_names()))


def find_materials(text: str, *, ambiguous: bool = False) -> tuple[Found, ...]:
    """Return the material names in a text; `ambiguous` also takes words such as *gold* that are often colours."""
    found = _scan(_material_pattern(), text, _material_names())
    return tuple(one for one in found if ambiguous or not is_ambiguous(one.name))


def colour_family(name: str) -> str:
    """Return the plain colour that a colour name belongs to ("Slate Blue" -> "blue"), "" where no family knows it."""
    lowered = name.strip().lower()
    if lowered in _colour_names():
        return _colour_names()[lowered]
    found = find_colours(lowered)
    return _colour_names()[found[-1].name] if found else ""


def colour_supports(given: str, claimed: str) -> bool:
    """Return whether a colour cell allows a colour word: the same name, its parts, or its family.

    >>> colour_supports("Slate Blue", "blue"), colour_supports("blue", "navy"), colour_supports("grey", "gray")
    (True, False, True)
    """
    cell, word = _spell(given), _spell(claimed)
    if re.search(rf"(?<![a-z]){re.escape(word)}(?![a-z])", cell):
        return True
    families = {_spell(_colour_names()[one.name]) for one in find_colours(given)} | {_spell(colour_family(given))}
    return word in families


def material_name(text: str) -> str:
    """Return the canonical material of a name or one of its other names, "" where the lexicon has none."""
    return _material_names().get(_singular_key(text), "")


def material_supports(given: str, claimed: str) -> bool:
    """Return whether a material cell allows a material word: the same, or a broader one it is made of.

    >>> material_supports("18/8 stainless steel", "steel"), material_supports("steel", "stainless steel")
    (True, False)
    """
    cell, word = _singular_key(given), _singular_key(claimed)
    wanted = _material_names().get(word, word)
    if cell == word:
        return True
    for one in find_materials(cell, ambiguous=True):
        if one.name == wanted or wanted in broader_materials(one.name):
            return True
    return not _material_names().get(cell) and re.search(rf"(?<![a-z]){re.escape(word)}(?![a-z])", cell) is not None


def broader_materials(name: str) -> tuple[str, ...]:
    """Return the broader words that a canonical material supports ("sterling silver" -> silver, metal)."""
    row = read_data("lexicon.toml")["materials"].get(_canonical_case().get(name, name), {})
    return tuple(word.lower() for word in row.get("is", ()))


def is_ambiguous(name: str) -> bool:
    """Return whether a material word is often something else: a colour, a verb, an adjective."""
    row = read_data("lexicon.toml")["materials"].get(_canonical_case().get(name, name), {})
    return bool(row.get("ambiguous"))


def _spell(text: str) -> str:
    return text.strip().lower().replace("grey", "gray").replace("colour", "color")


def _singular_key(text: str) -> str:
    return " ".join(text.strip().lower().split())


def _scan(pattern: re.Pattern[str], text: str, names: dict[str, str]) -> Iterator[Found]:
    for match in pattern.finditer(text):
        word = " ".join(match.group().lower().split())
        yield Found(match.start(), match.end(), names[word] if names is _material_names() else word)


def _pattern(words: list[str]) -> re.Pattern[str]:
    ordered = sorted(words, key=lambda word: (-len(word), word))
    body = "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in ordered)
    return re.compile(rf"(?<![\w]){'(?:' + body + ')'}(?![\w])", re.IGNORECASE)


@cache
def _colour_names() -> dict[str, str]:
    rows = read_data("lexicon.toml")["colours"]
    return {name.lower(): family for family, names in rows.items() for name in names}


@cache
def _colour_pattern() -> re.Pattern[str]:
    return _pattern(list(_colour_names()))


@cache
def _canonical_case() -> dict[str, str]:
    return {name.lower(): name for name in read_data("lexicon.toml")["materials"]}


@cache
def _material_names() -> dict[str, str]:
    names: dict[str, str] = {}
    for name, row in read_data("lexicon.toml")["materials"].items():
        for form in (name, *row.get("alias", ())):
            names[form.lower()] = name.lower()
    return names


@cache
def _material_pattern() -> re.Pattern[str]:
    # "PE" and "PP" are materials, "pe" inside a sentence is not worth a false alarm: they need their capitals.
    return _pattern([name for name in _material_names() if len(name) > 2])


def material_display(name: str) -> str:
    """Return a canonical material as it is written in a sentence: lower case, but acronyms keep theirs ("EVA foam")."""
    return _canonical_case().get(name, name)


@cache
def material_words() -> str:
    """Return a regular expression of all material names, longest first, for use inside other patterns."""
    names = sorted((name for name in _material_names() if len(name) > 2), key=lambda name: (-len(name), name))
    return "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in names)
