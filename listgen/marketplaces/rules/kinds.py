"""How each kind of rule finds what breaks it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from listgen.marketplaces.rules.pack import Rule, excuse, expression, qualification

_WORD = re.compile(r"[^\W_]+(?:['’][^\W\d_]+)?")
# A word behind a digit and a hyphen belongs to a model code, 711-STARLA; one in brackets is an abbreviation.
_CODE = re.compile(r"\d-\Z")
# So does a word before a Roman numeral, GENIUS X; and two words with `&` at the start are a firm, ARM & HAMMER.
_NUMBERED = re.compile(r" (?:X|[IVX]{2,4})(?![\w-])")
_FIRM = re.compile(r"[A-Z]+ & [A-Z]+(?! ?[A-Z]{2})(?!\w)")
_COMPOUND = re.compile(r"[^\W\d_]-\Z")
# Abbreviations have up to four letters: USB, HDMI, GOTS. A longer word in capitals shouts.
_SHOUTED = 5
_MOST_CAPITALS = 0.6
_FEWEST_LETTERS = 12


@dataclass(frozen=True, slots=True)
class Subject:
    """A text under test, with the product's brand, the name that the sheet gives, and the listing's title.

    `sheet` is everything that the sheet says of the product, None where no sheet is known. `writer` says who wrote the
    text, "" where nobody knows.
    """

    text: str
    brand: str = ""
    name: str = ""
    title: str = ""
    sheet: str | None = None
    writer: str = ""


Span = tuple[int, int]


def spans(rule: Rule, subject: Subject) -> tuple[Span, ...]:
    """Return where a text breaks a rule, as start and end; () where it keeps it."""
    if subject.sheet is None and rule.needs_sheet:
        return ()
    if rule.unless_sheet and subject.sheet is not None and excuse(rule).search(subject.sheet):
        return ()
    found = _FINDERS[rule.kind](rule, subject)
    if rule.unless_followed:
        harmless = qualification(rule)
        found = (span for span in found if not harmless.match(subject.text, span[1]))
    if not rule.except_brand:
        return tuple(found)
    exempt = [match.span() for match in _brand_matches(subject)]
    return tuple(
        (start, end) for start, end in found if not any(left <= start and end <= right for left, right in exempt)
    )


def _matches(rule: Rule, subject: Subject) -> Iterator[Span]:
    for match in expression(rule).finditer(subject.text):
        if match.end() > match.start():
            yield match.span()


def _unmatched(rule: Rule, subject: Subject) -> Iterator[Span]:
    if subject.text.strip() and not expression(rule).search(subject.text):
        yield 0, len(subject.text)


def _repeats(rule: Rule, subject: Subject) -> Iterator[Span]:
    """Yield every use of a word beyond the allowed number; numbers and single letters are no words.

    Nor are the endings of compounds that the rule names, `free` in `gluten-free`, and with `except_brand` the words of
    the brand's name.
    """
    names = [match.span() for match in _brand_matches(subject)] if rule.except_brand else []
    counts: dict[str, int] = {}
    for match in _WORD.finditer(subject.text):
        word = match.group().casefold()
        if len(word) < 2 or not any(char.isalpha() for char in word) or word in rule.exempt:
            continue
        if word in rule.suffixes and _COMPOUND.search(subject.text, 0, match.start()):
            continue
        if any(left <= match.start() and match.end() <= right for left, right in names):
            continue
        counts[word] = counts.get(word, 0) + 1
        if counts[word] > rule.most:
            yield match.span()


def _shouted_words(rule: Rule, subject: Subject) -> Iterator[Span]:
    # A model name in capitals is the seller's; a whole name in capitals is only the sheet's habit.
    given = subject.name if not subject.name.isupper() else ""
    known = {match.group() for match in _WORD.finditer(f"{subject.brand.upper()} {given}")}
    firm = found.end() if (found := _FIRM.match(subject.text)) else 0
    for match in _WORD.finditer(subject.text):
        word = match.group()
        if len(word) < _SHOUTED or not word.isalpha() or not word.isupper() or word in known:
            continue
        before, after = subject.text[max(0, match.start() - 2) : match.start()], subject.text[match.end() :][:1]
        named = _NUMBERED.match(subject.text, match.end()) or match.end() <= firm
        if not named and not _CODE.search(before) and not (before.endswith("(") and after == ")"):
            yield match.span()


def _shouted_text(rule: Rule, subject: Subject) -> Iterator[Span]:
    text = subject.text
    for match in _brand_matches(subject):
        text = text.replace(match.group(), "")
    cased = [char for char in text if char.isupper() or char.islower()]
    long_words = [word for word in _WORD.findall(text) if len(word) >= _SHOUTED - 1 and word.isupper()]
    capitals = sum(char.isupper() for char in cased)
    if len(cased) >= _FEWEST_LETTERS and len(long_words) > 1 and capitals > _MOST_CAPITALS * len(cased):
        yield 0, len(subject.text)


def _brand(rule: Rule, subject: Subject) -> Iterator[Span]:
    for match in _brand_matches(subject):
        yield match.span()


def _words_of_title(rule: Rule, subject: Subject) -> Iterator[Span]:
    title = {word.casefold() for word in _WORD.findall(subject.title)}
    for match in _WORD.finditer(subject.text):
        word = match.group().casefold()
        if len(word) > 2 and word.isalpha() and word in title and word not in rule.exempt:
            yield match.span()


def _character_kinds(rule: Rule, subject: Subject) -> Iterator[Span]:
    """Yield characters outside of the Unicode categories that a field takes, e.g. "L" for letters."""
    for place, char in enumerate(subject.text):
        category = unicodedata.category(char)
        if not any(category.startswith(kind) for kind in rule.categories) and char not in rule.characters:
            yield place, place + 1


def _repeated_characters(rule: Rule, subject: Subject) -> Iterator[Span]:
    counts: dict[str, int] = {}
    for match in expression(rule).finditer(subject.text):
        counts[match.group()] = counts.get(match.group(), 0) + 1
        if counts[match.group()] > rule.most:
            yield match.span()


def _surplus_words(rule: Rule, subject: Subject) -> Iterator[Span]:
    words = list(_WORD.finditer(subject.text))
    if len(words) > rule.most:
        yield words[rule.most].start(), len(subject.text)


def _same_as_title(rule: Rule, subject: Subject) -> Iterator[Span]:
    if subject.text.strip() and subject.text.strip().casefold() == subject.title.strip().casefold():
        yield 0, len(subject.text)


def _undisclosed(rule: Rule, subject: Subject) -> Iterator[Span]:
    """Yield the whole of a text that a model wrote and that does not say so."""
    if subject.writer not in ("", "composer", "seller") and subject.text.strip():
        yield from _unmatched(rule, subject)


def _brand_matches(subject: Subject) -> Iterator[re.Match[str]]:
    if subject.brand.strip():
        yield from re.finditer(rf"(?<!\w){re.escape(subject.brand.strip())}(?!\w)", subject.text, re.IGNORECASE)


_FINDERS: Mapping[str, Callable[[Rule, Subject], Iterator[Span]]] = {
    "pattern": _matches,
    "phrases": _matches,
    "characters": _matches,
    "must_match": _unmatched,
    "repeat": _repeats,
    "caps_text": _shouted_text,
    "caps_word": _shouted_words,
    "brand": _brand,
    "of_title": _words_of_title,
    "character_kinds": _character_kinds,
    "repeat_character": _repeated_characters,
    "most_words": _surplus_words,
    "same_as_title": _same_as_title,
    "undisclosed": _undisclosed,
}
