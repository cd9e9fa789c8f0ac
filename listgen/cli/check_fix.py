"""`listgen check --fix`: a corrected copy beside the file, and the difference text by text."""

from __future__ import annotations

import datetime
import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from listgen.errors import UsageError
from listgen.marketplaces.fix import Change, FixedFile, fix_file


@dataclass(frozen=True, slots=True)
class Copy:
    """A file with its corrected copy; `place` is the file itself where nothing had to be changed."""

    original: Path
    place: Path
    fixed: FixedFile


def write_copies(
    paths: Sequence[Path],
    *,
    out: Path | None,
    force: bool,
    marketplace: str | None,
    rules_date: datetime.date | None,
) -> tuple[Copy, ...]:
    """Write a corrected copy of each file, `NAME.fixed.EXT` beside it or `out`; a file without changes gets none.

    Raises:
        MarketplaceError: A path is no file that can be corrected.
        UsageError: The copy would replace the original, or a file that exists without `force`.
    """
    if out is not None and len(paths) > 1:
        raise UsageError("--out takes one file", hint="leave it out: each copy is written beside its file")
    # Nothing is written before everything could be read.
    copies = []
    for path in paths:
        place = out or path.with_name(f"{path.stem}.fixed{path.suffix}")
        fixed = fix_file(path, marketplace=marketplace, project=Path.cwd(), rules_date=rules_date)
        if place.exists() and place.samefile(path):
            raise UsageError(f"`{place}` is the file itself", hint="give --out another name; the original stays")
        if fixed.changes and place.exists() and not force:
            raise UsageError(f"`{place}` exists", hint="give --out another name, or --force to replace it")
        copies.append(Copy(path, place if fixed.changes else path, fixed))
    for copy in copies:
        if copy.fixed.changes:
            copy.place.write_bytes(copy.fixed.data)
    return tuple(copies)


def to_lines(copies: Sequence[Copy]) -> Iterator[str]:
    """Yield a unified difference for each text that changed, the fixes left to a person, and a sum for each file."""
    from listgen.cli.console import counted

    for copy in copies:
        for change in copy.fixed.changes:
            yield from _difference(copy, change)
        for change in copy.fixed.left:
            yield f"left as it was: {_place(copy.original, change)} ({', '.join(change.fixed.rules)})"
        skus = len({(change.sku, change.row) for change in copy.fixed.changes})
        texts = counted(len(copy.fixed.changes), "text")
        if copy.fixed.changes:
            yield f"{texts} of {counted(skus, 'listing')} corrected: {copy.place}"
        else:
            yield f"{copy.original}: nothing that can be corrected safely"


def to_document(copies: Sequence[Copy]) -> list[dict[str, object]]:
    """Return the copies for `listgen.check/1`."""
    return [
        {
            "file": copy.original.as_posix(),
            "copy": copy.place.as_posix() if copy.fixed.changes else None,
            "changes": [_entry(change) for change in copy.fixed.changes],
            "left": [_entry(change) for change in copy.fixed.left],
        }
        for copy in copies
    ]


def _difference(copy: Copy, change: Change) -> Iterator[str]:
    lines = difflib.unified_diff(
        change.fixed.before.splitlines(),
        change.fixed.after.splitlines(),
        fromfile=_place(copy.original, change),
        tofile=f"{copy.place.name} ({', '.join(change.fixed.rules)})",
        lineterm="",
        n=0,
    )
    for line in lines:
        if not line.startswith("@@"):
            yield "".join(char if char.isprintable() else " " for char in line)


def _place(path: Path, change: Change) -> str:
    item = f" {change.fixed.item + 1}" if change.fixed.field in ("bullets", "tags") else ""
    parts = (path.name, f"row {change.row}" if change.row else "", change.sku[:80], f"{change.fixed.field}{item}")
    return ", ".join(part for part in parts if part)


def _entry(change: Change) -> dict[str, object]:
    return {
        "sku": change.sku,
        "row": change.row,
        "field": change.fixed.field,
        "item": change.fixed.item,
        "before": change.fixed.before,
        "after": change.fixed.after,
        "rules": list(change.fixed.rules),
    }
