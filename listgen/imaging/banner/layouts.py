"""Banner layouts: TOML files with brand tokens, rendered by Jinja2 in a sandbox.

A layout is boxes in shares of the canvas; type sizes are in u (see `geometry.type_unit`), so one layout works at
970 x 300 and at 3000 x 600. A brand kit may bring layouts of its own in `banners/NAME.toml.j2`, a project in
`templates/banners/NAME.toml.j2`; one with a shipped name replaces it.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, Self

import numpy as np
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from listgen.domain.brand_kit import BrandKit
from listgen.errors import UsageError
from listgen.imaging.banner.geometry import Box
from listgen.imaging.colour import contrast, hex_lin, oklab, to_hex, tone
from listgen.imaging.scene.fields import Roles
from listgen.resources import shipped

if TYPE_CHECKING:
    from jinja2 import Template
    from jinja2.sandbox import SandboxedEnvironment

SUFFIX = ".toml.j2"
_MAX_TEMPLATE_BYTES = 20_000
_READS_WELL = 6.0  # contrast of type on a plane of its own
_EDGES = {"split": 1, "band": 1, "diagonal": 2, "slope": 2}
_PLANES = (12.0, 45.0)  # dE between two planes of one picture

Shape = Literal["wide", "strip", "square", "tall", "story"]
PanelKind = Literal["none", "split", "diagonal", "slope", "band", "arch", "window", "card"]


@dataclass(frozen=True, slots=True)
class Panel:
    """A second plane of flat colour.

    `edge` is where it ends: x of a split, y of a band, upper and lower x of a diagonal, left and right y of a slope.
    `window` is the opening of an arch or window that shows the set. `padding` of a card and `radius` are in u.
    """

    kind: PanelKind = "none"
    edge: tuple[float, ...] = ()
    window: Box | None = None
    padding: float = 3.6
    radius: float = 1.6
    colour: str = ""  # "" is the support colour


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Where text, product and logo go. The product stands on the lower edge of its box."""

    name: str
    shape: Shape
    rank: int  # the lowest that suits is tried first
    text: Box
    product: Box
    headline: float  # u
    lines: int = 2
    align: Literal["left", "center"] = "left"
    valign: Literal["top", "middle", "bottom"] = "middle"
    panel: Panel = Panel()
    logo: Box | None = None  # None keeps the logo on top of the text
    ghost: Box | None = None  # box of one huge word behind the product
    pieces: int = 1  # products side by side
    scenes: tuple[str, ...] = ()  # sets that suit, () any
    badge: bool = True  # whether there is room for the round label of a campaign
    button: bool = True  # False where the app that shows the banner has its own
    floor: float = 0.0  # smallest type as a share of the width where no phone shows the banner; 0 obeys the phone


def _four(value: tuple[float, ...]) -> tuple[float, ...]:
    x, y, w, h = value
    if min(x, y) < 0 or min(w, h) <= 0 or x + w > 1.0001 or y + h > 1.0001:
        raise ValueError("a box is [x, y, width, height] in shares of the canvas and stays inside it")
    return value


_Box = Annotated[tuple[float, float, float, float], AfterValidator(_four)]
_Colour = Annotated[str, Field(pattern=r"^(#[0-9a-f]{6})?$")]


class _Panel(BaseModel):
    model_config = ConfigDict(extra="forbid")

    kind: PanelKind
    edge: Annotated[list[float], Field(max_length=2)] = []
    window: _Box | None = None
    padding: Annotated[float, Field(ge=1, le=8)] = 3.6
    radius: Annotated[float, Field(ge=0, le=8)] = 1.6
    colour: _Colour = ""

    @model_validator(mode="after")
    def _has_its_numbers(self) -> Self:
        edges = _EDGES.get(self.kind, 0)
        if len(self.edge) != edges and edges:
            raise ValueError(f"`edge` of a {self.kind} has {edges} number{'s' if edges > 1 else ''}")
        if any(not 0 <= edge <= 1 for edge in self.edge):
            raise ValueError("`edge` is a share of the canvas, 0 to 1")
        if self.kind in ("arch", "window") and self.window is None:
            raise ValueError(f"a {self.kind} needs `window`, the box that shows the set")
        return self


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")

    shape: Shape
    rank: int = 50
    text: _Box
    product: _Box
    headline: Annotated[float, Field(ge=2, le=14)]
    lines: Annotated[int, Field(ge=1, le=4)] = 2
    align: Literal["left", "center"] = "left"
    valign: Literal["top", "middle", "bottom"] = "middle"
    panel: _Panel | None = None
    logo: _Box | None = None
    ghost: _Box | None = None
    pieces: Annotated[int, Field(ge=1, le=3)] = 1
    scenes: list[str] = []
    badge: bool = True
    button: bool = True
    floor: Annotated[float, Field(ge=0, le=0.05)] = 0.0


def shape_of(width: int, height: int) -> Shape:
    """Return the family of layouts that a canvas belongs to."""
    aspect = width / height
    if aspect > 3.6:
        return "strip"
    if aspect >= 1.6:
        return "wide"
    if aspect >= 0.9:
        return "square"
    return "tall" if aspect >= 0.62 else "story"


def load_layouts(kit: BrandKit, roles: Roles, width: int, height: int) -> tuple[Layout, ...]:
    """Return all layouts with the brand's colours filled in, by rank.

    Raises UsageError that names file and key where a layout is broken.
    """
    files = {path.name: path for path in sorted(shipped("templates", "banners").glob("*" + SUFFIX))}
    files |= {path.name: path for path in sorted((kit.folder / "banners").glob("*" + SUFFIX))}
    files |= {path.name: path for path in kit.layout_files}
    second = second_colour(kit, roles)
    layouts = [_read(path, kit, roles, second, width, height) for _, path in sorted(files.items())]
    return tuple(sorted(layouts, key=lambda layout: (layout.rank, layout.name)))


def _read(path: Path, kit: BrandKit, roles: Roles, second: str, width: int, height: int) -> Layout:
    from jinja2 import TemplateError

    if path.stat().st_size > _MAX_TEMPLATE_BYTES:
        raise UsageError(f"{path}: a layout has at most {_MAX_TEMPLATE_BYTES} bytes")
    try:
        text = _template(path.read_text(encoding="utf-8")).render(
            brand={
                "name": kit.name,
                "colours": list(kit.palette.colours),
                "ink": kit.palette.ink,
                "paper": kit.palette.paper,
                "scene": kit.scene,
            },
            field=roles.field,
            support=roles.support,
            accent=roles.accent,
            second=second,
            width=width,
            height=height,
        )
        file = _File.model_validate(tomllib.loads(text))
    except TemplateError as error:
        raise UsageError(
            f"{path}: {error}", hint="tokens are brand, field, support, accent, second, width and height"
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, ArithmeticError, TypeError) as error:
        raise UsageError(f"{path}: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        raise UsageError(f"{path}: `{key}`: {first['msg'].removeprefix('Value error, ')}") from error
    panel = file.panel
    return Layout(
        name=path.name.removesuffix(SUFFIX),
        shape=file.shape,
        rank=file.rank,
        text=Box(*file.text),
        product=Box(*file.product),
        headline=file.headline,
        lines=file.lines,
        align=file.align,
        valign=file.valign,
        panel=Panel(
            panel.kind,
            tuple(panel.edge),
            Box(*panel.window) if panel.window else None,
            panel.padding,
            panel.radius,
            panel.colour,
        )
        if panel
        else Panel(),
        logo=Box(*file.logo) if file.logo else None,
        ghost=Box(*file.ghost) if file.ghost else None,
        pieces=file.pieces,
        scenes=tuple(file.scenes),
        badge=file.badge and file.ghost is None and file.shape not in ("strip", "story"),
        button=file.button,
        floor=file.floor,
    )


def second_colour(kit: BrandKit, roles: Roles) -> str:
    """Return a brand colour for a plane that carries text: apart from the field, and far from ink or paper.

    The nearest one is taken, since two strong colours far apart fight; the support colour where there is none.
    """

    def apart(colour: str) -> float:
        return float(np.linalg.norm(oklab(hex_lin(colour)) - oklab(hex_lin(roles.field)))) * 100

    def readable(colour: str) -> bool:
        return max(contrast(colour, roles.ink), contrast(colour, roles.paper)) >= _READS_WELL

    fit = [colour for colour in kit.palette.colours if readable(colour) and _PLANES[0] <= apart(colour) <= _PLANES[1]]
    return min(fit, key=apart, default=roles.support)


@lru_cache(maxsize=128)
def _template(text: str) -> Template:
    return _environment().from_string(text)


@lru_cache(maxsize=1)
def _environment() -> SandboxedEnvironment:
    from jinja2 import StrictUndefined
    from jinja2.sandbox import SandboxedEnvironment

    environment = SandboxedEnvironment(undefined=StrictUndefined, autoescape=False)
    environment.filters["tone"] = _tone
    return environment


def _tone(
    colour: str, lightness: float | None = None, chroma: float | None = None, lighter: float = 0.0, turn: float = 0.0
) -> str:
    """Return a colour moved in OKLCH, as in `{{ support | tone(lightness=0.9) }}`."""
    return to_hex(tone(colour, lightness=lightness, chroma=chroma, lighter=lighter, turn=turn))
