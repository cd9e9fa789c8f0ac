import pytest

from tests.facts.attribute_gold import GOLD, micro_f1, read_gold

present = pytest.mark.skipif(not GOLD.is_dir(), reason="the gold files are not part of the repository")


@present
def test_attributes_of_amazon_titles_are_found():
    assert micro_f1(read_gold("oa-mine")[::3]) >= 0.73


@present
def test_attributes_of_market_place_titles_are_found():
    assert micro_f1(read_gold("ae-110k")[::3]) >= 0.83
