from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from listgen.domain.fact import Claim, Verdict
from listgen.review.spans import split_claims


def claim(start: int, end: int, verdict: Verdict = Verdict.SUPPORTED) -> Claim:
    return Claim(field="title", item=0, start=start, end=end, text="", kind="quantity", verdict=verdict)


@given(
    text=st.text(max_size=40),
    places=st.lists(st.tuples(st.integers(-3, 45), st.integers(-3, 45), st.sampled_from(list(Verdict))), max_size=8),
)
def test_the_pieces_always_add_up_to_the_text(text, places):
    spans = split_claims(text, [claim(*place) for place in places])

    assert "".join(span.text for span in spans) == text
    assert all(span.text for span in spans)


def test_a_doubtful_claim_is_not_hidden_by_a_certain_one_around_it():
    spans = split_claims("holds 750 ml ice", [claim(0, 16), claim(6, 12, Verdict.CONTRADICTED)])

    marked = [span for span in spans if span.claim]
    assert [(span.text, span.claim.verdict) for span in marked] == [("750 ml", Verdict.CONTRADICTED)]
