"""Worker processes that end with the run they work for, however it ends."""

from __future__ import annotations

import os
import threading
from multiprocessing import connection, parent_process


def end_with_parent() -> None:
    """Let this worker process end when the main process does, a kill -9 included.

    A worker of a pool holds both ends of the pipe that it reads its work from, so it would never learn that nobody
    writes into it any more.
    """
    parent = parent_process()
    if parent is None:
        return

    def watch() -> None:
        connection.wait([parent.sentinel])
        os._exit(1)

    threading.Thread(target=watch, name="parent", daemon=True).start()
