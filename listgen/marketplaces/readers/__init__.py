"""Readers of upload files: the format is recognised by its content, not by its name."""

from __future__ import annotations

import json
from pathlib import Path

from listgen.errors import MarketplaceError
from listgen.marketplaces.readers import amazon, google, lines, plain, shopify, woocommerce
from listgen.marketplaces.readers.records import Upload, UploadRecord
from listgen.marketplaces.readers.tables import Table, decode, read_table

__all__ = ["Upload", "UploadRecord", "read_upload"]

_KNOWN = (
    "known: Amazon listings feed (JSON), Shopify, WooCommerce and Google product files, "
    "tables and JSON Lines with a SKU column"
)


def read_upload(path: Path) -> Upload:
    """Return the listings of an upload file or plain table, with findings about the file itself.

    Raises:
        MarketplaceError: The file cannot be read, or belongs to no known format.
    """
    try:
        with path.open("rb") as stream:
            start = stream.read(64).lstrip(b"\xef\xbb\xbf \t\r\n")
    except OSError as error:
        raise MarketplaceError(f"{path}: {error.strerror or error}", hint="check the path") from error
    if start.startswith((b"{", b"[")):
        return _json(path)
    return _table(path, read_table(path))


def _json(path: Path) -> Upload:
    text, findings = decode(path)
    if "\n" in text.strip() and lines.is_lines(text):
        return _table(path, lines.read_lines(path, text))
    try:
        content = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        line = getattr(error, "lineno", 1)
        raise MarketplaceError(f"{path.name} line {line}: no valid JSON", hint="export the file again") from error
    if isinstance(content, list):
        return _table(path, lines.read_list(path, content))
    if isinstance(content, dict) and not amazon.is_feed(content) and lines.is_lines(text):
        return _table(path, lines.read_lines(path, text))
    if not amazon.is_feed(content):
        raise MarketplaceError(f"{path.name}: unknown format", hint=_KNOWN)
    upload = amazon.read_feed(content)
    return Upload(
        format=upload.format,
        marketplace=upload.marketplace,
        locale=upload.locale,
        records=upload.records,
        findings=(*findings, *upload.findings),
    )


def _table(path: Path, table: Table) -> Upload:
    if shopify.is_product_csv(table.header):
        return shopify.read_product_csv(table)
    if woocommerce.is_product_csv(table.header):
        return woocommerce.read_product_csv(table)
    if google.is_feed(table.header):
        return google.read_feed(table)
    column = plain.sku_column(table.header)
    if column is None:
        raise MarketplaceError(f"{path.name}: unknown format", hint=_KNOWN)
    return plain.read_plain_table(table, column)
