"""JSON Lines: one product a line, keys as headers."""

from __future__ import annotations

import json
from pathlib import Path

from listgen.catalog.decode import decode
from listgen.catalog.grid import Grid, clean
from listgen.catalog.workbook import number_text
from listgen.domain.finding import Finding, Severity
from listgen.errors import CatalogError

_DEEPEST = 4


def read_json_lines(path: Path, data: bytes) -> Grid:
    """Return one row a line, or one row per object of a JSON list; a broken line becomes a finding.

    Objects inside a product get headers like `price.amount`, lists become one value a line.
    Raises CatalogError if no line holds an object.
    """
    decoded = decode(data, lambda text: 0)
    headers: dict[str, int] = {}
    records: list[tuple[int, dict[str, str]]] = []
    findings: list[Finding] = []
    for number, parsed, problem in _objects(decoded.text):
        if not isinstance(parsed, dict):
            findings.append(_broken(path, number, problem or "is no JSON object"))
            continue
        record: dict[str, str] = {}
        _flatten("", parsed, record, 0)
        for key in record:
            headers.setdefault(key, len(headers))
        records.append((number, record))
    if not records:
        raise CatalogError(
            f"{path.name}: no line holds a JSON object", hint='write one product a line, as in {"sku": "MUG-01", …}'
        )
    rows: list[tuple[int, tuple[str, ...]]] = [(0, tuple(headers))]
    rows += [(number, tuple(record.get(key, "") for key in headers)) for number, record in records]
    return Grid(path, None, decoded.encoding, tuple(rows), findings=tuple(findings), has_header=False)


def _objects(text: str) -> list[tuple[int, object, str]]:
    whole = text.strip()
    if whole.startswith("["):
        try:
            parsed = json.loads(whole)
        except (ValueError, RecursionError):
            parsed = None
        if isinstance(parsed, list):
            return [(number, item, "") for number, item in enumerate(parsed, start=1)]
    found: list[tuple[int, object, str]] = []
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            found.append((number, json.loads(line), ""))
        except (ValueError, RecursionError) as error:
            found.append((number, None, f"is no JSON: {str(error)[:80]}"))
    return found


def _flatten(prefix: str, value: object, out: dict[str, str], depth: int) -> None:
    if isinstance(value, dict) and depth < _DEEPEST:
        for key, inner in value.items():
            _flatten(f"{prefix}.{key}" if prefix else clean(str(key)), inner, out, depth + 1)
    elif prefix:
        out[prefix] = _text(value)


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return number_text(value)
    if isinstance(value, list):
        return clean("\n".join(_text(item) for item in value))
    if isinstance(value, dict):
        return clean(json.dumps(value, ensure_ascii=False, sort_keys=True))
    return clean(str(value))


def _broken(path: Path, number: int, problem: str) -> Finding:
    return Finding(
        code="row.no-json",
        severity=Severity.ERROR,
        message=f"{path.name} line {number} {problem}",
        row=number,
        place=f"{path.name} line {number}",
        hint="one product a line, each a complete JSON object",
    )
