"""Texts made of the seller's own cells, word for word, for languages that the composer does not write."""

from __future__ import annotations

import re
from dataclasses import replace

from listgen.domain.channel import Channel, FieldSpec
from listgen.domain.fact import Fact, FactSheet
from listgen.domain.listing import Draft, FieldText
from listgen.facts.plain_text import mask_markup

SELLER = "seller"
_HAN = re.compile(r"[\u3400-\u9fff]")
# A cell with this many Han characters and a full stop or comma is prose, not a value.
_FEWEST_OF_PROSE = 12
_MARK = re.compile(r"[，。；！,;.!]")
_MOST_LINES = 6


def is_chinese(text: str) -> bool:
    """Tell whether a text holds Han characters."""
    return bool(_HAN.search(text))


def with_own_words(draft: Draft, facts: FactSheet, channel: Channel) -> Draft:
    """Return the draft with the seller's own Chinese in place of English, where the sheet is in Chinese.

    The title is the product's name, the bullets are the fact cells with their headers (材质：陶瓷), the description is
    the longest cell of prose, else the name. Nothing is phrased, so nothing can be claimed that no cell says. A sheet
    whose names are not Chinese leaves the draft as it is.
    """
    if not is_chinese(facts.name):
        return draft
    lines = tuple(_line(fact) for fact in facts.facts if fact.cell is not None and is_chinese(fact.cell.column))
    cites = tuple(fact.id for fact in facts.facts if fact.cell is not None and is_chinese(fact.cell.column))
    own: dict[str, FieldText | None] = dict.fromkeys(("highlights", "search_terms", "tags"))
    own["title"] = own_title(facts, channel)
    own["bullets"] = FieldText("bullets", lines[: _most(channel.field("bullets"))], SELLER, cites) if lines else None
    own["description"] = FieldText("description", _prose(facts) or (f"{facts.name}。",), SELLER)
    given = {text.name for text in draft.fields}
    kept = [own.get(text.name, text) for text in draft.fields]
    kept += [text for name, text in own.items() if name not in given and channel.field(name) is not None]
    return replace(draft, fields=tuple(text for text in kept if text is not None and is_chinese("".join(text.items))))


def own_title(facts: FactSheet, channel: Channel) -> FieldText:
    """Return the product's name as the sheet has it, as a title."""
    return FieldText("title", (_fitting(facts.name, channel.field("title")),), SELLER)


def _line(fact: Fact) -> str:
    cell = fact.cell
    assert cell is not None, "only facts of cells make lines"
    return f"{cell.column.strip()}：{' '.join(mask_markup(cell.text).split())}"


def _prose(facts: FactSheet) -> tuple[str, ...]:
    """Return the paragraphs of the longest cell of Chinese prose, () where there is none."""
    name = facts.name_cell.text if facts.name_cell else facts.name
    found = [
        text
        for cell in facts.cells
        if cell.text != name
        and len(_HAN.findall(text := mask_markup(cell.text))) >= _FEWEST_OF_PROSE
        and _MARK.search(text)
    ]
    longest = max(found, key=len, default="")
    return tuple(" ".join(part.split()) for part in longest.split("\n") if part.strip())


def _fitting(name: str, spec: FieldSpec | None) -> str:
    """Return a name without its last parts, where it is too long; a part is what stands between blanks."""
    parts = name.split()
    if spec is None or spec.limit is None:
        return name
    while len(parts) > 1 and spec.limit.measure(" ".join(parts)) > spec.limit.maximum:
        parts.pop()
    return " ".join(parts)


def _most(spec: FieldSpec | None) -> int:
    return min(spec.max_items, _MOST_LINES) if spec is not None else _MOST_LINES
