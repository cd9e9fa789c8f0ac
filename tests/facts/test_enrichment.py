from listgen.domain.product import Attribute, Product
from listgen.domain.source import CellRef
from listgen.facts.attributes import enrich
from listgen.facts.build import build_fact_sheet


def cell(column: str, text: str) -> CellRef:
    return CellRef("products.csv", 2, column, text)


def product(name: str, *, category: str = "", description: str = "", **columns: str) -> Product:
    return Product(
        sku="A-1",
        name=name,
        row=cell("SKU", "A-1"),
        name_cell=cell("Name", name),
        product_type=category,
        description=description,
        description_cell=cell("Description", description) if description else None,
        attributes=tuple(Attribute(key, value, cell(key, value)) for key, value in columns.items()),
    )


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
