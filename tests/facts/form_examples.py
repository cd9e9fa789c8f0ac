"""Examples of what a form of a language file matches: every letter class and alternative taken at least once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

_MOST = 12


def examples(form: str) -> tuple[str, ...]:
    """Return up to twelve texts that a form matches; none for one that depends on what stands around it."""
    if re.search(r"\(\?<?[=!]|\\w|[$^]", form):
        return ()
    tree: Any = re._parser.parse(form)  # type: ignore[attr-defined]
    found = dict.fromkeys(_join(_texts(token) for token in tree))
    return tuple(islice((text for text in found if re.fullmatch(form, text)), _MOST))


def _texts(token: tuple[Any, Any]) -> list[str]:
    name, value = str(token[0]), token[1]
    if name == "LITERAL":
        return [chr(value)]
    if name == "IN":
        return [text for one in value for text in _texts(one)]
    if name == "RANGE":
        return [chr(value[0]), chr(value[1])]
    if name == "CATEGORY":
        return {"CATEGORY_DIGIT": ["3"], "CATEGORY_SPACE": [" "]}.get(str(value), ["a"])
    if name == "ANY":
        return ["a"]
    if name == "SUBPATTERN":
        return _join(_texts(one) for one in value[-1])
    if name == "BRANCH":
        return [text for branch in value[1] for text in _join(_texts(one) for one in branch)]
    if name in ("MAX_REPEAT", "MIN_REPEAT"):
        least, _, body = value
        once = _join(_texts(one) for one in body)
        return [*([""] if least == 0 else []), *(text * max(least, 1) for text in once)]
    return [""]


def _join(parts: Iterable[Sequence[str]]) -> list[str]:
    """Return the texts of parts in a row, each choice of a part once and not every combination of them."""
    made = [""]
    for choices in parts:
        longest = max(len(made), len(choices))
        wide = min(len(made) * len(choices), max(longest, 4))
        pairs = [(left, right) for right in choices for left in made]
        step = max(1, len(pairs) // wide)
        kept = [*pairs[::step], *((made[0], right) for right in choices)]
        made = list(dict.fromkeys(left + right for left, right in kept))[:_MOST]
    return made
