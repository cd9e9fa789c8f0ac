"""Structured attributes of a product: what exporters with attribute fields may write, each with its evidence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from listgen.domain.source import CellRef

Method = Literal["cell", "title", "prose", "model"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductAttribute:
    """One value of one attribute; an attribute with several values has several records.

    `value` is `source.text[start:end]`, letter for letter; nothing is said that the sheet does not say. `method` tells
    how it was found: a column, the product's name, prose or bullets, or a model that quoted the sheet. `key` is the
    fact key where the name means one ("scent"). `sure` values are bound to their name by a column, a label or a closed
    list of words; only they go into upload files.
    """

    name: str
    value: str
    source: CellRef | None
    start: int
    end: int
    method: Method
    key: str = ""
    sure: bool = False
