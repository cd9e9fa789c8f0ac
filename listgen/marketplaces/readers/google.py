"""Reading Google Merchant Center text feeds."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping

from listgen.domain.finding import Finding, Severity
from listgen.domain.listing import FieldText
from listgen.marketplaces.cells import unguard
from listgen.marketplaces.names import valid_gtin
from listgen.marketplaces.readers.records import Upload, UploadRecord, problem
from listgen.marketplaces.readers.tables import Table

_REQUIRED = ("id", "link", "image_link", "availability", "price")
_WORDS = {
    "availability": ("in_stock", "out_of_stock", "preorder", "backorder"),
    "condition": ("new", "refurbished", "used"),
    "gender": ("male", "female", "unisex"),
    "age_group": ("newborn", "infant", "toddler", "kids", "adult"),
    "identifier_exists": ("yes", "no", "true", "false"),
}
# Attributes that a row may have several of.
REPEATED = frozenset(
    {"additional_image_link", "product_highlight", "product_detail", "shipping", "promotion_id", "included_destination"}
)
_PRICE = re.compile(r"[0-9]+(\.[0-9]+)? [A-Z]{3}\Z")
_STRUCTURED = re.compile(r"(default|trained_algorithmic_media|):(.*)\Z", re.DOTALL)
_LONGEST_ID = 50


def is_feed(header: tuple[str, ...]) -> bool:
    """Tell whether a header row is that of a product feed."""
    names = set(header)
    return (
        "id" in names
        and bool(names & {"title", "structured_title"})
        and bool(names & {"image_link", "availability", "link"})
    )


def read_feed(table: Table) -> Upload:
    """Return one record a row, titles and descriptions out of the structured attributes where they stand there."""
    findings = [*table.findings, *_header_findings(table)]
    empty = _empty_columns(table)
    findings += [_missing(name, f"Google requires `{name}`, which is empty in all rows") for name in empty]
    records = []
    seen: dict[str, int] = {}
    for number, cells in enumerate(table.rows, 1):
        if len(cells) != len(table.header):
            findings.append(
                problem(
                    "file.row-length",
                    f"the row has {len(cells)} cells, the header {len(table.header)}",
                    row=number,
                    hint="a tab or line break stands in a value",
                )
            )
        row = table.cells(cells)
        findings += _row_findings(row, number, seen, empty)
        records.append(_record(row, number))
    return Upload(
        format="google-tsv", marketplace="google", locale="", records=tuple(records), findings=tuple(findings)
    )


def structured(cell: str) -> tuple[str, str] | None:
    """Return source type and content of a structured cell, None where it is malformed."""
    match = _STRUCTURED.match(cell)
    if match is None:
        return None
    kind, content = match.groups()
    if content.startswith('"'):
        if len(content) < 2 or not content.endswith('"'):
            return None
        content = content[1:-1].replace('""', '"')
    return kind or "default", content


def _record(row: Mapping[str, str], number: int) -> UploadRecord:
    found = []
    for name in ("title", "description"):
        plain, cell = row.get(name, ""), row.get(f"structured_{name}", "")
        parts = structured(cell) if cell else None
        # Google takes the plain attribute where both are given.
        text = plain or (parts[1] if parts else cell)
        found.append(FieldText(name, (text,) if text else (), _writer(parts[0]) if parts and not plain else ""))
    found.append(FieldText("bullets", tuple(_listed(row.get("product_highlight", "")))))
    images = [row.get("image_link", ""), row.get("lifestyle_image_link", "")]
    images += row.get("additional_image_link", "").split(",")
    return UploadRecord(
        sku=row.get("id", ""),
        row=number,
        texts=tuple(found),
        brand=row.get("brand", ""),
        images=tuple(url.strip() for url in images if url.strip()),
        price=row.get("price", ""),
        sale_price=row.get("sale_price", ""),
    )


def _writer(kind: str) -> str:
    return "composer" if kind == "default" else "model"


def _listed(cell: str) -> list[str]:
    values = next(csv.reader([cell]), []) if cell else []
    # Inside quotes the apostrophe that guards a formula is still there.
    return [unguard(values[0]), *values[1:]] if cell.startswith('"') and values else values


def _header_findings(table: Table) -> Iterator[Finding]:
    names = set(table.header)
    for name in _REQUIRED:
        if name not in names:
            yield problem("file.columns", f"Google requires the column `{name}`", field=name)
    for name in ("title", "description"):
        if not names & {name, f"structured_{name}"}:
            yield problem("file.columns", f"Google requires `{name}` or `structured_{name}`", field=name)


def _empty_columns(table: Table) -> tuple[str, ...]:
    """Return required columns that no row fills: one setting is missing, not a cell in each row."""
    rows = [table.cells(row) for row in table.rows]
    return tuple(
        name for name in _REQUIRED if len(rows) > 1 and name in table.header and not any(row[name] for row in rows)
    )


def _missing(name: str, message: str, *, sku: str = "", row: int | None = None) -> Finding:
    hint = "see HOWTO.txt of the bundle"
    return problem("file.required", message, severity=Severity.WARNING, sku=sku, row=row, field=name, hint=hint)


def _row_findings(
    row: Mapping[str, str], number: int, seen: dict[str, int], empty: tuple[str, ...]
) -> Iterator[Finding]:
    sku = row.get("id", "")
    if len(sku) > _LONGEST_ID:
        yield problem("file.id", f"the id has {len(sku)} characters, Google takes {_LONGEST_ID}", sku=sku, row=number)
    if sku in seen:
        yield problem("file.duplicate-sku", f"row {seen[sku]} has the same id", sku=sku, row=number, field="id")
    seen.setdefault(sku, number)
    for name in _REQUIRED:
        if name in row and not row[name] and name not in empty:
            yield _missing(name, f"Google requires `{name}`, which is empty", sku=sku, row=number)
    for name, words in _WORDS.items():
        if row.get(name) and row[name] not in words:
            hint = f"one of {', '.join(words)}"
            yield problem("file.word", f"`{name}` is `{row[name][:40]}`", sku=sku, row=number, field=name, hint=hint)
    for name in ("price", "sale_price"):
        if row.get(name) and not _PRICE.match(row[name]):
            yield problem(
                "file.price", f"`{row[name][:40]}` is no price", sku=sku, row=number, field=name, hint="write 15.00 USD"
            )
    if row.get("gtin") and not valid_gtin(row["gtin"]):
        yield problem("file.gtin", f"`{row['gtin'][:20]}` is no valid GTIN", sku=sku, row=number, field="gtin")
    for name in ("structured_title", "structured_description"):
        if row.get(name) and structured(row[name]) is None:
            hint = 'write trained_algorithmic_media:"…" or default:"…"'
            yield problem(
                "file.structured", f"`{name}` is malformed", sku=sku, row=number, field=name, text=row[name], hint=hint
            )
