"""Cells of upload tables: clean text, numbers, and cells that no spreadsheet program takes for a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal

# A spreadsheet program runs a cell that begins with one of these; the wide forms count in Japanese Excel.
_TRIGGERS = frozenset("=+-@\t\r\n＝＋－＠")
_TAG_START = re.compile(r"<(?=[A-Za-z/!?])")
_NUMBER = re.compile(r"[+-]?[0-9]+([.,][0-9]+)?\Z")
# Control characters that no upload file may hold; tab and line feed stay. Marks that turn the reading direction hide
# what a text says.
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ufffe\uffff]|[\ud800-\udfff]")


def clean(text: str) -> str:
    """Return text without control characters and lone surrogates, with line feeds as the only line ends."""
    return _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def one_line(text: str) -> str:
    """Return cleaned text in which every run of white space is one blank."""
    return " ".join(clean(text).split())


def plain(text: str) -> str:
    """Return text for a cell that shows no markup: one line in which no browser finds a tag.

    A blank after `<` is enough for that and leaves the words as they are; some shop themes print titles unescaped.
    """
    return _TAG_START.sub("< ", one_line(text))


def is_formula(text: str) -> bool:
    """Tell whether a spreadsheet program would run a cell with this text. A plain number such as `-5` is none."""
    start = text.lstrip(" \u00a0")
    return bool(start) and start[0] in _TRIGGERS and not _NUMBER.match(text)


def guard(text: str) -> str:
    """Return text for a cell: an apostrophe goes in front of what would run as a formula.

    WooCommerce's importer takes the apostrophe away again, and so does `unguard`; the value survives.

    >>> guard("=cmd()"), guard("-5"), guard("Mug")
    ("'=cmd()", '-5', 'Mug')
    """
    return f"'{text}" if _guarded(text) else text


def unguard(text: str) -> str:
    """Return the value of a cell that `guard` wrote."""
    return text[1:] if text.startswith("'") and _guarded(text[1:]) else text


def _guarded(text: str) -> bool:
    # Text that looks guarded is guarded once more, so that reading gives back exactly what was written.
    return is_formula(text) or (text.startswith("'") and _guarded(text[1:]))


def table(rows: Iterable[Sequence[str]], *, delimiter: str = ",", newline: str = "\n") -> bytes:
    """Return a CSV file in UTF-8 without byte order mark; every cell cleaned and guarded."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator=newline)
    for row in rows:
        writer.writerow([guard(clean(cell)) for cell in row])
    return text.getvalue().encode()


def money(amount: Decimal, currency: str) -> str:
    """Return an amount with a decimal point and as many places as the currency has, e.g. "15.00" or "1500"."""
    from babel.numbers import get_currency_precision

    places = get_currency_precision(currency) if currency else 2
    return str(amount.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP))
