"""Splitting what is too much for one upload file: by size and by number of rows, never inside a family."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from listgen.marketplaces.limit import Limit
from listgen.marketplaces.records import BundleFile, Store


@dataclass(frozen=True, slots=True)
class Block:
    """Rows that stay together, as bytes; `rows` is their number."""

    data: bytes
    rows: int = 1


def split(
    name: str,
    blocks: Iterable[Block],
    *,
    max_bytes: Limit | None = None,
    max_rows: Limit | None = None,
    head: bytes = b"",
    tail: bytes = b"",
    between: bytes = b"",
) -> tuple[BundleFile, ...]:
    """Return files of at most so many bytes and rows, each with head and tail; a block is never divided.

    A block that is too large by itself has a file of its own. Files are numbered where there are several.
    """
    parts: list[Store] = []
    size = rows = held = 0
    for block in blocks:
        added = len(block.data) + (len(between) if held else 0)
        full = max_bytes is not None and len(head) + size + added + len(tail) > max_bytes.value
        full = full or (max_rows is not None and rows + block.rows > max_rows.value)
        if not parts or (full and held):
            if parts:
                parts[-1].add(tail)
            parts.append(Store())
            parts[-1].add(head)
            size = rows = held = 0
            added = len(block.data)
        if held:
            parts[-1].add(between)
        parts[-1].add(block.data)
        size += added
        rows += block.rows
        held += 1
    if parts:
        parts[-1].add(tail)
    return tuple(BundleFile(part, store) for part, store in zip(part_names(name, len(parts)), parts, strict=True))


def packed(file: BundleFile) -> BundleFile:
    """Return a file whose name ends in .gz packed with gzip, any other as it is. No clock is in it: same bytes."""
    if not file.path.endswith(".gz"):
        return file
    packing = zlib.compressobj(wbits=31)
    store = Store()
    for chunk in file.chunks():
        store.add(packing.compress(chunk))
    store.add(packing.flush())
    return replace(file, content=store)


def part_names(name: str, count: int) -> Sequence[str]:
    """Return the names of the parts of a file: the name itself for one, "name-1.ext" … for several."""
    if count <= 1:
        return [name][:count]
    stem, dot, suffix = name.partition(".")
    return [f"{stem}-{number}{dot}{suffix}" for number in range(1, count + 1)]
