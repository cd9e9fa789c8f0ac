"""Text files as people really save them."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from listgen.catalog.decode import decode
from listgen.catalog.delimited import find_delimiter, read_delimited
from listgen.catalog.grid import clean
from listgen.catalog.read import read_catalog
from listgen.catalog.synonyms import known

GERMAN = "Artikelnummer;Produktname;Farbe;Größe;Preis\nB-1;Trinkflasche „Fjell“ für Kinder;Grün;750 ml;19,90 €\n"
JAPANESE = "商品コード,商品名,色,素材,販売価格\nC-1,急須 だるま,赤,陶器,3200\n"
CHINESE = "货号,商品名称,颜色,材质,售价\nD-1,陶瓷马克杯,蓝色,陶瓷,59\n"
RUSSIAN = "Артикул;Название;Цвет;Материал;Цена\nE-1;Торшер Ральф;Бежевый;Дерево;13990\n"


@pytest.mark.parametrize(
    ("text", "codec", "name"),
    [
        (GERMAN, "utf-8", "UTF-8"),
        (GERMAN, "utf-8-sig", "UTF-8 with BOM"),
        (GERMAN, "utf-16", "UTF-16"),
        (GERMAN, "utf-16-le", "UTF-16"),
        (GERMAN, "utf-16-be", "UTF-16"),
        (GERMAN, "utf-32", "UTF-32"),
        (GERMAN, "cp1252", "Windows-1252"),
        (JAPANESE, "cp932", "Shift-JIS"),
        (JAPANESE, "utf-16", "UTF-16"),
        (CHINESE, "gb18030", "GB18030"),
        (RUSSIAN, "cp1251", "Windows-1251"),
    ],
)
def test_the_encoding_is_found_and_no_letter_is_lost(sheet, text, codec, name):
    catalog = read_catalog(sheet(text, encoding=codec))

    rows = list(csv.reader(io.StringIO(text), delimiter=";" if ";" in text else ","))
    product = catalog.products[0]
    assert catalog.sheets[0].encoding == name
    assert product.sku == rows[1][0]
    assert product.name == rows[1][1]
    assert [a.value for a in product.attributes if a.canonical == "colour"] == [rows[1][2]]
    assert product.price is not None


def test_western_text_without_a_known_header_is_windows_1252(sheet):
    catalog = read_catalog(sheet("SKU,Name,Notiz X\nA,Café crème,déjà vu\n", encoding="cp1252"))

    assert catalog.products[0].name == "Café crème"


def test_a_few_stray_bytes_in_utf8_cost_those_characters_only(sheet):
    good = "SKU,Name\n" + "".join(f"S{n},Größe für Töpfe äöü\n" for n in range(10))
    catalog = read_catalog(sheet(good.encode() + b"X,broken \xff cell\n"))

    assert catalog.products[0].name == "Größe für Töpfe äöü"
    assert [found.code for found in catalog.findings] == ["sheet.encoding"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_every_delimiter_and_line_end_is_found(sheet, delimiter, line_end):
    rows = [["SKU", "Name", "Description"], ["A", "Mug", '"quoted", with; all | kinds\tof marks'], ["B", "Cup", "x"]]
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator=line_end).writerows(rows)

    catalog = read_catalog(sheet(out.getvalue()))

    assert [product.sku for product in catalog.products] == ["A", "B"]
    assert catalog.products[0].description == rows[1][2]


def test_line_breaks_in_cells_stay_and_do_not_shift_row_numbers(sheet):
    catalog = read_catalog(sheet('SKU,Name,Material\r\nA,Mug,"steel\r\nsilicone"\r\n\r\nB,Cup,glass\r\n'))

    first, second = catalog.products
    assert first.attributes[0].value == "steel\nsilicone"
    assert first.row.row == 2
    assert second.row.row == 4  # the blank line is a row in every spreadsheet program


def test_the_setting_line_of_excel_is_no_row(sheet):
    catalog = read_catalog(sheet("sep=;\nSKU;Name\nA;Mug, large\n"))

    assert catalog.products[0].name == "Mug, large"
    assert catalog.products[0].row.row == 2


def test_padding_blanks_are_trimmed_from_headers_and_cells(sheet):
    catalog = read_catalog(sheet("  SKU   ,  Name      ,  Material \n  A    , Mug \u00a0 ,  steel   \n"))

    product = catalog.products[0]
    assert (product.sku, product.name, product.attributes[0].value) == ("A", "Mug", "steel")
    assert product.attributes[0].cell.column == "Material"


def test_ragged_rows_become_findings_of_their_own_sku(sheet):
    catalog = read_catalog(sheet("SKU,Name,Material\nA,Mug,steel\nB,Cup\nC,Pot,iron,red,extra\n"))

    found = {finding.code: finding for finding in catalog.findings}
    assert [product.sku for product in catalog.products] == ["A", "B", "C"]
    assert (found["row.short"].sku, found["row.long"].sku) == ("B", "C")
    assert found["row.long"].blocking
    assert "row 4" in found["row.long"].message


def test_rows_that_all_lack_the_same_cell_are_one_finding(sheet):
    rows = "".join(f"S{number},Mug\n" for number in range(9))
    catalog = read_catalog(sheet(f"SKU,Name,Material\n{rows}"))

    assert [finding.code for finding in catalog.findings] == ["row.short"]


def test_a_quote_that_never_closes_costs_one_row(sheet):
    catalog = read_catalog(sheet('SKU,Name,Material\nA,Mug,steel\nB,"7 inch plate,glass\nC,Pot,iron\nD,Pan,iron\n'))

    assert [product.sku for product in catalog.products] == ["A", "B", "C", "D"]
    assert [finding.code for finding in catalog.findings] == ["row.open-quote"]
    assert catalog.findings[0].row == 3


@given(
    cells=st.lists(
        st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=12), min_size=2, max_size=5),
        min_size=1,
        max_size=6,
    ),
    delimiter=st.sampled_from(",;\t|"),
)
def test_whatever_csv_can_hold_comes_back_cleaned(tmp_path_factory, cells, delimiter):
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows([["SKU", "Name", "Material"], *cells])
    path = tmp_path_factory.mktemp("csv") / "x.csv"

    grid = read_delimited(path, out.getvalue().encode("utf-8-sig"))

    expected = [tuple(clean(cell.replace("\0", "")) for cell in row) for row in cells]
    assert [row for _, row in grid.rows[1:]] == [row for row in expected if any(row)]


@given(data=st.binary(max_size=300))
def test_no_bytes_break_the_reader(tmp_path_factory, data):
    grid = read_delimited(tmp_path_factory.getbasetemp() / "x.csv", data)

    assert all(len(cells) > 0 for _, cells in grid.rows)


def test_decoding_prefers_the_code_page_in_which_headers_can_be_read():
    decoded = decode(CHINESE.encode("gb18030"), lambda text: sum(known(cell) for cell in text.split(",")))

    assert (decoded.encoding, decoded.guessed) == ("GB18030", True)


def test_the_delimiter_of_a_single_column_is_the_comma():
    assert find_delimiter("Name\nMug\nCup\n") == ","


NOTES = st.lists(
    st.lists(st.text("abcdefg ÄÖ.!0123456789", max_size=40), max_size=3).map(lambda cells: [f"~{c}" for c in cells]),
    max_size=6,
)


@given(notes=NOTES, order=st.permutations(["SKU", "Product name", "Material", "Price", "Barcode"]))
def test_the_header_is_found_below_any_notes(tmp_path_factory, notes, order):
    values = {"SKU": "A-1", "Product name": "Mug", "Material": "steel", "Price": "12.50", "Barcode": "4006381333931"}
    out = io.StringIO(newline="")
    csv.writer(out).writerows([*notes, order, [values[name] for name in order]])
    path = tmp_path_factory.mktemp("notes") / "x.csv"
    path.write_text(out.getvalue(), encoding="utf-8", newline="")

    catalog = read_catalog(path)

    (product,) = catalog.products
    assert catalog.sheets[0].header_row == len(notes) + 1
    assert (product.sku, product.name, str(product.price), product.gtin) == ("A-1", "Mug", "12.50", "4006381333931")


def test_an_amazon_flat_file_in_text_form_is_read(sheet):
    text = (
        "TemplateType=fptcustom\tVersion=2026.0101\tsettings=attributes\n"
        "Seller SKU\tProduct Name\tBrand\tPrice\n"
        "item_sku\titem_name\tbrand_name\tstandard_price\tcost_price\n"
        "BAG-1\tFerry Backpack\tPackhorse\t79.00\t31.4159\n"
    )

    catalog = read_catalog(sheet(text, "flat.txt"))

    (product,) = catalog.products
    assert (product.sku, product.brand, str(product.price), product.row.row) == ("BAG-1", "Packhorse", "79.00", 4)
    assert catalog.sheets[0].withheld == ("cost_price",)
    assert "31.4159" not in repr(catalog)
