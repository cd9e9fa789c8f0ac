"""Reading JSON Lines and JSON lists: one object a listing, with keys that are named like the columns of a table."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from listgen.domain.finding import Finding
from listgen.errors import MarketplaceError
from listgen.marketplaces.readers.records import problem
from listgen.marketplaces.readers.tables import Table

_MOST_FINDINGS = 50


def is_lines(text: str) -> bool:
    """Tell whether a text is JSON Lines: its first line is an object of its own."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    try:
        return isinstance(json.loads(first), dict) and len([1 for line in text.splitlines() if line.strip()]) >= 1
    except (json.JSONDecodeError, RecursionError):
        return False


def read_lines(path: Path, text: str) -> Table:
    """Return the objects as a table; a line that is no object becomes a finding and an empty row.

    A list of texts (`"bullets": ["…", "…"]`) becomes numbered columns, an object inside an object dotted ones.

    Raises:
        MarketplaceError: No line holds an object.
    """
    rows: list[Mapping[str, str]] = []
    findings: list[Finding] = []
    for number, line in enumerate((line for line in text.splitlines() if line.strip()), 1):
        try:
            content = json.loads(line)
        except (json.JSONDecodeError, RecursionError):
            content = None
        if isinstance(content, dict):
            rows.append(_flat(content))
            continue
        rows.append({})
        if len(findings) < _MOST_FINDINGS:
            findings.append(
                problem("file.line", f"line {number} is no JSON object", row=number, hint="one object a line")
            )
    return _table(path, rows, findings)


def read_list(path: Path, content: Sequence[object]) -> Table:
    """Return a JSON list of objects as a table. Raises MarketplaceError where it holds none."""
    rows = [_flat(entry) if isinstance(entry, dict) else {} for entry in content]
    findings = [
        problem("file.line", f"entry {number} is no JSON object", row=number, hint="a list of objects")
        for number, entry in enumerate(content, 1)
        if not isinstance(entry, dict)
    ]
    return _table(path, rows, findings[:_MOST_FINDINGS])


def _table(path: Path, rows: Sequence[Mapping[str, str]], findings: Sequence[Finding]) -> Table:
    if not any(rows):
        raise MarketplaceError(f"{path.name}: no line is a JSON object", hint="JSON Lines: one object a line")
    header = tuple(dict.fromkeys(name for row in rows for name in row))
    return Table(header, tuple(tuple(row.get(name, "") for name in header) for row in rows), "", tuple(findings))


def _flat(content: Mapping[str, object]) -> dict[str, str]:
    flat: dict[str, str] = {}
    for name, value in content.items():
        if isinstance(value, Mapping):
            flat |= {f"{name}.{inner}": text for inner, text in _flat(value).items()}
        elif isinstance(value, list):
            flat |= {f"{name} {number}": _text(entry) for number, entry in enumerate(value, 1)}
        else:
            flat[name] = _text(value)
    return flat


def _text(value: object) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
