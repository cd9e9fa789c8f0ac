"""Finding thousands of forms in a text at once: a letter that begins a word says which forms are tried there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

Payload = TypeVar("Payload")

_WORD_START = re.compile(r"(?<![\w-])(?=\S)")
_ANY = re.compile(r"(?=\S)")
_ASSERTION = re.compile(r"\\b|\^|\(\?<?[!=]")
_SPECIAL = frozenset("\\.^$*+?{}[]|()")


@dataclass(frozen=True, slots=True)
class Hit(Generic[Payload]):
    """A form in a text, and what it stands for."""

    start: int
    end: int
    payload: Payload


class Finder(Generic[Payload]):
    """Many regular expressions, each with what it stands for; case does not matter.

    `boundary` makes them match whole words. Where several forms begin at one place, the longest form is taken.
    """

    def __init__(self, forms: Iterable[tuple[str, Payload]], *, boundary: bool) -> None:
        self._starts = _WORD_START if boundary else _ANY
        ends = r"(?![\w-])" if boundary else ""
        buckets: dict[str, list[tuple[str, Payload]]] = {}
        everywhere: list[tuple[str, Payload]] = []
        for form, payload in sorted(dict.fromkeys(forms), key=lambda item: (-len(item[0]), item[0])):
            letters = first_letters(form)
            if letters is None:
                everywhere.append((form, payload))
            for letter in letters or ():
                buckets.setdefault(letter, []).append((form, payload))
        for bucket in buckets.values():
            bucket.extend(everywhere)
            bucket.sort(key=lambda item: (-len(item[0]), item[0]))
        self._waiting = buckets
        self._everywhere = everywhere
        self._ends = ends
        self._ready: dict[str, tuple[re.Pattern[str], tuple[Payload, ...]]] = {}

    def find(self, text: str) -> Iterator[Hit[Payload]]:
        """Yield the forms in a text in reading order, without overlaps."""
        last = 0
        lowered = text.lower()
        if len(lowered) != len(text):  # "İ" grows in lower case
            lowered = text
        for place in self._starts.finditer(text):
            start = place.start()
            if start < last:
                continue
            letter = lowered[start]
            if letter not in self._waiting and not self._everywhere:
                continue
            pattern, payloads = self._compiled(letter)
            match = pattern.match(text, start)
            if match and match.end() > start and match.lastindex is not None:
                last = match.end()
                yield Hit(start, last, payloads[match.lastindex - 1])

    def _compiled(self, letter: str) -> tuple[re.Pattern[str], tuple[Payload, ...]]:
        # Compiled when the first text needs it: most letters of most languages never begin a word of a listing.
        if letter not in self._ready:
            key = letter if letter in self._waiting else ""
            if key not in self._ready:
                bucket = self._waiting.get(letter, self._everywhere)
                body = "|".join(f"({form})" for form, _ in bucket)
                self._ready[key] = (
                    re.compile(f"(?:{body}){self._ends}", re.IGNORECASE),
                    tuple(payload for _, payload in bucket),
                )
            self._ready[letter] = self._ready[key]
        return self._ready[letter]


def alternatives(form: str) -> tuple[str, ...]:
    """Return the parts of a regular expression between its outermost bars.

    >>> alternatives("a(?:b|c)|d")
    ('a(?:b|c)', 'd')
    """
    parts, depth, start, place, inside = [], 0, 0, 0, False
    while place < len(form):
        char = form[place]
        if char == "\\":
            place += 1
        elif inside:
            inside = char != "]"
        elif char == "[":
            inside = True
        elif char == "(":
            depth += 1
        elif char == ")":
            depth -= 1
        elif char == "|" and depth == 0:
            parts.append(form[start:place])
            start = place + 1
        place += 1
    return (*parts, form[start:])


def first_letters(form: str) -> frozenset[str] | None:
    """Return the lower-case letters that a match of a regular expression can begin with, None where any may.

    >>> sorted(first_letters("(?:un)?breakable|[ab]x"))
    ['a', 'b', 'u']
    """
    found: set[str] = set()
    for part in alternatives(form):
        letters = _first_of(part)
        if letters is None:
            return None
        found |= letters
    return frozenset(found)


def _first_of(part: str) -> frozenset[str] | None:
    rest = part
    while match := _ASSERTION.match(rest):
        rest = rest[_closing(rest, match.end()) :] if match.group().startswith("(") else rest[match.end() :]
    if not rest:
        return None
    head: frozenset[str] | None
    if group := re.match(r"\(\?(?:-i)?:", rest):
        end = _closing(rest, group.end())
        head, rest = first_letters(rest[group.end() : end - 1]), rest[end:]
    elif rest.startswith("["):
        end = rest.index("]", 2) + 1
        inner, rest = rest[1 : end - 1], rest[end:]
        plain = not inner.startswith("^") and "\\" not in inner and not re.search(r"\w-\w", inner)
        head = frozenset(inner.lower()) if plain else None
    elif rest[0] == "\\" and len(rest) > 1:
        head = frozenset("0123456789") if rest[1] == "d" else (None if rest[1].isalnum() else frozenset(rest[1]))
        rest = rest[2:]
    elif rest[0] in _SPECIAL:
        return None
    else:
        head, rest = frozenset(rest[0].lower()), rest[1:]
    if head is not None and rest[:1] in ("?", "*", "{"):
        after = _first_of(re.sub(r"^(?:[?*]|\{[^}]*\})\??", "", rest))
        head = None if after is None else head | after
    return head


def _closing(text: str, place: int) -> int:
    """Return the place behind the bracket that closes a group whose inside begins at `place`."""
    depth, inside = 1, False
    while depth and place < len(text):
        char = text[place]
        if char == "\\":
            place += 1
        elif inside:
            inside = char != "]"
        elif char == "[":
            inside = True
        elif char in "()":
            depth += 1 if char == "(" else -1
        place += 1
    return place


def samples(form: str, most: int = 24) -> tuple[str, ...]:
    """Return plain texts that a simple regular expression matches, at most `most` of them.

    >>> samples("water[- ]?(?:proof|tight)s?")
    ('water proofs', 'water tights')
    """
    plain = re.sub(r"\(\?<?[!=][^()]*\)|\\b|\^", "", form)
    plain = re.sub(r"\[([^\]^]+)\]\??", lambda match: " " if " " in match.group(1) else match.group(1)[0], plain)
    found = [plain]
    while group := re.search(r"\(\?:([^()]*)\)\??", found[0]):
        inside = group.group(1).split("|")
        found = [text.replace(group.group(), one) for text in found for one in inside][:most]
    found = [one for text in found for one in text.split("|")]
    return tuple(dict.fromkeys(re.sub(r"\\([.+?/$&])|\\d\+?|\\w[*+]?|[?*+]", r"\1", text) for text in found))
