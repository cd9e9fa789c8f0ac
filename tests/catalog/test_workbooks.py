"""Workbooks with what people put into them."""

import datetime
import zipfile

import pytest

from listgen.catalog.read import read_catalog
from listgen.domain.product import ProductKind
from listgen.errors import CatalogError


def test_the_header_is_found_below_instruction_lines(workbook):
    path = workbook(
        {
            "Products": [
                ["Please fill the yellow cells. Name and price are required."],
                ["Version", "2.1"],
                [],
                ["SKU", "Product name", "Material", "Price"],
                ["A", "Mug", "steel", 12.5],
            ]
        }
    )

    catalog = read_catalog(path)

    assert catalog.sheets[0].header_row == 4
    assert catalog.products[0].row.row == 5
    assert str(catalog.products[0].price) == "12.5"


def test_numbers_keep_the_digits_that_a_spreadsheet_shows(workbook):
    path = workbook(
        {
            "S": [
                ["SKU", "Name", "Barcode", "Weight (kg)", "Launched", "Dishwasher safe"],
                [1001, "Mug", 4006381333931, 0.1 + 0.2, datetime.date(2026, 3, 1), True],
            ]
        }
    )

    product = read_catalog(path).products[0]

    assert (product.sku, product.gtin) == ("1001", "4006381333931")
    values = {a.name: a.value for a in product.attributes}
    assert values["Weight"] == "0.3 kg"
    assert values["Launched"] == "2026-03-01"
    assert values["Dishwasher safe"] == "TRUE"


def test_numbers_and_truth_values_that_are_equal_are_read_as_what_they_are(workbook):
    path = workbook({"S": [["SKU", "Name", "Pieces", "Foldable"], ["A", "Mug", 1, True], ["B", "Pot", 1, 1]]})

    products = read_catalog(path).products

    told = [[a.value for a in product.attributes if a.name in ("Pieces", "Foldable")] for product in products]
    assert told == [["1", "TRUE"], ["1", "1"]]


def test_a_table_that_begins_far_inside_the_sheet_keeps_its_columns_and_merged_cells(workbook):
    path = workbook(
        {
            "S": [
                [],
                [None, None, "SKU", "Name", "Brand"],
                [None, None, "A", "Mug", "Acme"],
                [None, None, "B", "Pot", None],
            ]
        },
        merged=["E3:E4"],
    )

    products = read_catalog(path).products

    assert [(product.sku, product.brand, product.row.row) for product in products] == [
        ("A", "Acme", 3),
        ("B", "Acme", 4),
    ]


def test_a_hidden_sheet_is_not_read_and_that_is_said(workbook):
    path = workbook(
        {"Products": [["SKU", "Name"], ["A", "Mug"]], "Purchase": [["SKU", "Name"], ["SECRET", "x"]]},
        hidden=["Purchase"],
    )

    catalog = read_catalog(path)

    assert [product.sku for product in catalog.products] == ["A"]
    assert [finding.code for finding in catalog.findings] == ["sheet.hidden"]
    assert "SECRET" not in repr(catalog)


def test_a_merged_cell_counts_for_all_its_rows_and_a_merged_name_makes_a_family(workbook):
    path = workbook(
        {
            "S": [
                ["SKU", "Name", "Brand", "Colour", "Price"],
                ["A-R", "Mug", "Acme", "red", 5],
                ["A-B", None, None, "blue", 5],
                ["C", "Pot", None, "grey", 9],
            ]
        },
        merged=["B2:B3", "C2:C4"],
    )

    catalog = read_catalog(path)

    brands = {product.sku: product.brand for product in catalog.products}
    assert brands["A-B"] == brands["C"] == "Acme"
    family = catalog.families[0]
    assert family.skus == ("A-R", "A-B")
    assert family.option_names == ("Colour",)


def test_excel_escapes_are_read_as_their_characters(workbook):
    product = read_catalog(workbook({"S": [["SKU", "Name"], ["A_x002B_B", "Mug_x000D_"]]})).products[0]

    assert (product.sku, product.name) == ("A+B", "Mug")


def test_all_visible_sheets_of_a_workbook_are_read_with_their_names(workbook):
    catalog = read_catalog(
        workbook({"Bags": [["SKU", "Name"], ["B", "Bag"]], "Mugs": [["SKU", "Name"], ["M", "Mug"]], "Empty": []})
    )

    assert [str(product.row) for product in catalog.products] == [
        "products.xlsx [Bags] row 2, column `SKU`",
        "products.xlsx [Mugs] row 2, column `SKU`",
    ]


def test_an_open_document_sheet_is_read(tmp_path):
    cells = [["SKU", "Name", "Material"], ["A", "Mug", "steel"]]
    rows = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>' for cell in row
        )
        + "</table:table-row>"
        for row in cells
    )
    content = (
        '<?xml version="1.0" encoding="UTF-8"?><office:document-content '
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2"><office:body>'
        f'<office:spreadsheet><table:table table:name="S">{rows}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    path = tmp_path / "products.ods"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", "<x/>")

    product = read_catalog(path).products[0]

    assert (product.sku, product.name, product.attributes[0].value) == ("A", "Mug", "steel")


def test_the_legacy_amazon_template_is_read_from_row_four(workbook):
    path = workbook(
        {
            "Instructions": [["Read me first"], ["second line"]],
            "Template": [
                ["TemplateType=fptcustom", "Version=2026.0101", "TemplateSignature=QkFH", "settings=x"],
                ["Seller SKU", "Product Name", "Brand", "Parentage", "Parent SKU", "Colour", "Bullet 1", "Bullet 2"],
                [
                    "item_sku",
                    "item_name",
                    "brand_name",
                    "parent_child",
                    "parent_sku",
                    "color_name",
                    "bullet_point1",
                    "bullet_point2",
                ],
                ["BAG", "Ferry Backpack", "Packhorse", "Parent", None, None, "Rolls up", "Two straps"],
                ["BAG-BLK", "Ferry Backpack, Black", "Packhorse", "Child", "BAG", "Black", None, None],
                ["BAG-RED", "Ferry Backpack, Red", "Packhorse", "Child", "BAG", "Red", None, None],
            ],
        }
    )

    catalog = read_catalog(path)

    parent, black, red = catalog.products
    assert catalog.sheets[0].dialect == "amazon-flat"
    assert (parent.kind, parent.synthetic, parent.row.row) == (ProductKind.PARENT, False, 4)
    assert [option.value for option in (*black.options, *red.options)] == ["Black", "Red"]
    assert [bullet.value for bullet in black.bullets] == ["Rolls up", "Two straps"]


def test_the_modern_amazon_template_is_read_from_its_data_row(workbook):
    tail = "[marketplace_id=ATVPDKIKX0DER][language_tag=en_US]#1.value"
    path = workbook(
        {
            "Template": [
                ["settings=feedType=256&attributeRow=5&dataRow=7&ptds=QkFH"],
                ["note"],
                ["note"],
                ["SKU", "Product Type", "Item Name", "Bullet Point", "Item Weight", "Unit"],
                [
                    "contribution_sku#1.value",
                    "product_type#1.value",
                    f"item_name{tail}",
                    f"bullet_point{tail}",
                    "item_weight[marketplace_id=ATVPDKIKX0DER]#1.value",
                    "item_weight[marketplace_id=ATVPDKIKX0DER]#1.unit",
                ],
                ["EXAMPLE-1", "BACKPACK", "Example", "Example", 1, "grams"],
                ["BAG-1", "BACKPACK", "Ferry Backpack", "Rolls up", 820, "grams"],
            ]
        }
    )

    catalog = read_catalog(path)

    (product,) = catalog.products
    assert catalog.sheets[0].dialect == "amazon-modern"
    assert (product.sku, product.name, product.row.row) == ("BAG-1", "Ferry Backpack", 7)
    assert [a.value for a in product.attributes if a.canonical == "weight"] == ["820 grams"]


@pytest.mark.parametrize("size", [0, 10, 200])
def test_a_broken_workbook_is_an_error_with_a_next_step(workbook, size):
    path = workbook({"S": [["SKU", "Name"], ["A", "Mug"]]})
    path.write_bytes(path.read_bytes()[:size])

    with pytest.raises(CatalogError) as caught:
        read_catalog(path)

    assert "products.xlsx" in caught.value.message
    assert caught.value.hint


def test_a_workbook_that_unpacks_without_end_is_refused(tmp_path):
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 120_000_000)

    with pytest.raises(CatalogError, match="unpacks to"):
        read_catalog(path)


def test_formulas_without_a_saved_value_are_said(workbook):
    path = workbook({"S": [["SKU", "Name", "Price"], ["A", "Mug", "=5+5"]]})

    catalog = read_catalog(path)

    (finding,) = catalog.findings
    assert finding.code == "cell.no-value"
    assert "cell C2" in finding.message
    assert catalog.products[0].price is None


def test_a_stray_cell_in_the_last_corner_is_refused_before_memory_is(workbook):
    import openpyxl

    path = workbook({"S": [["SKU", "Name"], ["A", "Mug"]]})
    book = openpyxl.load_workbook(path)
    book["S"]["XFD1048576"] = "x"
    book.save(path)

    with pytest.raises(CatalogError, match="1048576 rows and 16384 columns"):
        read_catalog(path)
