"""Art direction of one product: which set, from which height, in which colours, with the light from which side."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from listgen.domain.brand_kit import BrandKit
from listgen.domain.names import derive_seed
from listgen.errors import UsageError
from listgen.imaging.colour import Array, lightness_star, oklab, to_linear
from listgen.imaging.scene.fields import FieldChoice, Roles, derive_roles, look_at, rank_fields
from listgen.imaging.scene.preset_data import Preset, TypeLook, look_of_type, painted_places, places, presets
from listgen.imaging.scene.presets import find_preset
from listgen.imaging.scene.shadow import feet_of, lower_contour
from listgen.imaging.scene.stage import STANDING_BELOW, Shot
from listgen.imaging.scene.tools import bounds, fit

_HOME_SETS = ("window", "plinth", "cove", "palm", "disc")
_LIT_SIDE = 4.0  # L* between the thirds of a product from which its light has a side
_ROUND_BELOW = 30.0  # degrees; above, the foot of round goods is not seen
_LYING_DEPTH = 0.12  # height of lying goods of types that usually stand, as a share of the longest side


@dataclass(frozen=True, slots=True, kw_only=True)
class Direction:
    """All decisions about one picture, made before anything is rendered."""

    preset: Preset
    roles: Roles
    field: FieldChoice
    elevation: float
    depth: float
    is_round: bool
    mirrored: bool
    photo_elevation: float  # where the set is seen from another height, this is the photo's
    light_side: float  # L* of the product's left third minus its right third
    longest_cm: float | None = None
    place: str = ""  # what lies far behind the set, "" where it has no far field or lights alone
    painted: bool = False  # by the scene model

    @property
    def setting(self) -> str:
        """What is seen around the product, for alt texts."""
        backdrop = self.preset.backdrop
        if backdrop and self.place:
            return f"{backdrop.ground} in front of {places()[self.place]}, out of focus"
        return self.preset.setting

    def shot(self, base: Shot) -> Shot:
        """Return a shot with this product's elevation, depth, plan and light side."""
        # Seen from higher up, a plinth reaches further down in the picture: everything moves up a little.
        steeper = max(0.0, self.elevation - base.elevation) if base.elevation < STANDING_BELOW else 0.0
        return replace(
            base,
            base=base.base - 0.0035 * steeper,
            elevation=self.elevation,
            depth=self.depth,
            is_round=self.is_round,
            mirrored=self.mirrored,
        )


def directions(
    rgba: Array,
    *,
    kit: BrandKit,
    scene: str = "",
    type_id: str = "",
    longest_cm: float | None = None,
    elevation: float | None = None,
    painted: bool = False,
) -> Iterator[Direction]:
    """Yield the direction for a uint8 RGBA cut-out, then up to four ways out, the last one `cove` in the best tone.

    `elevation` is the camera's height over the goods in degrees; where no cell gives it, the product type does.
    `painted` lets the scene model paint the far fields. Raises UsageError for a scene that does not exist.
    """
    look = look_of_type(type_id)
    if elevation is None:
        measured = _rim_elevation(rgba) if look.is_round and look.elevation <= _ROUND_BELOW else None
        # a foot tells the height only roughly, so the usual one of the type keeps half a say
        elevation = look.elevation if measured is None else (measured + look.elevation) / 2
    height = elevation
    looks = look_at(rgba)
    ranked = rank_fields(looks, kit.palette.colours or (kit.palette.paper,))
    side = light_side(rgba)
    wanted = [find_preset(scene)] if scene else []
    chosen = [*wanted, *(p for p in _suited(kit, look, type_id, height, longest_cm) if p not in wanted)]
    plain = presets()["cove" if height < STANDING_BELOW else "surface"]
    fields = [choice for choice in ranked if choice.weak < 0.55] or ranked
    plans = [(chosen[0], 0)]
    plans += [(chosen[0], 1)] if len(fields) > 1 else []
    plans += [(preset, 0) for preset in chosen[1:3]]
    plans.append((plain, 0))
    for preset, index in plans[:5]:
        choice = _for_ground(fields, preset)[index % len(fields)]
        place = _place(preset, look, kit, painted=painted)
        yield Direction(
            preset=preset,
            roles=derive_roles(choice.colour, kit.palette, looks),
            field=choice,
            elevation=_seen_from(height, preset),
            depth=look.depth if height < STANDING_BELOW else min(look.depth, _LYING_DEPTH),
            is_round=look.is_round,
            photo_elevation=height,
            mirrored=side <= -_LIT_SIDE,
            light_side=side,
            longest_cm=longest_cm,
            place=place,
            painted=painted and place in painted_places(),
        )


def _place(preset: Preset, look: TypeLook, kit: BrandKit, *, painted: bool) -> str:
    """The place far behind a set: the set's own, the kit's or the type's; one for all goods of a type and kit."""
    backdrop = preset.backdrop
    if backdrop is None:
        return ""
    known = backdrop.places
    if "*" in known:
        known = (kit.place,) if kit.place else look.places
    elif backdrop.lights:
        known = tuple(place for place in known if painted and place in painted_places())
    if not known:
        return ""
    chosen = known[derive_seed("place", kit.name, preset.name) % len(known)]
    if chosen not in places():
        raise UsageError(f"unknown place `{chosen}`", hint=f"one of: {', '.join(places())}")
    return chosen


def light_side(rgba: Array) -> float:
    """Return the median L* of the grey pixels in the product's left third minus its right third.

    Positive: lit from the left. 0 where too few pixels are grey enough to tell light from colour.
    """
    product = fit(rgba, 300, 300)
    solid = product[..., 3] > 0.9
    if not solid.any():
        return 0.0
    linear = to_linear(product[..., :3])
    lab = oklab(linear)
    grey = solid & (np.hypot(lab[..., 1], lab[..., 2]) < 0.05)
    star = lightness_star(linear)
    third = product.shape[1] // 3
    left, right = (star[:, part][grey[:, part]] for part in (slice(0, third), slice(-third, None)))
    if min(left.size, right.size) < 0.02 * solid.sum():
        return 0.0
    return float(np.median(left) - np.median(right))


def _rim_elevation(rgba: Array) -> float | None:
    """Height (degrees) from which round goods were photographed, from the bend of their foot; None where it has none.

    A round foot is seen as an ellipse: its lowest contour rises towards the sides by the sine of the elevation. Only
    its middle is read, since the edge of a foot is rounded anyway.
    """
    alpha = fit(rgba, 1000, 1000)[..., 3]
    feet = feet_of(alpha)
    longest = max(alpha.shape)
    if not feet or feet[0][1] - feet[0][0] < 0.16 * longest:
        return None
    span = feet[0]
    foot = np.arange(*span)
    radius = (span[1] - span[0]) / 2
    _, lowest = lower_contour(alpha)
    ground = float(lowest[foot].max())
    middle = (foot[0] + foot[-1]) / 2
    inner = foot[np.abs(foot - middle) <= 0.55 * radius]
    if inner.size < 1.05 * radius:
        return None  # gaps in the foot: legs, or a handle
    side = (inner - middle) / radius
    bend = (1 - np.sqrt(1 - side**2)) * radius
    terms = np.stack([bend, side, np.ones_like(bend)], axis=1)
    sine, lean, level = np.linalg.lstsq(terms, ground - lowest[inner], rcond=None)[0]
    misfit = float(np.abs(terms @ (sine, lean, level) - (ground - lowest[inner])).mean())
    if abs(lean) > 0.04 * radius or misfit > 0.006 * longest:
        return None  # tilted, or not round
    return float(np.clip(np.degrees(np.arcsin(np.clip(sine, 0, 1))), 4, STANDING_BELOW - 1))


def _seen_from(height: float, preset: Preset) -> float:
    low, high = preset.elevation
    return float(np.clip(height, low, high))


def _suited(kit: BrandKit, look: TypeLook, type_id: str, height: float, longest_cm: float | None) -> list[Preset]:
    """Sets that suit, best first; the same for all goods of one type and kit, so a catalogue stays a family."""
    every = presets()
    home = _HOME_SETS[derive_seed("home set", kit.name) % len(_HOME_SETS)]
    order = list(dict.fromkeys((kit.scene, home if home in look.scenes else "", *look.scenes, "window", "cove")))
    if height >= STANDING_BELOW:
        order += ["surface", "flatlay"]
    suited = [
        every[name] for name in order if name in every and every[name].suits(elevation=height, longest_cm=longest_cm)
    ]
    return suited or [every["surface" if height >= STANDING_BELOW else "cove"]]


def _for_ground(fields: list[FieldChoice], preset: Preset) -> list[FieldChoice]:
    """Fields for a dark set first where the set is dark: it uses their hue, its own lightness."""
    if preset.ground != "dark":
        return fields
    return sorted(fields, key=lambda choice: choice.tone not in ("deep", "night"))


def trimmed_size(rgba: Array) -> tuple[int, int]:
    """Return width and height (px) of the product in a cut-out."""
    rows, columns = bounds(rgba)
    return columns.stop - columns.start, rows.stop - rows.start
