"""Made where: the country that a text names, in its language, against the cells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from listgen.domain.fact import Verdict
from listgen.domain.source import CellRef
from listgen.facts.entailment import fact_text
from listgen.facts.evidence import Evidence
from listgen.facts.judged import Judged
from listgen.facts.language import language as language_of
from listgen.facts.load import read_data
from listgen.facts.polarity import negated

_LONG_NAME = 5
_KEYS = frozenset({"origin", "country_of_origin", "made_in"})


def check_origins(text: str, evidence: Evidence, language: str = "en") -> Iterator[Judged]:
    """Yield where a text says the product was made."""
    for match in _pattern(language).finditer(text):
        place = next((found for found in match.groupdict().values() if found), "")
        start, end = match.span()
        denied = negated(text, start, end, language)
        region = territory(place, language)
        cell = _said(place, region, evidence)
        if cell is not None:
            verdict = Verdict.CONTRADICTED if denied else Verdict.SUPPORTED
            note = "the cell says so" if denied else ""
            yield Judged(start, end, "origin", verdict, cell, note=note, value=region or place, denied=denied)
            continue
        given = [fact for fact in evidence.sheet.facts if fact.key in _KEYS]
        if given:
            said = fact_text(given[0])
            yield Judged(
                start, end, "origin", Verdict.CONTRADICTED, given[0].cell, note=f"the cell says {said}",
                value=region or place, denied=denied,
            )  # fmt: skip
        else:
            yield Judged(
                start, end, "origin", Verdict.UNSUPPORTED, note="no cell gives the origin", value=region or place,
                denied=denied,
            )  # fmt: skip


def territory(name: str, language: str) -> str:
    """Return the ISO code of a country by its name in a language ("Deutschland" -> "DE"), "" where none has it."""
    plain = name.strip().lower()
    names = _territories(language)
    if plain in names or language_of(language).code != "ru":
        return names.get(plain, "")
    # Russian places are declined: "в Турции" is Турция
    stems = ((other[:-1], code) for other, code in names.items() if len(other) >= _LONG_NAME)
    return next((code for stem, code in stems if plain.startswith(stem) and len(plain) <= len(stem) + 3), "")


def _said(place: str, region: str, evidence: Evidence) -> CellRef | None:
    """Return the cell that names a place, under whatever name and in whatever language of the sheet."""
    plain = place.lower()
    for source in evidence.sources:
        if plain in source.text:
            return source.cell
    if region:
        for source in evidence.sources:
            if any(region in _regions_in(source.text, code) for code in evidence.languages):
                return source.cell
    return None


@lru_cache(maxsize=16384)
def _regions_in(text: str, language: str) -> frozenset[str]:
    names = _territories(language)
    if not language_of(language).boundary:
        return frozenset(code for name, code in names.items() if name in text)
    words = re.findall(r"[\w.'’-]+", text)
    spans = (" ".join(words[at : at + size]) for size in (1, 2, 3) for at in range(len(words) - size + 1))
    return frozenset(names[span.rstrip(".")] for span in spans if span.rstrip(".") in names)


@cache
def _territories(language: str) -> dict[str, str]:
    """Return the lower-case names of countries in a language with their ISO codes (CLDR, and what sellers write)."""
    from babel import Locale

    names = Locale.parse({"zh": "zh_Hans"}.get(language, language)).territories
    found = {name.lower(): code for code, name in names.items() if len(code) == 2 and code.isalpha()}
    if language == "zh":
        hant = Locale.parse("zh_Hant").territories
        found |= {name.lower(): code for code, name in hant.items() if len(code) == 2 and code.isalpha()}
    also = read_data("countries.toml")["also"]
    return found | {name: code for code, names_ in also.items() for name in names_}


@cache
def _pattern(code: str) -> re.Pattern[str]:
    words = language_of(code)
    if words.boundary:
        # a country keeps its capital in all of these languages, a workshop or a small town does too
        place = r"(?-i:[A-ZÀ-ÞА-Я][\w’'-]+(?: (?:[A-ZÀ-ÞА-Я][\w’'-]+|of [A-Z]\w+))?|USA|UK|EU)"
    else:
        names = sorted(_territories(code), key=lambda name: (-len(name), name))
        place = "|".join(re.escape(name) for name in names if len(name) > 1)
    forms = []
    for number, form in enumerate(words.origin):
        forms.append(form.replace("{place}", f"(?P<place{number}>{place})"))
    if not forms:
        return re.compile("(?!)")
    left, right = (r"(?<![\w-])", r"(?![\w-])") if words.boundary else ("", "")
    return re.compile(f"{left}(?:{'|'.join(forms)}){right}", re.IGNORECASE)
