"""The ledger: what was made, under its content key, kept the moment it exists.

SQLite in WAL mode beside `listgen.toml`; large bytes lie in a blob folder under their SHA-256. Safe to delete: that
costs a rerun and nothing else.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import RLock

from listgen.engine.files import remove_leftovers, write_bytes
from listgen.engine.keys import ContentKey
from listgen.errors import ListgenError

_SCHEMA = """
CREATE TABLE IF NOT EXISTS artefact (
    key TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    meta TEXT NOT NULL,
    blob TEXT NOT NULL DEFAULT '',
    calls INTEGER NOT NULL DEFAULT 0,
    cost_usd REAL
) STRICT;
CREATE TABLE IF NOT EXISTS made_for (
    task TEXT PRIMARY KEY,
    key TEXT NOT NULL,
    parts TEXT NOT NULL
) STRICT;
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """One artefact: its record as JSON, the hash of its bytes ("" if it has none), and what it cost."""

    meta: str
    blob: str = ""
    calls: int = 0
    cost_usd: float | None = 0.0


class Ledger:
    """Artefacts by content key, safe to use from several threads. One writer at a time; readers never wait.

    `task` is the place that an artefact is made for ("text/amazon-en-US/A/MUG-01"); remembering the last key per task
    lets `plan` say what changed.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._blobs = folder / "blobs"
        try:
            self._blobs.mkdir(parents=True, exist_ok=True)
            remove_leftovers(self._blobs)
            # Answers are written by the thread that received them; `_guard` lets one in at a time.
            self._db = sqlite3.connect(
                folder / "ledger.sqlite", timeout=30, isolation_level=None, check_same_thread=False
            )
            self._guard = RLock()
            self._db.execute("PRAGMA journal_mode = WAL")
            # Survives a killed process; after a power cut at worst the last artefacts are made again.
            self._db.execute("PRAGMA synchronous = NORMAL")
            self._db.executescript(_SCHEMA)
        except (OSError, sqlite3.Error) as error:
            raise ListgenError(
                f"the ledger in {folder} cannot be opened: {error}",
                hint="check the folder's permissions and free space; deleting it is safe and costs a rerun",
            ) from error

    def close(self) -> None:
        """Close the database."""
        self._db.close()

    def find(self, key: ContentKey) -> Entry | None:
        """Return the artefact under this key, None where there is none or its bytes are gone or damaged."""
        with (
            self._guard,
            closing(
                self._db.execute("SELECT meta, blob, calls, cost_usd FROM artefact WHERE key = ?", (key.digest,))
            ) as rows,
        ):
            row = rows.fetchone()
        if row is None:
            return None
        entry = Entry(*row)
        if entry.blob and not self.blob_path(entry.blob).is_file():
            return None
        return entry

    def add(self, key: ContentKey, kind: str, task: str, entry: Entry) -> None:
        """Keep an artefact and remember the task it was made for."""
        with self._transaction():
            self._db.execute(
                "INSERT OR REPLACE INTO artefact VALUES (?, ?, ?, ?, ?, ?)",
                (key.digest, kind, entry.meta, entry.blob, entry.calls, entry.cost_usd),
            )
            self._remember(task, key)

    def remember(self, task: str, key: ContentKey) -> None:
        """Note that a task is now served by this key (an artefact that some other task made)."""
        if self.last_parts(task) != dict(key.parts):
            with self._transaction():
                self._remember(task, key)

    def last_parts(self, task: str) -> dict[str, str] | None:
        """Return the parts of the key that the task had last, None for a new task."""
        with (
            self._guard,
            closing(self._db.execute("SELECT parts FROM made_for WHERE task = ?", (task,))) as rows,
        ):
            row = rows.fetchone()
        return None if row is None else dict(json.loads(row[0]))

    def latest(self, kind: str, count: int) -> tuple[Entry, ...]:
        """Return the artefacts of a kind that were added last, the newest first."""
        with (
            self._guard,
            closing(
                self._db.execute(
                    "SELECT meta, blob, calls, cost_usd FROM artefact WHERE kind = ? ORDER BY rowid DESC LIMIT ?",
                    (kind, count),
                )
            ) as rows,
        ):
            return tuple(Entry(*row) for row in rows)

    def add_blob(self, data: bytes) -> str:
        """Keep bytes under their SHA-256, which is returned."""
        digest = hashlib.sha256(data).hexdigest()
        write_bytes(self.blob_path(digest), data)
        return digest

    def blob_path(self, digest: str) -> Path:
        """Return where the bytes with this hash lie, or would lie."""
        return self._blobs / digest[:2] / digest

    def _remember(self, task: str, key: ContentKey) -> None:
        self._db.execute("INSERT OR REPLACE INTO made_for VALUES (?, ?, ?)", (task, key.digest, json.dumps(key.parts)))

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with self._guard:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")
