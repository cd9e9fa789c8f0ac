"""Amazon: filling a template that the seller downloaded from Seller Central, in both layouts.

Row 1 of a template is signed, so none can be made here: a copy of the seller's own gets rows, and nothing else of it
changes. Older layout: attribute names in row 3, data from row 4. Newer one: row 1 says where both are.
Sources: public template fillers documenting real files [Q], 2026.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import TypeAlias

from listgen.domain.finding import Finding, Severity
from listgen.errors import MarketplaceError
from listgen.marketplaces.amazon_layout import Layout, column_keys, read_layout, template_words
from listgen.marketplaces.cells import guard, one_line
from listgen.marketplaces.exporters.workbook_rows import add_rows, read_sheets
from listgen.marketplaces.records import BundleFile, ExportJob
from listgen.marketplaces.seller import GivenFile

Json: TypeAlias = "str | int | float | bool | Mapping[str, Json] | Sequence[Json] | None"

_WORKBOOKS = (".xlsx", ".xlsm")
_NUMERIC = ("value_with_tax", "quantity")


@dataclass(frozen=True, slots=True)
class FilledTemplate:
    """What filling one template gave: the filled copy, steps for the HOWTO, findings."""

    files: tuple[BundleFile, ...] = ()
    steps: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()


def fill_template(job: ExportJob, template: GivenFile, messages: Sequence[Mapping[str, Json]]) -> FilledTemplate:
    """Return a copy of the template with a row for every message whose product type it is for.

    Rows that stand in it already are kept, the new ones follow.

    Raises:
        MarketplaceError: The file is no template of Amazon.
    """
    if PurePath(template.name).suffix.lower() in _WORKBOOKS:
        sheets = read_sheets(template.name, template.data)
        found = next(((sheet, layout) for sheet in sheets if (layout := read_layout(sheet.rows))), None)
        if found is None:
            raise _unknown(template.name)
        sheet, layout = found
        rows: Sequence[Sequence[str]] = sheet.rows
    else:
        text, encoding = _decoded(template.data)
        newline = "\r\n" if "\r\n" in text else "\n"
        lines = text.split(newline)
        rows = [[cell.strip('"') for cell in line.split("\t")] for line in lines]
        known = read_layout(rows)
        if known is None:
            raise _unknown(template.name)
        layout = known
    columns = _columns(job, rows[layout.names_row - 1], layout)
    kept = [message for message in messages if _is_for(message, layout)]
    if not kept:
        wanted = ", ".join(sorted(layout.product_types))
        step = (
            f"{template.name} is for {wanted}: no SKU has this type, so it is not filled; set [seller.product_types]."
        )
        return FilledTemplate(steps=(step,))
    filled = [_row(message, columns, layout, job) for message in kept]
    name = f"template/{_safe(template.name)}"
    if PurePath(template.name).suffix.lower() in _WORKBOOKS:
        first = _first_empty(rows, layout.data_row)
        numbers = frozenset(column for column, key in columns.items() if key.endswith(_NUMERIC))
        data = add_rows(template.data, sheet, first, filled, numbers)
        return FilledTemplate((BundleFile(name, data),), (_step(name, kept, messages, columns),))
    width = max(len(row) for row in rows[: layout.names_row])
    head = lines[: layout.data_row - 1]
    own = [line for line in lines[layout.data_row - 1 :] if line.strip()]
    made = ["\t".join(guard(one_line(row.get(column, ""))) for column in range(width)) for row in filled]
    data = (newline.join([*head, *own, *made]) + newline).encode(encoding, errors="replace")
    return FilledTemplate(
        (BundleFile(name, data),), (_step(name, kept, messages, columns),), tuple(_formulas(job, kept))
    )


def _step(name: str, kept: Sequence[object], messages: Sequence[object], columns: Mapping[int, str]) -> str:
    return (
        f"{name} is your template with {len(kept)} of {len(messages)} SKUs in {len(columns)} columns: open it, "
        "complete what the type requires (country of origin …), and upload it under Catalog, Add Products via Upload."
    )


def _unknown(name: str) -> MarketplaceError:
    return MarketplaceError(
        f"{name} is no template of Amazon: its first row names no layout",
        hint="download one in Seller Central under Catalog, Add Products via Upload, and do not change its first rows",
    )


def _decoded(data: bytes) -> tuple[str, str]:
    for encoding in ("utf-8-sig", "cp1252", "latin-1"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return text, "utf-8" if encoding == "utf-8-sig" and not data.startswith(b"\xef\xbb\xbf") else encoding
    raise AssertionError("latin-1 reads every byte")


def _columns(job: ExportJob, names: Sequence[str], layout: Layout) -> Mapping[int, str]:
    """Return the columns that listgen may have something for, each with the key of its value."""
    place = {
        "marketplace_id": job.profile.locale_rules(job.channel.locale).marketplace_id,
        "language_tag": job.channel.locale.replace("-", "_"),
        "audience": "ALL",
    }
    return {column: key for column, key in column_keys(names, layout, place).items() if _filled(key)}


def _filled(key: str) -> bool:
    return key in _EXTRA or bool(re.match(r"\w+#\d", key))


_EXTRA = ("::record_action", "amzn1.volt.ca.product_id_type", "amzn1.volt.ca.product_id_value")


def _is_for(message: Mapping[str, Json], layout: Layout) -> bool:
    return not layout.product_types or str(message["productType"]).upper() in layout.product_types


def _row(message: Mapping[str, Json], columns: Mapping[int, str], layout: Layout, job: ExportJob) -> dict[int, str]:
    values = dict(_flat("", message["attributes"]))
    number = "externally_assigned_product_identifier#1"
    actions = "actions.legacy" if layout.legacy else "actions.modern"
    kind = str(message["productType"])
    values |= {
        "contribution_sku#1.value": str(message["sku"]),
        "product_type#1.value": kind.lower() if layout.legacy else kind,
        "::record_action": template_words(actions).get(job.seller.amazon_operation, ""),
        "amzn1.volt.ca.product_id_type": values.get(f"{number}.type", ""),
        "amzn1.volt.ca.product_id_value": values.get(f"{number}.value", ""),
    }
    words = template_words("words")
    coded = ("_level#1.value", "_relationship_type", "condition_type#1.value", "product_id_type", "#1.type")
    said = {key: words.get(value, value) if key.endswith(coded) else value for key, value in values.items()}
    return {column: said[key] for column, key in columns.items() if said.get(key)}


def _flat(path: str, value: Json) -> Iterator[tuple[str, str]]:
    """Yield the values of nested attributes under the names that templates give them: `bullet_point#2.value`."""
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _flat(f"{path}.{name}" if path else name, inner)
    elif isinstance(value, list | tuple):
        for number, inner in enumerate(value, 1):
            yield from _flat(f"{path}#{number}", inner)
    elif value is not None:
        yield path, str(value)


def _first_empty(rows: Sequence[Sequence[str]], data_row: int) -> int:
    filled = [number for number, row in enumerate(rows, 1) if number >= data_row and any(cell.strip() for cell in row)]
    return filled[-1] + 1 if filled else data_row


def _formulas(job: ExportJob, messages: Sequence[Mapping[str, Json]]) -> Iterator[Finding]:
    for message in messages:
        sku = str(message["sku"])
        if guard(sku) != sku:
            yield job.finding(
                "export.formula",
                "a spreadsheet program would run this SKU as a formula, so an apostrophe stands before it",
                sku=sku,
                severity=Severity.WARNING,
                hint="the marketplace keeps the apostrophe: rename the SKU, or delete it in the file before the upload",
            )


def _safe(name: str) -> str:
    stem, suffix = PurePath(name).stem, PurePath(name).suffix.lower()
    return (re.sub(r"[^A-Za-z0-9._-]+", "-", stem).strip("-.") or "template")[:80] + suffix
