"""Finding many word forms in a text at once, whatever its script: folded letters, compounds, longest form first."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

_LAST_LATIN = 0x24F
_FULL_WIDTH = range(0xFF01, 0xFF5F)
_SIGNS = {"’": "'", "‘": "'", "\u00a0": " ", "\u202f": " ", "‐": "-", "‑": "-", "ё": "е", "Ё": "е"}
_ASSERTED = re.compile(r"(?:\(\?<[=!][^()]*\)|\(\?:\(\?<[=!][^()]*\)(?:\|\(\?<[=!][^()]*\))*\))+")
_PLAIN = re.compile(r"[^\\.^$*+?{}\[\]|()]")


@dataclass(frozen=True, slots=True)
class Form:
    """A form that was found: the name it stands for, and whether it is the end of a longer compound."""

    start: int
    end: int
    name: str
    compound: bool = False


def fold(text: str) -> str:
    """Return a text of the same length in lower case, Latin letters without accents, full-width letters as plain ones.

    >>> fold("Grün, MÉTAL, ＰＶＣ")
    'grun, metal, pvc'
    """
    return text.translate(_FOLDING)


class FormScanner:
    """Finds the forms of many names in folded texts.

    Forms are regular expressions. Where words are separated, a form is a whole word; one that begins with `\\w*` may be
    the end of a compound ("blau" in "taubenblau"), one that ends with it may go on ("Edelstahl" in "Edelstahlflasche").
    Of forms that begin at one place the longest wins.
    """

    def __init__(self, forms: Mapping[str, Sequence[str]], *, boundary: bool) -> None:
        heads: list[tuple[str, str]] = []
        ends: list[tuple[str, str]] = []
        for name, several in forms.items():
            for form in several:
                plain = _fold_form(form)
                rows = ends if boundary and plain.startswith(r"\w*") else heads
                rows += [(one, name) for one in _spread(plain.removeprefix(r"\w*") if rows is ends else plain)]
        self._boundary = boundary
        self._after = r"(?!\w)" if boundary else ""
        self._names, self._heads = _compiled(heads, r"(?<!\w)" if boundary else "", self._after)
        self._by_lead: dict[str, list[tuple[str, str]]] = {}
        for row in heads:
            self._by_lead.setdefault(_literal(row[0]), []).append(row)
        self._end_names, self._ends = _compiled(ends, "", r"(?!\w)" if boundary else "")

    def find(self, text: str) -> tuple[Form, ...]:
        """Return the forms in a text in reading order, without overlaps."""
        folded = fold(text)
        found = list(self._found(folded))
        if len(found) < 2:
            return tuple(found)
        kept: list[Form] = []
        for one in sorted(found, key=lambda one: (one.start, -one.end, one.compound)):
            if not kept or one.start >= kept[-1].end:
                kept.append(one)
        return tuple(kept)

    def _longest(self, folded: str, found: Form) -> Form:
        """Return the longest form that begins where one was found: the order of the alternatives only guesses it."""
        lead = folded[found.start : found.start + 2]
        for key in (lead, lead[:1], ""):
            for form, name in self._by_lead.get(key, ()):
                match = _alone(f"(?:{form}){self._after}").match(folded, found.start)
                if match and match.end() > found.end:
                    found = Form(found.start, match.end(), name)
        return found

    def _found(self, folded: str) -> Iterator[Form]:
        for match in self._heads.finditer(folded):
            yield self._longest(folded, Form(match.start(), match.end(), self._names[(match.lastindex or 1) - 1]))
        if not self._end_names:
            return
        for match in self._ends.finditer(folded):
            start = match.start()
            while start and (folded[start - 1].isalnum() or folded[start - 1] == "_"):
                start -= 1
            yield Form(start, match.end(), self._end_names[(match.lastindex or 1) - 1], compound=start < match.start())


@cache
def _alone(form: str) -> re.Pattern[str]:
    return re.compile(form)


def _compiled(rows: Sequence[tuple[str, str]], before: str, after: str) -> tuple[list[str], re.Pattern[str]]:
    """Return the names of the groups and a pattern: alternatives by their first two letters, the longest first."""
    if not rows:
        return [], re.compile("(?!)")
    trie: dict[str, dict[str, list[tuple[str, str]]]] = {}
    for form, name in rows:
        asserted = _ASSERTED.match(form)
        behind = asserted.group() if asserted else ""
        lead = _literal(form.removeprefix(behind))
        # what has to stand before the form is asked for after its first letters
        rest = re.sub(r"(\(\?<[=!][^()]*)\)", rf"\g<1>{lead})", behind)
        trie.setdefault(lead[:1], {}).setdefault(lead[1:2], []).append((rest + form[len(behind) + len(lead) :], name))
    names: list[str] = []
    branches = []
    # Forms without a plain first letter come last: they are few, and the engine has to try each of them.
    for first in sorted(trie, key=lambda letter: (letter == "", letter)):
        twigs = []
        for second in sorted(trie[first], key=lambda letter: (letter == "", letter)):
            leaves = []
            for form, name in sorted(trie[first][second], key=lambda row: (-_weight(row[0]), row[0])):
                names.append(name)
                leaves.append(f"({form}{after})")
            twigs.append(f"{re.escape(second)}(?:{'|'.join(leaves)})")
        branches.append(f"{re.escape(first)}(?:{'|'.join(twigs)})")
    return names, re.compile(f"{before}(?:{'|'.join(branches)})")


def _spread(form: str) -> list[str]:
    """Return the forms of a form that begins with alternatives, so that each begins with its own letters."""
    match = re.match(r"\(\?:([^()]*)\)(?![?*+{])", form)
    if not match or "|" not in match.group(1):
        return [form]
    return [one + form[match.end() :] for one in match.group(1).split("|")]


def _literal(form: str) -> str:
    """Return up to two plain letters that every match of a form begins with."""
    if "|" in re.sub(r"\([^()]*\)", "", re.sub(r"\([^()]*\)", "", form)):
        return ""
    lead = ""
    for at, char in enumerate(form[:3]):
        if not _PLAIN.fullmatch(char):
            # "ab?": the letter before a sign of repetition may be missing
            return lead[:-1] if char in "?*{" else lead
        lead = form[: at + 1]
    return lead[:2]


def _weight(form: str) -> int:
    return len(re.sub(r"\(\?[:!=<]|\\w\*|\\[a-z][+*]?|[\[\]()?*+|]", "", form))


def _fold_form(form: str) -> str:
    folded = re.sub(
        r"\\.|[^\\]+", lambda match: match.group() if match.group()[0] == "\\" else fold(match.group()), form
    )
    # the groups of the whole pattern count forms, so a form may have none of its own
    return re.sub(r"(?<!\\)\((?!\?)", "(?:", folded)


class _Folding(dict[int, str]):
    def __missing__(self, code: int) -> str:
        char = chr(code)
        plain = _SIGNS.get(char) or char
        if code in _FULL_WIDTH:
            plain = chr(code - 0xFEE0)
        lowered = plain.lower()
        plain = lowered if len(lowered) == 1 else plain
        if ord(plain[0]) <= _LAST_LATIN:
            plain = unicodedata.normalize("NFD", plain)[0].lower()
        self[code] = plain
        return plain


_FOLDING = _Folding()
