"""The records of a studio preset, read from `data/presets.toml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from listgen.facts.product_types import product_types
from listgen.resources import read_data


@dataclass(frozen=True, slots=True, kw_only=True)
class ColourSpec:
    """A colour by role ("field", "support", "accent", "panel", "paper", "ink") or as hex, moved in OKLCH."""

    role: str = "field"
    lightness: float | None = None
    chroma: float | None = None
    min_chroma: float = 0.0
    lighter: float = 0.0
    times_chroma: float = 1.0
    light: float = 1.0  # factor in linear light


@dataclass(frozen=True, slots=True, kw_only=True)
class TextureSpec:
    """A material with true size: `centimetres` is the width of a board, a thread, or the typical chip."""

    kind: str
    centimetres: float
    colour: ColourSpec
    across: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SolidSpec:
    """A piece of the set. `limited` solids are kept below the text (see `presets.sets`)."""

    shape: str
    numbers: Mapping[str, Any]
    colour: ColourSpec
    gloss: float = 0.0
    relief: float = 0.0
    texture: TextureSpec | None = None
    limited: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BackdropSpec:
    """A far field: one of `places` in the colours `palette` (far, near, accent), or `lights` out of focus.

    "*" is the place that suits the product type. Where there are `lights`, the places are for the scene model alone.
    `ground` are the words for what the product stands on.
    """

    places: tuple[str, ...] = ()
    palette: tuple[ColourSpec, ...] = ()
    lights: tuple[ColourSpec, ...] = ()
    ground: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preset:
    """One studio set as data: what it is for, and how it is built.

    `elevation` is the band of photo elevations (degrees) that it suits, `calm` how quiet its wall is behind text
    (3 calm, 2 needs a look, 1 busy), `ground` whether it is light, dark or either.
    """

    name: str
    setting: str
    seasons: tuple[str, ...] = ()
    dangers: tuple[str, ...] = ()
    scale_cue: bool = False
    min_cm: float = 0.0
    max_cm: float = 1000.0
    elevation: tuple[float, float] = (0.0, 23.9)
    calm: int = 3
    ground: str = "any"
    shot: Mapping[str, Any] = field(default_factory=dict)
    light: Mapping[str, Any] = field(default_factory=dict)
    gobo: Mapping[str, Any] = field(default_factory=dict)
    spot: Mapping[str, Any] = field(default_factory=dict)
    solids: tuple[SolidSpec, ...] = ()
    backdrop: BackdropSpec | None = None
    mirror: float = 0.0
    contact: float = 0.85

    def suits(self, *, elevation: float, longest_cm: float | None) -> bool:
        """Return whether a product of this elevation and true size may stand here; a scale cue needs a size."""
        low, high = self.elevation
        if not low <= elevation <= high:
            return False
        if longest_cm is None:
            return not self.scale_cue
        return self.min_cm <= longest_cm <= self.max_cm


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeLook:
    """How goods of a product type stand: elevation of the usual photo (degrees), depth as a share of P, plan.

    `scenes` are the sets that suit the type, best first, `places` what may lie far behind a table.
    """

    elevation: float = 8.0
    depth: float = 0.45
    is_round: bool = False
    scenes: tuple[str, ...] = ()
    places: tuple[str, ...] = ()


@cache
def presets() -> Mapping[str, Preset]:
    """Return the presets by name, in the order of the file."""
    raw = read_data("imaging", "scene", "data", "presets.toml")
    return {name: _preset(name, table) for name, table in raw.items()}


@cache
def places() -> Mapping[str, str]:
    """Return what can lie far behind a table, with the words for it, in the order of the scene model's classes."""
    words: dict[str, str] = read_data("imaging", "scene", "data", "places.toml")["places"]
    return words


@cache
def painted_places() -> frozenset[str]:
    """Return the places that the scene model paints at least as well as the studio draws them."""
    return frozenset(read_data("imaging", "scene", "data", "places.toml")["model"]["paints"])


@cache
def type_looks() -> Mapping[str, TypeLook]:
    """Return how each product type is photographed; `""` stands for every other type."""
    raw = read_data("imaging", "scene", "data", "types.toml")
    base, own = raw["default"], raw["types"]
    heights = {kind.id: float(kind.elevation) for kind in product_types()}
    return {
        type_id: _type_look(base | own.get(type_id, {}), heights.get(type_id, 8.0)) for type_id in ("", *heights, *own)
    }


def look_of_type(type_id: str) -> TypeLook:
    """Return how goods of a type are photographed, the default for unknown types."""
    looks = type_looks()
    return looks.get(type_id, looks[""])


def _type_look(table: dict[str, Any], elevation: float) -> TypeLook:
    lists = {name: tuple(table[name]) for name in ("scenes", "places")}
    return TypeLook(elevation=elevation, **{**table, **lists})


def _preset(name: str, table: dict[str, Any]) -> Preset:
    rest = dict(table)
    solids = tuple(_solid(one) for one in rest.pop("solids"))
    backdrop = rest.pop("backdrop", None)
    for key in ("seasons", "dangers", "elevation"):
        if key in rest:
            rest[key] = tuple(rest[key])
    made = None
    if backdrop is not None:
        made = BackdropSpec(
            places=tuple(backdrop["places"]),
            palette=tuple(_colour(one) for one in backdrop["palette"]),
            lights=tuple(_colour(one) for one in backdrop.get("lights", ())),
            ground=backdrop["ground"],
        )
    return Preset(name=name, solids=solids, backdrop=made, **rest)


def _solid(table: dict[str, Any]) -> SolidSpec:
    rest = dict(table)
    texture = rest.pop("texture", None)
    known = {key: rest.pop(key) for key in ("shape", "gloss", "relief", "limited") if key in rest}
    colour = _colour(rest.pop("colour", "field"))
    made = TextureSpec(**{**texture, "colour": _colour(texture["colour"])}) if texture else None
    numbers = {key: tuple(value) if isinstance(value, list) else value for key, value in rest.items()}
    return SolidSpec(numbers=numbers, colour=colour, texture=made, **known)


def _colour(value: str | dict[str, Any]) -> ColourSpec:
    return ColourSpec(role=value) if isinstance(value, str) else ColourSpec(**value)
