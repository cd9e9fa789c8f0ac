"""Countries by their names in every language of the lock, and where a text says that a product was made."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from listgen.facts.language import LANGUAGES
from listgen.facts.language import language as language_of
from listgen.facts.load import read_data
from listgen.facts.scripts import is_unspaced

_COUNTRY = re.compile(r"[A-Z]{2}")
_UNKNOWN_PLACE = r"[A-ZÀ-ÞА-Я][\w'’.-]+(?:\s[A-ZÀ-ÞА-Я][\w'’.-]+)?"
_FEWEST_LETTERS = 4
_PLACE = "{place}"


@dataclass(frozen=True, slots=True)
class Origin:
    """A span that says where a product was made; `code` is the ISO code of the country, "" for an unknown place."""

    start: int
    end: int
    place: str  # as written
    code: str


def place_code(text: str) -> str:
    """Return the ISO code of the one country that a text is the name of, in any language, "" for other texts.

    >>> place_code("Portugal"), place_code("葡萄牙"), place_code("made somewhere")
    ('PT', 'PT', '')
    """
    return _codes().get(_plain(text), "")


def countries_in(text: str, language: str = "en") -> frozenset[str]:
    """Return the ISO codes of the countries that a text of a language names."""
    return frozenset(code for match in _names(language).finditer(text) if (code := _code(match.group(), language)))


def find_origins(text: str, language: str = "en") -> tuple[Origin, ...]:
    """Return where a text says that a product was made: "made in Portugal", "德国制造", "ポルトガル製"."""
    found = []
    for match in _origins(language).finditer(text):
        written = next((group for group in match.groups() if group), "")
        found.append(Origin(match.start(), match.end(), written, _code(written, language)))
    return tuple(found)


def _code(written: str, language: str) -> str:
    code = place_code(written)
    if code or language_of(language).code != "ru":
        return code
    # Russian places are declined: "в Турции" is Турция
    stems = _russian_stems()
    plain = _plain(written)
    return next((stems[plain[:size]] for size in range(len(plain), 2, -1) if plain[:size] in stems), "")


def _plain(text: str) -> str:
    return " ".join(text.lower().replace("the ", "").split()).strip(" .,")


@cache
def _codes() -> Mapping[str, str]:
    return {
        _plain(name): code for language in reversed(LANGUAGES) for code, several in _table(language) for name in several
    }


@cache
def _table(language: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return (ISO code, names) in a language; the other names of `places.toml` belong to every language."""
    from babel import Locale

    others: dict[str, list[str]] = read_data("places.toml")["names"]
    names = {code: name for code, name in Locale(language).territories.items() if _COUNTRY.fullmatch(code)}
    return tuple((code, (*([names[code]] if code in names else []), *others.get(code, ()))) for code in sorted(names))


@cache
def _russian_stems() -> Mapping[str, str]:
    return {
        _plain(name)[: -1 if len(name) > _FEWEST_LETTERS else None]: code
        for code, names in _table("ru")
        for name in names
    }


@cache
def _names(language: str) -> re.Pattern[str]:
    body, unspaced = _body(language), not language_of(language).boundary
    return re.compile(body if unspaced else rf"(?<!\w)(?:{body})(?!\w)")


def _body(language: str) -> str:
    """Return a pattern of the country names of a language and of English, longest first."""
    code = language_of(language).code
    names = {name for one in dict.fromkeys((code, "en")) for _, several in _table(one) for name in several}
    forms = []
    for name in sorted(names, key=lambda name: (-len(name), name)):
        if code in ("zh", "ja") and is_unspaced(name) and len(name) < 2:
            continue
        if code == "ru" and not name.isascii() and len(name) > _FEWEST_LETTERS:
            forms.append(re.escape(name[:-1]) + r"\w{0,3}")
        else:
            forms.append(re.escape(name))
    return "|".join(forms)


@cache
def _origins(language: str) -> re.Pattern[str]:
    words = language_of(language)
    place = rf"({_body(language)})" if not words.boundary else rf"({_body(language)}|{_UNKNOWN_PLACE})"
    forms = [form.replace(_PLACE, "\0") for form in words.origin]
    # only the words around the place ignore case: a place begins with a capital
    edges = (r"(?<![\w-])", r"(?![\w-])") if words.boundary else ("", "")
    bodies = [f"{edges[0]}{_around(form, place)}{edges[1]}" for form in forms]
    return re.compile("|".join(bodies) or "(?!)")


def _around(form: str, place: str) -> str:
    before, _, after = form.partition("\0")
    left = f"(?i:{before})" if before else ""
    right = f"(?i:{after})" if after else ""
    return f"{left}{place}{right}"
