"""Photos on disk: names in cells and files in folders are brought together, never outside the catalogue's folders."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from listgen.domain.names import safe_name

SUFFIXES = frozenset(
    (".jpg", ".jpeg", ".png", ".webp", ".gif", ".tif", ".tiff", ".bmp", ".avif", ".heic", ".heif", ".jfif")
)
_BESIDE = ("photos", "images", "Photos", "Images", "pictures", "img")
_URL = re.compile(r"^(https?|ftp)://", re.IGNORECASE)
_DRIVE = re.compile(r"^[A-Za-z]:[\\/]")
_SEPARATORS = "-_. ("
_MOST_FILES = 500_000


@dataclass(frozen=True, slots=True)
class Found:
    """Where a photo was found; `note` says how if not by its exact name, `problem` why it was not."""

    path: Path | None
    note: str = ""
    problem: str = ""  # "missing", "url" or "outside"


@dataclass(slots=True)
class PhotoIndex:
    """The picture files of the search folders, indexed once, so that looking up is one step for any number of rows."""

    by_path: dict[str, Path] = field(default_factory=dict)
    by_name: dict[str, list[Path]] = field(default_factory=dict)
    by_folder: dict[str, list[Path]] = field(default_factory=dict)
    files: list[Path] = field(default_factory=list)

    def find(self, reference: str) -> Found:
        """Return the file that a cell names: by path below a search folder, then by its last part.

        A leading `/` means the photo folder. A name that climbs out of it with `..` is refused.
        """
        url = bool(_URL.match(reference))
        text = _path_of(reference) if url else reference
        text = text.replace("\\", "/").replace("\0", "")
        if not url and (".." in PurePosixPath(text).parts or _DRIVE.match(reference) or text.startswith("~")):
            tail = self._by_tail(text)
            if ".." in PurePosixPath(text).parts or tail is None:
                return Found(None, problem="outside")
            return Found(tail, note="found by its file name")
        relative = text.lstrip("/")
        if not url and relative:
            if exact := self.by_path.get(relative):
                return Found(exact)
            if loose := self.by_path.get(relative.casefold()):
                return Found(loose, note="found with other capitals")
        tail = self._by_tail(relative)
        if tail is not None:
            moved = tail.name == PurePosixPath(relative).name
            return Found(tail, note="found by its file name" if moved else "found with other capitals")
        return Found(None, problem="url" if url else "missing")

    def _by_tail(self, text: str) -> Path | None:
        name = PurePosixPath(text).name
        same = self.by_name.get(name.casefold(), []) if name else []
        return next((path for path in same if path.name == name), same[0] if same else None)


def _path_of(address: str) -> str:
    # `urlsplit` refuses what sellers type ("http://[x"); only the part behind the host is of interest here.
    return unquote(re.split(r"[?#]", address)[0].partition("://")[2].partition("/")[2])


def build_index(sheets: Iterable[Path], photos: Path | None) -> PhotoIndex:
    """Return the index of all picture files that the catalogue may use.

    Searched are the `photos` folder, and for each sheet its own folder (not below it) with `photos/` and `images/`
    beside it (with everything below). Links that lead out of these folders are not followed.
    """
    deep: list[Path] = [photos] if photos is not None else []
    flat: list[Path] = []
    for sheet in sheets:
        folder = sheet.parent
        flat.append(folder)
        deep += [folder / name for name in _BESIDE if (folder / name).is_dir()]
    index = PhotoIndex()
    seen: set[Path] = set()
    for base in dict.fromkeys(deep):
        _add(index, base, _walk(base), seen)
    for base in dict.fromkeys(flat):
        _add(index, base, _entries(base), seen)
    return index


def _walk(base: Path) -> Iterable[Path]:
    count = 0
    for folder, folders, names in os.walk(base, followlinks=False):
        folders.sort()
        for name in sorted(names):
            count += 1
            if count > _MOST_FILES:
                return
            yield Path(folder) / name


def _entries(base: Path) -> Iterable[Path]:
    try:
        return sorted((entry for entry in base.iterdir() if entry.is_file()), key=lambda entry: entry.name)
    except OSError:
        return []


def _add(index: PhotoIndex, base: Path, paths: Iterable[Path], seen: set[Path]) -> None:
    root = base.resolve()
    for path in paths:
        if path.suffix.lower() not in SUFFIXES or path in seen:
            continue
        if path.is_symlink() and not path.resolve().is_relative_to(root):
            continue
        seen.add(path)
        relative = path.relative_to(base).as_posix()
        index.files.append(path)
        index.by_path.setdefault(relative, path)
        index.by_path.setdefault(relative.casefold(), path)
        index.by_path.setdefault(f"{base.name}/{relative}", path)
        index.by_name.setdefault(path.name.casefold(), []).append(path)
        if "/" in relative:
            index.by_folder.setdefault(path.parent.name.casefold(), []).append(path)


def photos_by_name(index: PhotoIndex, skus: Sequence[str]) -> dict[str, list[tuple[Path, str]]]:
    """Return the photos that belong to SKUs by name: (path, "folder" or "file name").

    A folder named after the SKU comes first, then files named after it, alone or followed by `-`, `_`, `.`, a blank or
    a bracket. A file belongs to the longest SKU that fits, so `MUG-1-B.jpg` is not taken for `MUG-1`.
    """
    if not index.files:
        return {}
    names: dict[str, str] = {}
    for sku in skus:
        names.setdefault(sku.casefold(), sku)
        names.setdefault(safe_name(sku).casefold(), sku)
    found: dict[str, list[tuple[Path, str]]] = {}
    for folder, paths in index.by_folder.items():
        if folder in names:
            found.setdefault(names[folder], []).extend((path, "folder") for path in paths)
    for path in index.files:
        sku = _longest_sku(path.stem.casefold(), names)
        if sku and all(path != other for other, _ in found.get(sku, ())):
            found.setdefault(sku, []).append((path, "file name"))
    return found


def _longest_sku(stem: str, names: Mapping[str, str]) -> str:
    if stem in names:
        return names[stem]
    cut = len(stem)
    while cut > 0:
        cut = max(stem.rfind(mark, 0, cut) for mark in _SEPARATORS)
        if cut > 0 and (sku := names.get(stem[:cut].rstrip())):
            return sku
    return ""
