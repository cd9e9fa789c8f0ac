"""What the composer makes of any fact passes the lock; the same text with one digit changed never does."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from listgen.copywriting.compose import compose_draft
from listgen.domain.brand_kit import Voice
from listgen.domain.variant import Choices, Variant
from listgen.facts.keys import fact_keys
from listgen.facts.load import read_data
from listgen.facts.lock import check_claims
from listgen.facts.product_types import product_types
from listgen.marketplaces.profiles import load_profile
from tests.facts.sheets import sheet

CHANNEL = load_profile("amazon").channel("en-US")
EXAMPLES = {key: row["example"] for key, row in read_data("keys.toml")["keys"].items() if row.get("example")}
# Small counts are written in words, and of a ring's size a mug's text says nothing.
IN_WORDS = {
    "colour_choices", "compartments", "dials", "drawers", "persons", "pockets", "ring_size", "speeds", "warranty",
}  # fmt: skip
TYPES = [kind for kind in product_types() if kind.nouns and {key for key in kind.order if key in EXAMPLES}]


def written(facts):
    """Return (field, text) of everything that the composer writes."""
    variant = Variant(name="A", choices=Choices())
    draft = compose_draft(facts, CHANNEL, variant, voice=Voice(), seed=1)
    return [(text.name, item) for text in draft.fields for item in text.items if text.name != "search_terms"]


def failing(field, item, facts):
    return [claim for claim in check_claims(field, [item], facts, voice=Voice()) if not claim.held]


def facts_of(key, noun="mug"):
    label = fact_keys()[key].label.replace(" ", "_")
    return sheet(f"Tarn {noun.title()}", brand="Fenwick", **{label: EXAMPLES[key]})


@pytest.mark.parametrize("key", sorted(EXAMPLES))
def test_every_kind_of_fact_passes_the_lock_as_the_composer_says_it(key):
    facts = facts_of(key)

    assert [claim for field, item in written(facts) for claim in failing(field, item, facts)] == []


@pytest.mark.parametrize(
    "key", sorted(key for key, value in EXAMPLES.items() if re.search(r"\d", value) and key not in IN_WORDS)
)
def test_no_digit_of_a_fact_can_be_changed(key):
    facts = facts_of(key)
    places = [(field, item, match.start()) for field, item in written(facts) for match in re.finditer(r"\d", item)]

    assert places
    for field, item, place in places:
        other = item[:place] + str((int(item[place]) + 1) % 10) + item[place + 1 :]
        assert failing(field, other, facts), other


@settings(max_examples=120, deadline=None, derandomize=True)
@given(data=st.data())
def test_the_facts_of_a_product_pass_the_lock_together(data):
    kind = data.draw(st.sampled_from(TYPES), label="type")
    possible = sorted(key for key in kind.order if key in EXAMPLES)
    keys = data.draw(st.lists(st.sampled_from(possible), min_size=1, max_size=10, unique=True), label="keys")
    labels = {fact_keys()[key].label.replace(" ", "_"): EXAMPLES[key] for key in keys}
    facts = sheet(f"Tarn {kind.nouns[0].singular.title()}", brand="Fenwick", **labels)

    assert [claim for field, item in written(facts) for claim in failing(field, item, facts)] == []


def test_a_sign_is_part_of_a_figure():
    facts = facts_of("hardiness")

    assert any("-15" in item for _, item in written(facts))
    assert failing("description", "It is hardy to 15 °C.", facts)
