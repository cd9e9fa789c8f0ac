"""Artefacts of many threads in one transaction: all are kept, each is kept when its thread goes on."""

import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from threading import Event

import pytest

from listgen.engine.keys import content_key
from listgen.engine.ledger import Entry, Ledger
from listgen.engine.together import WrittenTogether
from listgen.errors import LedgerError

NUMBERS = range(200)


@pytest.fixture
def ledger(tmp_path):
    ledger = Ledger(tmp_path / ".listgen")
    yield ledger
    ledger.close()


def test_what_a_thread_handed_in_is_in_the_database_when_it_goes_on(tmp_path, ledger):
    together = WrittenTogether(ledger)

    def keep(number):
        key = content_key("reply", number=number)
        together.add(key, "reply", f"reply/{key.digest}", Entry(str(number)))
        # Another connection sees only what is committed.
        with closing(sqlite3.connect(tmp_path / ".listgen/ledger.sqlite")) as db:
            return db.execute("SELECT meta FROM artefact WHERE key = ?", (key.digest,)).fetchone()

    with ThreadPoolExecutor(16) as pool:
        found = list(pool.map(keep, NUMBERS))

    assert found == [(str(number),) for number in NUMBERS]


def test_threads_that_wait_for_a_writer_share_the_next_transaction(ledger):
    together = WrittenTogether(ledger)
    groups, held, go_on = [], Event(), Event()
    write = ledger.write

    def slowly(notes):
        groups.append(len(notes.added))
        held.set()
        go_on.wait(10)
        write(notes)

    ledger.write = slowly
    with ThreadPoolExecutor(8) as pool:
        keys = [content_key("reply", number=number) for number in range(8)]
        first = pool.submit(together.add, keys[0], "reply", "a", Entry("{}"))
        assert held.wait(10)
        others = [pool.submit(together.add, key, "reply", "a", Entry("{}")) for key in keys[1:]]
        while len(together._waiting) < len(others):
            time.sleep(0.01)
        go_on.set()
        for future in (first, *others):
            future.result()

    assert groups == [1, 7]
    assert all(ledger.find(key) for key in keys)


def test_every_thread_of_a_group_learns_that_it_could_not_be_written(ledger):
    together = WrittenTogether(ledger)
    ledger.rows("PRAGMA query_only = ON")

    with ThreadPoolExecutor(8) as pool:
        tries = [
            pool.submit(together.add, content_key("reply", number=number), "reply", "a", Entry("{}"))
            for number in range(20)
        ]

    assert all(isinstance(one.exception(), LedgerError) for one in tries)
    ledger.rows("PRAGMA query_only = OFF")
    together.add(content_key("reply", number=0), "reply", "a", Entry("{}"))
    assert ledger.find(content_key("reply", number=0)) is not None
