"""Artefacts of many threads, written into the ledger together: a transaction for all that wait, not one for each."""

from __future__ import annotations

from dataclasses import dataclass, field
from threading import Event, Lock

from listgen.engine.keys import ContentKey
from listgen.engine.ledger import Entry, Ledger, Notes


@dataclass(slots=True, eq=False)
class _Waiting:
    """A thread's artefact. `turn` is set when it is written, or when this thread is the next to write."""

    artefact: tuple[ContentKey, str, str, Entry]
    turn: Event = field(default_factory=Event)
    written: bool = False
    error: Exception | None = None


class WrittenTogether:
    """Writes what threads hand in; who hands in first writes for all that came meanwhile. Safe in threads.

    With a transaction for each of sixty threads, most of them wait for each other (measured: at 200 ms a call, a
    seventh of the time). Under less load every artefact is written at once, alone.
    """

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._lock = Lock()
        self._waiting: list[_Waiting] = []
        self._writing = False

    def add(self, key: ContentKey, kind: str, task: str, entry: Entry) -> None:
        """Keep an artefact, and return when it is kept. Raises LedgerError where it cannot be."""
        mine = _Waiting((key, kind, task, entry))
        with self._lock:
            self._waiting.append(mine)
            first, self._writing = not self._writing, True
        if not first:
            mine.turn.wait()
        if not mine.written:
            self._write()
        if mine.error is not None:
            raise mine.error

    def _write(self) -> None:
        """Write what waits, the caller's own included, and let one of those who came meanwhile go on."""
        with self._lock:
            group, self._waiting = self._waiting, []
        error: Exception | None = None
        try:
            self._ledger.write(Notes(added=[one.artefact for one in group]))
        except Exception as caught:
            error = caught
        with self._lock:
            following = self._waiting[0] if self._waiting else None
            self._writing = following is not None
        if following is not None:
            following.turn.set()
        for one in group:
            one.error, one.written = error, True
            one.turn.set()
