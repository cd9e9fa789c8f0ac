"""Being stopped: once to finish what is paid for, twice to stop at once."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_EXIT = 130


@contextmanager
def stoppable() -> Iterator[None]:
    """Turn the first SIGINT or SIGTERM into KeyboardInterrupt, and end the process at the second.

    Nothing is lost either way: what was made is in the ledger. The first leaves time for answers that are under way.
    """
    seen = 0

    def stop(number: int, frame: FrameType | None) -> None:
        nonlocal seen
        del number, frame
        seen += 1
        if seen > 1:
            os._exit(_EXIT)
        sys.stderr.write("\nstopping; what is under way is awaited. Press again to stop at once\n")
        sys.stderr.flush()
        raise KeyboardInterrupt

    before = {which: signal.signal(which, stop) for which in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for which, handler in before.items():
            signal.signal(which, handler)
