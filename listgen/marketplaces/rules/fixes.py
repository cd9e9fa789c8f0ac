"""Corrections that are always safe: what a rule names as its fix, applied to a text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from listgen.marketplaces.rules.kinds import Span, Subject, spans
from listgen.marketplaces.rules.pack import Rule

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_BLANKS = re.compile(r"[ \t]{2,}")
# What stays behind where a word was cut out: a comma before a comma, a bracket with nothing in it.
_HOLES = (
    (re.compile(r"\(\s*\)|\[\s*\]"), ""),
    (re.compile(r"\s+([,.;:])"), r"\1"),
    (re.compile(r"([,;])(?:\s*[,;])+"), r"\1"),
)
_EDGES = " ,;"
_ROUNDS = 4


def fixed_item(rule: Rule, subject: Subject) -> str:
    """Return the subject's text as the rule's fix leaves it; the text itself where the rule has no fix or is kept."""
    found = spans(rule, subject)
    if not rule.fix or not found:
        return subject.text
    text = subject.text
    for start, end in sorted(_merged(found), reverse=True):
        text = text[:start] + _instead(rule, subject, text[start:end]) + text[end:]
    return _tidied(text) if text.strip() else text.strip()


def fixed_text(rules: Sequence[Rule], subject: Subject) -> tuple[str, tuple[str, ...]]:
    """Return a text after the fixes of all rules, and the ids of those that changed it.

    One fix may bring another rule into play (a word in small letters is suddenly a repeat), so it goes round until
    nothing changes.
    """
    used: dict[str, None] = {}
    for _ in range(_ROUNDS):
        before = subject.text
        for rule in rules:
            text = fixed_item(rule, subject)
            if text != subject.text:
                used[rule.id] = None
                subject = replace(subject, text=text)
        if subject.text == before:
            break
    return subject.text, tuple(used)


def _instead(rule: Rule, subject: Subject, piece: str) -> str:
    if rule.fix == "small":
        return piece.lower()
    if rule.fix == "capital":
        # Abbreviations that the rule names, and the brand, are spelled as they are.
        kept = {*rule.exempt, *_WORD.findall(subject.brand)}
        return _WORD.sub(lambda match: _capital(match.group(), kept), piece)
    if rule.fix == "replace":
        return "".join(rule.replace.get(char, char) for char in piece)
    return ""


def _capital(word: str, kept: AbstractSet[str]) -> str:
    return word if word in kept else word[:1].upper() + word[1:].lower()


def _merged(found: Sequence[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in sorted(found):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _tidied(text: str) -> str:
    for hole, filling in _HOLES:
        text = hole.sub(filling, text)
    return _BLANKS.sub(" ", text).strip(_EDGES)
