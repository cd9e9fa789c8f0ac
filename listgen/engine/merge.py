"""Ledgers of several machines put together: what each part of a sheet made, the whole need not make again."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from listgen.engine.batch_book import take_batches
from listgen.engine.ledger import Ledger

_DIGEST = re.compile(r"[0-9a-f]{64}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Merged:
    """What came over: artefacts that were new, and the ones left behind because their bytes are gone or damaged."""

    artefacts: int
    damaged: int


def merge(ledger: Ledger, other: Ledger) -> Merged:
    """Take over what another ledger holds and this one lacks, batches under way included.

    The caller holds the lock of this ledger's project. A kill leaves a whole ledger; the same command takes over the
    rest.
    """
    have = {key for (key,) in ledger.rows("SELECT key FROM artefact")}
    rows, damaged = [], 0
    for row in other.rows("SELECT key, kind, meta, blob, calls, cost_usd FROM artefact"):
        key, blob = row[0], row[3]
        if key in have:
            continue
        if not _DIGEST.fullmatch(key) or (blob and not _take_blob(ledger, other, blob)):
            damaged += 1
            continue
        rows.append(row)
    taken = {row[0] for row in rows}
    tasks = [row for row in other.rows("SELECT task, key, parts FROM made_for") if row[1] in taken]
    with ledger.transaction() as db:
        db.executemany("INSERT OR IGNORE INTO artefact VALUES (?, ?, ?, ?, ?, ?)", rows)
        db.executemany("INSERT OR REPLACE INTO made_for VALUES (?, ?, ?)", tasks)
        take_batches(db, ledger, other)
    return Merged(len(rows), damaged)


def _take_blob(ledger: Ledger, other: Ledger, digest: str) -> bool:
    """Copy the bytes with this hash; False where they are not what their name says."""
    # The ledger comes from another machine: its names are checked before they become paths.
    if not _DIGEST.fullmatch(digest) or not other.blob_path(digest).is_file():
        return False
    data = other.blob_path(digest).read_bytes()
    if hashlib.sha256(data).hexdigest() != digest:
        return False
    ledger.add_blob(data)
    return True
