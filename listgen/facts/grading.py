"""How much a describing word promises: plain use of everyday words is no claim."""

from __future__ import annotations

import re

from listgen.facts.concepts import ConceptSpan
from listgen.facts.evidence import Evidence

# Words that describe more often than they promise; only a promising use is a claim.
_EVERYDAY = frozenset({"soft", "quiet", "fast", "bright", "powerful", "cheap"})
_PROMISING = re.compile(
    r"(?i)(?:\b(?:very|so|super|ultra|extra|incredibly|extremely|really|always|truly|more|feels?|is|are|stays?|remains?|"
    r"keeps?(?: \w+)?|works?|charges?|runs?|and|yet|but|,)\s+)$"
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
