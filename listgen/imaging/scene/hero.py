"""Hero pictures: one product on one set, measured, and tried again on another set where a measure fails."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from listgen.domain.brand_kit import BrandKit
from listgen.domain.finding import Finding, Severity
from listgen.imaging.certificate import Measurements, findings_of, measure
from listgen.imaging.colour import Array
from listgen.imaging.scene.compose import cover, finish, place
from listgen.imaging.scene.direction import Direction, directions, trimmed_size
from listgen.imaging.scene.fields import Roles
from listgen.imaging.scene.presets import sets
from listgen.imaging.scene.render import Rendered, render_stage
from listgen.imaging.scene.stage import STANDING_BELOW, Placed, Shot

_DRAFT_SIDE = 420  # px; the measures hold at this size, at a twentieth of the price
_MAX_UPSCALE = 1.25
# width over height of broad goods (pans, pairs of mugs) and of slender ones (bottles), and how much larger their box is
_BROAD, _BROAD_MORE = 1.25, 1.10
_SLENDER, _SLENDER_MORE = 0.5, 1.05


@dataclass(frozen=True, slots=True, kw_only=True)
class StudioPicture:
    """A finished picture with everything that is known of it.

    `rgb` is uint8 (h, w, 3), `mask` the product's alpha on the canvas (float32, 0..1). `source_scale` is output pixels
    per source pixel. `setting` says what is seen around the product, for alt texts.
    """

    rgb: Array
    mask: Array
    placed: tuple[Placed, ...]
    source_scale: float
    scene: str
    setting: str
    roles: Roles
    field_tone: str
    measurements: Measurements
    findings: tuple[Finding, ...] = ()
    painted: bool = False  # the far field is the scene model's


def hero(
    name: str, roles: Roles, product: Array, w: int = 2000, h: int = 2000, *, seed: int = 0
) -> tuple[Array, tuple[Placed, ...]]:
    """Return the 8-bit picture of a uint8 RGBA cut-out on a named preset as it is, and where the product lies."""
    staging = sets(name, roles, np.random.default_rng(seed), detail=max(w, h))
    shot = raised(staging.shot, product, w, h)
    seen = render_stage(staging.set, w, h, product, shot=shot, seed=seed, backdrop=staging.backdrop)
    image = place(seen.image, seen.products, mirror=staging.mirror, contact_strength=staging.contact)
    return finish(image, seen.products, seed=seed), seen.products


def render_hero(
    rgba: Array,
    *,
    width: int,
    height: int,
    kit: BrandKit,
    scene: str = "",
    type_id: str = "",
    seed: int,
    longest_cm: float | None = None,
    elevation: float | None = None,
    painted: bool = False,
) -> StudioPicture:
    """Return the hero picture of a cut-out (uint8 RGBA, straight alpha).

    `scene` names the preset, "" lets product, size and kit choose. `longest_cm` is the true size of the product's
    longest side, `elevation` the camera's height over the goods in degrees where a cell gives it. A failed measure
    tries another tone and another set, at most four times, at last the plain cove; the product is never edited.
    `painted` lets the scene model paint far fields. Raises UsageError for an unknown scene, ProviderError where the
    scene model cannot be used.
    """
    tried: list[tuple[int, Direction]] = []
    for direction in directions(
        rgba, kit=kit, scene=scene, type_id=type_id, longest_cm=longest_cm, elevation=elevation, painted=painted
    ):
        draft_w, draft_h = _draft_size(width, height)
        draft = _render(rgba, direction, draft_w, draft_h, seed)
        tried.append((draft.measurements.faults, direction))
        if not draft.measurements.faults:
            break
    direction = min(tried, key=lambda one: one[0])[1]
    picture = _render(rgba, direction, width, height, seed)
    if scene and direction.preset.name != scene:
        return replace(picture, findings=(_left(scene, direction.preset.name), *picture.findings))
    return picture


def sized(shot: Shot, product: Array) -> Shot:
    """Return the shot with a box for the product's shape: broad goods may be wider, slender ones a little taller.

    At the same longest side a pan looks smaller than a pot and a bottle smaller than a vase (art direction 3.1: product
    box 0.56-0.66 of the width, 0.56-0.62 of the height).
    """
    product_w, product_h = trimmed_size(product)
    if product_w >= _BROAD * product_h:
        return replace(shot, max_w=shot.max_w * _BROAD_MORE)
    return replace(shot, max_h=shot.max_h * _SLENDER_MORE) if product_w < _SLENDER * product_h else shot


def raised(shot: Shot, product: Array, w: int, h: int) -> Shot:
    """Return the shot with the middle of a flat product at 60 % of the height, instead of at the bottom."""
    product_w, product_h = trimmed_size(product)
    tall = product_h * min(w * shot.max_w / product_w, h * shot.max_h / product_h) / h
    if shot.elevation >= STANDING_BELOW:
        return replace(shot, base=min(0.5 + tall / 2 + 0.01, 0.92))
    return replace(shot, base=min(shot.base, 0.60 + tall / 2)) if tall < 0.42 else shot


def _left(wanted: str, used: str) -> Finding:
    return Finding(
        code="picture.scene-left",
        severity=Severity.INFO,
        message=f"scene `{wanted}` does not suit this product, `{used}` is used",
        hint="choose another scene in the brand kit, or leave it empty",
    )


def _draft_size(width: int, height: int) -> tuple[int, int]:
    share = min(1.0, _DRAFT_SIDE / max(width, height))
    return max(8, round(width * share)), max(8, round(height * share))


def _render(rgba: Array, direction: Direction, width: int, height: int, seed: int) -> StudioPicture:
    staging = sets(
        direction.preset.name,
        direction.roles,
        np.random.default_rng(seed),
        longest_cm=direction.longest_cm,
        detail=max(width, height),
        place=direction.place,
        painted=direction.painted,
    )
    planned = sized(direction.shot(staging.shot), rgba)
    shot = _within_source(raised(planned, rgba, width, height), rgba, width, height)
    seen: Rendered = render_stage(staging.set, width, height, rgba, shot=shot, seed=seed, backdrop=staging.backdrop)
    image = place(seen.image, seen.products, mirror=staging.mirror, contact_strength=staging.contact)
    rgb = finish(image, seen.products, seed=seed)
    measurements = measure(
        rgb,
        seen,
        light_side=direction.light_side,
        elevation=direction.photo_elevation,
        mirror=staging.mirror > 0,
    )
    source_w, source_h = trimmed_size(rgba)
    scale = max(seen.products[0].rgba.shape[:2]) / max(source_w, source_h)
    return StudioPicture(
        rgb=rgb,
        mask=cover(seen.products, width, height),
        placed=seen.products,
        source_scale=scale,
        scene=direction.preset.name,
        setting=direction.setting,
        roles=direction.roles,
        field_tone=direction.field.tone,
        measurements=measurements,
        findings=findings_of(measurements, scale=scale),
        painted=direction.painted,
    )


def _within_source(shot: Shot, rgba: Array, width: int, height: int) -> Shot:
    """Return the shot with a product box that enlarges the photo by 1.25 at most."""
    source_w, source_h = trimmed_size(rgba)
    scale = min(shot.max_w * width / source_w, shot.max_h * height / source_h)
    if scale <= _MAX_UPSCALE:
        return shot
    less = _MAX_UPSCALE / scale
    # a very small photo on a large canvas would be a speck: the box never falls below three quarters of the planned one
    less = max(less, 0.75)
    return replace(shot, max_w=shot.max_w * less, max_h=shot.max_h * less)
