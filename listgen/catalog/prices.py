"""Prices of a row: regular and sale price, their currency, and what cannot be read."""

from __future__ import annotations

from decimal import Decimal

from listgen.catalog.row_reader import RowReader
from listgen.catalog.values import parse_price
from listgen.domain.finding import Finding, Severity
from listgen.domain.product import Role
from listgen.domain.source import CellRef


def read_prices(reader: RowReader) -> tuple[Decimal | None, Decimal | None, str, list[Finding]]:
    """Return regular price, sale price and currency. A "compare at" price above the price makes the price a sale."""
    found: dict[str, Decimal] = {}
    currency = reader.first(Role.CURRENCY).upper()[:3] or reader.table.currency
    findings = []
    for column, value in reader.filled(Role.PRICE, Role.SALE_PRICE):
        amount, said = parse_price(value)
        slot = "sale" if column.role is Role.SALE_PRICE else column.canonical or "price"
        currency = currency or said or column.currency
        if amount is not None:
            found.setdefault(slot, amount)
        else:
            findings.append(_bad_price(reader.cell(column)))
    price, listed, sale = found.get("price"), found.get("list_price"), found.get("sale")
    if price is None:
        price, listed = listed, None
    if listed is not None and price is not None and listed > price:
        price, sale = listed, price
    windows = [value for c, value in reader.filled(Role.INTERNAL) if c.canonical == "sale_window"]
    if sale is not None and windows:
        # Nobody can tell without a clock whether the sale is on; a stale sale price is the costlier mistake.
        findings.append(_dated_sale(reader, windows))
        sale = None
    if sale is not None and price is not None and sale >= price:
        sale = None
    return price, sale, currency, findings


def _bad_price(cell: CellRef) -> Finding:
    return Finding(
        code="price.unreadable",
        severity=Severity.WARNING,
        message=f"{cell}: `{cell.text[:40]}` is no price",
        field="price",
        row=cell.row,
        text=cell.text[:40],
        place=str(cell),
        hint="write a number such as 12.90, with the currency if you like",
    )


def _dated_sale(reader: RowReader, windows: list[str]) -> Finding:
    place = f"{reader.table.grid.place} row {reader.number}"
    return Finding(
        code="price.dated-sale",
        severity=Severity.INFO,
        message=f"{place}: the sale price holds only for {' to '.join(windows)} and was left out",
        field="sale_price",
        row=reader.number,
        place=place,
        hint="take the dates out of the sheet while the sale is on",
    )
