"""Exports of known shop software: data files that say what their columns are for."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from listgen.catalog.header_text import dialect_key
from listgen.catalog.load import dialect_names, read_data
from listgen.domain.product import Role


@dataclass(frozen=True, slots=True)
class ColumnRule:
    """What a dialect says about one header."""

    role: Role
    canonical: str = ""
    unit: str = ""
    format: str = ""


@dataclass(frozen=True, slots=True)
class Dialect:
    """One kind of export; see `data/README.txt` for the fields."""

    id: str
    label: str
    signature: tuple[str, ...]
    signature_patterns: tuple[re.Pattern[str], ...]
    columns: Mapping[str, ColumnRule]
    patterns: tuple[tuple[re.Pattern[str], ColumnRule], ...]
    rest: str
    family: str
    drop: re.Pattern[str] | None = None

    def key(self, header: str) -> str:
        """Return the header as this dialect's file writes it."""
        return dialect_key(self.drop.sub("", header) if self.drop else header)

    def rule(self, header: str) -> ColumnRule | None:
        """Return what the dialect says about a header, None if it does not know it."""
        key = self.key(header)
        if key in self.columns:
            return self.columns[key]
        return next((rule for pattern, rule in self.patterns if pattern.search(key)), None)

    def matches(self, headers: Sequence[str]) -> int:
        """Return how many headers of the signature are there, 0 unless all are."""
        keys = {self.key(header) for header in headers}
        if not keys.issuperset(self.signature):
            return 0
        if not all(any(pattern.search(key) for key in keys) for pattern in self.signature_patterns):
            return 0
        return len(self.signature) + len(self.signature_patterns)


PLAIN = Dialect("plain", "plain sheet", (), (), {}, (), "attribute", "parent")


def find_dialect(headers: Sequence[str]) -> Dialect:
    """Return the dialect with the longest matching signature, `PLAIN` if none matches."""
    scored = [(dialect.matches(headers), dialect) for dialect in all_dialects()]
    best = max(scored, key=lambda pair: pair[0])
    return best[1] if best[0] else PLAIN


@cache
def all_dialects() -> tuple[Dialect, ...]:
    """Return every dialect that ships with listgen, in the order of their file names."""
    return tuple(_build(read_data(name)) for name in dialect_names())


def _build(data: Mapping[str, Any]) -> Dialect:
    return Dialect(
        id=data["id"],
        label=data["label"],
        signature=tuple(data["signature"]),
        signature_patterns=tuple(re.compile(pattern) for pattern in data.get("signature_patterns", ())),
        columns={header: _rule(rule) for header, rule in data["columns"].items()},
        patterns=tuple((re.compile(pattern), _rule(rule)) for pattern, rule in data.get("patterns", {}).items()),
        rest=data["rest"],
        family=data["family"],
        drop=re.compile(data["drop"]) if "drop" in data else None,
    )


def _rule(value: str | Mapping[str, str]) -> ColumnRule:
    if isinstance(value, str):
        return ColumnRule(Role(value))
    return ColumnRule(Role(value["role"]), value.get("canonical", ""), value.get("unit", ""), value.get("format", ""))
