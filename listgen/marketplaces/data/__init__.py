"""Data files of the marketplaces: header rows, Amazon's product types and the schemas of feeds."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from listgen.resources import read_data

_FOLDER = Path(__file__).parent


@cache
def columns(file_format: str) -> tuple[str, ...]:
    """Return the header row of a file format, word for word."""
    content = read_data("marketplaces", "data", "columns.toml")
    return tuple(content[file_format]["columns"])


@cache
def amazon_feed_schema() -> Mapping[str, object]:
    """Return the JSON Schema of Amazon's JSON_LISTINGS_FEED, version 2."""
    schema: Mapping[str, object] = json.loads(
        (_FOLDER / "amazon-listings-feed-v2.schema.json").read_text(encoding="utf-8")
    )
    return schema


@cache
def acp_feed_schema() -> Mapping[str, object]:
    """Return the JSON Schema of product feeds of the Agentic Commerce Protocol, release 2026-04-17."""
    schema: Mapping[str, object] = json.loads((_FOLDER / "acp-feed-2026-04-17.schema.json").read_text(encoding="utf-8"))
    return schema


@cache
def amazon_product_types() -> Mapping[str, str]:
    """Return Amazon's product type for each of listgen's product types; from memory, so a seller may override it."""
    return _amazon_words("product_types")


@cache
def amazon_variation_themes() -> Mapping[str, str]:
    """Return Amazon's theme word for an option name in small letters, e.g. "colour" -> "COLOR"."""
    return _amazon_words("variation_themes")


def _amazon_words(table: str) -> Mapping[str, str]:
    content = read_data("marketplaces", "data", "amazon_types.toml")
    return {str(key): str(value) for key, value in content[table].items()}


@dataclass(frozen=True, slots=True)
class PlainColumns:
    """Names of columns in other people's tables, by what they hold; `fields` pairs a text field with its names."""

    sku: tuple[str, ...]
    brand: tuple[str, ...]
    fields: tuple[tuple[str, frozenset[str]], ...]


@cache
def plain_columns() -> PlainColumns:
    """Return what columns of plain tables are called, in small letters."""
    content = read_data("marketplaces", "data", "plain_columns.toml")
    fields = tuple((field, frozenset(names)) for field, names in content["fields"].items())
    return PlainColumns(tuple(content["sku"]), tuple(content["brand"]), fields)
