"""Broken files are errors with a next step; hostile cells stay text."""

import pytest

from listgen.catalog.read import read_catalog
from listgen.catalog.values import parse_price, split_pairs
from listgen.errors import CatalogError


@pytest.mark.parametrize(
    ("name", "data", "hint"),
    [
        ("products.csv", b"", "save the sheet again"),
        ("products.csv", b"\n\n\n", "save the sheet again"),
        ("products.csv", b"SKU,Name,Price\n", "fill a row"),
        ("products.pdf", b"%PDF-1.7 x", "a PDF is no sheet"),
        ("products.csv", b"\x89PNG\r\n", "give a .csv"),
        ("products.xlsx", b"no zip at all", "save it again as .xlsx"),
        ("products.xls", b"<html><table><tr><td>SKU</td></tr></table>", "spreadsheet program"),
        ("products.numbers", b"whatever", "export the sheet"),
        ("products.jsonl", b"[1, 2]\n", "one product a line"),
        ("products.csv", b"\x00\x01\x02\x03" * 50, None),
        ("products.csv", b"foo,bar\n1,2\n", "[columns]"),
    ],
)
def test_a_file_that_is_no_product_sheet_is_an_error_with_a_next_step(sheet, name, data, hint):
    with pytest.raises(CatalogError) as caught:
        read_catalog(sheet(data, name))

    assert caught.value.message
    assert hint is None or hint in (caught.value.hint or "")


def test_a_file_name_that_is_nearly_right_is_suggested(sheet):
    path = sheet("SKU,Name\nA,Mug\n")

    with pytest.raises(CatalogError) as caught:
        read_catalog(path.with_name("product.csv"))

    assert caught.value.hint == "did you mean `products.csv`?"


def test_a_folder_without_sheets_is_an_error(tmp_path):
    with pytest.raises(CatalogError, match="no sheet in this folder"):
        read_catalog(tmp_path)


def test_one_broken_sheet_of_a_folder_costs_only_itself(sheet):
    folder = sheet("SKU,Name\nA,Mug\n").parent
    sheet(b"PK\x03\x04broken", "broken.xlsx")
    sheet("SKU,Price\nA,3\n", "prices.csv")

    catalog = read_catalog(folder)

    assert [product.sku for product in catalog.products] == ["A"]
    assert [finding.code for finding in catalog.findings] == ["sheet.skipped", "sheet.skipped"]


@pytest.mark.parametrize("sku", ["../x", "a/b", "CON", "🧦", "=1+1", "x" * 300, "[red]A[/red]", "<script>", "a\x00b"])
def test_a_sku_is_any_text(sheet, sku):
    catalog = read_catalog(sheet(f'SKU,Name\n"{sku}",Mug\n'))

    assert catalog.products[0].sku == sku.replace("\0", "")


def test_markup_in_short_texts_is_taken_off_and_kept_in_descriptions(sheet):
    catalog = read_catalog(
        sheet(
            "SKU,Name,Material,Description\n"
            'A,"Lumaflex&trade; <b>Band</b><script>alert(1)</script>",Nylon &amp; steel,'
            '"<p>Holds {{media url=""x.jpg""}}[gallery ids=""1,2""] 24 L.\\n<ul><li>One</ul>"\n'
        )
    )

    product = catalog.products[0]
    assert product.name == "Lumaflex™ Band"
    assert product.attributes[0].value == "Nylon & steel"
    assert product.description == "<p>Holds  24 L.\n<ul><li>One</ul>"


def test_a_row_without_a_name_is_kept_and_named_by_its_sku(sheet):
    catalog = read_catalog(sheet("SKU,Name,Price\nA,,\nB,Cup,5\n"))

    assert [(product.sku, product.name) for product in catalog.products] == [("A", "A"), ("B", "Cup")]
    assert [(finding.code, finding.blocking) for finding in catalog.findings] == [("row.no-name", True)]


def test_errors_of_a_spreadsheet_are_empty_cells(sheet):
    assert read_catalog(sheet("SKU,Name,Material\nA,Mug,#N/A\n")).products[0].attributes == ()


def test_json_lines_are_read_with_their_line_numbers(sheet):
    catalog = read_catalog(
        sheet(
            '{"sku": "A", "name": "Mug", "material": ["steel", "cork"], "price": {"amount": 12.5, "currency": "EUR"}}\n'
            "{broken\n\n"
            '{"sku": "B", "name": "Cup", "dishwasher safe": true}\n',
            "products.jsonl",
        )
    )

    first, second = catalog.products
    assert first.attributes[0].value == "steel\ncork"
    assert (second.row.row, second.attributes[0].value) == (4, "TRUE")
    assert [finding.code for finding in catalog.findings] == ["row.no-json"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12.90", ("12.90", "")),
        ("1.299,00 €", ("1299.00", "EUR")),
        ("$1,299.00", ("1299.00", "USD")),
        ("1 299,5 руб.", ("1299.5", "RUB")),
        ("15.00 USD", ("15.00", "USD")),
        ("￥59", ("59", "JPY")),
        ("from 5 to 9", (None, "")),
        ("on request", (None, "")),
    ],
)
def test_prices_are_read_as_people_write_them(text, expected):
    amount, currency = parse_price(text)

    assert (None if amount is None else str(amount)) == expected[0]
    assert expected[1] in (currency, "JPY")


def test_a_sale_price_with_dates_is_left_out_with_a_note(sheet):
    catalog = read_catalog(
        sheet("SKU,Name,Price,Special price,Special price from,Special price to\nA,Mug,10,8,2024-02-01,2024-02-15\n")
    )

    assert (str(catalog.products[0].price), catalog.products[0].sale_price) == ("10", None)
    assert [finding.code for finding in catalog.findings] == ["price.dated-sale"]


def test_key_value_cells_keep_commas_inside_values():
    assert split_pairs("color=Red,size=S,M,material=Steel, brushed", "equals") == (
        ("color", "Red"),
        ("size", "S,M"),
        ("material", "Steel, brushed"),
    )


@pytest.mark.parametrize("address", ["http://[x/a.jpg", "https://", "https://x.example", "http://x.example/%zz/a.jpg?"])
def test_odd_addresses_of_photos_are_findings(sheet, address):
    catalog = read_catalog(sheet(f'SKU,Name,Image URL\nA,Mug,"{address}"\n'))

    assert [finding.code for finding in catalog.findings] == ["photo.url"]


@pytest.mark.parametrize("seed", range(3))
def test_damaged_sheets_end_in_a_catalogue_or_in_an_error_with_a_message(sheet, seed, workbook):
    import random

    rng = random.Random(seed)
    text = (
        b"Handle,Title,Body (HTML),Vendor,Option1 Name,Option1 Value,Variant SKU,Variant Price,Image Src\n"
        b'tee,Tee,"<p>Soft, warm</p>",Acme,Size,S,T-S,10,https://x.example/a.jpg\ntee,,,,,M,T-M,10,\n'
        b"mug,Mug,Holds 350 ml,Acme,Title,Default Title,,5,../b.jpg\n"
    )
    book = workbook({"S": [["SKU", "Name", "Price"], ["A", "Mug", 5]]}).read_bytes()
    for number in range(60):
        name, whole = ("x.csv", text) if number % 3 else ("x.xlsx", book)
        data = bytearray(whole)
        for _ in range(rng.choice((1, 4, 20))):
            at = rng.randrange(len(data))
            match rng.randrange(3):
                case 0:
                    data[at] = rng.randrange(256)
                case 1:
                    del data[at : at + rng.randrange(1, 20)]
                case _:
                    data[at:at] = rng.choice((b'"', b"\n", b",", b"\x00", b"\xff", b"\t", b"=", b"../"))
        try:
            catalog = read_catalog(sheet(bytes(data), name))
        except CatalogError:
            continue
        skus = [product.sku for product in catalog.products]
        assert len(set(skus)) == len(skus)
        assert all(product.name for product in catalog.products)
