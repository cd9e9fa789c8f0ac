"""Rows that go into somebody's workbook: whatever program wrote it, nothing else of it changes."""

import io
import zipfile

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from listgen.errors import MarketplaceError
from listgen.marketplaces.cells import clean
from listgen.marketplaces.exporters.workbook_rows import add_rows, column_letters, read_sheets

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
CONTENT = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>'
)


def workbook(sheet):
    """A workbook with one sheet of this XML, as other programs than openpyxl write it."""
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    parts = {
        "[Content_Types].xml": CONTENT,
        "_rels/.rels": (
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="rId1" Type="{relation}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
        ),
        "xl/workbook.xml": (
            f'<workbook xmlns="{MAIN}" xmlns:r="{LINKS}"><sheets>'
            '<sheet name="Template" sheetId="1" r:id="rId1"/></sheets></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": (
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="rId1" Type="{relation}/worksheet" Target="/xl/worksheets/sheet1.xml"/></Relationships>'
        ),
        "xl/worksheets/sheet1.xml": sheet,
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return stream.getvalue()


def filled(data, rows, first=3, numbers=frozenset()):
    (sheet,) = read_sheets("t.xlsx", data)
    return openpyxl.load_workbook(io.BytesIO(add_rows(data, sheet, first, rows, numbers)))["Template"]


@pytest.mark.parametrize(
    "body",
    [
        f'<worksheet xmlns="{MAIN}"><sheetData/></worksheet>',
        f'<worksheet xmlns="{MAIN}"><dimension ref="A1:B2"/><sheetData>'
        '<row r="1" spans="1:2" ht="15"><c r="A1"><v>1</v></c></row><row r="2"/></sheetData></worksheet>',
        f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row r="1"><x:c r="A1"><x:v>1</x:v></x:c></x:row>'
        '<x:row r="3"><x:c r="A3"/></x:row></x:sheetData></x:worksheet>',
    ],
)
def test_rows_go_into_a_sheet_of_any_program(body):
    sheet = filled(workbook(body), [{0: "MUG", 27: "<&>"}, {1: "12.50"}], numbers=frozenset({1}))

    assert (sheet["A3"].value, sheet["AB3"].value, sheet["B4"].value) == ("MUG", "<&>", 12.5)


@settings(deadline=None, max_examples=50)
@given(text=st.text(max_size=50))
def test_any_text_is_read_back_and_never_a_formula(text):
    sheet = filled(workbook(f'<worksheet xmlns="{MAIN}"><sheetData/></worksheet>'), [{0: text}])

    assert (sheet["A3"].value or "") == clean(text)
    assert sheet["A3"].data_type != "f"


def test_a_text_is_no_longer_than_a_cell_can_be():
    sheet = filled(workbook(f'<worksheet xmlns="{MAIN}"><sheetData/></worksheet>'), [{0: "x" * 40_000}])

    assert len(sheet["A3"].value) == 32_767


def test_a_workbook_that_unpacks_to_far_too_much_is_refused(monkeypatch):
    monkeypatch.setattr("listgen.marketplaces.exporters.workbook_rows._MOST_BYTES", 100)

    with pytest.raises(MarketplaceError, match="unpacks"):
        read_sheets("bomb.xlsx", workbook(f'<worksheet xmlns="{MAIN}"><sheetData/></worksheet>'))


def test_columns_have_the_letters_that_spreadsheets_give_them():
    assert [column_letters(number) for number in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
