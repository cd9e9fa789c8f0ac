"""What a header means by itself: synonyms in eight languages, withheld words, and explained guesses."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from listgen.catalog.header_text import fold, read_header
from listgen.catalog.load import read_data
from listgen.domain.product import Role
from listgen.facts.keys import fact_keys, key_of_label

# Roles whose values are measures: the column is a role and a fact at once.
MEASURES = {"weight": Role.WEIGHT, "length": Role.LENGTH, "width": Role.WIDTH, "height": Role.HEIGHT}
_FUZZY_SCORE = 90.0
_GUESS_RANK = 1000
_INNER_NUMBER = re.compile(r"\s*\d{1,2}\s+")
_SECTION = re.compile(r"^([^:：]{2,30})[:：]\s*(\S.*)$")


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a header was taken for, and why.

    `rank` orders headers that compete for one role, 0 is the plainest word; guesses rank behind all words.
    """

    role: Role
    canonical: str
    reason: str
    rank: int = 0

    @property
    def sure(self) -> bool:
        """False where the meaning is a guess."""
        return self.rank < _GUESS_RANK


def known(header: str) -> bool:
    """Return whether a cell reads like a header: used to find header rows, delimiters and encodings."""
    return bool(header.strip()) and len(header) < 80 and meaning_of(header, guess=False) is not None


@cache
def meaning_of(header: str, *, guess: bool = True) -> Meaning | None:
    """Return what a header means, None if nothing is known about it.

    Cost words win over everything but a dialect's own columns, because a purchase price must not slip through under
    a header that resembles another one.

    >>> meaning_of("Farbe").canonical, meaning_of("进货价（必填）").role.value, meaning_of("Wibble")
    ('colour', 'withheld', None)
    """
    if found := withheld_word(header):
        return Meaning(Role.WITHHELD, "", f"holds `{found}`: a cost or purchase price")
    words = read_header(header).words
    if direct := _exact(words, header):
        return direct
    if section := _SECTION.match(header.strip()):
        inner = _exact(read_header(section[2]).words, section[2])
        if inner and inner.canonical and fold(section[1]) in _plain_sections():
            return Meaning(inner.role, inner.canonical, f"`{section[2].strip()}` under `{section[1].strip()}`")
        if inner and inner.role is Role.PRICE:
            return Meaning(Role.INTERNAL, "", f"a price under `{section[1].strip()}`")
        return None
    return _guess(words) if guess else None


def withheld_word(header: str) -> str:
    """Return the word that makes a header a cost or purchase price, "" if there is none."""
    words = fold(header)
    table = read_data("headers.toml")["withheld"]
    if any(fold(phrase) == words for phrase in table["not_withheld"]):
        return ""
    padded = f" {words} "
    for token, folded in _withheld_tokens():
        if folded in padded:
            return token
    return next((part for part in table["parts"] if part in header), "")


@cache
def _withheld_tokens() -> tuple[tuple[str, str], ...]:
    return tuple((token, f" {fold(token)} ") for token in read_data("headers.toml")["withheld"]["tokens"])


def _exact(words: str, header: str) -> Meaning | None:
    found = _table().get(words) or _numbered_option(words)
    key = (
        None
        if found and found[1] not in fact_keys()
        else key_of_label(words) or key_of_label(read_header(header).label)
    )
    if key is not None:
        return Meaning(MEASURES.get(key.id, Role.ATTRIBUTE), key.id, f"names the fact `{key.label}`")
    if found is None:
        return None
    role, canonical, word, language, rank = found
    return Meaning(role, canonical, f"synonym `{word}` ({language})", rank)


def _numbered_option(words: str) -> tuple[Role, str, str, str, int] | None:
    """Return the entry of "option1 value" or "variation 2 name", whose number stands inside."""
    bare = _INNER_NUMBER.sub(" ", words).strip()
    found = _table().get(bare) if bare != words else None
    return found if found and found[0] in (Role.OPTION_NAME, Role.OPTION_VALUE) else None


def _guess(words: str) -> Meaning | None:
    head, _, tail = words.rpartition(" ")
    if head and tail in _suffixes():
        inner = _exact(head, head)
        if inner and inner.role is Role.ATTRIBUTE:
            return Meaning(inner.role, inner.canonical, f"guess: `{head}` with the ending `{tail}`", _GUESS_RANK)
    if len(words) < 5:
        return None
    from rapidfuzz import fuzz, process

    best = process.extractOne(words, _fuzzy_words(), scorer=fuzz.ratio, score_cutoff=_FUZZY_SCORE)
    if best is None:
        return None
    role, canonical, word, _, _ = _table()[best[0]]
    return Meaning(role, canonical, f"guess: resembles `{word}` ({best[1]:.0f} %)", _GUESS_RANK)


@cache
def _table() -> dict[str, tuple[Role, str, str, str, int]]:
    data = read_data("headers.toml")
    table: dict[str, tuple[Role, str, str, str, int]] = {}
    for word in data["sale_window"]["words"]:
        _add(table, word, Role.INTERNAL, "sale_window", "dates of a sale", 0)
    for name, languages in data["roles"].items():
        for language, words in languages.items():
            for rank, word in enumerate(words):
                _add(table, word, Role(name), "", language, rank)
    for name, languages in data["facts"].items():
        role = MEASURES.get(name, Role.ATTRIBUTE)
        for language, words in languages.items():
            for rank, word in enumerate(words):
                _add(table, word, role, name, language, rank)
    return table


def _add(
    table: dict[str, tuple[Role, str, str, str, int]], word: str, role: Role, canonical: str, language: str, rank: int
) -> None:
    known_as = table.setdefault(fold(word), (role, canonical, word, language, rank))
    if known_as[:2] == (role, canonical) and language not in known_as[3]:
        table[fold(word)] = (role, canonical, known_as[2], f"{known_as[3]}, {language}", min(rank, known_as[4]))


@cache
def _fuzzy_words() -> tuple[str, ...]:
    return tuple(word for word in _table() if len(word) >= 5)


@cache
def _plain_sections() -> frozenset[str]:
    return frozenset(fold(word) for word in read_data("headers.toml")["sections"]["plain"])


@cache
def _suffixes() -> frozenset[str]:
    return frozenset(read_data("headers.toml")["suffixes"]["words"])
