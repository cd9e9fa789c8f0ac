"""Reading Amazon's spreadsheet templates that somebody filled, in both layouts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from listgen.domain.finding import Finding
from listgen.domain.listing import FieldText
from listgen.marketplaces.amazon_layout import Layout, column_keys, read_layout
from listgen.marketplaces.cells import unguard
from listgen.marketplaces.names import valid_gtin
from listgen.marketplaces.readers.records import Upload, UploadRecord, problem

_TEXTS = {
    "item_name#": "title",
    "title_differentiation#": "highlights",
    "bullet_point#": "bullets",
    "product_description#": "description",
    "generic_keyword#": "search_terms",
}
_PRICE = "purchasable_offer#1.our_price#1.schedule#1.value_with_tax"


@dataclass(frozen=True, slots=True)
class TemplateRows:
    """The rows of a template's sheet as text, from row 1, and where its names and data are."""

    rows: tuple[tuple[str, ...], ...]
    layout: Layout


def template_rows(rows: Sequence[Sequence[str]]) -> TemplateRows | None:
    """Return a sheet as a template, None where its first row is not that of one."""
    layout = read_layout(rows)
    return TemplateRows(tuple(map(tuple, rows)), layout) if layout else None


def read_template(template: TemplateRows) -> Upload:
    """Return one record a filled row."""
    layout = template.layout
    keys = column_keys(template.rows[layout.names_row - 1], layout, {})
    records: list[UploadRecord] = []
    findings: list[Finding] = []
    seen: dict[str, int] = {}
    for number, cells in enumerate(template.rows[layout.data_row - 1 :], 1):
        row = {key: unguard(cells[column]).strip() for column, key in keys.items() if column < len(cells)}
        if not any(row.values()):
            continue
        record = _record(row, number)
        findings += _row_findings(row, record, number, seen)
        records.append(record)
    return Upload(
        format="amazon-template", marketplace="amazon", locale="", records=tuple(records), findings=tuple(findings)
    )


def _record(row: Mapping[str, str], number: int) -> UploadRecord:
    texts = []
    for start, field in _TEXTS.items():
        items = tuple(value for key, value in row.items() if key.startswith(start) and value)
        if items:
            texts.append(FieldText(field, items))
    images = tuple(value for key, value in row.items() if key.endswith(".media_location") and value)
    return UploadRecord(
        sku=row.get("contribution_sku#1.value", ""),
        row=number,
        texts=tuple(texts),
        brand=row.get("brand#1.value", ""),
        images=images,
        price=row.get(_PRICE, ""),
    )


def _row_findings(row: Mapping[str, str], record: UploadRecord, number: int, seen: dict[str, int]) -> Iterator[Finding]:
    sku = record.sku
    if sku and sku in seen:
        yield problem("file.duplicate-sku", f"row {seen[sku]} has the same SKU", sku=sku, row=number)
    seen.setdefault(sku, number)
    kind, identifier = row.get("amzn1.volt.ca.product_id_type", ""), row.get("amzn1.volt.ca.product_id_value", "")
    if kind.upper() in ("EAN", "UPC", "GTIN") and not valid_gtin(identifier):
        yield problem("file.gtin", f"`{identifier[:20]}` is no valid {kind}", sku=sku, row=number)
    parent = row.get("child_parent_sku_relationship#1.parent_sku", "")
    if parent and parent not in seen:
        yield problem(
            "file.parent-order",
            f"the parent `{parent[:40]}` does not stand before its variation",
            sku=sku,
            row=number,
            hint="put parents first",
        )
