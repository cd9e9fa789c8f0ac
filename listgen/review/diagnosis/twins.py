"""Copies and near-copies among the texts of a catalogue, without comparing every pair."""

from __future__ import annotations

import re
import textwrap
from collections import Counter
from collections.abc import Iterable, Sequence

from listgen.review.diagnosis.records import Subject, Twins

_WORD = re.compile(r"[^\W_]+")
_ALIKE = 92.0  # per cent of characters, words in any order
# A pair is compared only if it shares one of the rarest words of both; a word of many titles is compared with its
# neighbours in alphabetical order. So the work grows with the number of titles, not with its square.
_RAREST = 3
_MANY = 40
_SHOWN_SKUS = 6
_FEWEST_WORDS = 3
_LONGEST = 300


def find_twins(subjects: Sequence[Subject]) -> tuple[Twins, ...]:
    """Return groups of SKUs with the same or nearly the same text, copies of titles first, then larger groups first.

    Listings are compared within one file or bundle: the same product may well be told alike in two shops.
    """
    by_place: dict[str, list[Subject]] = {}
    for one in subjects:
        by_place.setdefault(one.bundle, []).append(one)
    found: dict[tuple[str, frozenset[str]], Twins] = {}
    for group in by_place.values():
        titles = _groups("title", ((one.sku, one.title) for one in group), near=True)
        bodies = _groups("description", ((one.sku, " ".join(one.items("description"))) for one in group), near=False)
        for twins in (*titles, *bodies):
            found.setdefault((twins.field, frozenset(twins.skus)), twins)
    return tuple(sorted(found.values(), key=lambda one: (bool(one.differ), one.field != "title", -one.size)))


def _groups(field: str, texts: Iterable[tuple[str, str]], *, near: bool) -> list[Twins]:
    by_text: dict[str, dict[str, None]] = {}
    shown: dict[str, str] = {}
    for sku, text in texts:
        words = _WORD.findall(text.casefold())
        if len(words) >= _FEWEST_WORDS:
            key = " ".join(words)
            by_text.setdefault(key, {})[sku] = None
            shown.setdefault(key, textwrap.shorten(text, _LONGEST, placeholder=" …"))
    keys = list(by_text)
    parent = list(range(len(keys)))
    for left, right in _pairs([key[:_LONGEST] for key in keys]) if near else ():
        parent[_root(parent, left)] = _root(parent, right)
    members: dict[int, list[int]] = {}
    for number in range(len(keys)):
        members.setdefault(_root(parent, number), []).append(number)
    found = []
    for group in members.values():
        skus = tuple(dict.fromkeys(sku for number in group for sku in by_text[keys[number]]))
        if len(skus) > 1:
            differ = _differing([keys[number] for number in group])
            found.append(
                Twins(field, shown[keys[group[0]]], skus[:_SHOWN_SKUS], max(0, len(skus) - _SHOWN_SKUS), differ)
            )
    return found


def _pairs(texts: Sequence[str]) -> Iterable[tuple[int, int]]:
    from rapidfuzz import fuzz

    ordered = [" ".join(sorted(text.split())) for text in texts]
    counts = Counter(word for text in texts for word in set(text.split()))
    buckets: dict[str, list[int]] = {}
    for number, text in enumerate(texts):
        shared = [word for word in set(text.split()) if counts[word] > 1]
        for word in sorted(shared, key=lambda word: (counts[word], word))[:_RAREST]:
            buckets.setdefault(word, []).append(number)
    for numbers in buckets.values():
        numbers.sort(key=lambda number: ordered[number])
        for place, left in enumerate(numbers):
            for right in numbers[place + 1 : place + 1 + _MANY]:
                if fuzz.ratio(ordered[left], ordered[right], score_cutoff=_ALIKE):
                    yield left, right


def _root(parent: list[int], number: int) -> int:
    while parent[number] != number:
        parent[number] = parent[parent[number]]
        number = parent[number]
    return number


def _differing(texts: Sequence[str]) -> tuple[str, ...]:
    """Return the words that some of the texts have and others lack, at most a dozen."""
    if len(texts) < 2:
        return ()
    common = set(texts[0].split()).intersection(*(set(text.split()) for text in texts))
    words = dict.fromkeys(word for text in texts for word in text.split() if word not in common)
    return tuple(words)[:12] or ("the order of words",)
