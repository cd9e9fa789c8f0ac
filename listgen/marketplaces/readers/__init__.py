"""Readers of upload files: the format is recognised by its content, not by its name."""

from __future__ import annotations

import contextlib
import json
import tempfile
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from listgen.domain.finding import Finding, Severity
from listgen.errors import MarketplaceError
from listgen.marketplaces.profile import Profile
from listgen.marketplaces.profiles import load_profile, profile_names
from listgen.marketplaces.readers import (
    acp,
    amazon,
    amazon_template,
    etsy,
    google,
    google_xml,
    lines,
    plain,
    profiled,
    shopify,
    walmart,
    woocommerce,
)
from listgen.marketplaces.readers.records import Upload, UploadRecord
from listgen.marketplaces.readers.tables import WORKBOOKS, Table, decode, read_sheets, read_table

__all__ = ["Upload", "UploadRecord", "read_upload"]

_GZIP = b"\x1f\x8b"
_MOST_UNPACKED = 1_000_000_000
_KNOWN = (
    "known: the upload files of all marketplaces that `listgen marketplace list` names, "
    "tables and JSON Lines with a SKU column"
)


# Feeds of one JSON document: what tells each of them, and its reader.
_JSON_FEEDS: tuple[tuple[Callable[[object], bool], Callable[[Mapping[str, object]], Upload]], ...] = (
    (amazon.is_feed, amazon.read_feed),
    (etsy.is_drafts, etsy.read_drafts),
    (walmart.is_feed, walmart.read_feed),
)


def read_upload(path: Path, project: Path | None = None) -> Upload:
    """Return the listings of an upload file or plain table, with findings about the file itself.

    `project` is the folder whose own profiles are known too.

    Raises:
        MarketplaceError: The file cannot be read, or belongs to no known format.
    """
    try:
        with path.open("rb") as stream:
            start = stream.read(64).lstrip(b"\xef\xbb\xbf \t\r\n")
    except OSError as error:
        raise MarketplaceError(f"{path}: {error.strerror or error}", hint="check the path") from error
    if start.startswith(_GZIP):
        return _packed(path, project)
    if google_xml.is_xml(start) and path.suffix.lower() not in WORKBOOKS:
        return google_xml.read_xml(path)
    if template := _template(path):
        return amazon_template.read_template(template)
    if start.startswith((b"{", b"[")):
        return _json(path, project)
    return _table(path, read_table(path), project)


def _packed(path: Path, project: Path | None) -> Upload:
    """Return the listings of a file packed with gzip, as OpenAI takes feeds."""
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / (path.name.removesuffix(".gz") or "file")
        unpacking = zlib.decompressobj(wbits=31)
        size = 0
        try:
            with path.open("rb") as packed, whole.open("wb") as out:
                while chunk := packed.read(100_000):
                    while chunk:
                        piece = unpacking.decompress(chunk, 1_000_000)
                        size += out.write(piece)
                        chunk = unpacking.unconsumed_tail
                        if size > _MOST_UNPACKED:
                            raise MarketplaceError(
                                f"{path.name} unpacks to more than {_MOST_UNPACKED} bytes",
                                hint="check the parts that it was made of",
                            )
        except zlib.error as error:
            raise MarketplaceError(f"{path.name} is damaged: {error}", hint="pack it again with gzip") from error
        return read_upload(whole, project)


def _template(path: Path) -> amazon_template.TemplateRows | None:
    """Return a file as one of Amazon's spreadsheet templates, None where it is none."""
    if path.suffix.lower() in WORKBOOKS:
        sheets = read_sheets(path)
        return next((found for sheet in sheets if (found := amazon_template.template_rows(sheet))), None)
    with path.open("rb") as stream:
        first = stream.readline(100_000)
    if b"TemplateType=" not in first and b"attributeRow=" not in first:
        return None
    text, _ = decode(path)
    rows = [[cell.strip('"') for cell in line.rstrip("\r").split("\t")] for line in text.split("\n")]
    return amazon_template.template_rows(rows)


def _json(path: Path, project: Path | None) -> Upload:
    text, findings = decode(path)
    if acp.is_products(text):
        return acp.read_products(text)
    if "\n" in text.strip() and lines.is_lines(text):
        return _table(path, lines.read_lines(path, text), project)
    try:
        content = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        line = getattr(error, "lineno", 1)
        raise MarketplaceError(f"{path.name} line {line}: no valid JSON", hint="export the file again") from error
    if acp.is_feed(content):
        return acp.read_feed(content)
    if isinstance(content, list):
        return _table(path, lines.read_list(path, content), project)
    read = next((read for known, read in _JSON_FEEDS if known(content)), None)
    if read is None and isinstance(content, dict) and lines.is_lines(text):
        return _table(path, lines.read_lines(path, text), project)
    if read is None and acp.is_collection(content):
        return acp.read_collection(content)
    if read is None:
        raise MarketplaceError(f"{path.name}: unknown format", hint=_whose(content))
    upload = read(content)
    return Upload(
        format=upload.format,
        marketplace=upload.marketplace,
        locale=upload.locale,
        records=upload.records,
        findings=(*findings, *upload.findings),
    )


def _whose(content: object) -> str:
    """Return the next step for a JSON document that holds no listings."""
    keys = set(content) if isinstance(content, Mapping) else set()
    if keys & {"$schema", "$defs", "swagger", "openapi"}:
        return "this describes a format and holds no listings; check a file that was made by it"
    if "issues" in keys and keys & {"summary", "header"}:
        return "this is a processing report: `listgen explain FILE` reads it"
    return _KNOWN


def _table(path: Path, table: Table, project: Path | None) -> Upload:
    profiles = [table for name in profile_names(project) for table in load_profile(name, project).tables]
    match = profiled.recognise(table, profiles)
    if match is None:
        own = _read_as_profiled(path, table, profiles)
        if own is not None:
            return profiled.read_profiled(*own)
    # Formats that only code knows are told by fewer columns, so a profile of which all columns are there goes first.
    if match is not None and (match.exact or _told_by_delimiter(table, match)):
        return _profiled(path, table, match)
    if shopify.is_product_csv(table.header):
        return shopify.read_product_csv(table)
    if woocommerce.is_product_csv(table.header):
        return woocommerce.read_product_csv(table)
    if google.is_feed(table.header):
        return google.read_feed(table)
    if etsy.is_sheet(table.header):
        return etsy.read_sheet(table)
    if match is not None:
        return _profiled(path, table, match)
    column = plain.sku_column(table.header)
    if column is None:
        raise MarketplaceError(f"{path.name}: unknown format", hint=_KNOWN)
    return plain.read_plain_table(replace(table, findings=tuple(map(_softer, table.findings))), column)


def _softer(finding: Finding) -> Finding:
    """Return a finding that does not block where it is about the encoding: a shop's own sheet goes to nobody yet."""
    return replace(finding, severity=Severity.WARNING) if finding.code == "file.encoding" else finding


def _told_by_delimiter(table: Table, match: profiled.Match) -> bool:
    """Tell Meta's CSV from Google's feed: the columns are the same, and Google's are divided by tabs."""
    return google.is_feed(table.header) and table.delimiter == match.profile.file.delimiter == ","


def _profiled(path: Path, table: Table, match: profiled.Match) -> Upload:
    if table.delimiter == "\t" and match.profile.file.quoting != "never":
        table = replace(read_table(path, quoted=True), findings=table.findings)
    wanted = match.profile.file.encoding
    if wanted in ("gbk", "gb18030") and any(finding.code == "file.encoding" for finding in table.findings):
        # What was guessed from a few bytes is known now.
        with contextlib.suppress(UnicodeDecodeError):
            table = read_table(path, encoding=wanted, delimiter=match.profile.file.delimiter)
    # What other marketplaces refuse is this one's own encoding.
    accepted = {"file.byte-order-mark"} if wanted == "utf-8-sig" else {"file.encoding"} if wanted == "utf-16" else set()
    kept = tuple(finding for finding in table.findings if finding.code not in accepted)
    return profiled.read_profiled(replace(table, findings=kept), match)


def _read_as_profiled(path: Path, table: Table, profiles: Sequence[Profile]) -> tuple[Table, profiled.Match] | None:
    """Return the table read the way that a profile writes it: encoding and delimiter are not told by every file."""
    if not table.delimiter:
        return None
    for profile in profiles:
        rules = profile.file
        if not profile.columns or rules.layout != "delimited":
            continue
        quoted = rules.quoting != "never"
        try:
            read = read_table(path, encoding=rules.encoding, delimiter=rules.delimiter, quoted=quoted)
        except (UnicodeError, MarketplaceError):
            continue
        match = profiled.recognise(read, [profile])
        if match is not None:
            return read, match
    return None
