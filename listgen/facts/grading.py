"""How much a word promises: plain use of everyday words is no claim, and a hedge in front of one licenses nothing."""

from __future__ import annotations

import re
from functools import cache

from listgen.facts.concepts import ConceptSpan
from listgen.facts.evidence import Evidence
from listgen.facts.language import language as language_of
from listgen.facts.load import read_data

# Words that describe more often than they promise; only a promising use is a claim.
_EVERYDAY = frozenset({"soft", "quiet", "fast", "bright", "powerful", "cheap"})
_PROMISING = re.compile(
    r"(?i)(?:\b(?:very|so|super|ultra|extra|incredibly|extremely|really|always|truly|more|feels?|is|are|stays?|remains?|"
    r"keeps?(?: \w+)?|works?|charges?|runs?|and|yet|but)\s+)$"
)
_AFTER = re.compile(
    r"(?i)^(?:\s*[,.;!]|\s+(?:and|yet|but|to the touch|against|feel|performance|charging|delivery)\b|\s*$)"
)


def is_plain_use(text: str, span: ConceptSpan, evidence: Evidence, language: str) -> bool:
    """Return whether a describing word promises nothing where it stands: "soft drinks", "bright red", "breakfast"."""
    del evidence
    if span.id not in _EVERYDAY or language != "en":
        return False
    before, after = text[max(0, span.start - 24) : span.start], text[span.end : span.end + 24]
    return not (_PROMISING.search(before) or _AFTER.match(after))


def hedge_before(text: str, place: int, language: str) -> str:
    """Return the words directly before a claim that weaken it ("may", "helps", "kann"), "" where none do."""
    match = _hedges(language).search(text[max(0, place - 32) : place])
    return match.group("hedge") if match else ""


@cache
def _hedges(language: str) -> re.Pattern[str]:
    forms = read_data("answers.toml")["hedges"].get(language, ())
    body = "|".join(forms) or "(?!)"
    if not language_of(language).boundary:
        return re.compile(rf"(?P<hedge>{body})\w{{0,4}}$", re.IGNORECASE)
    return re.compile(rf"(?<!\w)(?P<hedge>{body})(?:\s+\w+){{0,2}}\s+$", re.IGNORECASE)
