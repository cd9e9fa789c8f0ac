"""Scripts that write no blanks between words: where a word ends there, the next letter says nothing."""

from __future__ import annotations

import re

# Kana, Han and their half-width and compatibility forms; the long vowel mark and the iteration marks lie inside.
_UNSPACED = re.compile(r"[\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff66-\uff9f]")


def is_unspaced(text: str) -> bool:
    """Return whether a text holds a letter of a script that writes no blanks between words."""
    return _UNSPACED.search(text) is not None


def whole(text: str, body: str, *, left: str = r"(?<![\w])", right: str = r"(?!\w)") -> str:
    """Return the pattern `body` of a written text as a whole word, its ends open where the script has no blanks.

    >>> whole("青岚", "青岚"), whole("Lid", "lid")
    ('青岚', '(?<![\\\\w])lid(?!\\\\w)')
    """
    plain = text.strip()
    return f"{'' if is_unspaced(plain[:1]) else left}{body}{'' if is_unspaced(plain[-1:]) else right}"
