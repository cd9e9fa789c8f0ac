"""Batches on record: what was sent when, under which id, so that no work is submitted twice and none is forgotten.

A batch is written down before it is sent, and its id the moment the provider names it. A run that was killed between
the two finds its batch again by the name that it was sent under.
"""

from __future__ import annotations

import datetime
import json
import re
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from listgen.engine.keys import digest_of
from listgen.engine.ledger import Ledger

_ID = re.compile(r"[A-Za-z0-9_.:-]{0,200}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """A batch. `id` is "" until the provider named it, `how` until it was fetched; then the provider's last word.

    `run` submitted it, at `began` (UTC). `file` is the provider's name of the uploaded requests.
    """

    name: str
    who: str  # address and model, as JSON
    run: int
    began: str
    requests: int
    digest: str
    file: str = ""
    id: str = ""
    how: str = ""
    answers: int = 0

    @property
    def model(self) -> str:
        """Name of the model that was asked."""
        return str(json.loads(self.who)[-1])


@dataclass(frozen=True, slots=True)
class Sent:
    """A request in a batch: the size of its prompt in bytes, its cap on tokens, and the place of its schema."""

    size: int
    max_tokens: int
    schema: int


class BatchBook:
    """The batches of a ledger that were sent to one model (`who` names address and model)."""

    def __init__(self, ledger: Ledger, who: Sequence[str]) -> None:
        self._ledger = ledger
        self._who = json.dumps(list(who))

    def open(self) -> tuple[Batch, ...]:
        """Return the batches that are not fetched yet, the oldest first."""
        return tuple(batch for batch in batches(self._ledger) if batch.who == self._who and not batch.how)

    def begin(self, name: str, sent: Mapping[str, Sent], schemas: Sequence[Mapping[str, Any]]) -> Batch:
        """Write a batch down before it is sent, and return it."""
        began = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
        digest = digest_of(sorted(sent))
        with self._ledger.transaction() as db:
            db.execute(
                "INSERT INTO batch (name, who, run, began, requests, digest, schemas) VALUES (?, ?, ?, ?, ?, ?, ?)",
                (name, self._who, self._ledger.run, began, len(sent), digest, json.dumps(list(schemas), default=dict)),
            )
            db.executemany(
                "INSERT INTO batch_request VALUES (?, ?, ?, ?, ?)",
                ((key, name, one.size, one.max_tokens, one.schema) for key, one in sent.items()),
            )
        return _one(self._ledger, name)

    def uploaded(self, name: str, file: str) -> None:
        """Note the provider's name of the uploaded file."""
        with self._ledger.transaction() as db:
            db.execute("UPDATE batch SET file = ? WHERE name = ?", (file, name))

    def submitted(self, name: str, batch_id: str) -> Batch:
        """Note the provider's id."""
        with self._ledger.transaction() as db:
            db.execute("UPDATE batch SET id = ? WHERE name = ?", (batch_id, name))
        return _one(self._ledger, name)

    def forget(self, name: str) -> None:
        """Remove a batch that the provider never got."""
        with self._ledger.transaction() as db:
            db.execute("DELETE FROM batch WHERE name = ?", (name,))
            db.execute("DELETE FROM batch_request WHERE batch = ?", (name,))

    def sent(self, name: str) -> dict[str, Sent]:
        """Return the requests of an open batch by key."""
        found = self._ledger.rows("SELECT key, size, max_tokens, schema FROM batch_request WHERE batch = ?", (name,))
        return {key: Sent(size, max_tokens, schema) for key, size, max_tokens, schema in found}

    def schemas(self, name: str) -> list[Mapping[str, Any]]:
        """Return the schemas of the answers in a batch."""
        ((text,),) = self._ledger.rows("SELECT schemas FROM batch WHERE name = ?", (name,))
        schemas: list[Mapping[str, Any]] = json.loads(text)
        return schemas

    def end(self, name: str, how: str, answers: int, failed: Mapping[str, int]) -> None:
        """Note that a batch was fetched; `failed` has the calls that requests without an answer took."""
        with self._ledger.transaction() as db:
            db.execute("UPDATE batch SET how = ?, answers = ?, schemas = '[]' WHERE name = ?", (how, answers, name))
            db.execute("DELETE FROM batch_request WHERE batch = ?", (name,))
            db.executemany(
                "INSERT INTO batch_failed VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET calls = calls + excluded.calls",
                failed.items(),
            )

    def failed(self) -> set[str]:
        """Return the keys of requests that a batch brought no answer to: they are asked live."""
        return {key for (key,) in self._ledger.rows("SELECT key FROM batch_failed")}


def batches(ledger: Ledger) -> tuple[Batch, ...]:
    """Return all batches of a ledger, the oldest first."""
    found = ledger.rows(
        "SELECT name, who, run, began, requests, digest, file, id, how, answers FROM batch ORDER BY rowid"
    )
    return tuple(
        Batch(
            name=name, who=who, run=run, began=began, requests=requests, digest=digest, file=file,
            id=batch_id, how=how, answers=answers,
        )
        for name, who, run, began, requests, digest, file, batch_id, how, answers in found
    )  # fmt: skip


def take_batches(db: sqlite3.Connection, ledger: Ledger, other: Ledger) -> None:
    """Take over the batches of another ledger that are not fetched yet, so that this project fetches them."""
    known = {batch.name for batch in batches(ledger)}
    for batch in batches(other):
        words = (batch.name, batch.file, batch.id)
        # The ledger comes from another machine: its ids go into addresses.
        if batch.how or batch.name in known or not all(_ID.fullmatch(word) for word in words):
            continue
        ((schemas,),) = other.rows("SELECT schemas FROM batch WHERE name = ?", (batch.name,))
        db.execute(
            "INSERT INTO batch (name, who, run, began, requests, digest, schemas, file, id)"
            " VALUES (?, ?, 0, ?, ?, ?, ?, ?, ?)",
            (batch.name, batch.who, batch.began, batch.requests, batch.digest, schemas, batch.file, batch.id),
        )
        requests = other.rows(
            "SELECT key, batch, size, max_tokens, schema FROM batch_request WHERE batch = ?", (batch.name,)
        )
        db.executemany("INSERT OR IGNORE INTO batch_request VALUES (?, ?, ?, ?, ?)", requests)
    db.executemany(
        "INSERT OR IGNORE INTO batch_failed VALUES (?, ?)", other.rows("SELECT key, calls FROM batch_failed")
    )


def _one(ledger: Ledger, name: str) -> Batch:
    return next(batch for batch in batches(ledger) if batch.name == name)
