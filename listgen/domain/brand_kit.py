"""The brand kit: logo, fonts, colours and words of the seller."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Palette:
    """Brand colours as `#rrggbb`; `colours` in the order of the kit, the first one leads."""

    colours: tuple[str, ...]
    ink: str = "#1b1b1f"
    paper: str = "#ffffff"
    accent: str = ""  # "" lets the composition choose
    names: tuple[str, ...] = ()  # what the kit calls its colours, as many as `colours`, or none


@dataclass(frozen=True, slots=True)
class Fonts:
    """Paths of the font files; `fallback` is tried in order for scripts that the first two lack.

    `label` is the face of buttons and eyebrows, None where `bold` serves. A face of a collection is named by its
    number: `Sans.ttc#2`.
    """

    bold: Path
    regular: Path
    fallback: tuple[Path, ...] = ()
    label: Path | None = None


@dataclass(frozen=True, slots=True)
class Voice:
    """How the brand speaks. `tone` is one of plain, warm, technical, playful."""

    tone: str = "plain"
    preferred: tuple[tuple[str, str], ...] = ()  # (word to replace, word to use)
    banned: tuple[str, ...] = ()
    licensed: tuple[str, ...] = ()  # sentences the brand may always say: warranty, shipping, slogans
    slogan: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BrandKit:
    """Everything that makes a listing look and sound like one brand.

    `scene` names the studio set of the kit's pictures, `place` what lies far behind a table; "" lets
    listgen choose; `digest` is the hash of the kit's
    files and stands in content keys.
    """

    name: str
    folder: Path
    brand: str
    palette: Palette
    fonts: Fonts
    logo: Path | None = None
    logo_dark: Path | None = None  # for dark grounds
    voice: Voice = Voice()
    scene: str = ""
    place: str = ""
    copyright: str = ""
    imagery: tuple[str, ...] = ()
    layouts: tuple[str, ...] = ()  # names of banner layouts that are tried before all others
    layout_files: tuple[Path, ...] = ()  # layouts from outside the kit: the project's own
    digest: str = ""
