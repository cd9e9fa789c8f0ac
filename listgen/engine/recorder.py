"""Writes answers into a folder of recordings as they arrive, from which `--text replay` serves them."""

from __future__ import annotations

from pathlib import Path
from threading import Lock

from listgen.engine.files import write_text
from listgen.providers.replay import recording_path, recording_text
from listgen.providers.text import Answer, TextRequest


class Recorder:
    """Keeps one file for each request, whole or absent; the same answers give the same bytes. Safe in threads."""

    def __init__(self, folder: Path, *, model: str, address: str) -> None:
        self._folder = folder
        self._model = model
        self._address = address
        self._lock = Lock()

    def keep(self, request: TextRequest, answer: Answer) -> None:
        """Write one answer."""
        text = recording_text(request, answer, model=self._model, address=self._address)
        # Two products may ask the same words at the same moment.
        with self._lock:
            write_text(recording_path(self._folder, request, self._model), text)
