"""What comes along: "with pillowcases", "charger included", against the cells that leave a thing out or name it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from listgen.domain.fact import Items, Verdict
from listgen.domain.source import CellRef
from listgen.facts.evidence import Evidence
from listgen.facts.judged import Judged
from listgen.facts.language import language as language_of
from listgen.facts.polarity import content_words, negated, read_clauses, stem_of
from listgen.facts.sayings import sayings_of
from listgen.facts.scripts import is_unspaced

# The forms of a clear promise that something lies in the box: only then must a cell name the thing.
_PROMISE = {
    "en": re.compile(
        r"(?i)(?<![\w-])(?:(?P<after>[a-z]+(?:[ -][a-z]+)?) (?:is |are )?included(?! in the price)(?![\w-])|"
        r"(?:includes?|comes? with|in the box:|you get)(?: also)?(?: (?:an?|the|its|one|two|three|\d+))? "
        r"(?P<before>[a-z]+(?:[ -][a-z]+)?))"
    ),
}
_MARKS = re.compile(r"[.;:!?](?=\s)|[。；：！？，]")


def check_contents(text: str, evidence: Evidence, language: str = "en") -> Iterator[Judged]:
    """Yield the things that a text puts into the box although a cell leaves them out or no cell names them."""
    yield from _left_out(text, evidence, language)
    promise = _PROMISE.get(language)
    if promise is None:
        return
    for match in promise.finditer(text):
        thing = match["after"] or match["before"] or ""
        words = [
            word for word in re.findall(r"[a-z]+", thing.lower()) if word not in language_of(language).function_words
        ]
        name = "after" if match["after"] else "before"
        # "bulb: not included" puts nothing into the box
        if not words or words[-1] == "not" or negated(text, match.start(), match.end(), language):
            continue
        stems = [stem_of(word) for word in words]
        texts = sayings_of(evidence).texts
        if any(re.search(rf"(?<![a-z]){re.escape(stem)}", texts) for stem in stems):
            continue
        start, end = match.span(name)
        yield Judged(start, end, "contents", Verdict.UNSUPPORTED, note="no cell says that it comes along",
                     value=" ".join(words))  # fmt: skip


def _left_out(text: str, evidence: Evidence, language: str) -> Iterator[Judged]:
    items = _not_included(evidence)
    if not items:
        return
    included, excluded = _words(language)
    for item, stems, cell in items:
        spans = list(_mentions(text, stems, language))
        if len({stem_of(text[start:end]) for start, end in spans}) < len(stems) and language_of(language).boundary:
            continue
        for start, end in spans:
            left = max((mark.end() for mark in _MARKS.finditer(text, 0, start)), default=0)
            stop = next((mark.start() for mark in _MARKS.finditer(text, end)), len(text))
            # "Lid: wash it by hand; lid not included": said once for the whole text
            if (
                excluded.search(text, left, end + 60)
                or _excluded_later(text, end, stems, language)
                or negated(text, start, end, language)
            ):
                continue
            if included.search(text, left, min(stop, end + 40)):
                note = f"the cell says {item} not included"
                yield Judged(start, end, "contents", Verdict.CONTRADICTED, cell, note=note, value=item)


def said_to_be_left_out(text: str, start: int, end: int, language: str) -> bool:
    """Return whether the words around a span leave it out: "you need your own life jacket"."""
    _, excluded = _words(language)
    left = max((mark.end() for mark in _MARKS.finditer(text, 0, start)), default=0)
    stop = next((mark.start() for mark in _MARKS.finditer(text, end)), len(text))
    return excluded.search(text, left, min(stop, end + 60)) is not None


def _excluded_later(text: str, place: int, stems: frozenset[str], language: str) -> bool:
    """Return whether a text leaves a thing out itself, behind a place."""
    return any(
        denial.contents and stems & denial.stems and place <= denial.end
        for clause in read_clauses(text, language)
        for denial in clause.denials
    )


def _mentions(text: str, stems: frozenset[str], language: str) -> Iterator[tuple[int, int]]:
    if not language_of(language).boundary:
        for stem in sorted(stem for stem in stems if is_unspaced(stem)):
            for match in re.finditer(re.escape(stem), text, re.IGNORECASE):
                yield match.span()
        # a thing of an English cell, by the name that it has in all languages
        named = [token for token in content_words(text, language) if token.stem.isascii() and token.stem in stems]
        yield from ((token.start, token.end) for token in named)
        return
    spans = {match.span() for match in re.finditer(r"[^\W\d_]+", text) if stem_of(match.group()) in stems}
    spans |= {(token.start, token.end) for token in content_words(text, language) if token.stem in stems}
    yield from sorted(spans)


@lru_cache(maxsize=4096)
def _not_included(evidence: Evidence) -> tuple[tuple[str, frozenset[str], CellRef], ...]:
    """Return the things that the cells leave out, by their last words."""
    found: list[tuple[str, frozenset[str], CellRef]] = []
    for fact in evidence.sheet.facts:
        if fact.key == "not_included" and isinstance(fact.value, Items):
            for item in fact.value.items:
                words = re.findall(r"[^\W\d_]+", item)
                if words and is_unspaced(item):
                    found.append((item, frozenset({item.lower()}), fact.cell))
                elif words:
                    found.append((item, frozenset(stem_of(word) for word in words[-2:]), fact.cell))
    for clause, cell in sayings_of(evidence).clauses:
        for denial in clause.denials:
            if denial.contents and is_unspaced(denial.thing):
                found.append((denial.thing, frozenset({denial.thing}), cell))
            elif denial.contents and len(denial.stems) <= 2:
                found.append((" ".join(sorted(denial.stems)), denial.stems, cell))
    return tuple(dict.fromkeys(found))


@cache
def _words(code: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    words = language_of(code)
    return words.pattern(words.included), words.pattern(words.not_included)
