"""Reading WooCommerce product CSV files."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from listgen.domain.finding import Finding
from listgen.domain.listing import FieldText
from listgen.marketplaces import texts
from listgen.marketplaces.readers.records import Upload, UploadRecord, problem, unsafe_findings
from listgen.marketplaces.readers.tables import Table

_TYPES = {"simple", "variable", "variation", "grouped", "external", "virtual", "downloadable"}
_PRICE = re.compile(r"[0-9]*([.,][0-9]+)?\Z")
_SPLIT = re.compile(r"(?<!\\),\s*")


def is_product_csv(header: tuple[str, ...]) -> bool:
    """Tell whether a header row is that of the built-in exporter."""
    names = set(header)
    return {"Type", "SKU", "Name"} <= names and bool(names & {"Regular price", "Short description", "Images", "Parent"})


def read_product_csv(table: Table) -> Upload:
    """Return one record a row; variations carry no text of their own."""
    findings = list(table.findings)
    records = []
    seen: dict[str, int] = {}
    for number, cells in enumerate(table.rows, 1):
        row = table.cells(cells)
        findings += _row_findings(row, number, seen)
        records.append(_record(row, number))
    return Upload(
        format="woocommerce-csv", marketplace="woocommerce", locale="", records=tuple(records), findings=tuple(findings)
    )


def values(cell: str) -> tuple[str, ...]:
    r"""Return the values of a cell; `\,` is a comma inside one."""
    return tuple(value.replace("\\,", ",").strip() for value in _SPLIT.split(cell) if value.strip())


def _record(row: Mapping[str, str], number: int) -> UploadRecord:
    images = values(row.get("Images", ""))
    if row.get("Type", "").startswith("variation"):
        return UploadRecord(
            sku=row.get("SKU", ""),
            row=number,
            images=images,
            price=row.get("Regular price", ""),
            sale_price=row.get("Sale price", ""),
        )
    paragraphs, listed = texts.html_blocks(row.get("Description", ""))
    short, bullets = texts.html_blocks(row.get("Short description", ""))
    found = (
        FieldText("title", (row["Name"],) if row.get("Name") else ()),
        FieldText("bullets", bullets or short),
        FieldText("description", (*paragraphs, *listed)),
        FieldText("tags", values(row.get("Tags", ""))),
    )
    return UploadRecord(
        sku=row.get("SKU", ""),
        row=number,
        texts=found,
        images=images,
        price=row.get("Regular price", ""),
        sale_price=row.get("Sale price", ""),
    )


def _row_findings(row: Mapping[str, str], number: int, seen: dict[str, int]) -> Iterator[Finding]:
    sku, kind = row.get("SKU", ""), row.get("Type", "")
    unknown = [word.strip() for word in kind.split(",") if word.strip() not in _TYPES]
    if unknown:
        yield problem("file.word", f"WooCommerce knows no type `{unknown[0][:40]}`", sku=sku, row=number, field="Type")
    if sku and sku in seen:
        yield problem("file.duplicate-sku", f"row {seen[sku]} has the same SKU", sku=sku, row=number, field="SKU")
    parent = row.get("Parent", "")
    if kind.startswith("variation"):
        if not parent:
            yield problem("file.parent", "a variation names no parent", sku=sku, row=number, field="Parent")
        elif parent not in seen and not parent.startswith("id:"):
            yield problem(
                "file.parent-order",
                f"the parent `{parent[:40]}` does not stand before its variation",
                sku=sku,
                row=number,
                field="Parent",
                hint="put variable products first",
            )
    for name in ("Description", "Short description"):
        yield from unsafe_findings(row.get(name, ""), sku=sku, row=number, field=name)
    for name in ("Regular price", "Sale price"):
        if row.get(name) and not _PRICE.match(row[name]):
            yield problem(
                "file.price", f"`{row[name][:40]}` is no price", sku=sku, row=number, field=name, hint="write 19.99"
            )
    if row.get("Published", "1") not in ("1", "0", "-1", "2", ""):
        yield problem("file.boolean", "`Published` takes 1, 0, -1 or 2", sku=sku, row=number, field="Published")
    if sku:
        seen.setdefault(sku, number)
