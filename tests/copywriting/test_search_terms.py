"""Hidden search terms and tags: limits in bytes, no repeats, nothing that the visible text has."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from listgen.copywriting.compose import compose_draft
from listgen.copywriting.search_terms import compose_search_terms, compose_tags
from listgen.copywriting.search_words import stem, stems_of, tokens_of
from listgen.domain.brand_kit import Voice
from listgen.domain.channel import FieldSpec, TextLimit
from tests.copywriting.samples import VARIANT, amazon, bottle

WORDS = st.text(alphabet="abcdeéüß石板蓝ц '-12,.!", min_size=1, max_size=24)
TAGS = FieldSpec(name="tags", limit=TextLimit(20), max_items=13, banned=',/&.+%():;!"#°×')


@given(keywords=st.lists(WORDS, max_size=30), shown=st.lists(WORDS, max_size=4), maximum=st.integers(1, 120))
def test_terms_never_exceed_their_bytes_nor_repeat_a_word(keywords, shown, maximum):
    spec = FieldSpec(name="search_terms", limit=TextLimit(maximum, "bytes"))

    terms = compose_search_terms(bottle(), (), shown, spec, keywords=keywords)

    line = " ".join(terms)
    stems = [one for word in line.split() for one in stems_of(word)]
    assert len(line.encode()) <= maximum
    assert max(Counter(line.split()).values(), default=0) <= 1
    assert not [one for one in stems if stems.count(one) > 1 and one.isalpha()]
    assert not {stem(word) for word in line.split()} & set().union(*(stems_of(text) for text in shown))
    assert not set(line) & set(",.!\"'-")


@given(keywords=st.lists(WORDS, max_size=30))
def test_tags_keep_their_length_and_number_and_say_nothing_twice(keywords):
    tags = compose_tags(bottle(), (), TAGS, searched=True, keywords=keywords)

    assert len(tags) <= 13
    assert all(0 < len(tag) <= 20 for tag in tags)
    assert not any(set(tag) & set(TAGS.banned) for tag in tags)
    said = [stems_of(tag) or tag for tag in tags]
    assert len(said) == len(set(said))


def test_keywords_come_first_and_lose_the_words_that_the_listing_shows():
    draft = compose_draft(
        bottle(), amazon(), VARIANT, voice=Voice(), seed=1, keywords=("insulated gym bottles", "flask for tea")
    )

    words = draft.items("search_terms")[0].split()

    assert words[:3] == ["gym", "flask", "tea"]
    assert not {"bottle", "bottles", "insulated", "for"} & set(words)


def test_keywords_change_search_terms_and_no_other_field():
    without = compose_draft(bottle(), amazon(), VARIANT, voice=Voice(), seed=1)
    with_keyword = compose_draft(bottle(), amazon(), VARIANT, voice=Voice(), seed=1, keywords=("gym flask",))

    changed = [one.name for one, two in zip(without.fields, with_keyword.fields, strict=True) if one != two]

    assert changed == ["search_terms"]


def test_a_brand_never_becomes_a_hidden_term():
    facts = replace(bottle(), brand="Norvik")
    spec = FieldSpec(name="search_terms", limit=TextLimit(249, "bytes"))

    (line,) = compose_search_terms(facts, (), (), spec, keywords=("norvik flask", "case for iphone 15"))

    assert "norvik" not in line
    assert "iphone" not in line


def test_a_word_that_does_not_fit_makes_room_for_a_shorter_one():
    spec = FieldSpec(name="search_terms", limit=TextLimit(10, "bytes"))

    (line,) = compose_search_terms(bottle(), (), (), spec, keywords=("石板蓝水壶 gym",))

    assert line.split()[0] == "gym"


def test_figures_stand_apart_from_their_units():
    assert tokens_of("25oz, 50 x 50 cm; dot-grid") == ("25", "oz", "50", "x", "50", "cm", "dot", "grid")
