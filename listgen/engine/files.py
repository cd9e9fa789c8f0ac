"""Files that are either whole or absent: every write goes to a temporary name first and is moved into place."""

from __future__ import annotations

import filecmp
import hashlib
import os
from collections.abc import Iterable
from pathlib import Path

# A killed run leaves at most files with this prefix behind; the next run removes them.
TEMPORARY = ".listgen-part-"


def write_bytes(path: Path, data: bytes) -> bool:
    """Write `data` to `path` atomically; returns False where the file already holds exactly these bytes."""
    if path.is_file() and path.stat().st_size == len(data) and path.read_bytes() == data:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{TEMPORARY}{os.getpid()}-{hashlib.sha256(path.name.encode()).hexdigest()[:12]}")
    try:
        with part.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return True


def write_stream(path: Path, chunks: Iterable[bytes]) -> bool:
    """Write a file piece by piece, atomically; returns False where the file already holds exactly these bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{TEMPORARY}{os.getpid()}-{hashlib.sha256(path.name.encode()).hexdigest()[:12]}")
    try:
        with part.open("wb") as file:
            for chunk in chunks:
                file.write(chunk)
            file.flush()
            if path.is_file() and filecmp.cmp(part, path, shallow=False):
                part.unlink()
                return False
            os.fsync(file.fileno())
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return True


def write_text(path: Path, text: str) -> bool:
    """Write `text` as UTF-8 with the line ends that it has."""
    return write_bytes(path, text.encode())


def sha256_of(path: Path) -> str:
    """Return the hex SHA-256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def remove_leftovers(folder: Path) -> None:
    """Remove the temporary files of killed runs below `folder`."""
    if folder.is_dir():
        for part in folder.rglob(f"{TEMPORARY}*"):
            part.unlink(missing_ok=True)


def keep_only(folder: Path, names: Iterable[str]) -> None:
    """Remove files below `folder` that are not in `names` (relative, with `/`), and folders that become empty."""
    wanted = set(names)
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_symlink() or path.is_file():
            if path.relative_to(folder).as_posix() not in wanted:
                path.unlink()
        elif path.is_dir() and not any(path.iterdir()):
            path.rmdir()
