"""Reading Amazon's JSON_LISTINGS_FEED, and checking it against the official schema."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from listgen.domain.finding import Finding, Severity
from listgen.domain.listing import FieldText
from listgen.marketplaces.data import amazon_feed_schema
from listgen.marketplaces.exporters.amazon import SELLER_PLACEHOLDER
from listgen.marketplaces.readers.records import Upload, UploadRecord, problem

_TEXTS = {
    "item_name": "title",
    "title_differentiation": "highlights",
    "bullet_point": "bullets",
    "product_description": "description",
    "generic_keyword": "search_terms",
}
_MOST_SCHEMA_FINDINGS = 50


def is_feed(content: object) -> bool:
    """Tell whether parsed JSON looks like a listings feed."""
    return isinstance(content, Mapping) and "messages" in content and "header" in content


def read_feed(content: Mapping[str, object]) -> Upload:
    """Return the feed's listings; schema errors and broken families are findings."""
    messages = _list(content.get("messages"))
    header = _mapping(content.get("header"))
    findings = [*_schema_findings(content), *_header_findings(header), *_message_findings(messages)]
    records = tuple(_record(message) for message in messages if isinstance(message, Mapping))
    locale = str(header.get("issueLocale", "")).replace("_", "-")
    return Upload(
        format="amazon-json-feed", marketplace="amazon", locale=locale, records=records, findings=tuple(findings)
    )


def _record(message: Mapping[str, object]) -> UploadRecord:
    attributes = _mapping(message.get("attributes"))
    texts = [FieldText(field, _values(attributes.get(name))) for name, field in _TEXTS.items() if attributes.get(name)]
    if message.get("operationType") == "UPDATE":
        # A full update without a title or description is a finding; a partial one is not.
        given = {text.name for text in texts}
        texts += [FieldText(field, ()) for field in ("title", "description") if field not in given]
    images = [
        str(_mapping(entry).get("media_location", ""))
        for name, entries in attributes.items()
        if name.endswith("product_image_locator") or name.startswith("other_product_image_locator")
        for entry in _list(entries)
    ]
    brand = _values(attributes.get("brand"))
    return UploadRecord(
        sku=str(message.get("sku", "")),
        row=None,
        texts=tuple(texts),
        brand=brand[0] if brand else "",
        images=tuple(images),
        price=_price(attributes),
    )


def _price(attributes: Mapping[str, object]) -> str:
    """Return the first price of the first offer, with its currency."""
    offers = _list(attributes.get("purchasable_offer"))
    offer = _mapping(offers[0]) if offers else {}
    for price in map(_mapping, _list(offer.get("our_price"))):
        for schedule in map(_mapping, _list(price.get("schedule"))):
            return f"{schedule.get('value_with_tax', '')} {offer.get('currency', '')}".strip()
    return ""


def _schema_findings(content: Mapping[str, object]) -> Iterator[Finding]:
    from jsonschema import Draft7Validator

    errors = Draft7Validator(dict(amazon_feed_schema())).iter_errors(content)
    for number, error in enumerate(errors):
        if number == _MOST_SCHEMA_FINDINGS:
            yield problem("file.schema", "and more errors against Amazon's schema")
            return
        path = list(error.absolute_path)
        sku = ""
        if len(path) > 1 and path[0] == "messages":
            messages = _list(content.get("messages"))
            sku = str(_mapping(messages[int(path[1])]).get("sku", ""))
        place = ".".join(str(part) for part in path) or "the feed"
        yield problem("file.schema", f"{place}: {error.message[:200]}", sku=sku, hint="see Amazon's feed schema v2")


def _header_findings(header: Mapping[str, object]) -> Iterator[Finding]:
    if header.get("sellerId") in ("", SELLER_PLACEHOLDER):
        yield problem(
            "file.seller-id",
            "the seller id is a placeholder",
            severity=Severity.WARNING,
            field="sellerId",
            hint="set `seller_id` in listgen.toml",
        )


def _message_findings(messages: Sequence[object]) -> Iterator[Finding]:
    """Yield ids and SKUs that stand twice, and variations whose parent does not stand before them."""
    numbers: set[object] = set()
    skus: set[str] = set()
    for entry in messages:
        message = _mapping(entry)
        sku, number = str(message.get("sku", "")), str(message.get("messageId", ""))
        if number in numbers:
            yield problem("file.message-id", f"messageId {number} stands twice", sku=sku, hint="number them anew")
        if sku in skus:
            yield problem("file.duplicate-sku", f"SKU `{sku}` stands twice", sku=sku, hint="delete one message")
        numbers.add(number)
        for relation in _list(_mapping(message.get("attributes")).get("child_parent_sku_relationship")):
            parent = str(_mapping(relation).get("parent_sku", ""))
            if parent and parent not in skus:
                yield problem(
                    "file.parent-order",
                    f"the parent `{parent}` does not stand before its variation",
                    severity=Severity.WARNING,
                    sku=sku,
                    hint="put parents first, unless the parent is live already",
                )
        skus.add(sku)


def _values(entries: object) -> tuple[str, ...]:
    return tuple(str(_mapping(entry).get("value", "")) for entry in _list(entries))


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}


def _list(value: object) -> Sequence[object]:
    return value if isinstance(value, list) else []
