"""How much a text risks: its claims that nothing backs, weighed by what they do to a reader."""

from __future__ import annotations

from collections.abc import Iterable

from listgen.domain.fact import Claim, Verdict

# A reader who is told the opposite of the sheet is worse off than one who is told something that the sheet leaves open.
_WEIGHTS = {Verdict.CONTRADICTED: 2.0, Verdict.BORROWED: 2.0, Verdict.UNSUPPORTED: 1.0}
# Praise misleads nobody about the product, but where it is thick other claims are loose, too.
_PRAISE = 0.5
# Prices are never a column that backs a claim: that one stands in a text says nothing about the rest of it.
_NEUTRAL = frozenset({"price"})


def risk(claims: Iterable[Claim]) -> float:
    """Return how much the claims of a text risk together, 0 where every claim is held.

    Contradicted and borrowed claims count 2, unsupported ones 1, praise 1/2, prices nothing. Texts of one length can be
    ordered by it; divide by the number of sentences to compare texts of different lengths.
    """
    return sum(_weight(claim) for claim in claims if not claim.held)


def _weight(claim: Claim) -> float:
    if claim.kind in _NEUTRAL:
        return 0.0
    return _PRAISE if claim.kind == "praise" else _WEIGHTS[claim.verdict]
