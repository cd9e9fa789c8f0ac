"""Reading product feeds of the Agentic Commerce Protocol, and checking them against its schema."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from listgen.domain.finding import Finding
from listgen.domain.listing import FieldText
from listgen.marketplaces.data import acp_feed_schema
from listgen.marketplaces.readers.records import Upload, UploadRecord, problem

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator

_FORMAT, _MARKETPLACE = "openai-feed", "openai"
_METADATA = frozenset({"id", "target_country", "updated_at"})
_MOST_FINDINGS = 50


def is_feed(content: object) -> bool:
    """Tell whether parsed JSON is one product, a request with products, or a feed's metadata."""
    if not isinstance(content, Mapping):
        return False
    if _is_metadata(content):
        return True
    products = content.get("products", [content])
    return isinstance(products, list) and bool(products) and all(_is_product(product) for product in products)


def is_products(text: str) -> bool:
    """Tell whether a text is products one a line."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    try:
        return _is_product(json.loads(first))
    except (json.JSONDecodeError, RecursionError):
        return False


def read_feed(content: Mapping[str, object]) -> Upload:
    """Return the variants of parsed JSON; metadata has none."""
    if _is_metadata(content):
        return _upload([], list(_schema_findings(content, "FeedMetadata", None)))
    products = content.get("products", [content])
    assert isinstance(products, list)
    return _products([(None, product) for product in products])


def is_collection(content: object) -> bool:
    """Tell whether parsed JSON is requests and answers of the protocol under names, as its examples are."""
    return (
        isinstance(content, Mapping)
        and any(_products_of(message) for message in content.values())
        and all(isinstance(message, Mapping) and _message(message) for message in content.values())
    )


def read_collection(content: Mapping[str, object]) -> Upload:
    """Return the variants of all messages; each is checked against its own part of the schema."""
    records: list[UploadRecord] = []
    findings: list[Finding] = []
    for message in content.values():
        name = _message(message)
        if name == "UpsertProductsRequest":
            read = _products([(None, product) for product in _products_of(message)])
            records += read.records
            findings += read.findings
        else:
            findings += _schema_findings(message, name, None)
    return _upload(records, findings[:_MOST_FINDINGS])


def _message(message: object) -> str:
    """Return the name of a message in the schema, "" for what is none of the protocol's."""
    content = _mapping(message)
    if _products_of(message):
        return "UpsertProductsRequest"
    if _is_metadata(content):
        return "FeedMetadata" if "id" in content else "CreateFeedRequest"
    return "Error" if {"type", "code", "message"} <= set(content) else ""


def _products_of(message: object) -> Sequence[object]:
    products = _list(_mapping(message).get("products"))
    return products if products and all(_is_product(product) for product in products) else ()


def read_products(text: str) -> Upload:
    """Return the variants of products one a line; a line that is no JSON is a finding."""
    products: list[tuple[int | None, object]] = []
    broken = []
    for number, line in enumerate((line for line in text.splitlines() if line.strip()), 1):
        try:
            products.append((number, json.loads(line)))
        except (json.JSONDecodeError, RecursionError):
            broken.append(
                problem("file.line", f"line {number} is no JSON object", row=number, hint="one product a line")
            )
    read = _products(products)
    return Upload(
        format=read.format,
        marketplace=read.marketplace,
        locale="",
        records=read.records,
        findings=(*broken[:_MOST_FINDINGS], *read.findings),
    )


def _products(products: Sequence[tuple[int | None, object]]) -> Upload:
    records: list[UploadRecord] = []
    findings: list[Finding] = []
    seen: dict[str, int | None] = {}
    for row, product in products:
        if len(findings) < _MOST_FINDINGS:
            findings += _schema_findings(product, "Product", row)
        for variant in _list(_mapping(product).get("variants")):
            record = _record(_mapping(variant), row)
            if record.sku in seen:
                findings.append(
                    problem("file.duplicate-sku", f"`{record.sku[:60]}` stands twice", sku=record.sku, row=row)
                )
            seen[record.sku] = row
            records.append(record)
    return _upload(records, findings)


def _upload(records: Sequence[UploadRecord], findings: Sequence[Finding]) -> Upload:
    return Upload(format=_FORMAT, marketplace=_MARKETPLACE, locale="", records=tuple(records), findings=tuple(findings))


def _record(variant: Mapping[str, object], row: int | None) -> UploadRecord:
    description = str(_mapping(variant.get("description")).get("plain", ""))
    fields = [FieldText("title", (str(variant["title"]),))] if variant.get("title") else []
    if description:
        fields.append(FieldText("description", tuple(description.split("\n"))))
    listed = _price(_mapping(variant.get("list_price")))
    price = _price(_mapping(variant.get("price")))
    return UploadRecord(
        sku=str(variant.get("id", "")),
        row=row,
        texts=tuple(fields),
        images=tuple(str(_mapping(item).get("url", "")) for item in _list(variant.get("media"))),
        price=listed or price,
        sale_price=price if listed else "",
    )


def _price(price: Mapping[str, object]) -> str:
    """Return a price in minor units as people write it, "19.99 USD"."""
    from babel.numbers import get_currency_precision

    amount, currency = price.get("amount"), str(price.get("currency", ""))
    if not isinstance(amount, int):
        return ""
    places = get_currency_precision(currency) if currency else 2
    return f"{Decimal(amount).scaleb(-places)} {currency}".strip()


def _schema_findings(content: object, name: str, row: int | None) -> Iterator[Finding]:
    for error in _validator(name).iter_errors(content):
        place = ".".join(str(part) for part in error.absolute_path)
        sku = str(_mapping(content).get("id", ""))
        yield problem("file.schema", f"`{place or name}`: {error.message[:160]}", sku=sku, row=row, field=place)


def _validator(name: str) -> Draft202012Validator:
    from jsonschema import Draft202012Validator

    schema = acp_feed_schema()
    return Draft202012Validator({"$defs": schema["$defs"], "$ref": f"#/$defs/{name}"})


def _is_product(content: object) -> bool:
    return isinstance(content, Mapping) and "id" in content and isinstance(content.get("variants"), list)


def _is_metadata(content: Mapping[str, object]) -> bool:
    return "target_country" in content and set(content) <= _METADATA


def _list(value: object) -> Sequence[object]:
    return value if isinstance(value, list) else ()


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}
