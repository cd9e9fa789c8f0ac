"""Reading a catalogue: sheets and photos in, products with their cells, families and findings out."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from listgen.catalog.assemble import Assembled, assemble
from listgen.catalog.attach import attach_photos
from listgen.catalog.families import group_rows, photo_rows
from listgen.catalog.grid import Column, Table, value_of
from listgen.catalog.header_row import build_table
from listgen.catalog.photos import build_index
from listgen.catalog.rows import PhotoCell, Row, build_rows, photo_list
from listgen.catalog.sku_findings import differing_fields, repeated_row
from listgen.catalog.sources import find_sheets, read_grids
from listgen.domain.finding import Finding, Severity
from listgen.domain.product import Catalog, ColumnMapping, Role, SheetInfo
from listgen.errors import CatalogError

_IMAGE_ROLES = frozenset((Role.SKU, Role.PHOTO, Role.ALT_TEXT, Role.INTERNAL, Role.WITHHELD))


def read_catalog(path: Path, *, columns: Mapping[str, str] | None = None, photos: Path | None = None) -> Catalog:
    """Return the products of a sheet, or of all sheets in a folder.

    `columns` maps headers to roles ("sku") or attribute names ("material") and wins over what listgen finds itself.
    `photos` is searched for pictures before the folders beside the sheet. Values of cost and purchase price columns
    are in no part of the result. Raises CatalogError if no product can be read; a broken row becomes a finding.
    """
    with _without_collecting():
        return _read(path, dict(columns or {}), photos)


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Keep the garbage collector still: records hold no cycles, and it would walk all of them after every few hundred.

    Of a sheet with 20,000 rows that was a third of the time.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _read(path: Path, overrides: Mapping[str, str], photos: Path | None) -> Catalog:
    if photos is not None and not photos.is_dir():
        raise CatalogError(f"{photos}: no such folder of photos", hint="give the folder with --photos")
    sheets = find_sheets(path)
    tables, findings = _read_tables(sheets, overrides, folder=path.is_dir())
    product_tables = [table for table in tables if not is_image_sheet(table)]
    image_tables = [table for table in tables if is_image_sheet(table)]
    if not product_tables:
        raise CatalogError(
            f"{path}: no sheet holds products, only photos", hint="add the sheet with SKU and name of each product"
        )
    rows = [row for index, table in enumerate(product_tables) for row in build_rows(table, index)]
    rows, copies = _drop_copies(rows)
    groups = group_rows(product_tables, rows)
    assembled = assemble(product_tables, groups, _extra_photos(product_tables, rows))
    if not assembled.products:
        raise CatalogError(
            f"{path}: the sheet has a header but no product", hint="fill a row below the header with SKU and name"
        )
    index = build_index(sheets, photos)
    products, photo_findings = attach_photos(assembled, _sheet_photos(image_tables), index)
    at_row = {
        (product.row.file, product.row.sheet, product.row.row): product.sku
        for product in reversed(products)
        if not product.synthetic
    }
    sheet_findings = [_with_sku(found, table, at_row) for table in tables for found in table.findings]
    return Catalog(
        products=products,
        families=assembled.families,
        sheets=tuple(sheet_info(table) for table in tables),
        findings=(*findings, *sheet_findings, *copies, *assembled.findings, *photo_findings, *_family_notes(assembled)),
    )


def _drop_copies(rows: Sequence[Row]) -> tuple[list[Row], list[Finding]]:
    """Leave out rows that stand word for word in an earlier sheet: the same export saved in two formats."""
    first: dict[str, Row] = {}
    kept: list[Row] = []
    findings: list[Finding] = []
    for row in rows:
        sku = row.product.sku
        other = first.setdefault(sku, row) if sku else row
        same = other.table != row.table and (other.parent_ref, other.kind) == (row.parent_ref, row.kind)
        if same and not differing_fields(other.product, row.product):
            findings.append(repeated_row(other.product, row.product, 0))
        else:
            kept.append(row)
    return kept, findings


def _read_tables(
    sheets: Sequence[Path], overrides: Mapping[str, str], *, folder: bool
) -> tuple[list[Table], list[Finding]]:
    tables: list[Table] = []
    findings: list[Finding] = []
    for sheet in sheets:
        try:
            grids = read_grids(sheet)
        except CatalogError as error:
            if not folder:
                raise
            findings.append(_skipped(sheet.name, error))
            continue
        for grid in grids:
            try:
                tables.append(_usable(build_table(grid, overrides)))
            except CatalogError as error:
                if len(grids) == 1 and not folder:
                    raise
                findings.append(_skipped(grid.place, error))
    tables, dropped = _drop_side_tables(tables)
    findings += dropped
    if not tables:
        reasons = "; ".join(found.message for found in findings[:3])
        raise CatalogError(f"no sheet with products was found: {reasons}", hint=findings[0].hint if findings else None)
    _check_overrides(overrides, tables)
    return tables, findings


def is_image_sheet(table: Table) -> bool:
    """Return whether a table only brings photos to SKUs: it has both columns and nothing that describes a product."""
    roles = {column.role for column in table.columns if column.filled}
    return {Role.SKU, Role.PHOTO} <= roles <= _IMAGE_ROLES


def _usable(table: Table) -> Table:
    """Return a table that holds products or their photos; raises CatalogError for any other."""
    if any(table.first(role) for role in (Role.NAME, Role.OPTION_VALUE)) or is_image_sheet(table):
        return table
    if table.first(Role.SKU) and (table.first(Role.DESCRIPTION) or table.first(Role.PARENT_SKU)):
        return table
    raise CatalogError(
        f"{table.grid.place} row {table.header_row}: no column holds the names of the products",
        hint=_column_hint(table),
    )


def _column_hint(table: Table) -> str:
    headers = ", ".join(f"`{column.header[:30]}`" for column in table.columns[:8])
    return (
        f'the columns are {headers}; name it in listgen.toml, as in [columns] "{table.columns[0].header[:30]}" = "name"'
    )


def _drop_side_tables(tables: list[Table]) -> tuple[list[Table], list[Finding]]:
    """Leave out tables without names beside tables with names: listgen does not join sheets."""
    if not any(table.first(Role.NAME) for table in tables):
        return tables, []
    kept, findings = [], []
    for table in tables:
        side = not any(table.first(role) for role in (Role.NAME, Role.OPTION_VALUE, Role.PARENT_SKU))
        if side and not is_image_sheet(table):
            error = CatalogError(
                f"{table.grid.place}: rows have no names, and listgen does not join sheets",
                hint="bring the columns into the product sheet",
            )
            findings.append(_skipped(table.grid.place, error))
        else:
            kept.append(table)
    return kept, findings


def _skipped(place: str, error: CatalogError) -> Finding:
    return Finding(
        code="sheet.skipped",
        severity=Severity.WARNING,
        message=f"{error.message}; the sheet was not read",
        place=place,
        hint=error.hint or "",
    )


def _check_overrides(overrides: Mapping[str, str], tables: Sequence[Table]) -> None:
    from listgen.catalog.header_text import fold

    headers = {fold(column.header): column.header for table in tables for column in table.columns}
    for header in overrides:
        if fold(header) in headers:
            continue
        from rapidfuzz import fuzz, process

        best = process.extractOne(header, list(headers.values()), scorer=fuzz.ratio, score_cutoff=60)
        raise CatalogError(
            f"listgen.toml [columns]: no sheet has a column `{header}`",
            hint=f"did you mean `{best[0]}`?" if best else None,
        )


def _extra_photos(tables: Sequence[Table], rows: Sequence[Row]) -> dict[tuple[int, int], list[PhotoCell]]:
    return {
        rows[at].place: [photo for row in added for photo in row.photos]
        for at, added in photo_rows(tables, rows).items()
    }


def _sheet_photos(tables: Sequence[Table]) -> dict[str, list[PhotoCell]]:
    """Return the photos that image sheets name, by SKU."""
    found: dict[str, list[PhotoCell]] = {}
    for table in tables:
        sku_column = table.first(Role.SKU)
        for number, cells in table.rows:
            for column in table.all(Role.PHOTO):
                for reference in photo_list(value_of(cells, column)):
                    cell = table.cell(number, cells, column)
                    found.setdefault(value_of(cells, sku_column), []).append(PhotoCell(reference, cell))
    return found


def sheet_info(table: Table) -> SheetInfo:
    """Return what was read of a table, for the sheet doctor."""
    return SheetInfo(
        file=table.grid.path.name,
        sheet=table.grid.sheet,
        dialect=table.dialect,
        encoding=table.grid.encoding,
        header_row=table.header_row,
        rows=len(table.rows),
        columns=tuple(_mapping(column) for column in table.columns),
        kind="images" if is_image_sheet(table) else "products",
    )


def _mapping(column: Column) -> ColumnMapping:
    return ColumnMapping(column.header, column.role, column.canonical, column.reason, column.filled)


def _with_sku(found: Finding, table: Table, at_row: Mapping[tuple[str, str | None, int], str]) -> Finding:
    if found.sku or found.row is None:
        return found
    return replace(found, sku=at_row.get((table.grid.path.name, table.grid.sheet, found.row), ""))


def _family_notes(assembled: Assembled) -> list[Finding]:
    return [
        Finding(
            code="family.no-option",
            severity=Severity.WARNING,
            message=f"`{family.parent_sku}`: its {len(family.skus)} variations differ in no option column",
            sku=family.parent_sku,
            hint="add a column such as colour or size, or option name and value columns",
        )
        for family in assembled.families
        if not family.option_names and len(family.skus) > 1
    ]
