"""One run at a time in a project: two that write the same ledger and folders would mix their results."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from listgen.errors import UsageError


@contextmanager
def project_lock(folder: Path) -> Iterator[None]:
    """Hold the lock of a ledger folder; the system lets it go when the process ends, however it ends.

    Raises UsageError where another run holds it.
    """
    from filelock import FileLock, Timeout

    folder.mkdir(parents=True, exist_ok=True)
    lock = FileLock(folder / "run.lock", timeout=0)
    try:
        lock.acquire()
    except Timeout:
        raise UsageError(
            f"another run is working in {folder.parent.resolve()}",
            hint="wait until it is done, or give the other run a project folder of its own",
        ) from None
    try:
        yield
    finally:
        lock.release()
