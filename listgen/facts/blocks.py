"""Descriptions as blocks: list items, table rows, `Key: value` lines and prose, whatever HTML the seller pasted."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Literal

_BREAKS = frozenset({"p", "div", "br", "ul", "ol", "table", "tbody", "thead", "tr", "h1", "h2", "h3", "h4", "h5", "h6"})
_BREAKS |= {"section", "article", "blockquote", "dl", "hr", "header", "footer"}
_SKIPPED = frozenset({"script", "style", "template", "noscript", "iframe", "svg", "head", "title"})
_BULLET = re.compile(r"^\s*(?:[-–—*•·▪◦●✓✔➤►»]|\d{1,2}[.)])\s+")
_KEY_LINE = re.compile(r"^(?P<key>[^\W\d_][\w '’/&()\-.]{0,38}?)\s*[:：]\s*(?P<value>\S.*)$")
_NEXT_KEY = re.compile(r"(?<=[.;])\s+(?=[A-Z][a-z][\w ]{1,24}:\s)")
_SENTENCE = re.compile(r"(?<=[a-z0-9)\"”%][.!?])\s+(?=[A-Z“\"0-9])|(?<=\w\w[.!?])\s+(?=[A-Z“\"])")
_LONGEST = 20_000


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a description. `key` is the label of a table row or of a `Key: value` line, else ""."""

    kind: Literal["item", "row", "prose"]
    text: str
    key: str = ""


def read_blocks(text: str) -> tuple[Block, ...]:
    """Return the blocks of a description; HTML may be unclosed, escaped twice or absent. Never raises on any text.

    >>> [(b.kind, b.key, b.text) for b in read_blocks("<p>Nice.<ul><li>Top handle.<li>Volume: 29 L")]
    [('prose', '', 'Nice.'), ('item', '', 'Top handle.'), ('row', 'Volume', '29 L')]
    """
    source = text[:_LONGEST]
    if "&lt;" in source and "<" not in source:
        source = html.unescape(source)
    if re.search(r"<[a-zA-Z/!]", source):
        parser = _Reader()
        parser.feed(source)
        parser.close()
        parser.flush()
        raw = parser.blocks
    else:
        raw = [("text", line) for line in html.unescape(source).splitlines()]
    blocks: list[Block] = []
    for kind, line in raw:
        plain = " ".join(html.unescape(line).split())
        if not plain:
            continue
        if kind.startswith("row:"):
            blocks.append(Block("row", plain, kind[4:]))
        elif kind == "item":
            blocks.extend(_lines(plain, item=True))
        elif kind == "text" and _BULLET.match(plain):
            blocks.extend(_lines(_BULLET.sub("", plain), item=True))
        else:
            blocks.extend(_lines(plain, item=False))
    return tuple(blocks)


def sentences(text: str) -> tuple[str, ...]:
    """Return the sentences of a prose block; decimal points, "Cat.6" and abbreviations do not end one."""
    return tuple(part.strip() for part in _SENTENCE.split(text) if part.strip())


def key_value(text: str) -> tuple[str, str] | None:
    """Return the label and value of a `Key: value` line, None for other text."""
    match = _KEY_LINE.match(text)
    if not match or len(match["key"].split()) > 4 or match["value"].startswith("//"):
        return None
    return match["key"].strip(), match["value"].strip()


def _lines(text: str, *, item: bool) -> list[Block]:
    blocks = []
    pieces = _NEXT_KEY.split(text)
    if not item:
        pieces = [part for piece in pieces for part in re.split(r"\s+\|\s+", piece)]
    for piece in pieces:
        pair = key_value(piece)
        if pair and (item or len(pair[1].split()) <= 12):
            value = pair[1].rstrip(".;").strip()
            if value:
                blocks.append(Block("row", value, pair[0]))
        else:
            blocks.append(Block("item" if item else "prose", piece))
    return blocks


class _Reader(HTMLParser):
    """Collects the text of list items, table rows and everything else; closing tags are not relied upon."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[tuple[str, str]] = []
        self._buffer: list[str] = []
        self._kind = "prose"
        self._cells: list[str] = []
        self._skip = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SKIPPED:
            self._skip += 1
        elif tag == "li":
            self.flush()
            self._kind = "item"
        elif tag in ("td", "th", "dt", "dd"):
            self._end_cell()
            if tag == "dt":
                self._end_row()
            self._kind = "cell"
        elif tag in _BREAKS:
            self.flush()
            if tag == "tr":
                self._end_row()
            self._kind = "item" if self._kind == "item" and tag in ("br", "p") else "prose"

    def handle_endtag(self, tag: str) -> None:
        if tag in _SKIPPED:
            self._skip = max(0, self._skip - 1)
        elif tag in ("tr", "dd", "table"):
            self._end_cell()
            self._end_row()
            self._kind = "prose"
        elif tag == "li" or tag in _BREAKS:
            self.flush()
            self._kind = "prose"

    def handle_data(self, data: str) -> None:
        if not self._skip:
            self._buffer.append(data)

    def flush(self) -> None:
        """End the block that is being collected."""
        if self._kind == "cell":
            self._end_cell()
            self._end_row()
            return
        text = "".join(self._buffer).strip()
        self._buffer = []
        if text:
            self.blocks.append((self._kind, text))

    def _end_cell(self) -> None:
        text = "".join(self._buffer).strip()
        self._buffer = []
        if self._kind == "cell":
            self._cells.append(" ".join(text.split()))
        elif text:
            self.blocks.append((self._kind, text))

    def _end_row(self) -> None:
        cells = [cell for cell in self._cells if cell]
        self._cells = []
        if len(cells) == 2:
            self.blocks.append((f"row:{cells[0].rstrip(':')}", cells[1]))
        elif cells:
            self.blocks.append(("item", " ".join(cells)))
