"""Reading Etsy's drafts as listgen writes them, and the sheet that Etsy lets sellers download."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from listgen.domain.finding import Finding
from listgen.domain.listing import FieldText
from listgen.marketplaces.exporters.etsy import BULLET
from listgen.marketplaces.readers.json_parts import as_list, as_mapping
from listgen.marketplaces.readers.records import Upload, UploadRecord, problem
from listgen.marketplaces.readers.tables import Table

_DRAFT = "createDraftListing"
_SHEET = frozenset({"TITLE", "DESCRIPTION", "PRICE", "TAGS", "MATERIALS", "SKU"})
_WHO = ("i_did", "someone_else", "collective")


def is_drafts(content: object) -> bool:
    """Tell whether parsed JSON holds bodies of Etsy's createDraftListing."""
    entries = as_list(as_mapping(content).get("listings"))
    return bool(entries) and _DRAFT in as_mapping(entries[0])


def read_drafts(content: Mapping[str, object]) -> Upload:
    """Return one record a listing, and one for each of its variations."""
    records: list[UploadRecord] = []
    findings: list[Finding] = []
    seen: set[str] = set()
    for entry in map(as_mapping, as_list(content.get("listings"))):
        body = as_mapping(entry.get(_DRAFT))
        sku = str(entry.get("sku", ""))
        if sku in seen:
            findings.append(problem("file.duplicate-sku", f"SKU `{sku[:40]}` stands twice", sku=sku))
        seen.add(sku)
        findings += _body_findings(body, sku)
        listed = [as_mapping(image) for image in as_list(entry.get("uploadListingImage"))]
        images = tuple(str(image["url"]) for image in listed if image.get("url"))
        brand = ""
        texts = _texts(str(body.get("title", "")), str(body.get("description", "")), _words(body.get("tags")))
        price = str(body.get("price", ""))
        records.append(UploadRecord(sku=sku, row=None, texts=texts, brand=brand, images=images, price=price))
        for product in map(as_mapping, as_list(as_mapping(entry.get("updateListingInventory")).get("products"))):
            own = str(product.get("sku", ""))
            offerings = [as_mapping(offering) for offering in as_list(product.get("offerings"))]
            if own and own != sku:
                records.append(
                    UploadRecord(sku=own, row=None, price=str(offerings[0].get("price", "")) if offerings else "")
                )
    return Upload(format="etsy-json", marketplace="etsy", locale="", records=tuple(records), findings=tuple(findings))


def is_sheet(header: tuple[str, ...]) -> bool:
    """Tell whether a header row is that of Etsy's download."""
    return set(header) >= _SHEET


def read_sheet(table: Table) -> Upload:
    """Return one record a row; the cell of a family's SKUs is read as it stands."""
    records = []
    for number, cells in enumerate(table.rows, 1):
        row = table.cells(cells)
        images = tuple(row[name] for name in table.header if name.startswith("IMAGE") and row[name])
        tags = tuple(text.strip() for text in row.get("TAGS", "").split(",") if text.strip())
        texts = _texts(row.get("TITLE", ""), row.get("DESCRIPTION", ""), tags)
        records.append(
            UploadRecord(sku=row.get("SKU", ""), row=number, texts=texts, images=images, price=row.get("PRICE", ""))
        )
    return Upload(format="etsy-sheet", marketplace="etsy", locale="", records=tuple(records), findings=table.findings)


def _texts(title: str, description: str, tags: tuple[str, ...]) -> tuple[FieldText, ...]:
    lines = [line for line in description.split("\n") if line.strip()]
    return (
        FieldText("title", (title,) if title else ()),
        FieldText("description", tuple(line for line in lines if not line.startswith(BULLET))),
        FieldText("bullets", tuple(line[len(BULLET) :] for line in lines if line.startswith(BULLET))),
        FieldText("tags", tags),
    )


def _words(value: object) -> tuple[str, ...]:
    return tuple(str(word) for word in as_list(value))


def _body_findings(body: Mapping[str, object], sku: str) -> Iterator[Finding]:
    if body.get("who_made") not in (None, *_WHO):
        yield problem(
            "file.word",
            f"`who_made` is `{str(body['who_made'])[:40]}`",
            sku=sku,
            field="who_made",
            hint=f"one of {', '.join(_WHO)}",
        )
    price = body.get("price")
    if price is not None and (isinstance(price, bool) or not isinstance(price, int | float) or price <= 0):
        yield problem("file.price", f"`{str(price)[:40]}` is no price", sku=sku, field="price", hint="write 19.99")
