"""Colours and materials: which words name them, in every language, and which broader word a narrow one supports."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from listgen.facts.language import language as language_of
from listgen.facts.load import read_data
from listgen.facts.word_forms import FormScanner, fold


@dataclass(frozen=True, slots=True)
class Found:
    """A lexicon word in a text: where it stands and its canonical English name in lower case.

    `family` is the plain colour of a colour ("blue"); a compound that the lexicon does not list keeps its own word as
    name ("taubenblau") and has its family from its end.
    """

    start: int
    end: int
    name: str
    family: str = ""


@lru_cache(maxsize=4096)
def find_colours(text: str, language: str = "en") -> tuple[Found, ...]:
    """Return the colours in a text of a language, longest match first, without overlaps."""
    families = _colour_names()
    return tuple(
        Found(one.start, one.end, fold(text[one.start : one.end]), families[one.name])
        if one.compound
        else Found(one.start, one.end, one.name, families[one.name])
        for one in _colour_scanner(language).find(text)
    )


@lru_cache(maxsize=4096)
def find_materials(text: str, *, ambiguous: bool = False, language: str = "en") -> tuple[Found, ...]:
    """Return the materials in a text of a language; `ambiguous` also takes words such as *gold* that are often colours.

    Looks, imitations and absences are no materials: "wood effect", "Holzoptik", "imitation cuir".
    """
    before, after, inside = _not_material(language)
    found = []
    for one in _material_scanner(language).find(text):
        if not ambiguous and is_ambiguous(one.name):
            continue
        if after.match(text, one.end) or inside.search(text, one.start + 2, one.end):
            continue
        if before.search(text[max(0, one.start - 24) : one.start]):
            continue
        found.append(Found(one.start, one.end, one.name))
    found += [
        one for one in _in_capitals(text) if not any(one.start < two.end and two.start < one.end for two in found)
    ]
    return tuple(sorted(found, key=lambda one: one.start))


def colour_family(name: str) -> str:
    """Return the plain colour that a colour name belongs to ("Slate Blue" -> "blue"), "" where no family knows it."""
    lowered = name.strip().lower()
    if lowered in _colour_names():
        return _colour_names()[lowered]
    found = find_colours(lowered)
    return found[-1].family if found else ""


def cell_colour(text: str) -> str:
    """Return the family of a word that is a colour only in a colour cell ("Stone" -> "gray"), "" for others."""
    return _cell_colours().get(" ".join(text.lower().split()), "")


def same_colour(name: str) -> str:
    """Return the one spelling of a canonical colour name that others are compared in ("grey" -> "gray")."""
    spelled = name.replace("grey", "gray").replace("colour", "color")
    aliases: dict[str, str] = read_data("lexicon.toml")["colour_aliases"]
    return aliases.get(spelled, spelled)


def colour_allows(given: Found, claimed: Found) -> bool:
    """Return whether a colour allows another: the same name, its family, or what it also is called."""
    own, word = same_colour(given.name), same_colour(claimed.name)
    also: list[str] = read_data("lexicon.toml")["colours_also"].get(own, [])
    return own == word or word == same_colour(given.family) or word in {same_colour(name) for name in also}


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


def material_allows(given: str, claimed: str) -> bool:
    """Return whether a canonical material allows another: the same, or a broader one that it is made of.

    >>> material_allows("18/8 stainless steel", "steel"), material_allows("bonded leather", "leather")
    (True, False)
    """
    return given == claimed or claimed in broader_materials(given)


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


def material_display(name: str) -> str:
    """Return a canonical material as it is written in a sentence: lower case, but acronyms keep theirs ("EVA foam")."""
    return _canonical_case().get(name, name)


@cache
def material_words() -> str:
    """Return a regular expression of all material names, longest first, for use inside other patterns."""
    names = sorted((name for name in _material_names() if len(name) > 2), key=lambda name: (-len(name), name))
    return "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in names)


def _spell(text: str) -> str:
    return text.strip().lower().replace("grey", "gray").replace("colour", "color")


def _singular_key(text: str) -> str:
    return " ".join(text.strip().lower().split())


def _literal(name: str) -> str:
    return re.escape(name).replace(r"\ ", r"[\s-]+")


def _in_capitals(text: str) -> list[Found]:
    """Return the short names that count only in capitals: "PE" and "PP" are materials, "pe" inside a word is not."""
    if text.isupper():
        return []
    names = _material_names()
    return [Found(one.start(), one.end(), names[one.group().lower()]) for one in _capitals_pattern().finditer(text)]


@cache
def _colour_names() -> dict[str, str]:
    rows = read_data("lexicon.toml")["colours"]
    return {name.lower(): family for family, names in rows.items() for name in (*names, family)}


@cache
def _cell_colours() -> dict[str, str]:
    rows = read_data("lexicon.toml")["cell_colours"]
    return {name: family for family, names in rows.items() for name in names}


@cache
def _colour_scanner(code: str) -> FormScanner:
    words = language_of(code)
    forms = {name.lower(): forms for name, forms in words.colours.items()}
    if words.code == "en":
        forms = {name: (_literal(name), *forms.get(name, ())) for name in _colour_names()} | forms
    return FormScanner(forms, boundary=words.boundary)


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
def _material_scanner(code: str) -> FormScanner:
    words = language_of(code)
    forms: dict[str, list[str]] = {name.lower(): list(several) for name, several in words.materials.items()}
    for name, row in read_data("lexicon.toml")["materials"].items():
        for form in (name, *row.get("alias", ())):
            # acronyms and grades are the same in every language
            same = sum(char.isupper() or char.isdigit() for char in form) > 2 and " " not in form
            if len(form) > 2 and not (row.get("capitals") and form == name) and (words.code == "en" or same):
                forms.setdefault(name.lower(), []).append(_literal(form))
    return FormScanner(forms, boundary=words.boundary)


@cache
def _capitals_pattern() -> re.Pattern[str]:
    rows = read_data("lexicon.toml")["materials"]
    names = [name for name, row in rows.items() if row.get("capitals")]
    names += [form for row in rows.values() for form in row.get("alias", ()) if len(form) == 2 and form.isupper()]
    # "PU" of "PU leather" belongs to a longer name and is found there
    return re.compile(rf"(?<![\w-])(?:{'|'.join(sorted(names))})(?![\w&+])")


@cache
def _not_material(code: str) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Return what before, behind and, in languages that write compounds, inside a material word makes it none."""
    row = read_data("lexicon.toml")["not_material"].get(language_of(code).code, {})
    before, after, inside = (row.get(place, "(?!)") for place in ("before", "after", "inside"))
    return re.compile(rf"(?i)(?:{before})$"), re.compile(rf"(?i)(?:{after})"), re.compile(rf"(?i)(?:{inside})")
