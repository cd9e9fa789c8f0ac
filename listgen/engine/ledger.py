"""The ledger: what was made, under its content key, kept the moment it exists.

SQLite in WAL mode beside `listgen.toml`; large bytes lie in a blob folder under their SHA-256. Safe to delete: that
costs a rerun and nothing else.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import RLock
from typing import Any, Protocol

from listgen.engine.files import remove_leftovers, write_bytes
from listgen.engine.keys import ContentKey
from listgen.errors import LedgerError

# Pages in the write-ahead log (64 MB) at which whoever writes next has to bring them into the database's own file.
_PAGES = 16_000
# Rows of one INSERT.
_ROWS = 50
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
CREATE TABLE IF NOT EXISTS run (
    number INTEGER PRIMARY KEY,
    began TEXT NOT NULL,
    out TEXT NOT NULL,
    asked TEXT NOT NULL,
    ended TEXT,
    how TEXT NOT NULL DEFAULT '',
    figures TEXT NOT NULL DEFAULT '{}'
) STRICT;
-- Which run made an artefact (0: nobody knows), and which finished run used it last.
CREATE TABLE IF NOT EXISTS used (
    key TEXT PRIMARY KEY,
    made INTEGER NOT NULL,
    last INTEGER NOT NULL
) STRICT;
-- Batches at a provider; see batch_book.py.
CREATE TABLE IF NOT EXISTS batch (
    name TEXT PRIMARY KEY,
    who TEXT NOT NULL,
    run INTEGER NOT NULL,
    began TEXT NOT NULL,
    requests INTEGER NOT NULL,
    digest TEXT NOT NULL,
    schemas TEXT NOT NULL,
    file TEXT NOT NULL DEFAULT '',
    id TEXT NOT NULL DEFAULT '',
    how TEXT NOT NULL DEFAULT '',
    answers INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE IF NOT EXISTS batch_request (
    key TEXT NOT NULL,
    batch TEXT NOT NULL,
    size INTEGER NOT NULL,
    max_tokens INTEGER NOT NULL,
    schema INTEGER NOT NULL,
    PRIMARY KEY (key, batch)
) STRICT;
-- Requests that failed in a batch, with the calls that took: they are asked live.
CREATE TABLE IF NOT EXISTS batch_failed (
    key TEXT PRIMARY KEY,
    calls INTEGER NOT NULL
) STRICT;
-- The form in which a model was asked when it answered last; see chat_forms.py.
CREATE TABLE IF NOT EXISTS chat_form (
    who TEXT PRIMARY KEY,
    form TEXT NOT NULL
) STRICT;
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """One artefact: its record as JSON, the hash of its bytes ("" if it has none), and what it cost."""

    meta: str
    blob: str = ""
    calls: int = 0
    cost_usd: float | None = 0.0


def short_name(digest: str) -> int:
    """Return the beginning of a digest as a number: enough to know at once that the ledger lacks it."""
    return int(digest[:15], 16)


class Shelf(Protocol):
    """Where artefacts are looked up and kept: the ledger, or the notes that a worker takes for it."""

    def find(self, key: ContentKey) -> Entry | None:
        """Return the artefact under this key."""

    def add(self, key: ContentKey, kind: str, task: str, entry: Entry) -> None:
        """Keep an artefact and remember the task it was made for."""

    def remember(self, task: str, key: ContentKey) -> None:
        """Note that a task is now served by this key."""


@dataclass(slots=True)
class Notes:
    """What a worker found, and what it wants kept."""

    found: list[str] = field(default_factory=list)  # digests
    added: list[tuple[ContentKey, str, str, Entry]] = field(default_factory=list)
    served: list[tuple[str, ContentKey]] = field(default_factory=list)

    def add(self, key: ContentKey, kind: str, task: str, entry: Entry) -> None:
        """Take a note of an artefact."""
        self.added.append((key, kind, task, entry))


class Notebook:
    """Reads a ledger that another process writes, and takes notes of what that process has to write."""

    def __init__(self, folder: Path) -> None:
        self.notes = Notes()
        self._db = sqlite3.connect(f"{(folder / 'ledger.sqlite').absolute().as_uri()}?mode=ro", uri=True, timeout=30)

    def close(self) -> None:
        """Close the database."""
        self._db.close()

    def find(self, key: ContentKey) -> Entry | None:
        """Return the artefact under this key; only for artefacts without bytes of their own."""
        query = "SELECT meta, blob, calls, cost_usd FROM artefact WHERE key = ?"
        with closing(self._db.execute(query, (key.digest,))) as rows:
            row = rows.fetchone()
        if row is None:
            return None
        self.notes.found.append(key.digest)
        return Entry(*row)

    def add(self, key: ContentKey, kind: str, task: str, entry: Entry) -> None:
        """Take a note of an artefact."""
        self.notes.add(key, kind, task, entry)

    def remember(self, task: str, key: ContentKey) -> None:
        """Take a note of the key that serves a task, where it is another than last time."""
        with closing(self._db.execute("SELECT parts FROM made_for WHERE task = ?", (task,))) as rows:
            row = rows.fetchone()
        if row is None or dict(json.loads(row[0])) != dict(key.parts):
            self.notes.served.append((task, key))


class Ledger:
    """Artefacts by content key, safe to use from several threads. One writer at a time; readers never wait.

    `task` is the place that an artefact is made for ("text/amazon-en-US/A/MUG-01"); remembering the last key per task
    lets `plan` say what changed.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._blobs = folder / "blobs"
        self._run: int | None = None
        self._found: set[bytes] = set()
        self._beside: sqlite3.Connection | None = None  # for the thread that opened the ledger
        try:
            self._blobs.mkdir(parents=True, exist_ok=True)
            # Answers are written by the thread that received them; `_guard` lets one in at a time.
            self._db = sqlite3.connect(
                folder / "ledger.sqlite", timeout=30, isolation_level=None, check_same_thread=False
            )
            self._guard = RLock()
            self._db.execute("PRAGMA journal_mode = WAL")
            # Survives a killed process; after a power cut at worst the last artefacts are made again.
            self._db.execute("PRAGMA synchronous = NORMAL")
            self._db.execute(f"PRAGMA wal_autocheckpoint = {_PAGES}")
            self._db.executescript(_SCHEMA)
        except (OSError, sqlite3.Error) as error:
            raise LedgerError(
                f"the ledger in {folder} cannot be opened: {error}",
                hint="check the folder's permissions and free space; deleting it is safe and costs a rerun",
            ) from error

    def begin_run(self, number: int) -> None:
        """Remember from here on which artefacts this run makes and uses; only for who holds the project's lock."""
        self._run = number
        remove_leftovers(self._blobs)

    def mark_used(self) -> None:
        """Write down that the run used every artefact that it found: what nobody uses may be pruned one day."""
        with self.transaction() as db:
            db.executemany(
                "INSERT INTO used VALUES (?, 0, ?) ON CONFLICT (key) DO UPDATE SET last = excluded.last",
                ((digest.hex(), self._run) for digest in self._found),
            )

    @property
    def run(self) -> int:
        """Number of the run that writes, 0 where none does."""
        return self._run or 0

    def close(self) -> None:
        """Close the database."""
        if self._beside is not None:
            self._beside.close()
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
        if self._run is not None:
            self._found.add(bytes.fromhex(key.digest))
        return entry

    def add(self, key: ContentKey, kind: str, task: str, entry: Entry) -> None:
        """Keep an artefact and remember the task it was made for."""
        with self.transaction() as db:
            db.execute(
                "INSERT OR REPLACE INTO artefact VALUES (?, ?, ?, ?, ?, ?)",
                (key.digest, kind, entry.meta, entry.blob, entry.calls, entry.cost_usd),
            )
            if self._run is not None:
                db.execute("INSERT OR REPLACE INTO used VALUES (?, ?, ?)", (key.digest, self._run, self._run))
            self._remember(task, key)

    def remember(self, task: str, key: ContentKey) -> None:
        """Note that a task is now served by this key (an artefact that some other task made)."""
        if self.last_parts(task) != dict(key.parts):
            with self.transaction():
                self._remember(task, key)

    def write(self, notes: Notes) -> None:
        """Write down all that somebody took notes of, at once: all of it, or nothing."""
        if self._run is not None:
            self._found.update(map(bytes.fromhex, notes.found))
        with self.transaction() as db:
            _insert(
                db,
                "artefact",
                [
                    (key.digest, kind, entry.meta, entry.blob, entry.calls, entry.cost_usd)
                    for key, kind, _, entry in notes.added
                ],
            )
            if self._run is not None:
                _insert(db, "used", [(key.digest, self._run, self._run) for key, _, _, _ in notes.added])
            _insert(
                db,
                "made_for",
                [
                    (task, key.digest, json.dumps(key.parts))
                    for task, key in (*((task, key) for key, _, task, _ in notes.added), *notes.served)
                ],
            )

    def checkpoint(self) -> None:
        """Bring what was written into the database's own file, while other threads go on writing.

        Whoever writes would do so once in a while, and all others would wait for the disk meanwhile.
        """
        with suppress(sqlite3.Error):
            if self._beside is None:
                self._beside = sqlite3.connect(self.folder / "ledger.sqlite", timeout=0, isolation_level=None)
            self._beside.execute("PRAGMA wal_checkpoint(PASSIVE)")

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
        try:
            write_bytes(self.blob_path(digest), data)
        except OSError as error:
            raise self._not_written(error) from error
        return digest

    def blob_path(self, digest: str) -> Path:
        """Return where the bytes with this hash lie, or would lie."""
        return self._blobs / digest[:2] / digest

    def _remember(self, task: str, key: ContentKey) -> None:
        self._db.execute("INSERT OR REPLACE INTO made_for VALUES (?, ?, ?)", (task, key.digest, json.dumps(key.parts)))

    def names(self) -> set[int]:
        """Return the short names of all artefacts."""
        with self._guard, closing(self._db.execute("SELECT key FROM artefact")) as rows:
            return {short_name(key) for (key,) in rows}

    def rows(self, query: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """Return what a SELECT finds."""
        with self._guard, closing(self._db.execute(query, tuple(values))) as rows:
            return rows.fetchall()

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Hold the database for changes that are all made, or none of them. Raises LedgerError where none can be.

        One within another is part of it.
        """
        with self._guard:
            inner = self._db.in_transaction
            if inner:
                yield self._db
                return
            try:
                self._db.execute("BEGIN IMMEDIATE")
                try:
                    yield self._db
                    self._db.execute("COMMIT")
                except BaseException:
                    # SQLite may have rolled back by itself, as it does when the disk is full.
                    if self._db.in_transaction:
                        self._db.execute("ROLLBACK")
                    raise
            except sqlite3.Error as error:
                raise self._not_written(error) from error

    def compact(self) -> None:
        """Give the space of removed rows back to the disk. Raises LedgerError."""
        with self._guard:
            try:
                self._db.execute("VACUUM")
                self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            except sqlite3.Error as error:
                raise self._not_written(error) from error

    def _not_written(self, error: Exception) -> LedgerError:
        return LedgerError(
            f"the ledger in {self.folder} cannot be written: {error}",
            hint="free some space, or check the folder's permissions; what is in the ledger is kept, "
            "and the same command goes on from there",
        )


def _insert(db: sqlite3.Connection, table: str, rows: Sequence[tuple[object, ...]]) -> None:
    """Insert or replace rows, many with one statement: each statement gives the interpreter to another thread."""
    for at in range(0, len(rows), _ROWS):
        some = rows[at : at + _ROWS]
        places = ", ".join([f"({', '.join('?' * len(some[0]))})"] * len(some))
        db.execute(
            f"INSERT OR REPLACE INTO {table} VALUES {places}",  # noqa: S608  # names of ours
            [value for row in some for value in row],
        )
