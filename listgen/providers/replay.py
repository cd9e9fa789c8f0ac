"""Recorded answers instead of a model: runs without a key, without a network, with the same bytes each time.

A recording is one JSON file for each request. Its name is a hash of what is asked and of which model; address, retries
and `max_tokens` are not in it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from listgen.errors import ProviderError, UnusableReply
from listgen.providers.address import bare_address
from listgen.providers.json_reply import parse_reply
from listgen.providers.recordings import RecordingKind, Recordings, read_folder, read_recording
from listgen.providers.text import Answer, TextReply, TextRequest, UnusableAnswer, Usage

_KIND = RecordingKind(
    schema="listgen.recording/1",
    files="text-*.json",
    name="recordings",
    how="make them where the model can be reached: `listgen generate --text openai --record`",
    model_setting="LISTGEN_TEXT_MODEL or [text] model",
)


def request_hash(request: TextRequest, model: str) -> str:
    """Return the name of a request: the same for the same words, schema, seed and model."""
    asked = [model, request.system, request.user, request.schema_name, request.schema, request.seed]
    return hashlib.sha256(json.dumps(asked, sort_keys=True, default=dict).encode()).hexdigest()[:32]


def recording_path(folder: Path, request: TextRequest, model: str) -> Path:
    """Return where the recording of a request lies, or would lie."""
    return folder / f"text-{request_hash(request, model)}.json"


def recording_text(request: TextRequest, answer: Answer, *, model: str, address: str) -> str:
    """Return a recording as JSON. Of the address only scheme and host are in it: the rest may hold a key."""
    said = {"data": answer.data} if isinstance(answer, TextReply) else {"unusable": answer.reason}
    document = {
        "schema": _KIND.schema,
        "model": model,
        "address": bare_address(address),
        "request": {
            "system_sha256": hashlib.sha256(json.dumps(request.system).encode()).hexdigest(),
            "user": request.user,
            "schema_name": request.schema_name,
            "seed": request.seed,
        },
        "answer": said,
        # What came in no batch says nothing of batches.
        "usage": {name: count for name, count in asdict(answer.usage).items() if count or name[:6] != "batch_"},
    }
    text = json.dumps(document, indent=2, ensure_ascii=False, default=dict) + "\n"
    # Half a surrogate pair has no UTF-8; its escape is valid JSON.
    return text.encode("utf-8", "backslashreplace").decode()


def read_recordings(folder: Path, model: str = "") -> Recordings:
    """Return what a folder holds of texts, see `read_folder`."""
    return read_folder(_KIND, folder, model, _check)


class ReplayText:
    """Answers from a folder of recordings; safe to call from several threads.

    The usage of an answer is the recorded one, so that reports are those of the recorded run; nothing is paid.
    """

    def __init__(self, folder: Path, model: str) -> None:
        self._folder = folder
        self._model = model

    @property
    def model(self) -> str:
        """Name of the model that was recorded."""
        return self._model

    @property
    def form(self) -> None:
        """Nobody is asked."""
        return None

    def complete(self, request: TextRequest) -> Answer:
        """Return the recorded answer. Raises ProviderError where there is none; see TextProvider."""
        path = recording_path(self._folder, request, self._model)
        if not path.is_file():
            raise ProviderError(
                f"request {request_hash(request, self._model)} to `{self._model}` was never recorded: no file {path}",
                hint=f"the sheet, the kit, a prompt or listgen changed since; {_KIND.how}",
            )
        document = read_recording(_KIND, path, _check)
        usage = Usage(**document["usage"])
        said = document["answer"]
        if "unusable" in said:
            return UnusableAnswer(reason=str(said["unusable"]), model=self._model, usage=usage)
        try:
            # Files are edited by hand: what is served fits the schema, whoever wrote it.
            data = parse_reply(json.dumps(said["data"]), request.schema)
        except UnusableReply as error:
            return UnusableAnswer(reason=error.message, model=self._model, usage=usage)
        return TextReply(data=data, model=self._model, usage=usage)


def _check(document: Mapping[str, Any]) -> None:
    if not ({"data", "unusable"} & document["answer"].keys()):
        raise ValueError("answer")
    Usage(**document["usage"])
