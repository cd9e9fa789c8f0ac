"""One run at a time in a project: two that write the same ledger and folders would mix their results."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from listgen.errors import LedgerError, UsageError


@contextmanager
def project_lock(folder: Path) -> Iterator[None]:
    """Hold the lock of a ledger folder; the system lets it go when the process ends, however it ends.

    Raises UsageError where another run holds it.
    """
    from filelock import FileLock, Timeout

    lock = FileLock(folder / "run.lock", timeout=0)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except Timeout:
        raise UsageError(
            f"another run is working in {folder.parent.resolve()}",
            hint="wait until it is done, or give the other run a project folder of its own",
        ) from None
    except OSError as error:
        raise LedgerError(
            f"the ledger in {folder} cannot be written: {error}",
            hint="a run keeps what it makes there: check the folder's permissions and free space",
        ) from error
    try:
        yield
    finally:
        lock.release()
