"""Findings about SKUs: rows that repeat each other, SKUs used twice, SKUs that had to be made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from listgen.catalog.grid import Table
from listgen.domain.finding import Finding, Severity
from listgen.domain.product import Product, Role

_MOST_NAMED = 4


def differing_fields(first: Product, second: Product) -> tuple[str, ...]:
    """Return the names of the fields and attributes in which two rows with one SKU differ; () if they say the same."""
    fields = {
        "name": (first.name, second.name),
        "description": (first.description, second.description),
        "brand": (first.brand, second.brand),
        "price": (first.price, second.price),
        "sale price": (first.sale_price, second.sale_price),
        "barcode": (first.gtin, second.gtin),
        "quantity": (first.quantity, second.quantity),
    }
    found = [name for name, (one, other) in fields.items() if one != other]
    ours = {attribute.name: attribute.value for attribute in first.attributes}
    theirs = {attribute.name: attribute.value for attribute in second.attributes}
    found += [name for name in {**ours, **theirs} if ours.get(name) != theirs.get(name)]
    return tuple(dict.fromkeys(found))


def repeated_row(first: Product, product: Product, photos: int) -> Finding:
    """Return the finding of a row that says what an earlier row with its SKU says."""
    added = " and its photos were added to the first" if photos else ""
    return Finding(
        code="sku.repeated",
        severity=Severity.WARNING if not photos else Severity.INFO,
        message=f"{_place(product)}: `{product.sku}` repeats {_place(first)}",
        sku=product.sku,
        row=product.row.row,
        place=str(product.row),
        hint=f"the row was left out{added}",
    )


def looks_repeated(first: Product, product: Product, sku: str) -> Finding:
    """Return the finding of a row without a SKU that has the name and address of an earlier one."""
    return Finding(
        code="sku.repeated",
        severity=Severity.WARNING,
        message=f"{_place(product)}: has the name of {_place(first)}, and neither has a SKU",
        sku=sku,
        row=product.row.row,
        place=str(product.row),
        hint=f"it is called `{sku}` here; delete the row, or give both a SKU",
    )


def duplicate_sku(first: Product, product: Product, sku: str) -> Finding:
    """Return the finding of a row whose SKU another row has; it stays out of upload files under a made SKU."""
    fields = differing_fields(first, product)
    shown = ", ".join(fields[:_MOST_NAMED]) + (" and more" if len(fields) > _MOST_NAMED else "")
    return Finding(
        code="sku.duplicate",
        severity=Severity.ERROR,
        message=f"{_place(product)}: SKU `{product.sku}` already stands in {_place(first)}"
        + (f"; the rows differ in {shown}" if shown else ""),
        sku=sku,
        field="sku",
        row=product.row.row,
        text=product.sku,
        place=str(product.row),
        hint=f"this row is called `{sku}` here and stays out of upload files; give it a SKU of its own",
    )


def empty_family(product: Product) -> Finding:
    """Return the finding of a row that says it has variations while no row names it as their parent."""
    return Finding(
        code="family.empty",
        severity=Severity.WARNING,
        message=f"{_place(product)} (`{product.sku}`): the row is a parent, but no variation belongs to it",
        sku=product.sku,
        row=product.row.row,
        place=str(product.row),
        hint="it is taken for a single product; add its variations, or change its type",
    )


def made_skus(tables: Sequence[Table], counts: Mapping[int, int]) -> list[Finding]:
    """Return one finding a sheet in which SKUs had to be made; `counts` are rows by index of the table."""
    findings = []
    for index, count in sorted(counts.items()):
        table = tables[index]
        column = table.first(Role.SKU)
        rows = f"{count} {'row' if count == 1 else 'rows'}"
        where = f"the column `{column.header}` is empty in {rows}" if column else f"no column holds SKUs ({rows})"
        findings.append(
            Finding(
                code="sku.missing",
                severity=Severity.WARNING,
                message=f"{table.grid.place}: {where}; SKUs were made from handle, barcode, address or name",
                field="sku",
                place=table.grid.place,
                hint="fill the SKUs, or name their column under [columns] in listgen.toml",
            )
        )
    return findings


def _place(product: Product) -> str:
    return f"{product.row.file} row {product.row.row}"
