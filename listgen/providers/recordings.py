"""Folders of recordings, of texts and of pictures alike: which models they are of, and reading one file."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from listgen.errors import ProviderError


@dataclass(frozen=True, slots=True)
class Recordings:
    """What lies in a folder of recordings: the model that answered, its address, and a hash of all files."""

    folder: Path
    model: str
    address: str
    digest: str


@dataclass(frozen=True, slots=True)
class RecordingKind:
    """One kind of recordings: `schema` of its files, their glob `files`, its name, how to make and to name them."""

    schema: str
    files: str
    name: str
    how: str
    model_setting: str


def read_folder(
    kind: RecordingKind, folder: Path, model: str, check: Callable[[Mapping[str, Any]], None]
) -> Recordings:
    """Return what a folder holds of a kind; `model` "" takes the only one there is.

    Raises ProviderError for a folder without recordings, with those of several models where none is named, without
    those of the model that is named, and for a file that is no recording.
    """
    whole = hashlib.sha256()
    addresses: dict[str, str] = {}
    for path in sorted(folder.glob(kind.files)) if folder.is_dir() else ():
        document = read_recording(kind, path, check)
        addresses.setdefault(document["model"], document["address"])
        whole.update(path.name.encode() + b"\0" + path.read_bytes())
    if not addresses:
        raise ProviderError(f"there are no {kind.name} in {folder}", hint=kind.how)
    found = ", ".join(f"`{name}`" for name in sorted(addresses))
    if model and model not in addresses:
        raise ProviderError(
            f"{folder} has no {kind.name} of `{model}`, but of {found}",
            hint=f"set {kind.model_setting} to the model that was recorded",
        )
    if not model and len(addresses) > 1:
        raise ProviderError(f"{folder} has {kind.name} of several models: {found}", hint=f"set {kind.model_setting}")
    chosen = model or next(iter(addresses))
    return Recordings(folder, chosen, addresses[chosen], whole.hexdigest())


def read_recording(kind: RecordingKind, path: Path, check: Callable[[Mapping[str, Any]], None]) -> Mapping[str, Any]:
    """Return one recording, its model and address as text. Raises ProviderError where it is none.

    `check` raises ValueError, KeyError, TypeError or AttributeError for a document that lacks what its kind needs.
    """
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        if document["schema"] != kind.schema:
            raise ValueError(kind.schema)
        check(document)
        return {**document, "model": str(document["model"]), "address": str(document["address"])}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ProviderError(
            f"{path} is not one of listgen's {kind.name} ({type(error).__name__})", hint="delete it and record again"
        ) from error
