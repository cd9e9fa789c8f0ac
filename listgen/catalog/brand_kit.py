"""Brand kits from disk: a folder with `kit.toml`, logo and fonts becomes a `BrandKit`."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from listgen.domain.brand_kit import BrandKit, Fonts, Palette, Voice
from listgen.errors import UsageError
from listgen.resources import find_resource

KIT_FILE = "kit.toml"
_MAX_LOGO_BYTES = 2_000_000
_MAX_FONT_BYTES = 40_000_000  # the largest CJK collections have 20 to 30 MB
_FONT_STARTS = (b"\x00\x01\x00\x00", b"OTTO", b"true", b"ttcf")
_HEX = re.compile(r"#[0-9a-fA-F]{6}")
_COLLECTION_FACE = re.compile(r"#\d{1,2}$")


def _parse_colour(value: str) -> str:
    if not _HEX.fullmatch(value):
        raise ValueError(f"`{value}` is no colour; write it as #rrggbb")
    return value.lower()


def _parse_line(value: str) -> str:
    line = " ".join(value.split())
    if not line:
        raise ValueError("is empty; write a text or leave the line out")
    return line


def _name_colours(value: object) -> object:
    """Let a plain list of colours stand for a table without names."""
    if isinstance(value, list):
        return {f"colour {number}": colour for number, colour in enumerate(value, 1)}
    return value


Colour = Annotated[str, AfterValidator(_parse_colour)]
Line = Annotated[str, Field(max_length=300), AfterValidator(_parse_line)]
Lines = Annotated[tuple[Line, ...], Field(max_length=200)]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Palette(_Table):
    colours: Annotated[dict[Line, Colour], BeforeValidator(_name_colours), Field(min_length=1, max_length=12)]
    ink: Colour = "#1b1b1f"
    paper: Colour = "#ffffff"
    accent: Colour | Literal[""] = ""


class _Fonts(_Table):
    bold: Line
    regular: Line
    label: Line | None = None
    fallback: Lines = ()


class _Logo(_Table):
    light: Line
    dark: Line | None = None


class _Voice(_Table):
    tone: Literal["plain", "warm", "technical", "playful"] = "plain"
    slogan: str = Field(default="", max_length=120)
    banned: Lines = ()
    licensed: Lines = ()
    preferred: dict[Line, Line] = Field(default_factory=dict, max_length=200)


class _Pictures(_Table):
    scene: str = Field(default="", pattern=r"^[a-z0-9-]{0,40}$")
    place: str = Field(default="", pattern=r"^[a-z0-9-]{0,40}$")
    imagery: Lines = ()
    layouts: Annotated[tuple[str, ...], Field(max_length=40)] = ()


class _Kit(_Table):
    brand: str = Field(default="", max_length=300)  # "" where the sheet alone names the brand
    copyright: str = Field(default="", max_length=200)
    palette: _Palette
    fonts: _Fonts
    logo: _Logo | None = None
    voice: _Voice = _Voice()
    pictures: _Pictures = _Pictures()


def find_brand_kit(name: str, project: Path | None = None) -> Path:
    """Return the folder of a kit given as a path, or by name: the project's `brand_kits/`, then the shipped ones.

    Raises UsageError with the names that exist.
    """
    path = Path(name)
    if path.is_dir():
        return path
    if path.name == KIT_FILE and path.is_file():
        return path.parent
    known = sorted(set(_kits_in(find_resource(None, "brand_kits"))) | set(_kits_in(project and project / "brand_kits")))
    if name in known:
        return find_resource(project, "brand_kits", name)
    near = get_close_matches(name, known, n=1, cutoff=0.5)
    raise UsageError(
        f"there is no brand kit `{name}`",
        hint=f"did you mean `{near[0]}`?"
        if near
        else f"give a folder with a {KIT_FILE}, or one of: {', '.join(known)}",
    )


def _kits_in(folder: Path | None) -> Iterable[str]:
    if folder is None or not folder.is_dir():
        return ()
    return (entry.parent.name for entry in folder.glob(f"*/{KIT_FILE}"))


def read_brand_kit(folder: Path) -> BrandKit:
    """Return the kit in a folder; its `digest` covers `kit.toml` and every file that it names.

    Raises UsageError that names file and key: a missing file, a colour that is none, an unknown key, a logo that is no
    plain SVG, a font that is none, a path that leaves the kit.
    """
    file = folder / KIT_FILE
    try:
        raw = file.read_bytes()
        data = tomllib.loads(raw.decode("utf-8-sig"))
    except FileNotFoundError as error:
        raise UsageError(
            f"{folder} has no {KIT_FILE}", hint="`listgen init` makes a project with a kit to start from"
        ) from error
    except OSError as error:
        raise UsageError(f"{file} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{file} is not UTF-8 text", hint="save it as UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{file}: {error}", hint='texts stand in quotes, colours too: ink = "#1b1b1f"') from error
    try:
        kit = _Kit.model_validate(data)
    except ValidationError as error:
        raise _say_error(file, error) from error

    fonts = {key: _font(file, f"fonts.{key}", name) for key, name in _font_names(kit.fonts)}
    logo = _logo(file, "logo.light", kit.logo.light) if kit.logo else None
    logo_dark = _logo(file, "logo.dark", kit.logo.dark) if kit.logo and kit.logo.dark else None
    files = [*fonts.values(), *(path for path in (logo, logo_dark) if path)]
    files += sorted((folder / "banners").glob("*.toml.j2"))  # layouts of its own, read where banners are drawn
    names = tuple(kit.palette.colours)
    return BrandKit(
        name=folder.resolve().name,
        folder=folder,
        brand=kit.brand,
        palette=Palette(
            colours=tuple(kit.palette.colours.values()),
            ink=kit.palette.ink,
            paper=kit.palette.paper,
            accent=kit.palette.accent,
            names=names,
        ),
        fonts=Fonts(
            bold=fonts["bold"],
            regular=fonts["regular"],
            label=fonts.get("label"),
            fallback=tuple(path for key, path in fonts.items() if key.startswith("fallback")),
        ),
        logo=logo,
        logo_dark=logo_dark,
        voice=Voice(
            tone=kit.voice.tone,
            preferred=tuple(kit.voice.preferred.items()),
            banned=kit.voice.banned,
            licensed=kit.voice.licensed,
            slogan=" ".join(kit.voice.slogan.split()),
        ),
        scene=kit.pictures.scene,
        place=kit.pictures.place,
        copyright=kit.copyright,
        imagery=kit.pictures.imagery,
        layouts=kit.pictures.layouts,
        digest=_digest(raw, files),
    )


def _font_names(fonts: _Fonts) -> list[tuple[str, str]]:
    names = [("bold", fonts.bold), ("regular", fonts.regular)]
    if fonts.label:
        names.append(("label", fonts.label))
    return names + [(f"fallback.{number}", name) for number, name in enumerate(fonts.fallback, 1)]


def _inside(file: Path, key: str, name: str, largest: int) -> Path:
    """Return the path that a key names; it must be a file in the kit, so that a kit can be moved and shared."""
    path = file.parent / name
    if not path.resolve().is_relative_to(file.parent.resolve()):
        raise UsageError(f"{file}: `{key}`: `{name}` lies outside the kit", hint="copy the file into the kit's folder")
    if not path.is_file():
        raise UsageError(f"{file}: `{key}`: there is no file `{name}`", hint=f"paths start at {file.parent}")
    if path.stat().st_size > largest:
        raise UsageError(f"{file}: `{key}`: `{name}` is larger than {largest // 1_000_000} MB")
    return path


def _font(file: Path, key: str, name: str) -> Path:
    face = _COLLECTION_FACE.search(name)
    path = _inside(file, key, name[: face.start()] if face else name, _MAX_FONT_BYTES)
    with path.open("rb") as stream:
        start = stream.read(4)
    if start not in _FONT_STARTS:
        hint = "web fonts (woff, woff2) have to be converted to TTF or OTF" if start[:3] == b"wOF" else None
        raise UsageError(f"{file}: `{key}`: `{name}` is no TrueType or OpenType font", hint=hint)
    return path.with_name(path.name + face.group()) if face else path


def _logo(file: Path, key: str, name: str) -> Path:
    path = _inside(file, key, name, _MAX_LOGO_BYTES)
    problem = svg_problem(path.read_bytes())
    if problem:
        raise UsageError(f"{file}: `{key}`: `{name}` {problem[0]}", hint=problem[1])
    return path


def svg_problem(data: bytes) -> tuple[str, str] | None:
    """Return what keeps an SVG from being drawn the same everywhere, with the next step; None for a good one.

    Entities could swell without end, scripts and links have no place in a logo, and text needs a font that the
    drawing machine may lack.
    """
    from xml.etree import ElementTree

    # Encodings other than UTF-8 could hide a DTD from the byte search below.
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data or data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "has a document type or is not UTF-8", "save it as plain SVG in UTF-8"
    try:
        root = ElementTree.fromstring(data)  # noqa: S314 - no DTD, hence no entities
    except ElementTree.ParseError as error:
        return f"is no valid SVG ({error})", "export it again as plain SVG"
    if root.tag.rpartition("}")[2] != "svg":
        return "is no SVG", "export the logo as SVG"
    if "viewBox" not in root.attrib and not {"width", "height"} <= set(root.attrib):
        return "has no size", "give the <svg> element a viewBox"
    for element in root.iter():
        tag = str(element.tag).rpartition("}")[2]
        if tag in ("text", "tspan"):
            return "holds text that needs a font", "convert the letters to paths before exporting"
        if tag in ("script", "foreignObject", "image", "iframe"):
            return f"holds a <{tag}> element", "export the logo as paths only"
        for attribute, value in element.attrib.items():
            if attribute.rpartition("}")[2] == "href" and not value.startswith("#"):
                return "links to something outside the file", "embed everything in the SVG"
    return None


def _digest(raw: bytes, files: Iterable[Path]) -> str:
    total = hashlib.sha256(raw)
    for path in files:
        path = path.with_name(_COLLECTION_FACE.sub("", path.name))
        total.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def _say_error(file: Path, error: ValidationError) -> UsageError:
    """Return the first problem in words a seller can act on."""
    first = error.errors()[0]
    key = ".".join(str(part) for part in first["loc"] if part != "[key]")
    if first["type"] == "extra_forbidden":
        near = get_close_matches(str(first["loc"][-1]), _known_keys(first["loc"][:-1]), n=1, cutoff=0.5)
        return UsageError(f"{file}: unknown key `{key}`", hint=f"did you mean `{near[0]}`?" if near else None)
    if first["type"] == "missing":
        return UsageError(f"{file}: `{key}` is missing", hint="the kits in `brand_kits/` show every key")
    message = first["msg"].removeprefix("Value error, ")
    return UsageError(f"{file}: `{key}`: {message[:1].lower()}{message[1:]}")


def _known_keys(place: tuple[int | str, ...]) -> list[str]:
    tables: dict[str, type[_Table]] = {
        "palette": _Palette,
        "fonts": _Fonts,
        "logo": _Logo,
        "voice": _Voice,
        "pictures": _Pictures,
    }
    return list((tables[str(place[0])] if place and str(place[0]) in tables else _Kit).model_fields)
