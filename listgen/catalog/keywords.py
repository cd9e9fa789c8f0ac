"""Keyword files: what shoppers type and how often, from any sheet that the catalogue's reader can read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from listgen.catalog.grid import Grid, column_letter
from listgen.catalog.header_text import fold
from listgen.catalog.load import read_data
from listgen.catalog.sources import read_grids
from listgen.domain.finding import Finding, Severity
from listgen.domain.keyword import Keyword
from listgen.domain.source import CellRef
from listgen.errors import CatalogError

_SEARCHED_ROWS = 25
_MOST_KEYWORDS = 100_000
_LONGEST = 120  # characters; longer ones are sentences
_NUMBER = re.compile(r"(\d{1,3}(?:[.,' \u00a0\u202f]\d{3})*|\d+)([.,]\d*)?\s*([km]?)", re.IGNORECASE | re.ASCII)
_THOUSANDS = re.compile(r"\d{1,3}(?:[.,' \u00a0\u202f]\d{3})+")
_TIMES = {"": 1, "k": 1_000, "m": 1_000_000}
_COLUMNS = ("keyword", "volume", "sku", "type")


@dataclass(frozen=True, slots=True)
class KeywordFile:
    """The keywords of a file, each text once a product, and what is wrong with single cells."""

    keywords: tuple[Keyword, ...]
    findings: tuple[Finding, ...] = ()


def read_keywords(path: Path) -> KeywordFile:
    """Return the keywords of a sheet with the columns keyword, volume and perhaps sku and type.

    A cell that cannot be read becomes a finding and costs that row's volume or the row. Raises CatalogError for a file
    without a column of keywords, without rows, or that is no sheet.
    """
    keywords: dict[tuple[str, str, str], Keyword] = {}
    findings: list[Finding] = []
    with_header = [(grid, found) for grid in read_grids(path) if (found := _header(grid)) is not None]
    if not with_header:
        raise CatalogError(
            f"{path.name}: no column is headed `keyword`", hint="name the columns keyword, volume, sku (may be empty)"
        )
    for grid, (at, places) in with_header:
        headers = grid.rows[at][1]
        for number, cells in grid.rows[at + 1 :]:
            keyword, problems = _keyword(grid, number, cells, headers, places)
            findings.extend(problems)
            if keyword is None:
                continue
            key = (keyword.text.casefold(), keyword.sku, keyword.type_id)
            known = keywords.get(key)
            if known is None or known.weight < keyword.weight:
                keywords[key] = keyword
    if not keywords:
        raise CatalogError(f"{path.name}: no keyword below the header", hint="write one keyword a row")
    if len(keywords) > _MOST_KEYWORDS:
        raise CatalogError(
            f"{path.name}: {len(keywords):,} keywords, at most {_MOST_KEYWORDS:,} are read",
            hint="keep the keywords that are searched most",
        )
    return KeywordFile(tuple(keywords.values()), tuple(findings))


def _header(grid: Grid) -> tuple[int, dict[str, int]] | None:
    """Return the index of the header among the rows, and the column of each name that was found."""
    known = {name: frozenset(read_data("keyword_columns.toml")[name]) for name in _COLUMNS}
    for at, (_, cells) in enumerate(grid.rows[:_SEARCHED_ROWS]):
        folded = [fold(cell) for cell in cells]
        places = {
            name: place
            for name, words in known.items()
            if (place := next((i for i, text in enumerate(folded) if text in words), None)) is not None
        }
        if "keyword" in places:
            return at, places
    return None


def _keyword(
    grid: Grid, number: int, cells: Sequence[str], headers: Sequence[str], places: dict[str, int]
) -> tuple[Keyword | None, list[Finding]]:
    def text_of(name: str) -> str:
        place = places.get(name)
        return " ".join(cells[place].split()) if place is not None and place < len(cells) else ""

    text = text_of("keyword")
    # Exports put match types around keywords: [exact], "phrase", +broad.
    text = re.sub(r"^[\[\"'+]+|[\]\"']+$", "", text).replace(" +", " ").strip()
    if not text:
        return None, []
    if len(text) > _LONGEST:
        place = _place(grid, number, places["keyword"])
        long = Finding(
            code="keyword.text",
            severity=Severity.WARNING,
            message=f"{place}: `{text[:40]}…` has {len(text)} characters, which nobody types; the row is left out",
            row=number,
            place=place,
            hint="one keyword a row, without its description",
        )
        return None, [long]
    findings = []
    said = text_of("volume")
    volume = parse_volume(said)
    if said and volume is None:
        place = _place(grid, number, places["volume"])
        findings.append(
            Finding(
                code="keyword.volume",
                severity=Severity.WARNING,
                message=f"{place}: `{said[:40]}` is no number of searches; the keyword counts as one search",
                row=number,
                place=place,
                hint="write a number, as 1900",
            )
        )
    cell = CellRef(grid.path.name, number, headers[places["keyword"]], text, grid.sheet)
    return Keyword(text, volume, cell, text_of("sku"), text_of("type").lower()), findings


def parse_volume(text: str) -> int | None:
    """Return a number of searches; of a range its lower end. None for a text that is none.

    >>> [parse_volume(text) for text in ("1,900", "1K – 10K", "2.4k", "1900.0", "many")]
    [1900, 1000, 2400, 1900, None]
    """
    ends = [_NUMBER.fullmatch(end.strip(" <>~≥≤")) for end in re.split(r"[–—-]", text.strip(), maxsplit=1)]
    first = ends[0]
    if first is None or None in ends:
        return None
    whole, fraction, unit = first[1], first[2] or "", first[3].lower()
    if _THOUSANDS.fullmatch(whole + fraction) and not unit:
        return int(re.sub(r"\D", "", whole + fraction))
    return int(float(re.sub(r"\D", "", whole) + "." + fraction[1:]) * _TIMES[unit])


def _place(grid: Grid, number: int, column: int) -> str:
    return f"{grid.place} row {number}, column {column_letter(column)}"
