"""Content keys: one hash per artefact, of exactly what determines it.

A key has named parts ("facts", "voice", "channel" …), so that `plan` can say which part changed. Timeouts, retries,
output folders and unrelated columns are in no part.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Mapping
from decimal import Decimal
from enum import Enum
from functools import cache
from pathlib import Path

from listgen.domain.brand_kit import BrandKit


@dataclasses.dataclass(frozen=True, slots=True)
class ContentKey:
    """The key of one artefact: `digest` names it in the ledger, `parts` tell what went in."""

    digest: str
    parts: tuple[tuple[str, str], ...]  # (name, short hash), sorted by name

    def changed(self, before: Mapping[str, str]) -> tuple[str, ...]:
        """Return the names of the parts that differ from an earlier key's parts."""
        now = dict(self.parts)
        return tuple(name for name in sorted(now.keys() | before.keys()) if now.get(name) != before.get(name))


@dataclasses.dataclass(frozen=True, slots=True)
class Hashed:
    """A part of many keys that was hashed before."""

    digest: str


def hashed(value: object) -> Hashed:
    """Return a value as the part of a key that it is, to be hashed once for several keys."""
    return Hashed(digest_of(value))


def content_key(kind: str, **parts: object) -> ContentKey:
    """Return the key of an artefact from its named parts; records, tuples and mappings are hashed by value."""
    hashed = tuple(
        sorted(
            (name, (value.digest if isinstance(value, Hashed) else digest_of(value))[:16])
            for name, value in parts.items()
        )
    )
    return ContentKey(digest_of([kind, hashed]), hashed)


_AS_IT_IS = frozenset((str, int, float, bool, type(None)))


def digest_of(value: object) -> str:
    """Return the hex SHA-256 of a value's canonical JSON."""
    text = json.dumps(_plain(value), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _plain(value: object) -> object:
    if value.__class__ in _AS_IT_IS:
        return value
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, Path):
        raise TypeError(f"a path is no content: {value}")
    return value


@cache
def code_digest(*rooms: str) -> str:
    """Return the hash of the code and data files of some rooms.

    It stands in the keys of everything that costs nothing but time to make again (composer texts, studio pictures), so
    an upgraded listgen never serves what an older one wrote.
    """
    root = Path(__file__).resolve().parent.parent
    whole = hashlib.sha256()
    for room in rooms:
        for path in sorted((root / room).rglob("*")):
            if path.suffix in (".py", ".toml", ".j2", ".icc", ".json") and path.is_file():
                whole.update(path.relative_to(root).as_posix().encode())
                whole.update(path.read_bytes())
    return whole.hexdigest()


@cache
def package_digest() -> str:
    """Return the hash of all code and data that is shipped, templates and kits included."""
    from listgen.resources import shipped

    root = Path(__file__).resolve().parent.parent
    whole = hashlib.sha256()
    folders = [root, shipped("templates"), shipped("brand_kits")]
    for path in sorted(path for folder in folders for path in folder.rglob("*")):
        if path.suffix not in (".pyc", ".so") and path.is_file():
            state = path.stat()
            whole.update(f"{path.name}\0{state.st_size}\0{state.st_mtime_ns}\n".encode())
    return whole.hexdigest()


def look_digest(kit: BrandKit) -> str:
    """Return the hash of what a picture takes from a brand kit: colours, fonts, logo, layouts. Words are not in it."""
    from listgen.resources import shipped

    fonts = (kit.fonts.bold, kit.fonts.regular, kit.fonts.label, *kit.fonts.fallback)
    folders = shipped("templates", "banners"), kit.folder / "banners"
    layouts = [path for folder in folders for path in sorted(folder.glob("*.toml.j2"))]
    files = [_font_file(path) if path else None for path in fonts]
    hashes = [
        hashlib.sha256(path.read_bytes()).hexdigest() if path else ""
        for path in (kit.logo, kit.logo_dark, *files, *layouts, *kit.layout_files)
    ]
    names = [path.name for path in (*layouts, *kit.layout_files)]
    return digest_of([kit.brand, kit.palette, kit.scene, kit.place, kit.copyright, hashes, names, kit.layouts])


def _font_file(path: Path) -> Path:
    """Return the file of a font that may be named by its number in a collection, as in `Sans.ttc#2`."""
    name, mark, number = path.name.rpartition("#")
    return path.with_name(name) if mark and number.isdigit() else path
