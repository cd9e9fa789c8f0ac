"""Text cut at its claims, so that each statement can carry its evidence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from listgen.domain.fact import Claim


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text, with the claim that it makes, if any."""

    text: str
    claim: Claim | None = None


def split_claims(text: str, claims: Iterable[Claim]) -> tuple[Span, ...]:
    """Return the whole text in order, cut at the claims of this item.

    Claims that reach outside the text are clipped; of overlapping ones a claim that nothing holds wins over one that
    holds, then the one that starts first, then the longer one, so that no doubt is hidden by a certainty.
    """
    kept: list[Claim] = []
    for claim in sorted(claims, key=lambda c: (c.held, c.start, -c.end)):
        start, end = max(0, claim.start), min(len(text), claim.end)
        if start < end and all(end <= max(0, other.start) or start >= other.end for other in kept):
            kept.append(claim)
    spans, at = [], 0
    for claim in sorted(kept, key=lambda c: c.start):
        start, end = max(0, claim.start), min(len(text), claim.end)
        if at < start:
            spans.append(Span(text[at:start]))
        spans.append(Span(text[start:end], claim))
        at = end
    if at < len(text):
        spans.append(Span(text[at:]))
    return tuple(spans)
