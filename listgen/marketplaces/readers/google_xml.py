"""Reading Google Merchant Center feeds in XML: RSS 2.0 and Atom, as the rows of the text feed that says the same."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from listgen.errors import MarketplaceError
from listgen.marketplaces.readers import google
from listgen.marketplaces.readers.records import Upload
from listgen.marketplaces.readers.tables import Table

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_NAMESPACE = "{http://base.google.com/ns/1.0}"
_ATOM = "{http://www.w3.org/2005/Atom}"
# What RSS and Atom have words for themselves may stand without Google's namespace.
_PLAIN = ("title", "description", "link", "id", "summary")
_QUOTED = re.compile(r'[,:"]')


def is_xml(start: bytes) -> bool:
    """Tell whether a file's first bytes begin XML."""
    return start.startswith(b"<")


def read_xml(path: Path) -> Upload:
    """Return one record an item of a feed, checked as the text feed is.

    Raises:
        MarketplaceError: The file is broken XML, defines entities of its own, or holds no products.
    """
    from xml.etree import ElementTree

    data = path.read_bytes()
    if b"<!ENTITY" in data or b"<!DOCTYPE" in data:
        # Entities can hold a file of this machine, or grow without end; no feed needs them.
        raise MarketplaceError(f"{path.name}: XML with a DOCTYPE is not read", hint="export the feed without it")
    try:
        root = ElementTree.fromstring(data)  # noqa: S314  # nothing is left that could expand
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise MarketplaceError(f"{path.name}: broken XML: {error}", hint="export the feed again") from error
    items = [*root.iter("item"), *root.iter(f"{_ATOM}entry")]
    rows = [_row(item) for item in items]
    if not any(_NAMESPACE + "id" in {child.tag for child in item} for item in items):
        raise MarketplaceError(
            f"{path.name}: unknown format",
            hint='a product feed is RSS 2.0 or Atom with xmlns:g="http://base.google.com/ns/1.0"',
        )
    header = tuple(dict.fromkeys(name for row in rows for name in row))
    cells = tuple(tuple(row.get(name, "") for name in header) for row in rows)
    return replace(google.read_feed(Table(header, cells, "\t")), format="google-xml")


def _row(item: Element) -> dict[str, str]:
    found: dict[str, list[str]] = {}
    for child in item:
        name = child.tag.removeprefix(_NAMESPACE)
        if name == child.tag:
            name = name.removeprefix(_ATOM)
            if name not in _PLAIN or name in found:
                continue
            name = {"summary": "description"}.get(name, name)
        if len(child):
            value = _grouped(child, name)
        else:
            value = _said(child) or child.get("href", "")
            value = _cell(value) if name in google.REPEATED else value
        found.setdefault(name, []).append(value)
    return {name: ",".join(values) if name in google.REPEATED else values[0] for name, values in found.items()}


def _said(element: Element) -> str:
    return "".join(element.itertext()).strip()


def _grouped(element: Element, name: str) -> str:
    """Return sub-attributes as a cell of the text feed holds them, `kind:"content"`."""
    said = {part.tag.removeprefix(_NAMESPACE): _said(part) for part in element}
    if name.startswith("structured_"):
        content = said.get("content", "").replace('"', '""')
        return f'{said.get("digital_source_type", "")}:"{content}"'
    return ":".join(_cell(text) for text in said.values())


def _cell(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if _QUOTED.search(text) else text
