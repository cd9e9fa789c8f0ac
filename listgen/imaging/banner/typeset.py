"""Type: the fonts of a kit in skia, measured and drawn lines, and text that is fitted into a box."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

import skia

from listgen.domain.brand_kit import Fonts
from listgen.errors import ImageError
from listgen.imaging.banner.linebreak import best_break, glue, has_cjk, is_rtl
from listgen.imaging.banner.skia_types import Canvas, Paragraph, Typeface

Face = Literal["bold", "regular", "label"]
_ISOLATE, _POP = "\u2067", "\u2069"
_STEP = 0.96  # sizes move in steps of 4 %
_MEASURED_AT = 200.0


@dataclass(frozen=True, slots=True)
class Setting:
    """Lines of text at one size: what is drawn, and how much room it takes (pixels)."""

    lines: tuple[str, ...]
    size: float
    leading: float
    face: Face
    tracking: float
    width: float

    @property
    def height(self) -> float:
        """Height of all lines with their leading."""
        return self.size * self.leading * len(self.lines)


class Typesetter:
    """The faces of a brand kit, ready to measure and draw.

    Fallback fonts are tried in the kit's order, but those of a similar weight first, so that a bold Latin headline gets
    bold Chinese characters.
    """

    def __init__(self, fonts: Fonts, names: Sequence[str] = ()) -> None:
        self._names = tuple(names)
        self._provider = skia.textlayout.TypefaceFontProvider()
        self._families: dict[Face, list[str]] = {}
        self._faces: dict[Face, list[Path]] = {}
        for face, path in (("bold", fonts.bold), ("regular", fonts.regular), ("label", fonts.label or fonts.bold)):
            heavy = face != "regular"
            spare = sorted(fonts.fallback, key=lambda file: (_typeface(file).fontStyle().weight() >= 600) != heavy)
            self._faces[face] = [path, *spare]  # type: ignore[index]  # the tuple above holds the three literals
            self._families[face] = []  # type: ignore[index]
            for number, file in enumerate(self._faces[face]):  # type: ignore[index]
                family = f"{face}{number}"
                self._provider.registerTypeface(_typeface(file), family)
                self._families[face].append(family)  # type: ignore[index]
        self._fonts = skia.textlayout.FontCollection()
        self._fonts.setDefaultFontManager(self._provider)
        self._unicode = skia.Unicodes.ICU.Make()

    def missing(self, text: str, face: Face = "bold") -> str:
        """Return the characters that no font of the kit can draw, each once, in order."""
        known = [font_file(path).characters for path in self._faces[face]]
        return "".join(
            char
            for char in dict.fromkeys(text)
            if not char.isspace() and char not in "\u2067\u2069\u200d\ufe0f" and not any(ord(char) in k for k in known)
        )

    def width(self, line: str, size: float, face: Face = "bold", tracking: float = 0.0) -> float:
        """Return the advance width of one line."""
        paragraph = self._paragraph(line, _MEASURED_AT, 0xFF000000, face, "left", 1.0, tracking)
        paragraph.layout(1e6)
        return float(paragraph.LongestLine) * size / _MEASURED_AT

    def draw(self, canvas: Canvas, setting: Setting, x: float, y: float, width: float, align: str, colour: int) -> None:
        """Draw lines into a column that starts at (x, y); nothing is broken or cut.

        Lines that start on the left start with their ink: the white before an `H` and a `C` differs, and a large
        headline would seem to stand beside the edge of the column.
        """
        for number, line in enumerate(setting.lines):
            paragraph = self._paragraph(
                line, setting.size, colour, setting.face, align, setting.leading, setting.tracking
            )
            slack = setting.size  # rounding must not break a line that was measured to fit
            paragraph.layout(width + 2 * slack)
            inset = self._inset(line, setting) if align == "left" else 0.0
            left = {"left": x - inset, "center": x - slack, "right": x - 2 * slack}[align]
            paragraph.paint(canvas, left, y + number * setting.size * setting.leading)

    def fit(
        self,
        text: str,
        *,
        width: float,
        height: float,
        size: float,
        lines: int,
        face: Face = "bold",
        leading: float = 1.08,
        tracking: float = 0.0,
        floor: float = 0.6,
    ) -> Setting | None:
        """Return the largest and most even setting in a box; None where it would be below `floor` x `size`."""
        if has_cjk(text):
            leading, tracking = max(leading, 1.22), 0.0
        if is_rtl(text):
            # Arabic looks smaller than Latin at the same size, and must not be letter-spaced.
            leading, tracking, size = max(leading, 1.25), 0.0, size * 1.06

        def size_of(widest: float, count: int) -> float:
            largest = min(size, width / widest, height / (leading * count))
            if largest <= 0:
                return 0.0
            stepped = size * _STEP ** math.ceil(math.log(largest / size) / math.log(_STEP) - 1e-6)
            return stepped if stepped >= size * floor - 1e-6 else 0.0

        found = best_break(
            glue(text, self._names),
            lambda line: self.width(line, 1.0, face, tracking),
            most_lines=lines,
            size_of=size_of,
        )
        if found is None:
            return None
        broken, stepped = found
        widest = max(self.width(line, stepped, face, tracking) for line in broken)
        return Setting(tuple(broken), stepped, leading, face, tracking, widest)

    def _inset(self, line: str, setting: Setting) -> float:
        """The white before the first glyph's ink, 0 where a fallback font draws it."""
        first = line[:1]
        path = self._faces[setting.face][0]
        if not first or ord(first) not in font_file(path).characters:
            return 0.0
        font = skia.Font(_typeface(path), setting.size)
        bounds = font.getBounds([font.unicharToGlyph(ord(first))])
        return float(bounds[0].left()) if bounds else 0.0

    def _paragraph(
        self, text: str, size: float, colour: int, face: Face, align: str, leading: float, tracking: float
    ) -> Paragraph:
        if is_rtl(text):
            # The paragraph style has no base direction, so every line is isolated instead.
            text = f"{_ISOLATE}{text}{_POP}"
        style = skia.textlayout.TextStyle()
        style.setFontFamilies(self._families[face])
        style.setFontSize(size)
        style.setColor(colour)
        style.setLetterSpacing(tracking * size)
        style.setHeightOverride(True)
        style.setHeight(leading)
        style.setHalfLeading(True)
        page = skia.textlayout.ParagraphStyle()
        page.setTextStyle(style)
        page.setTextAlign(
            {
                "left": skia.textlayout.TextAlign.kLeft,
                "center": skia.textlayout.TextAlign.kCenter,
                "right": skia.textlayout.TextAlign.kRight,
            }[align]
        )
        builder = skia.textlayout.ParagraphBuilder.make(page, self._fonts, self._unicode)
        builder.pushStyle(style)
        builder.addText(text)
        return builder.Build()


@lru_cache(maxsize=8)
def typesetter(fonts: Fonts, names: tuple[str, ...] = ()) -> Typesetter:
    """Return the typesetter of a kit's fonts; `names` are words of several parts that stay on one line."""
    return Typesetter(fonts, names)


def _split(path: Path) -> tuple[Path, int]:
    name, mark, number = path.name.rpartition("#")
    return (path.with_name(name), int(number)) if mark and number.isdigit() else (path, 0)


@lru_cache(maxsize=64)
def _typeface(path: Path) -> Typeface:
    file, number = _split(path)
    # Loaded from bytes: skia holds no file open, and the copy keeps the bytes alive. A font manager of our own knows no
    # fonts of the system: the usual one reads the machine's font settings, and speaks up where it dislikes them.
    manager = skia.FontMgr.New_Custom_Empty()
    face = manager.makeFromData(skia.Data.MakeWithCopy(file.read_bytes()), number) if file.is_file() else None
    if face is None:
        raise ImageError(f"the font {path} cannot be read", hint="`listgen brand check` looks at all fonts of a kit")
    return face


@dataclass(frozen=True, slots=True)
class FontFile:
    """A font as its file describes it; `characters` are code points."""

    path: Path
    family: str
    style: str
    weight: int
    characters: frozenset[int]


@lru_cache(maxsize=64)
def font_file(path: Path) -> FontFile:
    """Return what a font says of itself; raises ImageError for a file that is no whole font."""
    from fontTools.ttLib import TTFont, TTLibError

    file, number = _split(path)
    try:
        with TTFont(file, fontNumber=number, lazy=True) as font:
            names = font["name"]
            return FontFile(
                path,
                str(names.getBestFamilyName() or file.stem),
                str(names.getBestSubFamilyName() or ""),
                int(font["OS/2"].usWeightClass) if "OS/2" in font else 400,
                frozenset(font.getBestCmap() or ()),
            )
    except (OSError, TTLibError, KeyError, AssertionError) as error:
        raise ImageError(f"the font {path} cannot be read: {error}", hint="export or download it again") from error
