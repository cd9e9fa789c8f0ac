"""Presets made ready: the sets of `data/presets.toml` in the colours of a brand and at the true size of a product."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from listgen.errors import UsageError
from listgen.imaging.colour import Array, from_lch, hex_lin, lch, to_hex
from listgen.imaging.scene.far import far_bokeh
from listgen.imaging.scene.far_canvas import FarPalette
from listgen.imaging.scene.fields import Roles
from listgen.imaging.scene.gobo import gobo_branch, gobo_palm, gobo_pool, gobo_window
from listgen.imaging.scene.preset_data import ColourSpec, Preset, SolidSpec, TextureSpec, presets
from listgen.imaging.scene.solids import Distance, arch, box, cove, cylinder, disc, niche
from listgen.imaging.scene.stage import Backdrop, Gobo, Set, Shot, Solid, Spot, Staging
from listgen.imaging.scene.textures import Texture, linen_tile, planar, wood_tile

SETS = (
    "cove",
    "window",
    "palm",
    "dapple",
    "plinth",
    "niche",
    "blocks",
    "disc",
    "table",
    "stage",
    "festive",
    "flatlay",
    "surface",
)

_SHAPES: Mapping[str, Callable[..., Distance]] = {
    "cove": cove,
    "cylinder": cylinder,
    "box": box,
    "arch": arch,
    "niche": niche,
    "disc": disc,
}
_GOBOS = {"window": gobo_window, "palm": gobo_palm, "branch": gobo_branch, "pool": gobo_pool}
_USUAL_CM = 25.0  # longest side where no cell gives it; sets with a scale cue are then not chosen by themselves


def find_preset(name: str) -> Preset:
    """Return a preset by name; raises UsageError for a name that does not exist."""
    try:
        return presets()[name]
    except KeyError:
        raise UsageError(f"unknown scene `{name}`", hint=f"one of: {', '.join(SETS)}") from None


def sets(
    name: str,
    roles: Roles,
    rng: np.random.Generator,
    top: float = 1.75,
    *,
    longest_cm: float | None = None,
    detail: int = 2000,
    place: str = "",
    painted: bool = False,
) -> Staging:
    """Return a preset made ready for brand colours; raises UsageError for a name that does not exist.

    `top` is the highest point that a prop may reach, in product lengths above the foot; it keeps props out of the text.
    `longest_cm` is the true size of the product's longest side: boards and threads are scaled by it. `detail` is the
    longer side of the picture (px), for the resolution of textures; leaves and lights do not depend on it.
    `place` is what lies far behind, "" for lights alone; `painted` lets the scene model paint it.
    """
    preset = find_preset(name)
    centimetres = longest_cm or _USUAL_CM
    texture_seed, gobo_seed, far_seed = (int(seed) for seed in rng.integers(2**31, size=3))
    grain = np.random.default_rng(texture_seed)
    texels = int(np.clip(detail * 0.8, 256, 1600))
    light: dict[str, Any] = dict(preset.light)
    if "key" in light:
        light["key"] = tuple(light["key"])
    stage = Set(
        solids=tuple(_solid(spec, roles, grain, top, centimetres, texels) for spec in preset.solids),
        gobo=_gobo(preset, np.random.default_rng(gobo_seed)),
        spot=_spot(preset, roles),
        **light,
    )
    return Staging(
        name=name,
        set=stage,
        shot=Shot(**preset.shot),
        mirror=preset.mirror,
        contact=preset.contact,
        backdrop=_backdrop(preset, roles, far_seed, place, painted),
    )


def colour_of(spec: ColourSpec, roles: Roles) -> Array:
    """Return the linear RGB of a colour of a preset."""
    own = {
        "field": roles.field,
        "support": roles.support,
        "accent": roles.accent,
        "panel": roles.panel or roles.accent,
        "paper": roles.paper,
        "ink": roles.ink,
    }.get(spec.role, spec.role)
    lightness, chroma, hue = lch(own)
    lightness = (lightness if spec.lightness is None else spec.lightness) + spec.lighter
    chroma = max(spec.min_chroma, (chroma if spec.chroma is None else spec.chroma) * spec.times_chroma)
    if lightness < 0.40 and 55 < hue < 125:
        chroma *= 0.35  # a dark yellow is a muddy olive: warm graphite instead
    moved = (lightness, chroma) != lch(own)[:2]
    linear = from_lch(float(np.clip(lightness, 0, 1)), chroma, hue) if moved else hex_lin(own)
    return np.asarray(linear * np.float32(spec.light))


def _solid(
    spec: SolidSpec, roles: Roles, rng: np.random.Generator, top: float, centimetres: float, texels: int
) -> Solid:
    numbers = dict(spec.numbers)
    if spec.limited:
        numbers = _limited(spec.shape, numbers, top)
    shape: Distance = _SHAPES[spec.shape](**numbers)
    texture = _texture(spec.texture, roles, rng, centimetres, texels) if spec.texture else None
    return Solid(shape, colour_of(spec.colour, roles), spec.gloss, texture)


def _limited(shape: str, numbers: dict[str, Any], top: float) -> dict[str, Any]:
    """A lower prop: an arch gets shorter and wider, a disc smaller and deeper."""
    x, y, z = numbers["at"]
    if shape == "arch":
        height = min(numbers["height"], max(0.9, top) - y + 0.16)
        return numbers | {"height": height, "width": numbers["width"] if top > 1.2 else max(2.6, numbers["width"])}
    if shape == "disc":
        radius = float(np.clip((top - 0.1) / 1.75, 0.52, numbers["radius"]))
        middle = max(0.05, min(0.66, top) - radius * 0.12) + 0.1
        return numbers | {"radius": radius, "at": (x, min(y, middle), z)}
    return numbers


def _texture(spec: TextureSpec, roles: Roles, rng: np.random.Generator, centimetres: float, texels: int) -> Texture:
    colour = to_hex(colour_of(spec.colour, roles))
    if spec.kind == "wood":
        board = float(np.clip(spec.centimetres / centimetres, 0.15, 2.5))  # world units
        planks = int(np.clip(round(2.0 / board), 2, 8))
        return planar(wood_tile(rng, colour, planks=planks, n=texels), planks * board, across=spec.across)
    if spec.kind == "linen":
        threads = 114  # across one tile
        return planar(linen_tile(rng, colour), float(np.clip(threads * spec.centimetres / centimetres, 0.35, 1.2)))
    raise UsageError(f"unknown texture `{spec.kind}` in the presets")


def _gobo(preset: Preset, rng: np.random.Generator) -> Gobo | None:
    if not preset.gobo:
        return None
    rest = dict(preset.gobo)
    pattern = _GOBOS[rest.pop("pattern")](rng)
    return replace(Gobo(pattern=pattern, **rest), at=tuple(rest["at"]))


def _spot(preset: Preset, roles: Roles) -> Spot | None:
    if not preset.spot:
        return None
    rest = dict(preset.spot)
    colour = rest.pop("colour", None)
    if colour is None:
        return Spot(**rest)
    light = colour_of(ColourSpec(**colour), roles)
    r, g, b = (float(v) for v in light / max(1e-3, float(light.max())))
    return Spot(**rest, colour=(r, g, b))


def _backdrop(preset: Preset, roles: Roles, seed: int, place: str, painted: bool) -> Backdrop | None:
    spec = preset.backdrop
    if spec is None:
        return None
    if place:
        palette = FarPalette(*(colour_of(colour, roles) for colour in spec.palette))
        if painted:
            from listgen.imaging.scene.far_model import paint_far as paint
        else:
            from listgen.imaging.scene.far_places import draw_far as paint
        return Backdrop(lambda w, h: paint(place, palette, w, h, seed=seed), above_horizon=True)
    colours = tuple(colour_of(colour, roles) for colour in spec.lights)
    return Backdrop(lambda w, h: far_bokeh(w, h, colours[0], colours[1:], np.random.default_rng(seed)))
