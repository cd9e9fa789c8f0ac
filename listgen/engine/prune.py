"""Room on the disk: artefacts that nothing rests on any more are taken out of the ledger.

What the current output of any folder rests on stays, and so does what was paid for, unless it is asked for by name.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from listgen.engine.files import TEMPORARY
from listgen.engine.ledger import Ledger
from listgen.engine.runs import Run, runs


@dataclass(frozen=True, slots=True, kw_only=True)
class PruneRule:
    """Which artefacts go: those that no run used since a point in time.

    That point is the `keep`-th last finished run, or `older_than` days ago; `unused` takes what no text or picture is
    made of today, whatever its age. `replies` lets the answers of language models go, too, `everything` also paid
    texts and what lies in the current output.
    """

    keep: int | None = 5
    older_than: int | None = None
    unused: bool = False
    replies: bool = False
    everything: bool = False


@dataclass(frozen=True, slots=True)
class Pruned:
    """What went, or would go: artefacts, files beside the database, and their bytes together."""

    artefacts: int
    blobs: int
    size: int


_DOOMED = (
    "SELECT artefact.key, artefact.blob, length(CAST(meta AS BLOB))"
    " FROM artefact LEFT JOIN used ON used.key = artefact.key WHERE "
)
_PAID = "(artefact.kind = 'field' OR artefact.kind != 'reply' AND (calls > 0 OR coalesce(cost_usd, 0) > 0))"


def prune(ledger: Ledger, rule: PruneRule, now: datetime.datetime, *, dry_run: bool = False) -> Pruned:
    """Remove what the rule names and return it; `dry_run` only counts.

    The caller holds the project's lock. A kill at any moment leaves a whole ledger: at worst files that no row names,
    which go the next time.
    """
    on_record = runs(ledger)
    condition, values = _condition(rule, on_record, now)
    doomed = ledger.rows(_DOOMED + condition, values)
    gone = {key for key, _, _ in doomed}
    named = {blob for key, blob in ledger.rows("SELECT key, blob FROM artefact WHERE blob != ''") if key not in gone}
    files = [path for path in _blobs(ledger.folder) if path.name not in named]
    size = sum(length for _, _, length in doomed) + sum(path.stat().st_size for path in files)
    if not dry_run:
        if gone:
            with ledger.transaction() as db:
                keys = [(key,) for key in gone]
                db.executemany("DELETE FROM artefact WHERE key = ?", keys)
                db.executemany("DELETE FROM used WHERE key = ?", keys)
                # The last key of a text or picture stays: it tells why it is made again.
                db.executemany("DELETE FROM made_for WHERE key = ? AND task LIKE 'reply/%'", keys)
        # Rows first: a row without its file would be a loss, a file without a row is waste.
        for path in files:
            path.unlink(missing_ok=True)
        ledger.compact()
    return Pruned(len(doomed), len(files), size)


def _condition(rule: PruneRule, on_record: Sequence[Run], now: datetime.datetime) -> tuple[str, list[object]]:
    """Return the SQL condition of the artefacts that go, with its values."""
    values: list[object] = []
    if rule.unused:
        parts = ["artefact.key NOT IN (SELECT key FROM made_for)"]
        if rule.replies:
            parts = ["(artefact.kind = 'reply' OR artefact.key NOT IN (SELECT key FROM made_for))"]
    else:
        parts = ["coalesce(used.last, 0) < ?"]
        values.append(_since(rule, on_record, now))
    if not rule.replies:
        parts.append("artefact.kind != 'reply'")
    if not rule.everything:
        parts.append(f"NOT {_PAID}")
        current = sorted(_current(on_record))
        parts.append(f"coalesce(used.last, 0) NOT IN ({', '.join('?' * len(current))})")
        values.extend(current)
    return " AND ".join(parts), values


def _since(rule: PruneRule, on_record: Sequence[Run], now: datetime.datetime) -> int:
    """Return the number of the first run whose artefacts stay; 0 is: all stay."""
    done = [run for run in on_record if run.how == "done"]
    if not done:
        # What the last runs use is known from a finished one only.
        return 0
    if rule.older_than is None:
        keep = max(1, rule.keep or 1)
        return done[keep - 1].number if len(done) >= keep else 0
    oldest = now - datetime.timedelta(days=rule.older_than)
    young = [run.number for run in on_record if datetime.datetime.fromisoformat(run.began) >= oldest]
    return min(young, default=on_record[0].number + 1)


def _current(on_record: Sequence[Run]) -> set[int]:
    """Return the runs that what lies in the output folders rests on: the last finished one of each, and later tries."""
    last: dict[str, int] = {}
    for run in on_record:
        if run.how == "done":
            last.setdefault(run.out, run.number)
    return {run.number for run in on_record if run.out in last and run.number >= last[run.out]}


def _blobs(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob("blobs/*/*") if path.is_file() and not path.name.startswith(TEMPORARY))
