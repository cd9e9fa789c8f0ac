"""What a brand kit can do in pictures: contrast of its colours, scripts of its fonts, grounds for its logo."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from listgen.domain.brand_kit import BrandKit
from listgen.domain.finding import Finding, Severity
from listgen.errors import ListgenError
from listgen.imaging.banner.layouts import load_layouts
from listgen.imaging.banner.logo import read_logo
from listgen.imaging.banner.typeset import FontFile, font_file
from listgen.imaging.colour import contrast, hex_lin, lch, luminance
from listgen.imaging.scene.fields import Roles
from listgen.imaging.scene.preset_data import places
from listgen.imaging.scene.presets import SETS

_READABLE, _COMFORTABLE = 4.5, 7.0
_LOGO_VISIBLE = 3.0

# Characters that stand for a script: a font that has them all can set ordinary text in it.
_SCRIPTS: dict[str, str] = {
    "Latin": "AZaz09ÄÖÜäöüßéèêçñåæøœ",
    "Latin Extended": "ĄĆĘŁŃŚŹŻČĎĚŇŘŠŤŮŽĞİŞŐŰĀĒĪŪȘȚ",
    "Punctuation": "–—‘’“”„«»…·•×²°€£¥®™",
    "Greek": "ΑΒΓΔΩαβγδως",
    "Cyrillic": "АБВГДЯабвгдяїєґ",
    "Arabic": "ابتثجحخمنهوي",
    "Hebrew": "אבגדהו",
    "Chinese": "的一是在新品家用包杯",
    "Japanese": "あいうアイウ日本品",
    "Korean": "가나다상품한국",
}
_NEEDED = ("Latin", "Punctuation")


@dataclass(frozen=True, slots=True)
class Swatch:
    """A brand colour with its contrast against ink and paper, and what type it carries: "ink", "paper", "both", ""."""

    name: str
    colour: str
    lightness: float
    chroma: float
    hue: float
    ink: float
    paper: float
    carries: str


@dataclass(frozen=True, slots=True)
class FontUse:
    """A font of the kit: what it is for, and what it can set."""

    role: str
    font: FontFile
    scripts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LogoUse:
    """A logo with its proportions, and its contrast on white and on black."""

    role: str
    file: Path
    aspect: float
    on_light: float
    on_dark: float


@dataclass(frozen=True, slots=True)
class KitReport:
    """A kit as `listgen brand` shows it. `scripts` can be set by the headline's fonts together."""

    kit: BrandKit
    swatches: tuple[Swatch, ...]
    fonts: tuple[FontUse, ...]
    logos: tuple[LogoUse, ...]
    scripts: tuple[str, ...]
    layouts: tuple[str, ...]  # the kit's own
    findings: tuple[Finding, ...]


def inspect_kit(kit: BrandKit) -> KitReport:
    """Return what a kit can do, with a finding for everything that will look poor or will not work."""
    findings: list[Finding] = []
    swatches = tuple(_swatches(kit))
    fonts = tuple(_fonts(kit, findings))
    bold = frozenset[int]().union(*(use.font.characters for use in fonts if use.role in ("bold", "fallback")))
    scripts = tuple(name for name, sample in _SCRIPTS.items() if all(ord(char) in bold for char in sample))
    findings += _about_colours(kit, swatches)
    findings += _about_type(kit, fonts, bold)
    logos = tuple(_logos(kit, findings))
    findings += _about_words(kit)
    own, broken = _layouts(kit)
    findings += broken
    if kit.scene and kit.scene not in SETS:
        hint = f"one of: {', '.join(SETS)}; leave it out and listgen chooses"
        findings.append(_finding("scene", f"unknown scene `{kit.scene}`", Severity.ERROR, "pictures.scene", hint))
    if kit.place and kit.place not in places():
        hint = f"one of: {', '.join(places())}; leave it out and the product type decides"
        findings.append(_finding("place", f"unknown place `{kit.place}`", Severity.ERROR, "pictures.place", hint))
    return KitReport(kit, swatches, fonts, logos, scripts, own, tuple(findings))


def _finding(code: str, message: str, severity: Severity, field: str, hint: str = "") -> Finding:
    return Finding(code=f"kit.{code}", severity=severity, message=message, field=field, hint=hint, place="kit.toml")


def _swatches(kit: BrandKit) -> Iterator[Swatch]:
    palette = kit.palette
    names = palette.names or tuple(f"colour {number}" for number in range(1, len(palette.colours) + 1))
    for name, colour in zip(names, palette.colours, strict=True):
        on_ink, on_paper = contrast(colour, palette.ink), contrast(colour, palette.paper)
        able = [label for label, ratio in (("ink", on_ink), ("paper", on_paper)) if ratio >= _READABLE]
        carries = "both" if len(able) == 2 else "".join(able)
        lightness, chroma, hue = lch(colour)
        yield Swatch(name, colour, lightness, chroma, hue, on_ink, on_paper, carries)


def _about_colours(kit: BrandKit, swatches: tuple[Swatch, ...]) -> Iterator[Finding]:
    ratio = contrast(kit.palette.ink, kit.palette.paper)
    if ratio < _COMFORTABLE:
        yield _finding(
            "ink-and-paper",
            f"ink on paper reads {ratio:.1f} : 1 instead of at least 7 : 1",
            Severity.ERROR if ratio < _READABLE else Severity.WARNING,
            "palette.ink",
            "make ink darker or paper lighter",
        )
    for swatch in swatches:
        if not swatch.carries:
            yield _finding(
                "weak-ground",
                f"`{swatch.name}` {swatch.colour} carries neither ink ({swatch.ink:.1f} : 1) nor paper "
                f"({swatch.paper:.1f} : 1)",
                Severity.INFO,
                f"palette.colours.{swatch.name}",
                "it stays a colour for props; text stands on tones of it",
            )
    if not any(max(swatch.ink, swatch.paper) >= _COMFORTABLE for swatch in swatches):
        yield _finding(
            "no-ground",
            "no colour of the palette carries text at 7 : 1",
            Severity.WARNING,
            "palette.colours",
            "add a light or a deep colour",
        )


def _fonts(kit: BrandKit, findings: list[Finding]) -> Iterator[FontUse]:
    roles = [("bold", kit.fonts.bold), ("regular", kit.fonts.regular)]
    roles += [("label", kit.fonts.label)] if kit.fonts.label else []
    roles += [("fallback", path) for path in kit.fonts.fallback]
    for role, path in roles:
        try:
            font = font_file(path)
        except ListgenError as error:
            findings.append(_finding("font", error.message, Severity.ERROR, f"fonts.{role}", error.hint or ""))
            continue
        able = tuple(name for name, sample in _SCRIPTS.items() if all(ord(char) in font.characters for char in sample))
        yield FontUse(role, font, able)


def _about_type(kit: BrandKit, fonts: tuple[FontUse, ...], bold: frozenset[int]) -> Iterator[Finding]:
    weights = {use.role: use.font.weight for use in fonts}
    if weights.get("bold", 700) < weights.get("regular", 400) + 100:
        yield _finding(
            "weights",
            f"bold (weight {weights.get('bold')}) is hardly heavier than regular (weight {weights.get('regular')})",
            Severity.WARNING,
            "fonts.bold",
            "headlines lead by size and weight; name a semibold or bold cut",
        )
    for name in _NEEDED:
        missing = "".join(char for char in _SCRIPTS[name] if ord(char) not in bold)
        if missing:
            yield _finding(
                "glyphs",
                f"the headline's fonts lack {missing[:24]} ({name})",
                Severity.WARNING,
                "fonts.bold",
                "texts with these characters are left out of banners; add a font under fonts.fallback",
            )
    if not any(file.is_file() for pattern in ("*OFL*", "*LICEN[SC]E*") for file in kit.folder.rglob(pattern)):
        yield _finding(
            "licence",
            "no licence text lies beside the fonts",
            Severity.INFO,
            "fonts",
            "open fonts have to travel with their licence, e.g. OFL.txt",
        )


def _logos(kit: BrandKit, findings: list[Finding]) -> Iterator[LogoUse]:
    if kit.logo is None:
        findings.append(
            _finding("no-logo", "the kit has no logo", Severity.WARNING, "logo", "banners are drawn without one")
        )
    for role, path in (("light", kit.logo), ("dark", kit.logo_dark)):
        if path is None:
            continue
        try:
            logo = read_logo(path)
        except ListgenError as error:
            findings.append(_finding("logo", error.message, Severity.ERROR, f"logo.{role}", error.hint or ""))
            continue
        paper, ink = (np.array([float(luminance(hex_lin(c)))]) for c in (kit.palette.paper, kit.palette.ink))
        use = LogoUse(role, path, logo.width / logo.height, logo.contrast(paper), logo.contrast(ink))
        yield use
        seen = use.on_light if role == "light" else use.on_dark
        if seen < _LOGO_VISIBLE:
            ground = "paper" if role == "light" else "ink"
            findings.append(
                _finding(
                    "logo-contrast",
                    f"the logo for {role} grounds reads {seen:.1f} : 1 on {ground} instead of at least 3 : 1",
                    Severity.WARNING,
                    f"logo.{role}",
                )
            )
        if not 0.5 <= use.aspect <= 8:
            findings.append(
                _finding(
                    "logo-shape",
                    f"the logo is {use.aspect:.1f} times as wide as high and gets small in banners",
                    Severity.INFO,
                    f"logo.{role}",
                )
            )
    if kit.logo is not None and kit.logo_dark is None:
        findings.append(
            _finding(
                "no-dark-logo",
                "there is no logo for dark grounds",
                Severity.WARNING,
                "logo.dark",
                "on dark pictures the logo is left out where it would not be seen",
            )
        )


def _about_words(kit: BrandKit) -> Iterator[Finding]:
    said = [*kit.voice.licensed, kit.voice.slogan, *(new for _, new in kit.voice.preferred)]
    for word in kit.voice.banned:
        pattern = re.compile(rf"(?<!\w){re.escape(word)}(?!\w)", re.IGNORECASE)
        for line in said:
            if pattern.search(line):
                message = f"`{word}` is banned, but the kit itself says: {line}"
                yield _finding("voice", message, Severity.WARNING, "voice.banned", "change one of the two")


def _layouts(kit: BrandKit) -> tuple[tuple[str, ...], list[Finding]]:
    own = tuple(sorted(path.name.partition(".")[0] for path in (kit.folder / "banners").glob("*.toml.j2")))
    lead = kit.palette.colours[0]
    roles = Roles(lead, lead, kit.palette.accent or lead, kit.palette.ink, kit.palette.paper)
    try:
        load_layouts(kit, roles, 1600, 600)
    except ListgenError as error:
        return own, [_finding("layout", error.message, Severity.ERROR, "banners", error.hint or "")]
    return own, []
