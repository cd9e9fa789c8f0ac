"""Reading Walmart's MP_ITEM feeds: the envelope of specification 5, and the flat one of specification 4."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from listgen.domain.finding import Finding, Severity
from listgen.domain.listing import FieldText
from listgen.marketplaces.names import valid_gtin
from listgen.marketplaces.readers.json_parts import as_list, as_mapping
from listgen.marketplaces.readers.records import Upload, UploadRecord, problem

_ID_TYPES = ("UPC", "GTIN", "EAN", "ISBN")
_REQUIRED = ("productName", "brand", "shortDescription", "mainImageUrl")


def is_feed(content: object) -> bool:
    """Tell whether parsed JSON looks like an item feed."""
    return isinstance(content, Mapping) and "MPItem" in content


def read_feed(content: Mapping[str, object]) -> Upload:
    """Return one record an item; what the specification requires and an item lacks is a finding."""
    records, findings = [], []
    seen: set[str] = set()
    if "MPItemFeedHeader" not in content:
        findings.append(problem("file.header", "the feed has no MPItemFeedHeader", hint="see Walmart's item spec"))
    for number, entry in enumerate(map(as_mapping, as_list(content.get("MPItem"))), 1):
        flat = as_mapping(entry.get("Item"))
        orderable = flat or as_mapping(entry.get("Orderable"))
        kinds = list(as_mapping(entry.get("Visible")).values())
        visible = flat or as_mapping(kinds[0] if kinds else {})
        sku = str(orderable.get("sku", ""))
        if sku in seen:
            findings.append(problem("file.duplicate-sku", f"SKU `{sku[:40]}` stands twice", sku=sku, row=number))
        seen.add(sku)
        findings += _item_findings(orderable, visible, sku, number)
        records.append(_record(orderable, visible, sku, number))
    return Upload(
        format="walmart-json", marketplace="walmart", locale="en-US", records=tuple(records), findings=tuple(findings)
    )


def _record(orderable: Mapping[str, object], visible: Mapping[str, object], sku: str, number: int) -> UploadRecord:
    def text(name: str) -> tuple[str, ...]:
        value = visible.get(name)
        return tuple(map(str, value)) if isinstance(value, list) else (str(value),) if value else ()

    return UploadRecord(
        sku=sku,
        row=number,
        texts=(
            FieldText("title", text("productName")),
            FieldText("description", tuple(line for part in text("shortDescription") for line in part.split("\n"))),
            FieldText("bullets", text("keyFeatures")),
        ),
        brand=" ".join(text("brand")),
        images=(*text("mainImageUrl"), *text("productSecondaryImageURL")),
        price=str(orderable.get("price", "")),
    )


def _item_findings(
    orderable: Mapping[str, object], visible: Mapping[str, object], sku: str, number: int
) -> Iterator[Finding]:
    for name in _REQUIRED:
        if not visible.get(name):
            yield problem(
                "file.required",
                f"Walmart requires `{name}`, which is empty",
                severity=Severity.WARNING,
                sku=sku,
                row=number,
                field=name,
                hint="see HOWTO.txt of the bundle",
            )
    price = orderable.get("price")
    if price is not None and (isinstance(price, bool) or not isinstance(price, int | float) or price < 0):
        yield problem(
            "file.price",
            f"`{str(price)[:40]}` is no price",
            sku=sku,
            row=number,
            field="price",
            hint="write 19.99 without quotes",
        )
    identifier = as_mapping(orderable.get("productIdentifiers"))
    if not identifier:
        return
    kind, value = str(identifier.get("productIdType", "")), str(identifier.get("productId", ""))
    if kind not in _ID_TYPES:
        hint = f"one of {', '.join(_ID_TYPES)}"
        yield problem("file.word", f"`productIdType` is `{kind[:40]}`", sku=sku, row=number, hint=hint)
    elif kind != "ISBN" and not valid_gtin(value):
        yield problem("file.gtin", f"`{value[:20]}` is no valid {kind}", sku=sku, row=number, field="productId")
