"""Recorded pictures instead of an endpoint: a JSON file for each request, and the file that it was answered with.

Names are hashes of what is asked and of which model, see `picture_hash`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from listgen.errors import ProviderError
from listgen.providers.address import bare_address
from listgen.providers.pictures import PictureReply, PictureRequest, picture_hash

_SCHEMA = "listgen.picture-recording/1"
_FILES = "picture-*.json"
_HOW = "make them where the model can be reached: `listgen generate --images openai --record`"
_SUFFIXES = ((b"\x89PNG", ".png"), (b"\xff\xd8\xff", ".jpg"), (b"RIFF", ".webp"))


@dataclass(frozen=True, slots=True)
class PictureRecordings:
    """What lies in a folder: the model that painted, its address, and a hash of all files."""

    folder: Path
    model: str
    address: str
    digest: str


def picture_recording(
    request: PictureRequest, reply: PictureReply, *, model: str, address: str
) -> tuple[tuple[str, bytes], ...]:
    """Return a recording as files (name, bytes), the picture before the JSON that names it."""
    name = f"picture-{picture_hash(request, model)}"
    suffix = next((suffix for magic, suffix in _SUFFIXES if reply.data.startswith(magic)), ".bin")
    document = {
        "schema": _SCHEMA,
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


def read_picture_recordings(folder: Path, model: str = "") -> PictureRecordings:
    """Return what a folder holds; `model` "" takes the only one there is.

    Raises ProviderError for a folder without recordings, with those of several models where none is named, and for a
    file that is no recording.
    """
    whole = hashlib.sha256()
    addresses: dict[str, str] = {}
    for path in sorted(folder.glob(_FILES)) if folder.is_dir() else ():
        document = _read(path)
        addresses.setdefault(document["model"], document["address"])
        whole.update(path.name.encode() + b"\0" + path.read_bytes())
    if not addresses:
        raise ProviderError(f"there are no recorded pictures in {folder}", hint=_HOW)
    if (model and model not in addresses) or (not model and len(addresses) > 1):
        raise ProviderError(
            f"{folder} has recorded pictures of {', '.join(f'`{name}`' for name in sorted(addresses))}",
            hint="set LISTGEN_IMAGE_MODEL or [images] model to the model that was recorded",
        )
    chosen = model or next(iter(addresses))
    return PictureRecordings(folder, chosen, addresses[chosen], whole.hexdigest())


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
                hint=f"the photo, the kit, a prompt or listgen changed since; {_HOW}",
            )
        document = _read(path)
        data = b""
        if document["file"]:
            # The name is our own or nothing: a recording cannot make this read another file.
            file = self._folder / Path(document["file"]).name
            try:
                data = file.read_bytes()
            except OSError as error:
                raise ProviderError(f"{path.name} names {file}, which cannot be read", hint=_HOW) from error
        return PictureReply(
            data=data,
            model=self._model,
            backdrop=bool(document["backdrop"]),
            problem=str(document["problem"]),
            paid=bool(document["paid"]),
            calls=int(document["calls"]),
        )


def _read(path: Path) -> Mapping[str, Any]:
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        if document["schema"] != _SCHEMA or not isinstance(document["file"], str):
            raise ValueError(_SCHEMA)
        int(document["calls"]), document["backdrop"], document["problem"], document["paid"]
        return {**document, "model": str(document["model"]), "address": str(document["address"])}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ProviderError(
            f"{path} is no recorded picture of listgen ({type(error).__name__})", hint="delete it and record again"
        ) from error
