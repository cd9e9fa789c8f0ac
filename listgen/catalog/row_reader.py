"""The cells of one row by role: text, attributes with their units, `key:value` cells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from listgen.catalog.grid import Column, Table, value_of
from listgen.catalog.synonyms import MEASURES, meaning_of, withheld_word
from listgen.catalog.values import (
    description_text,
    is_zero,
    lines,
    one_line,
    parse_stock,
    plain_text,
    split_pairs,
    with_unit,
)
from listgen.domain.product import Attribute, Role
from listgen.domain.source import CellRef

_MEASURES = tuple(MEASURES.values())
_PACK = re.compile(
    r"(?i)\d\s?[个個件片支只双条瓶包盒]?装|"
    r"\d\s?[個枚本袋]?(?:入|セット)|\d[- ]?(?:er-?)?(?:pack|set)\b|(?:set|lot) (?:of|de) \d"
)


class RowReader:
    """The cells of one row by role; `file` is the name of the table's file."""

    def __init__(self, table: Table, file: str, number: int, cells: Sequence[str]) -> None:
        self.table, self.file, self.number, self.cells = table, file, number, cells
        width = len(cells)
        self._filled = [(c, value) for c in table.columns if c.index < width and (value := cells[c.index])]
        self._by_role: dict[Role, list[tuple[Column, str]]] = {}
        for found in self._filled:
            self._by_role.setdefault(found[0].role, []).append(found)
        self._refs: dict[int, CellRef] = {}

    def raw(self, role: Role) -> tuple[str, CellRef | None]:
        """Return the first filled cell of a role."""
        found = self._by_role.get(role)
        return (found[0][1], self.cell(found[0][0])) if found else ("", None)

    def first(self, role: Role) -> str:
        """Return the text of the first filled cell of a role, "" where there is none."""
        found = self._by_role.get(role)
        return found[0][1] if found else ""

    def text(self, role: Role) -> tuple[str, CellRef | None]:
        """Return the first filled cell of a role as one line of plain text."""
        value, cell = self.raw(role)
        return (one_line(value), cell) if value else ("", None)

    def filled(self, *roles: Role) -> list[tuple[Column, str]]:
        """Return the filled cells of some roles with their columns, in sheet order."""
        if len(roles) == 1:
            return self._by_role.get(roles[0], [])
        return [found for found in self._filled if found[0].role in roles]

    def any_cell(self) -> CellRef | None:
        """Return the first filled cell that says something of a product."""
        said = (c for c, _ in self._filled if c.role not in (Role.WITHHELD, Role.INTERNAL))
        return next(map(self.cell, said), None)

    def cell(self, column: Column) -> CellRef:
        """Return where the value of a column stands."""
        ref = self._refs.get(column.index)
        if ref is None:
            text = value_of(self.cells, column)
            ref = CellRef(self.file, self.number, column.header, text, self.table.grid.sheet)
            self._refs[column.index] = ref
        return ref

    def description(self) -> tuple[str, CellRef | None]:
        """Return the description, or the short one where there is no other."""
        value, cell = self.raw(Role.DESCRIPTION)
        if not value:
            value, cell = self.raw(Role.SHORT_DESCRIPTION)
        return description_text(value), cell

    def bullets(self) -> list[Attribute]:
        """Return the seller's own bullet points, one a line of their cells."""
        found = []
        for column, value in self.filled(Role.BULLET):
            items = value.split("\n") if "\n" in value else value.split("|")
            found += [
                Attribute(column.label, text, self.cell(column))
                for item in items
                if (text := one_line(item.lstrip("•-– ")))
            ]
        return found

    def attributes(self) -> tuple[tuple[Attribute, ...], dict[str, tuple[str, CellRef]]]:
        """Return the fact columns, and what `key:value` cells say about brand and category."""
        found: list[Attribute] = []
        pairs: dict[str, tuple[str, CellRef]] = {}
        for column, value in self.filled(Role.ATTRIBUTE, *_MEASURES):
            cell = self.cell(column)
            if column.format:
                self._from_pairs(column, value, cell, found, pairs)
            elif not (column.role in _MEASURES and is_zero(value)):
                text = with_unit(lines(plain_text(value)), self._unit(column))
                if text:
                    found.append(Attribute(column.label, text, cell, column.canonical))
        if self.first(Role.DESCRIPTION):
            for column, value in self.filled(Role.SHORT_DESCRIPTION):
                found.append(
                    Attribute(column.label, plain_text(description_text(value)), self.cell(column), "short_description")
                )
        for column, value in self.filled(Role.QUANTITY):
            if parse_stock(value) is None and _PACK.search(value):  # "2个装" is no stock: it says what a pack holds
                found.append(Attribute(column.label, one_line(value), self.cell(column)))
        if self.first(Role.CATEGORY):
            for column, value in self.filled(Role.PRODUCT_TYPE):
                found.append(Attribute(column.label, one_line(value), self.cell(column), "product_type"))
        return tuple(found), pairs

    def _unit(self, column: Column) -> str:
        if column.unit_index is not None and column.unit_index < len(self.cells) and self.cells[column.unit_index]:
            return self.cells[column.unit_index].strip().replace("_", " ").lower()
        return column.unit

    def _from_pairs(
        self,
        column: Column,
        value: str,
        cell: CellRef,
        found: list[Attribute],
        pairs: dict[str, tuple[str, CellRef]],
    ) -> None:
        merged: dict[str, list[str]] = {}
        for name, text in split_pairs(value, column.format):
            merged.setdefault(name, []).append(plain_text(text))
        for name, texts in merged.items():
            meaning = meaning_of(name, guess=False)
            role = meaning.role if meaning else Role.ATTRIBUTE
            if role is Role.WITHHELD or withheld_word(name):
                continue
            if role is Role.BRAND:
                pairs.setdefault("brand", (texts[0], cell))
            elif role is Role.CATEGORY:
                pairs.setdefault("category", (" > ".join(texts), cell))
            elif role is Role.ATTRIBUTE or role in _MEASURES:
                canonical = meaning.canonical if meaning else ""
                if column.canonical == "variant" and canonical == "colour":
                    # The shop's search filter: "yellow" for a chair whose colour is "mustard".
                    canonical = "plain_colour"
                safe = cell if not withheld_word(cell.text) else replace(cell, text="\n".join(texts))
                found.append(Attribute(name, "\n".join(texts), safe, canonical))
