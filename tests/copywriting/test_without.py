"""Fields that nobody needs may be left out; the others stay what they are, in the same order."""

from __future__ import annotations

import pytest

from listgen.copywriting.compose import compose_draft, in_order
from listgen.domain.brand_kit import Voice
from listgen.domain.channel import FIELDS
from listgen.domain.variant import Choices, Variant
from tests.copywriting.samples import CHANNELS, SHEETS, VARIANT

ARM = Variant(name="B", choices=Choices(angle="gift"), factor="angle", level="gift")


@pytest.mark.parametrize("facts", SHEETS[:4], ids=lambda facts: facts.name)
@pytest.mark.parametrize("channel", CHANNELS, ids=lambda channel: channel.marketplace)
@pytest.mark.parametrize("variant", [VARIANT, ARM], ids=["control", "arm"])
@pytest.mark.parametrize("left_out", [("title", "highlights", "bullets", "description"), ("search_terms",)])
def test_the_other_fields_stay_as_they_are(facts, channel, variant, left_out):
    whole = compose_draft(facts, channel, variant, voice=Voice(), seed=5)
    part = compose_draft(facts, channel, variant, voice=Voice(), seed=5, without=left_out)

    others = [text for text in part.fields if text.name not in left_out]
    assert others == [text for text in whole.fields if text.name not in left_out]
    assert whole.fields == in_order(reversed(whole.fields))
    assert {text.name for text in whole.fields} <= set(FIELDS)
