"""Texts of a listing as upload files want them: plain, or as safe HTML."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from html.parser import HTMLParser

from listgen.domain.listing import Draft
from listgen.marketplaces.attributes import local_name
from listgen.marketplaces.cells import clean, one_line, plain

_TAGS = {"p", "ul", "li", "strong", "br"}
_LONGEST_HEADER = 40
_UNSAFE = re.compile(
    r"<\s?(?:script|iframe|object|embed|form|base|meta|link)\b|<[a-z][^<>]{0,300}\son[a-z]{3,20}\s?=|javascript:",
    re.IGNORECASE,
)


def title(draft: Draft) -> str:
    """Return the title on one line."""
    return plain(" ".join(draft.items("title")))


def line(draft: Draft, name: str, joiner: str = " ") -> str:
    """Return a field on one line, its items joined."""
    return plain(joiner.join(item for item in draft.items(name) if item.strip()))


def items(draft: Draft, name: str) -> tuple[str, ...]:
    """Return the items of a field that are not empty, each on one line."""
    return tuple(text for text in (one_line(item) for item in draft.items(name)) if text)


def plain_description(draft: Draft) -> str:
    """Return the description as plain text, one line a paragraph."""
    return "\n".join(plain(item) for item in items(draft, "description"))


def label(name: str, locale: str) -> str:
    """Return an option's name as shoppers see it: on one line, with a capital first letter, in their spelling.

    A shop whose simple products have a `Color` must not get a second attribute `Colour` with its families.
    """
    flat = local_name(plain(name), locale)
    return flat[:1].upper() + flat[1:]


def html_description(paragraphs: Sequence[str], bullets: Sequence[str] = ()) -> str:
    """Return paragraphs and a bullet list as HTML with nothing in it but `p`, `ul`, `li`, `strong` and `br`.

    What a text holds is escaped first, so `<script>` is shown as written; nh3 then keeps only the tags made here.
    """
    import nh3

    parts = [f"<p>{_escaped(text)}</p>" for text in paragraphs if text.strip()]
    if bullets:
        parts.append("<ul>" + "".join(f"<li>{_with_header(text)}</li>" for text in bullets) + "</ul>")
    return nh3.clean("\n".join(parts), tags=_TAGS, attributes={})


def _escaped(text: str) -> str:
    return html.escape(clean(text).strip(), quote=False).replace("\n", "<br>")


def _with_header(text: str) -> str:
    header, colon, body = text.partition(": ")
    if not colon or not body.strip() or len(header) > _LONGEST_HEADER:
        return _escaped(text)
    return f"<strong>{_escaped(header)}:</strong> {_escaped(body)}"


def unsafe_markup(markup: str) -> str:
    """Return the first piece of HTML that runs code or loads pages, "" where there is none."""
    found = _UNSAFE.search(markup)
    return found.group() if found else ""


def html_blocks(markup: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the paragraphs and the list items of an HTML cell as plain text; reading back `html_description`."""
    reader = _Blocks()
    reader.feed(markup)
    reader.close()
    reader.end_block()
    return tuple(reader.paragraphs), tuple(reader.items)


class _Blocks(HTMLParser):
    """Collects the text of block elements; list items apart."""

    _BLOCKS = frozenset({"p", "div", "li", "ul", "ol", "table", "tr", "h1", "h2", "h3", "h4", "h5", "h6"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.paragraphs: list[str] = []
        self.items: list[str] = []
        self._text: list[str] = []
        self._in_item = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self._BLOCKS:
            self.end_block()
            self._in_item = tag == "li"
        elif tag == "br":
            self._text.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._BLOCKS:
            self.end_block()
            self._in_item = False

    def handle_data(self, data: str) -> None:
        self._text.append(data)

    def end_block(self) -> None:
        """File the text so far as a paragraph or list item."""
        text = "".join(self._text).strip()
        self._text = []
        if text:
            (self.items if self._in_item else self.paragraphs).append(text)
