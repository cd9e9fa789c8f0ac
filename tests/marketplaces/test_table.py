"""Tables that a profile describes: limits of cells, words, splitting, columns for attributes."""

import csv
import dataclasses
import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from listgen.domain.attribute import ProductAttribute
from listgen.errors import MarketplaceError
from listgen.marketplaces.bundle import build_bundle
from listgen.marketplaces.cells import one_line
from listgen.marketplaces.profiles import load_profile
from listgen.marketplaces.readers import read_upload
from tests.marketplaces.golden_files import uploads_of
from tests.marketplaces.shop import SELLER, catalogue, listing, product

HEAD = """
title = "Stall"
checked = 2026-11-22
title_order = "shop"
pictures = []
[[fields]]
name = "title"
label = "item"
[file]
format = "table"
name = "stall.csv"
"""
COLUMNS = """
[[columns]]
name = "code"
holds = "sku"
limit = { value = 24, unit = "UNIT", source = "us", date = 2026-11-22, status = "verified" }
[[columns]]
name = "item"
holds = "title"
[[columns]]
name = "maker"
holds = "brand"
limit = { value = 24, unit = "UNIT", source = "us", date = 2026-11-22, status = "verified" }
"""


def profile_of(folder, text):
    place = folder / "marketplaces"
    place.mkdir(exist_ok=True)
    (place / "stall.toml").write_text(text, encoding="utf-8")
    from listgen.marketplaces.profiles import _load

    _load.cache_clear()
    return load_profile("stall", folder)


def made(profile, listings, families=(), seller=SELLER):
    return build_bundle(
        profile, locale="en-US", variant="A", listings=listings, families=families, seller=seller
    )  # fmt: skip


def rows_of(bundle):
    return list(csv.DictReader(io.StringIO(uploads_of(bundle)[0].data.decode(), newline="")))


@pytest.fixture(scope="module", params=["characters", "bytes", "GBK bytes"])
def limited(request, tmp_path_factory):
    text = HEAD + COLUMNS.replace("UNIT", request.param)
    return profile_of(tmp_path_factory.mktemp("limited"), text)


@settings(deadline=None, max_examples=40)
@given(
    words=st.lists(st.text(st.characters(codec="utf-8"), min_size=1, max_size=30), min_size=2, max_size=5, unique=True)
)
def test_no_cell_is_longer_than_its_column_takes_and_no_two_skus_become_one(limited, words):
    listings = [listing(product(word, brand=f"{word} & {word}")) for word in words if " ".join(word.split())]

    bundle = made(limited, listings)

    limit = limited.columns[0].limit.text_limit
    if not listings:
        return
    rows = rows_of(bundle)
    assert all(limit.measure(row["code"].removeprefix("'")) <= limit.maximum for row in rows)
    assert len({row["code"] for row in rows}) == len({one_line(item.product.sku) for item in listings})
    assert all(limit.measure(row["maker"].removeprefix("'")) <= limit.maximum for row in rows)


@pytest.mark.parametrize(
    ("letter", "unit", "most"), [("a", "characters", 24), ("ü", "bytes", 12), ("杯", "GBK bytes", 12)]
)
def test_a_sku_at_the_limit_stays_and_a_longer_one_ends_in_a_hash(tmp_path, letter, unit, most):
    profile = profile_of(tmp_path, HEAD + COLUMNS.replace("UNIT", unit))
    exact, longer, other = letter * most, letter * (most + 1), letter * most + "b"

    codes = [row["code"] for row in rows_of(made(profile, [listing(product(sku)) for sku in (exact, longer, other)]))]

    assert codes[0] == exact
    assert codes[1].startswith(letter * 2)
    assert len(set(codes)) == 3


def test_a_cell_that_is_cut_ends_at_a_word_and_is_told(tmp_path):
    profile = profile_of(tmp_path, HEAD + COLUMNS.replace("UNIT", "characters"))

    bundle = made(profile, [listing(product(brand="Marlow and Finch of Lower Tidewater"))])

    assert rows_of(bundle)[0]["maker"] == "Marlow and Finch of"
    assert [finding.code for finding in bundle.findings] == ["export.cut"]


def test_attributes_of_most_listings_have_columns_where_there_is_no_room_for_all(tmp_path):
    spread = '[[columns]]\nname = "C:{name}"\nholds = "attributes"\nmost = 2\n'
    profile = profile_of(tmp_path, HEAD + COLUMNS.replace("UNIT", "characters") + spread)

    def one(sku, **values):
        attributes = tuple(
            ProductAttribute(name=name, value=value, source=None, start=0, end=1, method="cell", sure=True)
            for name, value in values.items()
        )
        return listing(product(sku, brand=""), attributes=attributes, colour="", material="")

    listings = [one("A", Rare="x", Glaze="matte"), one("B", Glaze="gloss", Foot="raw"), one("C", Foot="raw")]

    rows = rows_of(made(profile, listings))

    assert [name for name in rows[0] if name.startswith("C:")] == ["C:Glaze", "C:Foot"]
    assert [row["C:Glaze"] for row in rows] == ["matte", "gloss", ""]


def test_json_lines_hold_typed_values_and_leave_out_what_is_empty(tmp_path):
    columns = """
[[columns]]
name = "id"
holds = "sku"
[[columns]]
name = "title"
holds = "title"
[[columns]]
name = "points"
holds = "bullets"
kind = "list"
[[columns]]
name = "cost"
holds = "price"
kind = "number"
[[columns]]
name = "stock"
holds = "quantity"
kind = "integer"
[[columns]]
name = "varies"
holds = "has_variations"
kind = "boolean"
[[columns]]
name = "choice"
holds = "options"
kind = "object"
[[columns]]
name = "nothing"
holds = "mpn"
"""
    profile = profile_of(tmp_path, HEAD.replace("stall.csv", "stall.jsonl") + 'layout = "json-lines"\n' + columns)
    listings, families = catalogue("stall-en-US")

    bundle = made(profile, listings, families)

    lines = [json.loads(line) for line in uploads_of(bundle)[0].data.decode().splitlines()]
    shirt = next(line for line in lines if line["id"] == "TEE-SA-M")
    assert (shirt["cost"], shirt["stock"], shirt["varies"], shirt["choice"]) == (
        19.9,
        7,
        True,
        {"Color": "Sage", "Size": "M"},
    )
    assert "nothing" not in shirt
    path = tmp_path / "stall.jsonl"
    path.write_bytes(uploads_of(bundle)[0].data)
    upload = read_upload(path, tmp_path)
    assert upload.marketplace == "stall"
    record = next(record for record in upload.records if record.sku == "MUG-01")
    assert record.items("bullets") == listings[4].draft.items("bullets")


def test_what_an_encoding_lacks_is_told_and_costs_no_file(tmp_path):
    profile = profile_of(tmp_path, HEAD + 'encoding = "gbk"\n' + COLUMNS.replace("UNIT", "characters"))

    bundle = made(profile, [listing(title="Mug 🍵 杯")])

    assert "Mug ? 杯".encode("gbk") in uploads_of(bundle)[0].data
    assert [(finding.code, "🍵" in finding.message) for finding in bundle.findings] == [("export.letters", True)]


def test_a_table_without_columns_is_refused(tmp_path):
    profile = profile_of(tmp_path, HEAD)

    with pytest.raises(MarketplaceError, match="columns"):
        made(profile, [listing()])


def test_a_column_of_an_unknown_thing_is_refused_with_file_and_key(tmp_path):
    with pytest.raises(MarketplaceError, match=r"stall\.toml"):
        profile_of(tmp_path, HEAD + '[[columns]]\nname = "x"\nholds = "everything"\n')


def test_a_setting_fills_a_column_by_sku_type_and_for_the_rest(tmp_path):
    shelf = '[[columns]]\nname = "shelf"\nsetting = "shelf"\ntext = "none"\n'
    profile = profile_of(tmp_path, HEAD + COLUMNS.replace("UNIT", "characters") + shelf)
    table = {"MUG-01": "top", "drinkware": 2}
    seller = dataclasses.replace(SELLER, marketplaces={"stall": {"shelf": table}})

    rows = rows_of(
        made(profile, [listing(), listing(product("B")), listing(product("C"), item_type="bags")], (), seller)
    )

    assert [row["shelf"] for row in rows] == ["top", "2", "none"]
