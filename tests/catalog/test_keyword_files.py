"""Keyword files: columns, volumes, and what is wrong in which cell."""

from __future__ import annotations

from pathlib import Path

import pytest

from listgen.catalog.keywords import parse_volume, read_keywords
from listgen.errors import CatalogError


def write(folder: Path, text: str, name: str = "keywords.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_keywords_come_with_volume_sku_type_and_their_cell(tmp_path):
    path = write(tmp_path, "Keyword,Volume,SKU,Type\ncoffee mug,1900,MUG-1,\nwater bottle,,,Drinkware\n")

    first, second = read_keywords(path).keywords

    assert (first.text, first.volume, first.sku) == ("coffee mug", 1900, "MUG-1")
    assert (second.text, second.volume, second.type_id, second.weight) == ("water bottle", None, "drinkware", 1)
    assert str(first.cell) == "keywords.csv row 2, column `Keyword`"


def test_a_planner_export_with_notes_above_its_header_is_read(tmp_path):
    notes = "Keyword Stats 2026\nSeptember 2025 - August 2026\n"
    text = notes + "Keyword\tCurrency\tAvg. monthly searches\n[mug]\tUSD\t1K – 10K\n"

    (keyword,) = read_keywords(write(tmp_path, text, "export.tsv")).keywords

    assert (keyword.text, keyword.volume, keyword.cell.row) == ("mug", 1000, 4)


def test_a_volume_that_is_no_number_is_a_finding_with_row_and_column(tmp_path):
    file = read_keywords(write(tmp_path, "keyword,volume\nmug,many\n"))

    assert file.keywords[0].volume is None
    assert [finding.code for finding in file.findings] == ["keyword.volume"]
    assert file.findings[0].message.startswith("keywords.csv row 2, column B: `many`")


def test_a_keyword_that_stands_twice_keeps_its_larger_volume(tmp_path):
    file = read_keywords(write(tmp_path, "keyword,volume\nmug,10\nMug,30\nmug,20\n"))

    assert [(keyword.text, keyword.volume) for keyword in file.keywords] == [("Mug", 30)]


@pytest.mark.parametrize(
    ("text", "problem"),
    [("name,price\nmug,3\n", "no column is headed"), ("keyword,volume\n,12\n", "no keyword below the header")],
)
def test_a_file_without_keywords_is_refused_by_name(tmp_path, text, problem):
    with pytest.raises(CatalogError, match=f"keywords.csv: {problem}"):
        read_keywords(write(tmp_path, text))


@pytest.mark.parametrize(
    ("text", "volume"),
    [
        ("1,900", 1900), ("27 100", 27100), ("1.300.000", 1_300_000), ("2.4k", 2400), ("1M", 1_000_000),
        ("10 - 100", 10), ("1K – 10K", 1000), ("1900.0", 1900), ("0", 0), ("< 10", 10), ("", None), ("n/a", None),
        ("-", None), ("-5", None), ("12 or so", None),
    ],
)  # fmt: skip
def test_volumes_are_read_as_tools_write_them(text, volume):
    assert parse_volume(text) == volume
