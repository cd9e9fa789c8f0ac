"""The two forms of Google's product data: cells of a tab-separated feed, and items of an RSS 2.0 feed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias
from xml.sax.saxutils import escape

from listgen.marketplaces.cells import guard, one_line, plain

_SECTION = "Specifications"
_NAMESPACE = "http://base.google.com/ns/1.0"


@dataclass(frozen=True, slots=True)
class Structured:
    """A text with the source type that is true of its writer."""

    source_type: str
    content: str


@dataclass(frozen=True, slots=True)
class Detail:
    """One value of a property that has no attribute of its own."""

    name: str
    value: str


# A line of text, a text with its source type, several texts, several details; () and "" where there is none.
Value: TypeAlias = "str | Structured | tuple[str | Detail, ...]"


def text_cell(value: Value) -> str:
    """Return an attribute as a cell of the text feed."""
    if isinstance(value, str):
        return guard(value)
    if isinstance(value, Structured):
        return grouped([value.source_type, value.content])
    return repeated([entry for entry in value if isinstance(entry, str)]) + ",".join(
        f"{_SECTION}:{_word(entry.name)}:{_quoted(entry.value)}" for entry in value if isinstance(entry, Detail)
    )


def grouped(parts: Sequence[str]) -> str:
    """Return sub-attributes joined by `:`; the last, free text, is always in quotes."""
    *words, content = parts
    return ":".join([*words, _quoted(content)])


def repeated(values: Sequence[str]) -> str:
    """Return several values in one cell; one that holds a comma or quote is put in quotes."""
    kept = [plain(value) for value in values]
    if kept and _needs_quotes(kept[0]):
        # A spreadsheet program takes the quotes away before it looks for a formula.
        kept[0] = guard(kept[0])
    return guard(",".join(_quoted(value) if _needs_quotes(value) else value for value in kept))


def _needs_quotes(text: str) -> bool:
    return "," in text or '"' in text


def _quoted(text: str) -> str:
    return '"' + one_line(text).replace('"', '""') + '"'


def _word(text: str) -> str:
    return _quoted(text) if any(mark in text for mark in ':,"') else one_line(text)


def xml_head(title: str, link: str) -> str:
    """Return what stands before the first item of an RSS 2.0 feed."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" xmlns:g="{_NAMESPACE}">\n<channel>\n'
        f"<title>{escape(title)}</title>\n<link>{escape(link)}</link>\n<description>{escape(title)}</description>\n"
    )


XML_TAIL = "</channel>\n</rss>\n"


def xml_item(row: Mapping[str, Value]) -> str:
    """Return an item of an RSS 2.0 feed; what is empty is absent. A cell that looks like a formula is text here."""
    return "<item>\n" + "".join(_element(name, value) for name, value in row.items()) + "</item>\n"


def _element(name: str, value: Value) -> str:
    if isinstance(value, Structured):
        inner = _tag("digital_source_type", value.source_type) + _tag("content", one_line(value.content))
        return f"<g:{name}>{inner}</g:{name}>\n"
    if isinstance(value, str):
        return _tag(name, value) + "\n" if value else ""
    return "".join(_repeated_element(name, entry) for entry in value)


def _repeated_element(name: str, entry: str | Detail) -> str:
    if isinstance(entry, str):
        return _tag(name, plain(entry)) + "\n"
    parts = (("section_name", _SECTION), ("attribute_name", entry.name), ("attribute_value", entry.value))
    return f"<g:{name}>{''.join(_tag(part, one_line(text)) for part, text in parts)}</g:{name}>\n"


def _tag(name: str, text: str) -> str:
    return f"<g:{name}>{escape(text)}</g:{name}>"
