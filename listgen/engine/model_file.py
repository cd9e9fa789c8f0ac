"""The hash of a model file. Files of gigabytes are read once: their hash is noted with size and time of change."""

from __future__ import annotations

import json
from pathlib import Path

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from listgen.engine.files import sha256_of, write_text


class _Noted(BaseModel):
    model_config = ConfigDict(frozen=True)

    size: int
    mtime_ns: int
    sha256: str


_NOTES = TypeAdapter(dict[str, _Noted])


def model_digest(path: Path, ledger: Path) -> str:
    """Return the hex SHA-256 of a model file, from the ledger's notes where the file did not change. Writes nothing."""
    state = path.stat()
    noted = _read(ledger).get(str(path.resolve()))
    if noted is not None and (noted.size, noted.mtime_ns) == (state.st_size, state.st_mtime_ns):
        return noted.sha256
    return sha256_of(path)


def note_digest(path: Path, sha256: str, ledger: Path) -> None:
    """Note a model file's hash for later runs."""
    state = path.stat()
    notes = {
        **_read(ledger),
        str(path.resolve()): _Noted(size=state.st_size, mtime_ns=state.st_mtime_ns, sha256=sha256),
    }
    document = {name: noted.model_dump() for name, noted in sorted(notes.items())}
    write_text(_path(ledger), json.dumps(document, indent=1) + "\n")


def _path(ledger: Path) -> Path:
    return ledger / "model-files.json"


def _read(ledger: Path) -> dict[str, _Noted]:
    try:
        return _NOTES.validate_json(_path(ledger).read_bytes())
    except (OSError, ValidationError):
        return {}
