"""Recorded pictures instead of an endpoint: a JSON file for each request, and the file that it was answered with.

Names are hashes of what is asked and of which model, see `picture_hash`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from listgen.errors import ProviderError
from listgen.providers.address import bare_address
from listgen.providers.pictures import PictureReply, PictureRequest, picture_hash
from listgen.providers.recordings import RecordingKind, Recordings, read_folder, read_recording

_KIND = RecordingKind(
    schema="listgen.picture-recording/1",
    files="picture-*.json",
    name="recorded pictures",
    how="make them where the model can be reached: `listgen generate --images openai --record`",
    model_setting="LISTGEN_IMAGE_MODEL or [images] model",
)
_SUFFIXES = ((b"\x89PNG", ".png"), (b"\xff\xd8\xff", ".jpg"), (b"RIFF", ".webp"))


def picture_recording(
    request: PictureRequest, reply: PictureReply, *, model: str, address: str
) -> tuple[tuple[str, bytes], ...]:
    """Return a recording as files (name, bytes), the picture before the JSON that names it."""
    name = f"picture-{picture_hash(request, model)}"
    suffix = next((suffix for magic, suffix in _SUFFIXES if reply.data.startswith(magic)), ".bin")
    document = {
        "schema": _KIND.schema,
        "model": model,
        "address": bare_address(address),
        "request": {
            "prompt": request.prompt,
            "size": request.size,
            "quality": request.quality,
            "subject": request.subject,
            "attempt": request.attempt,
        },
        "file": f"{name}{suffix}" if reply.data else "",
        "sha256": hashlib.sha256(reply.data).hexdigest() if reply.data else "",
        "backdrop": reply.backdrop,
        "problem": reply.problem,
        "paid": reply.paid,
        "calls": reply.calls,
    }
    text = (json.dumps(document, indent=2, ensure_ascii=False) + "\n").encode("utf-8", "backslashreplace")
    files = [(f"{name}{suffix}", reply.data)] if reply.data else []
    return (*files, (f"{name}.json", text))


def read_picture_recordings(folder: Path, model: str = "") -> Recordings:
    """Return what a folder holds of pictures, see `read_folder`."""
    return read_folder(_KIND, folder, model, _check)


class ReplayPictures:
    """Answers from a folder of recordings; safe to call from several threads. Nothing is paid."""

    def __init__(self, folder: Path, model: str) -> None:
        self._folder = folder
        self._model = model

    @property
    def model(self) -> str:
        """Name of the model that was recorded."""
        return self._model

    def paint(self, request: PictureRequest) -> PictureReply:
        """Return the recorded answer. Raises ProviderError where there is none; see PictureProvider."""
        name = picture_hash(request, self._model)
        path = self._folder / f"picture-{name}.json"
        if not path.is_file():
            raise ProviderError(
                f"scene {name} by `{self._model}` was never recorded: no file {path}",
                hint=f"the photo, the kit, a prompt or listgen changed since; {_KIND.how}",
            )
        document = read_recording(_KIND, path, _check)
        data = b""
        if document["file"]:
            # The name is our own or nothing: a recording cannot make this read another file.
            file = self._folder / Path(document["file"]).name
            try:
                data = file.read_bytes()
            except OSError as error:
                raise ProviderError(f"{path.name} names {file}, which cannot be read", hint=_KIND.how) from error
        return PictureReply(
            data=data,
            model=self._model,
            backdrop=bool(document["backdrop"]),
            problem=str(document["problem"]),
            paid=bool(document["paid"]),
            calls=int(document["calls"]),
        )


def _check(document: Mapping[str, Any]) -> None:
    if not isinstance(document["file"], str):
        raise TypeError("file")
    int(document["calls"]), document["backdrop"], document["problem"], document["paid"]
