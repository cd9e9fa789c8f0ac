"""Attributes quoted by a language model: it may point at words of the sheet, never supply them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from listgen.copywriting.prompts import render_prompt
from listgen.domain.attribute import ProductAttribute
from listgen.domain.fact import FactSheet
from listgen.domain.finding import Finding, Severity
from listgen.domain.product import Product
from listgen.domain.source import CellRef
from listgen.facts.attributes import enrich, missing_attributes
from listgen.facts.polarity import negated
from listgen.providers.text import Answer, TextProvider, TextRequest, UnusableAnswer

_SYSTEM, _USER = "attributes-system.j2", "attributes-user.j2"
_LONGEST_CELL = 4_000  # characters of a description that a prompt carries
_LONGEST_VALUE = 200


@dataclass(frozen=True, slots=True)
class QuotedAttributes:
    """What a model found, each value with its cell and span, and what was dropped because no cell says it."""

    attributes: tuple[ProductAttribute, ...]
    findings: tuple[Finding, ...]


def quote_attributes(
    product: Product, facts: FactSheet, provider: TextProvider, *, seed: int = 0, project: Path | None = None
) -> QuotedAttributes:
    """Ask a model for the attributes of the product's type that no rule found; no call where none is missing.

    Raises:
        ProviderError: The endpoint cannot be reached or refuses; see `TextProvider.complete`.
    """
    names = missing_attributes(product, facts, enrich(product, facts))
    if not names or not facts.cells:
        return QuotedAttributes((), ())
    return read_quotes(provider.complete(quote_request(facts, names, seed=seed, project=project)), facts, names)


def quote_request(facts: FactSheet, names: Sequence[str], *, seed: int = 0, project: Path | None = None) -> TextRequest:
    """Return the request for these attribute names: numbered cells in, name, value and number of the cell out."""
    cells = tuple((number, cell.column, cell.text[:_LONGEST_CELL]) for number, cell in enumerate(facts.cells, 1))
    return TextRequest(
        system=render_prompt(_SYSTEM, project),
        user=render_prompt(_USER, project, names=names, cells=cells, noun=facts.noun),
        schema=_schema(names),
        schema_name="attributes",
        seed=seed,
    )


def read_quotes(answer: Answer, facts: FactSheet, names: Sequence[str]) -> QuotedAttributes:
    """Return the attributes of an answer whose every value stands in a cell, letter for letter.

    The model's number of the cell is a hint: another cell that holds the words serves as well. A value that no cell
    holds, or that its cell denies ("not waterproof"), is dropped with a finding. One value an attribute is kept, and
    none of it is sure enough for an upload file.
    """
    if isinstance(answer, UnusableAnswer):
        return QuotedAttributes((), (_finding(facts, "", "", f"the model's answer is of no use: {answer.reason}"),))
    found: dict[str, ProductAttribute] = {}
    findings = []
    for name, value, number in _rows(answer.data):
        if name not in names or name in found or not value:
            continue
        place = _place(value, number, facts.cells)
        if place is None or len(value) > _LONGEST_VALUE:
            findings.append(_finding(facts, name, value, "no cell says it in these words"))
            continue
        cell, start, end = place
        if negated(cell.text, start, end):
            findings.append(_finding(facts, name, value, f"{cell} denies it"))
            continue
        found[name] = ProductAttribute(
            name=name, value=cell.text[start:end], source=cell, start=start, end=end, method="model"
        )
    return QuotedAttributes(tuple(found.values()), tuple(findings))


def _schema(names: Sequence[str]) -> Mapping[str, Any]:
    row = {
        "type": "object",
        "properties": {
            "name": {"type": "string", "enum": list(names)},
            "value": {"type": "string"},
            "cell": {"type": "integer"},
        },
        "required": ["name", "value", "cell"],
        "additionalProperties": False,
    }
    return {
        "type": "object",
        "properties": {"attributes": {"type": "array", "items": row}},
        "required": ["attributes"],
        "additionalProperties": False,
    }


def _rows(data: Mapping[str, Any]) -> Iterator[tuple[str, str, int]]:
    for row in data["attributes"]:
        yield row["name"], row["value"].strip(), row["cell"]


def _place(value: str, number: int, cells: Sequence[CellRef]) -> tuple[CellRef, int, int] | None:
    """Return the cell and the span of the very words: the named cell first, whole words only, capitals count."""
    pattern = re.compile(rf"(?<!\w){re.escape(value)}(?!\w)")
    named = cells[number - 1 : number] if number > 0 else ()
    for cell in (*named, *cells):
        match = pattern.search(cell.text)
        if match:
            return cell, match.start(), match.end()
        if not value.isascii() and (start := cell.text.find(value)) >= 0:
            return cell, start, start + len(value)  # scripts without blanks have no whole words
    return None


def _finding(facts: FactSheet, name: str, value: str, reason: str) -> Finding:
    told = f"`{name}`: the model's value `{value}` is dropped, {reason}" if name else reason
    return Finding(
        code="attribute.not-in-source",
        severity=Severity.INFO,
        message=told,
        sku=facts.sku,
        field=name,
        text=value,
        hint="write the value into a column of its own if it is true",
    )
