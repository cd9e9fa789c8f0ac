"""Reading Shopify product CSV files: the 2025 template, and the older one with `Handle` and `Body (HTML)`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from listgen.domain.finding import Finding, Severity
from listgen.domain.listing import FieldText
from listgen.marketplaces import texts
from listgen.marketplaces.data import columns
from listgen.marketplaces.readers.records import Upload, UploadRecord, problem, unsafe_findings
from listgen.marketplaces.readers.tables import Table

_LEGACY = {
    "Handle": "URL handle",
    "Body (HTML)": "Description",
    "Variant SKU": "SKU",
    "Variant Price": "Price",
    "Variant Compare At Price": "Compare-at price",
    "Variant Barcode": "Barcode",
    "Image Src": "Product image URL",
    "Image Position": "Image position",
    "Image Alt Text": "Image alt text",
    "Variant Image": "Variant image URL",
    "SEO Title": "SEO title",
    "SEO Description": "SEO description",
    "Published": "Published on online store",
    "Option1 Name": "Option1 name",
    "Option1 Value": "Option1 value",
    "Option2 Value": "Option2 value",
    "Option3 Value": "Option3 value",
}
_HANDLE = re.compile(r"[a-z0-9]+(-+[a-z0-9]+)*\Z")
_PRICE = re.compile(r"[0-9]+(\.[0-9]+)?\Z")
_YES_NO = ("Published on online store", "Charge tax", "Requires shipping", "Gift card")


def is_product_csv(header: tuple[str, ...]) -> bool:
    """Tell whether a header row is Shopify's, of either template."""
    names = set(header)
    return {"Title", "URL handle"} <= names or {"Handle", "Title"} <= names


def read_product_csv(table: Table) -> Upload:
    """Return one record a row with a SKU; the product's first row carries its texts and pictures."""
    legacy = "Handle" in table.header
    rows = [{_LEGACY.get(name, name): cell for name, cell in table.cells(row).items()} for row in table.rows]
    findings = [*table.findings]
    if not legacy:
        findings += _header_findings(table)
    records = []
    seen: dict[tuple[str, ...], int] = {}
    for number, row in enumerate(rows, 1):
        findings += _row_findings(row, number, seen, legacy=legacy)
        if row.get("SKU") or row.get("Title"):
            records.append(_record(row, number, rows))
    return Upload(
        format="shopify-csv", marketplace="shopify", locale="", records=tuple(records), findings=tuple(findings)
    )


def _record(row: Mapping[str, str], number: int, rows: list[dict[str, str]]) -> UploadRecord:
    own = (row.get("Product image URL", ""), row.get("Variant image URL", ""))
    if not row.get("Title"):
        return UploadRecord(
            sku=row.get("SKU", ""),
            row=number,
            images=tuple(url for url in own if url),
            price=_prices(row)[0],
            sale_price=_prices(row)[1],
        )
    handle = row.get("URL handle", "")
    further = []
    for other in rows[number:]:
        if other.get("URL handle") != handle:
            break
        if not other.get("SKU") and other.get("Product image URL"):
            further.append(other["Product image URL"])
    paragraphs, bullets = texts.html_blocks(row.get("Description", ""))
    tags = tuple(tag.strip() for tag in row.get("Tags", "").split(",") if tag.strip())
    found = (
        FieldText("title", (row["Title"],)),
        FieldText("description", paragraphs),
        FieldText("bullets", bullets),
        FieldText("tags", tags),
        FieldText("seo_title", (row["SEO title"],) if row.get("SEO title") else ()),
        FieldText("seo_description", (row["SEO description"],) if row.get("SEO description") else ()),
    )
    return UploadRecord(
        sku=row.get("SKU", ""),
        row=number,
        texts=found,
        brand=row.get("Vendor", ""),
        images=tuple(url for url in (*own, *further) if url),
        price=_prices(row)[0],
        sale_price=_prices(row)[1],
    )


def _prices(row: Mapping[str, str]) -> tuple[str, str]:
    """Return regular and sale price: with a struck-through price, the price is the one of the sale."""
    price, struck = row.get("Price", ""), row.get("Compare-at price", "")
    return (struck, price) if struck else (price, "")


def _header_findings(table: Table) -> Iterator[Finding]:
    known = columns("shopify-csv")
    missing = [name for name in known if name not in table.header]
    if missing:
        yield problem(
            "file.columns",
            f"{len(missing)} of Shopify's {len(known)} columns are missing, e.g. `{missing[0]}`",
            severity=Severity.WARNING,
            hint="an import takes them as empty",
        )
    for name in table.header:
        # Metafields and market columns are made by each shop and cannot be listed.
        if name not in known and "metafields" not in name and " / " not in name:
            yield problem(
                "file.column-unknown",
                f"Shopify knows no column `{name}`",
                severity=Severity.WARNING,
                field=name,
                hint="names are case-sensitive",
            )


def _row_findings(
    row: Mapping[str, str], number: int, seen: dict[tuple[str, ...], int], *, legacy: bool
) -> Iterator[Finding]:
    sku, handle = row.get("SKU", ""), row.get("URL handle", "")
    if not handle:
        yield problem("file.handle", "the row has no URL handle", sku=sku, row=number, field="URL handle")
    elif not _HANDLE.match(handle) and not legacy:
        yield problem(
            "file.handle",
            f"the URL handle `{handle[:60]}` holds more than small letters, digits and dashes",
            sku=sku,
            row=number,
            field="URL handle",
            text=handle,
            hint="use small Latin letters, digits and dashes",
        )
    yield from unsafe_findings(row.get("Description", ""), sku=sku, row=number, field="Description")
    for name in ("Price", "Compare-at price"):
        price = row.get(name, "")
        if price and not _PRICE.match(price):
            yield problem(
                "file.price",
                f"`{price[:40]}` is no price for Shopify",
                sku=sku,
                row=number,
                field=name,
                text=price,
                hint="write 19.99, without currency",
            )
    for name in _YES_NO:
        if row.get(name, "").upper() not in ("", "TRUE", "FALSE"):
            yield problem(
                "file.boolean", f"`{name}` takes TRUE or FALSE", sku=sku, row=number, field=name, text=row[name]
            )
    values = tuple(row.get(f"Option{place} value", "") for place in (1, 2, 3))
    if any(values):
        key = (handle, *values)
        if key in seen:
            yield problem(
                "file.duplicate-option",
                f"row {seen[key]} has the same option values",
                sku=sku,
                row=number,
                field="Option1 value",
                text=" / ".join(value for value in values if value),
                hint="two variants of a product must differ in an option",
            )
        seen.setdefault(key, number)
