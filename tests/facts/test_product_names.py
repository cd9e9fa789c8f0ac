import pytest

from listgen.facts.product_names import read_name
from listgen.facts.product_types import category_type, plural_of, product_types, singular_of, type_of

from .sheets import product


@pytest.mark.parametrize(
    ("name", "category", "type_id", "noun", "line"),
    [
        ("Tallow Duffle Bag", "Gear > Bags", "bags", "duffle bag", "Tallow"),
        ("Tallow Duffle", "Gear > Bags", "bags", "duffle bag", "Tallow"),
        ("Crag Summit Backpack", "", "bags", "backpack", "Crag Summit"),
        ("Ferry Roll-Top Backpack, 24 L, Black", "", "bags", "roll-top backpack", "Ferry"),
        ("Fjell Insulated Water Bottle", "", "drinkware", "water bottle", "Fjell"),
        ("Aster Analog Watch", "", "watches", "analog watch", "Aster"),
        ("Impel", "Watches", "watches", "watch", "Impel"),
        ("Linnet Orb 55 cm Ball", "Fitness Equipment", "fitness", "exercise ball", "Linnet Orb"),
        ("Linnet Foam Yoga Brick", "", "fitness", "yoga brick", "Linnet"),
        ("Gorse&trade; Strength Band Kit", "Fitness", "fitness", "strength band kit", "Gorse"),
        ("Lever Pushup Grips", "", "fitness", "pushup grips", "Lever"),
        ("Women's Organic Cotton T-Shirt with Pocket", "", "tops", "T-shirt", ""),
        ("High Performance RAM", "Computers", "computers", "RAM", ""),
        ("Hand Trowel", "Home > Plants", "tools", "hand trowel", ""),
        ("Zibbert 3000", "", "generic", "zibbert", ""),
    ],
)
def test_a_name_gives_type_noun_and_line(name, category, type_id, noun, line):
    reading = read_name(product(name, category=category))

    assert (reading.type_id, reading.noun, reading.line) == (type_id, noun, line)


def test_plural_names_take_they():
    assert read_name(product("Allmar Sneakers")).noun_plural
    assert read_name(product("Odell Wide-Leg Jeans")).noun_plural
    assert not read_name(product("Odell Dress")).noun_plural


def test_the_brand_is_no_line():
    assert read_name(product("Norvik Fjell Water Bottle", brand="Norvik")).line == "Fjell"


def test_a_noun_of_several_types_is_decided_by_the_category():
    assert type_of(product("Orb Ball", category="Fitness")).id == "fitness"
    assert category_type("Electronics > Photo").id == "cameras"


@pytest.mark.parametrize("kind", product_types(), ids=lambda kind: kind.id)
def test_every_noun_has_a_plural_that_finds_its_way_back(kind):
    for noun in kind.nouns:
        assert singular_of(plural_of(noun.singular)) == singular_of(noun.singular)


def test_every_type_knows_its_facts_and_angles():
    ids = [kind.id for kind in product_types()]

    assert len(ids) == len(set(ids)) >= 28
    assert ids[-1] == "generic"
    assert all(0 <= kind.elevation <= 90 and kind.decisive and kind.order for kind in product_types())


def test_search_words_follow_the_noun():
    bags = next(kind for kind in product_types() if kind.id == "bags")

    assert "rucksack" in bags.search_words("roll-top backpack")
    assert "knapsack" in bags.search_words("backpacks")
