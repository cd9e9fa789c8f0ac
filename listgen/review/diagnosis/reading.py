"""How easily a text is read, and how many of the words that people search for it holds."""

from __future__ import annotations

import re
from collections.abc import Sequence

# Flesch, A new readability yardstick, 1948: 60 to 70 is plain English, below 50 is fairly difficult.
FLOOR = 50.0
_SENTENCE = re.compile(r"[.!?:;]+(?:\s|\Z)|\n+")
_WORD = re.compile(r"[A-Za-z][A-Za-z'’]*")
_VOWELS = re.compile(r"[aeiouy]+")
_FEWEST_WORDS = 12


def reading_ease(items: Sequence[str]) -> float | None:
    """Return the Flesch reading ease of English text, usually 0 to 100; None for too few words to tell."""
    text = "\n".join(items)
    words = _WORD.findall(text)
    if len(words) < _FEWEST_WORDS:
        return None
    sentences = max(1, sum(bool(_WORD.search(part)) for part in _SENTENCE.split(text)))
    syllables = sum(map(_syllables, words))
    return 206.835 - 1.015 * len(words) / sentences - 84.6 * syllables / len(words)


def _syllables(word: str) -> int:
    low = word.lower()
    count = len(_VOWELS.findall(low))
    # A last e is silent: "make"; not in "table".
    if low.endswith("e") and not low.endswith("le") and count > 1:
        count -= 1
    return max(1, count)


def coverage(wanted: Sequence[str], items: Sequence[str]) -> float | None:
    """Return the share of the wanted words that the texts hold, 0 to 1, plural or not; None without wanted words."""
    words = {_stem(word) for item in items for word in re.findall(r"[^\W_]+", item.casefold())}
    asked = {_stem(word) for said in wanted for word in re.findall(r"[^\W_]+", said.casefold()) if len(word) > 2}
    return len(asked & words) / len(asked) if asked else None


def _stem(word: str) -> str:
    return word[:-1] if word.endswith("s") and len(word) > 3 else word
