"""Amazon beyond the feed: what changed since the last one, and templates of the seller's own."""

import base64
import dataclasses
import io
import json
import zipfile
from decimal import Decimal

import jsonschema
import openpyxl
import pytest

from listgen.errors import MarketplaceError
from listgen.marketplaces.data import amazon_feed_schema
from listgen.marketplaces.readers import read_upload
from listgen.marketplaces.seller import GivenFile
from tests.marketplaces.golden_files import uploads_of
from tests.marketplaces.shop import LONG_SKU, SELLER, bundle, catalogue, listing, product

CUP = base64.b64encode(b"DRINKING_CUP").decode()
MODERN = (
    "contribution_sku#1.value",
    "product_type#1.value",
    "::record_action",
    "item_name[marketplace_id=ATVPDKIKX0DER][language_tag=en_US]#1.value",
    "brand[marketplace_id=ATVPDKIKX0DER][language_tag=en_US]#1.value",
    "amzn1.volt.ca.product_id_type",
    "amzn1.volt.ca.product_id_value",
    "bullet_point[marketplace_id=ATVPDKIKX0DER][language_tag=en_US]#1.value",
    "bullet_point[marketplace_id=ATVPDKIKX0DER][language_tag=en_US]#2.value",
    "parentage_level[marketplace_id=ATVPDKIKX0DER]#1.value",
    "child_parent_sku_relationship[marketplace_id=ATVPDKIKX0DER]#1.parent_sku",
    "purchasable_offer[marketplace_id=ATVPDKIKX0DER][audience=ALL]#1.our_price#1.schedule#1.value_with_tax",
    "purchasable_offer[marketplace_id=ATVPDKIKX0DER][audience=B2B]#1.our_price#1.schedule#1.value_with_tax",
    "country_of_origin[marketplace_id=ATVPDKIKX0DER]#1.value",
)
LEGACY = ("feed_product_type", "item_sku", "brand_name", "item_name", "bullet_point1", "standard_price", "parent_child",
          "parent_sku", "relationship_type", "main_image_url", "update_delete", "unknown_column")  # fmt: skip


def seller(**files):
    given = {("amazon", name): tuple(values) for name, values in files.items()}
    return dataclasses.replace(SELLER, files=given)


def feed_of(made, name):
    return json.loads(next(file.data for file in made.files if file.path == name))


def sent(made):
    return [GivenFile(file.path, file.data) for file in uploads_of(made)]


def modern_template():
    """A small macro workbook with the rows of a real one, made by openpyxl, and a macro part that is not."""
    book = openpyxl.Workbook()
    book.active.title = "Instructions"
    sheet = book.create_sheet("Template")
    sheet["A1"] = f"settings=attributeRow=5&contentLanguageTag=en_US&dataRow=7&feedType=256&ptds={CUP}&signature=abc"
    for column, name in enumerate(MODERN, 1):
        sheet.cell(4, column, name.split("#")[0])
        sheet.cell(5, column, name)
        sheet.cell(7, column).fill = openpyxl.styles.PatternFill("solid", fgColor="FFFF00")
    sheet["A6"] = "ABC123"
    book.create_sheet("Valid Values").sheet_state = "hidden"
    stream = io.BytesIO()
    book.save(stream)
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0macro")
    return stream.getvalue()


def legacy_template(end="\r\n"):
    signature = base64.b64encode(b"DRINKING_CUP").decode()
    first = ["TemplateType=fptcustom", "Version=2026.0101", f"TemplateSignature={signature}", "settings=x"]
    return end.join("\t".join(row) for row in (first, [name.title() for name in LEGACY], LEGACY, [])).encode()


def test_a_partial_update_is_valid_too():
    made = bundle("amazon", dataclasses.replace(SELLER, amazon_operation="PARTIAL_UPDATE"))

    jsonschema.validate(feed_of(made, "listings-feed.json"), amazon_feed_schema())


def test_changes_hold_the_attributes_that_changed_and_no_others():
    listings, families = catalogue("amazon-en-US")
    before = bundle("amazon")
    changed = list(listings)
    changed[4] = listing(listings[4].product, title="Tidewater Stoneware Mug, 350 ml, White", highlights=())
    new = listing(product("NEW-1", price=Decimal(3)))

    made = bundle("amazon", seller(changes_since=sent(before)), listings=[*changed, new], families=families)

    feed = feed_of(made, "changes-feed.json")
    jsonschema.validate(feed, amazon_feed_schema())
    patch, whole = feed["messages"]
    assert (patch["sku"], patch["operationType"]) == ("MUG-01", "PATCH")
    assert [(entry["op"], entry["path"]) for entry in patch["patches"]] == [
        ("replace", "/attributes/item_name"),
        ("delete", "/attributes/title_differentiation"),
    ]
    assert patch["patches"][1]["value"] == [{"language_tag": "en_US", "marketplace_id": "ATVPDKIKX0DER"}]
    assert (whole["sku"], whole["operationType"]) == ("NEW-1", "UPDATE")


def test_a_run_without_pictures_deletes_none_that_are_live():
    listings, families = catalogue("amazon-en-US")
    before = bundle("amazon")

    without = [dataclasses.replace(item, pictures=()) for item in listings]
    made = bundle("amazon", seller(changes_since=sent(before)), listings=without, families=families)

    assert "changes-feed.json" not in {file.path for file in made.files}
    assert "nothing to send" in next(file for file in made.files if file.role == "howto").data.decode()


def test_a_feed_of_changes_is_the_earlier_one_of_the_next():
    listings, families = catalogue("amazon-en-US")
    first = bundle("amazon")
    changed = list(listings)
    changed[4] = listing(listings[4].product, title="Tidewater Stoneware Mug, 350 ml, White")
    second = bundle("amazon", seller(changes_since=sent(first)), listings=changed, families=families)
    patches = [file for file in sent(second) if file.name == "changes-feed.json"]

    third = bundle("amazon", seller(changes_since=[*sent(first), *patches]), listings=changed, families=families)

    assert "changes-feed.json" not in {file.path for file in third.files}


@pytest.mark.parametrize("data", [b"{}", b"[]", b"no json", b'{"messages": [1], "header": {}}', b"\xff"])
def test_an_earlier_feed_that_is_none_is_named(data):
    with pytest.raises(MarketplaceError, match="no listings feed"):
        bundle("amazon", seller(changes_since=[GivenFile("feed.json", data)]))


def test_a_workbook_of_the_newer_layout_is_filled_and_keeps_everything_else(tmp_path):
    template = modern_template()

    made = bundle("amazon", seller(template=[GivenFile("DRINKING CUP (1).xlsm", template)]))

    file = next(file for file in made.files if file.path == "template/DRINKING-CUP-1.xlsm")
    with zipfile.ZipFile(io.BytesIO(template)) as old, zipfile.ZipFile(io.BytesIO(file.data)) as new:
        assert old.namelist() == new.namelist()
        different = [name for name in old.namelist() if old.read(name) != new.read(name)]
    assert different == ["xl/worksheets/sheet2.xml"]
    sheet = openpyxl.load_workbook(io.BytesIO(file.data), keep_vba=True)["Template"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=7, max_row=15)]
    assert [row[0] for row in rows][:5] == ["TEE", "TEE-SA-M", "TEE-SA-L", "TEE-GR-M", "MUG-01"]
    assert {"../x", "=cmd()", "-5", LONG_SKU} <= {row[0] for row in rows}
    assert rows[1][1:3] == ["DRINKING_CUP", "full_update"]
    assert rows[1][5:7] == ["EAN", "4006381333931"]
    assert (rows[0][9], rows[1][9], rows[1][10], rows[1][11], rows[1][12]) == ("Parent", "Child", "TEE", 19.9, None)
    assert sheet["A7"].fill.fgColor.rgb == sheet["A9"].fill.fgColor.rgb == "00FFFF00"
    assert all(cell.data_type != "f" for row in sheet.iter_rows(min_row=7) for cell in row)


def test_a_filled_template_is_read_back(tmp_path):
    given = [GivenFile("cup.xlsm", modern_template()), GivenFile("cup.txt", legacy_template())]
    made = bundle("amazon", seller(template=given))

    for name in ("template/cup.xlsm", "template/cup.txt"):
        path = tmp_path / name.rpartition("/")[2]
        path.write_bytes(next(file.data for file in made.files if file.path == name))
        upload = read_upload(path)
        mug = next(record for record in upload.records if record.sku == "MUG-01")
        assert (upload.format, upload.marketplace, upload.findings) == ("amazon-template", "amazon", ())
        assert mug.items("title") == ("Tidewater Stoneware Mug, 350 ml, Speckled White",)
        assert mug.items("bullets")[0] == "Capacity: holds 350 ml, enough for a large coffee"
        assert (mug.brand, Decimal(mug.price)) == ("Tidewater", 15)
        assert {"../x", "=cmd()", "-5", LONG_SKU} <= {record.sku for record in upload.records}


@pytest.mark.parametrize("end", ["\r\n", "\n"])
def test_a_text_template_keeps_its_first_rows_and_line_ends(end):
    template = legacy_template(end)

    made = bundle("amazon", seller(template=[GivenFile("../flat.file.txt", template)]))

    data = next(file.data for file in made.files if file.path.startswith("template/"))
    assert data.startswith(template.rstrip(end.encode()))
    row = dict(zip(LEGACY, data.decode().split(end)[4].split("\t"), strict=True))
    assert (row["item_sku"], row["parent_child"], row["parent_sku"]) == ("TEE-SA-M", "Child", "TEE")
    assert (row["relationship_type"], row["update_delete"], row["feed_product_type"]) == (
        "Variation",
        "Update",
        "drinking_cup",
    )
    assert row["unknown_column"] == ""
    assert "export.formula" in {finding.code for finding in made.findings}


def test_rows_that_stand_in_a_template_stay():
    own = legacy_template() + b"drinking_cup\tOWN-1\tMine\r\n"

    made = bundle("amazon", seller(template=[GivenFile("t.txt", own)]))

    lines = next(file.data for file in made.files if file.path == "template/t.txt").decode().split("\r\n")
    assert lines[3].startswith("drinking_cup\tOWN-1\tMine")
    assert lines[4].split("\t")[1] == "TEE"


def test_a_template_for_another_type_is_not_filled_and_the_howto_says_so():
    data = legacy_template().replace(CUP.encode(), base64.b64encode(b"SHOES"))

    made = bundle("amazon", seller(template=[GivenFile("shoes.txt", data)]))

    assert not [file for file in made.files if file.path.startswith("template/")]
    howto = next(file for file in made.files if file.role == "howto").data.decode()
    assert "shoes.txt is for SHOES: no SKU has this type" in howto


@pytest.mark.parametrize(
    ("name", "data"),
    [("a.txt", b"sku\tname\n"), ("a.xlsm", b"PK\x03\x04"), ("a.xlsx", b""), ("a.txt", b"TemplateType=fptcustom\n")],
)
def test_a_file_that_is_no_template_is_named(name, data):
    with pytest.raises(MarketplaceError, match=name):
        bundle("amazon", seller(template=[GivenFile(name, data)]))
