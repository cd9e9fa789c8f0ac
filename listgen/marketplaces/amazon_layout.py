"""The spreadsheet templates of Amazon: where names and data stand in them, and what their columns are called.

Older layout (`TemplateType=fptcustom`): attribute names in row 3, data from row 4. Newer one: the settings in row 1 say
where both are. Sources: public template fillers documenting real files [Q], 2026.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from urllib.parse import unquote

from listgen.resources import read_data

_SETTINGS = re.compile(r"(\w+)=([^&\t,]*)")
_QUALIFIER = re.compile(r"\[(\w+)=([^\]]*)\]")
_FIRST_ROWS = 10


@dataclass(frozen=True, slots=True)
class Layout:
    """Where a template has its attribute names and its data (rows from 1), and the product types that it is for."""

    legacy: bool
    names_row: int
    data_row: int
    product_types: frozenset[str]


def read_layout(rows: Sequence[Sequence[str]]) -> Layout | None:
    """Return where a sheet's names and data are, None where its first row is not that of a template."""
    first = "\t".join(rows[0]) if rows else ""
    if "attributeRow=" not in first and "TemplateType=" not in first:
        return None
    given = {name: unquote(value) for name, value in _SETTINGS.findall(first.replace("settings=", ""))}
    legacy = "attributeRow" not in given
    names = int(given["attributeRow"]) if given.get("attributeRow", "").isdecimal() else 3
    data = int(given["dataRow"]) if given.get("dataRow", "").isdecimal() else names + (1 if legacy else 2)
    if not 0 < names < data or names > len(rows) or names > _FIRST_ROWS:
        return None
    types = _types(given.get("TemplateSignature" if legacy else "ptds", ""))
    return Layout(legacy, names, data, types)


def _types(encoded: str) -> frozenset[str]:
    """Return the product types in a signed setting, in capitals; none where it cannot be read."""
    try:
        text = base64.b64decode(encoded + "=" * (-len(encoded) % 4), validate=True).decode("ascii")
    except (binascii.Error, UnicodeDecodeError, ValueError):
        return frozenset()
    return frozenset(name.strip().upper() for name in text.split(",") if re.fullmatch(r"\s*\w+\s*", name))


def column_keys(names: Sequence[str], layout: Layout, place: Mapping[str, str]) -> Mapping[int, str]:
    """Return the columns of a template, each with the newer layout's name for it, without qualifiers.

    Columns for another marketplace, language or audience than those of `place`, and repeated ones, are left out; so are
    names of the older layout that nobody knows.
    """
    found: dict[int, str] = {}
    for column, name in enumerate(names):
        others = any(value not in ("", place.get(key, value)) for key, value in _QUALIFIER.findall(name))
        key = _QUALIFIER.sub("", name.strip())
        key = template_words("legacy").get(key, "") if layout.legacy else key
        if key and not others and key not in found.values():
            found[column] = key
    return found


@cache
def template_words(table: str) -> Mapping[str, str]:
    """Return one table of the data about templates; `actions.legacy` is a table in a table."""
    content = read_data("marketplaces", "data", "amazon_template.toml")
    for part in table.split("."):
        content = content[part]
    return {str(key): str(value) for key, value in content.items()}
