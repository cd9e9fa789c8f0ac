"""Small sheets for the tests, made on the spot."""

import pytest


@pytest.fixture
def sheet(tmp_path):
    """Return a function that writes a sheet and gives its path."""

    def write(text, name="products.csv", encoding="utf-8"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
        return path

    return write


@pytest.fixture
def workbook(tmp_path):
    """Return a function that writes an .xlsx from rows per sheet and gives its path."""
    import openpyxl

    def write(sheets, name="products.xlsx", *, hidden=(), merged=()):
        book = openpyxl.Workbook()
        book.remove(book.active)
        for title, rows in sheets.items():
            page = book.create_sheet(title)
            for row in rows:
                page.append(row)
            if title in hidden:
                page.sheet_state = "hidden"
            for cells in merged:
                page.merge_cells(cells)
        path = tmp_path / name
        book.save(path)
        return path

    return write
