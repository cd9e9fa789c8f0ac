"""Fonts of the machine, for letters that no font of the brand kit has: better a plain letter than none."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_DATA = Path(__file__).with_name("system_fonts.toml")


@dataclass(frozen=True, slots=True)
class ScriptFonts:
    """The fonts that this machine has for a script; `bold` and `regular` are None where it has none.

    A path may end in the number of the font in its collection, as in `Sans.ttc#2`.
    """

    script: str
    bold: Path | None
    regular: Path | None

    @property
    def files(self) -> tuple[Path, ...]:
        """Return the fonts, the bold one first."""
        return tuple(path for path in (self.bold, self.regular) if path is not None)


def fonts_for(text: str) -> tuple[ScriptFonts, ...]:
    """Return the machine's fonts for every script of a text that goes beyond Latin, () for a Latin text.

    Kana tell Japanese and Hangul Korean; the Han characters of such a text are drawn as that language draws them, and
    those of any other text as simplified Chinese does.
    """
    found = [name for name, marks in _marks() if marks.search(text)]
    if "Japanese" in found or "Korean" in found:
        found = [name for name in found if name != "Chinese"]
    return tuple(_fonts(name) for name in found)


@cache
def _marks() -> tuple[tuple[str, re.Pattern[str]], ...]:
    scripts = tomllib.loads(_DATA.read_text(encoding="utf-8"))["scripts"]
    return tuple((row["name"], re.compile(f"[{row['marks']}]")) for row in scripts)


@cache
def _fonts(name: str) -> ScriptFonts:
    data = tomllib.loads(_DATA.read_text(encoding="utf-8"))
    folders = tuple(Path(folder).expanduser() for folder in data["folders"])
    row = next(row for row in data["scripts"] if row["name"] == name)
    return ScriptFonts(name, _first(folders, row["bold"]), _first(folders, row["regular"]))


def _first(folders: tuple[Path, ...], names: list[str]) -> Path | None:
    for name in names:
        file, mark, number = name.partition("#")
        for folder in folders:
            if (folder / file).is_file():
                return folder / f"{file}{mark}{number}"
    return None
