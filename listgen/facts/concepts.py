"""Word claims as concepts: the same promise in any language has one id ("waterproof", "wasserdicht" -> waterproof)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache

from listgen.facts.finder import Finder, alternatives
from listgen.facts.language import language as language_of
from listgen.facts.load import read_data


@dataclass(frozen=True, slots=True)
class ConceptSpan:
    """A word claim: where it stands, its kind ("certificate", "superlative" …) and its id in `[claims.KIND]`."""

    start: int
    end: int
    kind: str
    id: str


@dataclass(frozen=True, slots=True)
class AnswerSpan:
    """Words that answer a yes/no fact: its key and the answer that they give before any denial around them."""

    start: int
    end: int
    key: str
    yes: bool


@lru_cache(maxsize=65536)
def find_concepts(text: str, language: str = "en") -> tuple[ConceptSpan, ...]:
    """Return the word claims of a text in reading order, without overlaps, as its language's file names them."""
    return tuple(ConceptSpan(hit.start, hit.end, *hit.payload) for hit in _claims(language).find(text))


@lru_cache(maxsize=65536)
def find_answers(text: str, language: str = "en") -> tuple[AnswerSpan, ...]:
    """Return what a text says of yes/no facts ("goes in the dishwasher", "nur Handwäsche"), in reading order."""
    return tuple(AnswerSpan(hit.start, hit.end, *hit.payload) for hit in _answers(language).find(text))


@cache
def concept_kinds() -> dict[str, str]:
    """Return the kind of every concept id, from English, whose file lists them, and from the marks of all languages."""
    own = {id_: kind for kind, ids in language_of("en").claims.items() for id_ in ids}
    return {**{id_: kind for kind, ids in _marks().items() for id_ in ids}, **own}


@cache
def concept_of_key(key: str) -> str:
    """Return the concept that a yes/no fact answers ("microwave" -> "microwave_safe"), "" where there is none."""
    known = concept_kinds()
    return next((name for name in (key, f"{key}_safe", f"{key}_ready") if name in known), "")


@cache
def _claims(code: str) -> Finder[tuple[str, str]]:
    words = language_of(code)
    forms = [
        (form, (kind, id_)) for kind, ids in words.claims.items() for id_, listed in ids.items() for form in listed
    ]
    for kind, ids in _marks().items():
        for id_, listed in ids.items():
            forms.extend((form if words.boundary else _alone(form), (kind, id_)) for form in listed)
    return Finder(forms, boundary=words.boundary)


def _alone(form: str) -> str:
    """Return a form whose Latin letters end where other scripts go on: "通过TÜV认证"."""
    return rf"(?<![A-Za-z])(?:{form})(?![A-Za-z])"


@cache
def _marks() -> dict[str, dict[str, list[str]]]:
    data = read_data("marks.toml")
    return {kind: data[kind] for kind in ("certificate", "health")}


@cache
def _answers(code: str) -> Finder[tuple[str, bool]]:
    words = language_of(code)
    said = [(key, one.yes_form, one.no_form) for key, one in words.yes_no.items()]
    also = read_data("answers.toml")["care"].get(code, {})
    said.extend((key, row["yes"], row["no"]) for key, row in also.items() if key not in words.yes_no)
    forms = [
        (form, (key, yes))
        for key, affirmed, denied in said
        for yes, listed in ((False, denied), (True, affirmed))
        for form in alternatives(listed)
    ]
    return Finder(forms, boundary=words.boundary)
