from listgen.domain.product import Product
from listgen.facts.attributes import enrich
from listgen.facts.build import build_fact_sheet
from tests.facts.sheets import cell, product


def enriched(made: Product):
    return enrich(made, build_fact_sheet(made))


def test_columns_become_attributes_with_their_cell():
    made = product("Fjell Water Bottle", Material="18/8 stainless steel", Lid="screw lid")

    lid = next(one for one in enriched(made) if one.key == "lid")

    assert (lid.name, lid.value, lid.method, lid.sure) == ("Lid", "screw lid", "cell", True)
    assert lid.source == cell("Lid", "screw lid")


def test_a_list_gives_one_attribute_for_each_value():
    made = product("Fjell Water Bottle", Use="commuting; day hikes")

    assert [one.value for one in enriched(made) if one.key == "use"] == ["commuting", "day hikes"]


def test_up_to_is_part_of_the_value():
    made = product("Fjell Water Bottle", **{"Keeps cold": "up to 24 h"})

    assert [one.value for one in enriched(made) if one.key == "cold_hours"] == ["up to 24 h"]


def test_the_name_gives_what_no_column_says():
    made = product("Norrbean Medium Roast Ground Coffee, 12 oz (Pack of 3)", category="Food > Coffee")

    found = {one.name: (one.value, one.method) for one in enriched(made)}

    assert found["Roast type"] == ("Medium Roast", "title")
    assert found["Pack size"] == ("Pack of 3", "title")


def test_every_value_stands_in_its_cell_at_its_span():
    made = product(
        "Norrbean Vanilla Medium Roast Coffee, 12 oz",
        category="Coffee",
        description="<p>Smooth &amp; mild.</p><ul><li>Decaf</li><li>Weight: 340 g</li></ul>",
        Material="paper",
    )

    found = enriched(made)

    assert found
    for one in found:
        assert one.source.text[one.start : one.end] == one.value


def test_enrichment_adds_no_fact():
    made = product("Norrbean Vanilla Medium Roast Coffee, 12 oz", category="Coffee")
    before = build_fact_sheet(made)

    enrich(made, before)

    assert build_fact_sheet(made) == before
