"""What only another variation may say: words of cells in which the product itself has another value."""

import pytest

from listgen.domain.brand_kit import Voice
from listgen.domain.fact import Verdict
from listgen.facts.lock import check_claims
from tests.facts.sheets import sheet


def verdicts(text, own, other, language="en"):
    claims = check_claims(
        "description", [text], sheet(**own), voice=Voice(), siblings=(sheet(**other),), language=language
    )
    return {claim.text: claim.verdict for claim in claims if claim.kind == "option"}


SOAP = {"name": "Soap", "Scent": "Lavender", "Roast": "Dark", "For": "Dry skin"}
OTHER = {"name": "Soap", "Scent": "Rosemary", "Roast": "Light", "For": "Oily skin"}


@pytest.mark.parametrize("text", ["Scented with rosemary.", "Made for oily skin.", "A Light roast."])
def test_a_siblings_word_is_borrowed(text):
    found = verdicts(text, SOAP, OTHER)

    assert list(found.values()) == [Verdict.BORROWED]


@pytest.mark.parametrize("text", ["Scented with lavender.", "A light, pleasant soap.", "Made for dry skin."])
def test_own_words_and_words_that_may_mean_anything_are_not(text):
    assert not verdicts(text, SOAP, OTHER)


def test_a_word_that_the_own_cells_say_elsewhere_is_the_products():
    own = {**SOAP, "Goes_with": "Rosemary shampoo"}

    assert not verdicts("Goes with our rosemary shampoo.", own, OTHER)


def test_words_without_blanks_are_found_too():
    own = {"name": "香皂", "香味": "薰衣草"}
    other = {"name": "香皂", "香味": "迷迭香"}

    assert verdicts("带有迷迭香香味。", own, other, "zh") == {"迷迭香": Verdict.BORROWED}
