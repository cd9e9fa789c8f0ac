"""One banner on one layout and one set: text measured first, the product gets the rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
import skia

from listgen.imaging.banner import checks, ink, panels
from listgen.imaging.banner.badge import Badge, draw_badge
from listgen.imaging.banner.brief import Brief
from listgen.imaging.banner.checks import Measure
from listgen.imaging.banner.geometry import Box, type_unit
from listgen.imaging.banner.layouts import Layout
from listgen.imaging.banner.linebreak import is_rtl
from listgen.imaging.banner.stack import Part, Stack, build_stack, smallest_type
from listgen.imaging.banner.type_layer import draw_type
from listgen.imaging.certificate import LIMITS as STUDIO_LIMITS
from listgen.imaging.certificate import Measurements, measure
from listgen.imaging.colour import Array, F, hex_lin, lch, to_srgb, tone
from listgen.imaging.scene.compose import cover, finish, place
from listgen.imaging.scene.direction import Direction
from listgen.imaging.scene.preset_data import Preset
from listgen.imaging.scene.presets import sets
from listgen.imaging.scene.render import Rendered, render_stage
from listgen.imaging.scene.stage import Gobo, Piece, Placed
from listgen.imaging.scene.tools import crop

_ABOVE = ("none", "arch", "window", "slope", "card")  # planes on which text may stand over the product
_AIR = 4.0  # u between text and product
_PROP_AIR = 3.0  # u between text and a prop
_SHADE = 0.55  # share of the key light that reaches the shade of a light pattern
_OPEN = 0.39  # half of the lit part of a light pattern, as a share of the pattern
_MOST_SHIFT = 0.75  # product lengths; further away the product would stand in the shade
_FLOOR_LEAD = 0.45  # on the floor before the wall the pattern reaches this much further towards the light
_LOOKS_HIGHER = 0.08  # product lengths; seen from above, a prop behind the product ends higher in the picture
_WIDE_SOLID = 2.0  # product lengths; wider solids are floors and walls
_PHONE_TYPE = 11.0
_FOOT_SEEN = 220  # px; of a smaller product the contact line is thinner than a pixel


@dataclass(frozen=True, slots=True, kw_only=True)
class Composition:
    """A banner with everything that was measured on it."""

    rgb: Array  # uint8
    mask: Array  # alpha of the products, float 0..1
    products: tuple[Placed, ...]
    measurements: Measurements  # of the set with the product
    layout: str
    direction: Direction
    text: Box
    headline: tuple[str, ...]
    dropped: tuple[Part, ...]
    badge: Badge | None
    measures: tuple[Measure, ...]

    @property
    def contrast(self) -> float:
        """5th percentile of the text's contrast."""
        return next(measure.value for measure in self.measures if measure.code == "text-contrast")

    @property
    def badness(self) -> int:
        """0 for a banner without a remark; a failed check counts ten warnings."""
        tall = max(max(one.rgba.shape[:2]) for one in self.products)
        faults = sum(
            self.measurements.grade(name) == 2 for name in STUDIO_LIMITS if name != "floating" or tall >= _FOOT_SEEN
        )
        return checks.badness(self.measures) + 10 * faults


@dataclass(frozen=True, slots=True)
class _Plan:
    """Boxes in pixels after the text was measured."""

    stack: Stack
    ink: Box
    column: Box
    product: Box
    align: str
    rtl: bool
    top: float  # highest point of props above the foot, in product lengths
    unit: float


def compose_banner(brief: Brief, layout: Layout, direction: Direction, width: int, height: int) -> Composition | None:
    """Return the banner; None where the text does not fit into this layout."""
    plan = plan_boxes(brief, layout, direction, width, height)
    if plan is None:
        return None
    roles = direction.roles
    picture, seen, measurements = _stage(brief, layout, direction, plan, width, height)
    products = seen.products
    alpha = cover(products, width, height)
    field, unit = hex_lin(roles.field), plan.unit
    panel_colour = hex_lin(layout.panel.colour or roles.support)
    dark, light = hex_lin(roles.ink), hex_lin(roles.paper)
    if layout.panel.kind == "card":
        box = plan.ink.grown(layout.panel.padding * unit)
        radius = layout.panel.radius * unit
        covered_box = box
        picture = panels.draw_card(picture, box, hex_lin(layout.panel.colour or roles.paper), radius, unit, alpha)
    else:
        covered_box = plan.ink
        picture = panels.draw_plane(picture, layout.panel, panel_colour, alpha, unit, rtl=plan.rtl)

    colour = ink.choose_ink(picture, plan.ink, dark, light)
    busy = ink.calmness(picture, plan.ink, unit)
    scrimmed, contrast, _ = ink.add_scrim(picture, plan.ink, field, colour, 5 * unit)
    # The product stays as it is where the feather of a scrim reaches it.
    picture = np.where(alpha[..., None] > 0, picture, scrimmed) if scrimmed is not picture else picture

    rgb, logo_contrast = draw_type(brief, layout, roles, plan.stack, plan.ink, plan.column, plan.align, picture, colour)
    own_logo = (layout.logo.scaled(width, height),) if layout.logo is not None else ()
    taken = (covered_box, *(box.mirrored(width) if plan.rtl else box for box in own_logo))
    rgb, badge = draw_badge(rgb, brief, layout, roles, alpha, taken, unit)
    rows, columns = covered_box.pixels(width, height)
    covered = float(alpha[rows, columns].sum() / max(1.0, float(alpha.sum())))
    boxes = [Box(p.x0, p.y0, p.rgba.shape[1], p.rgba.shape[0]) for p in products]
    measures = (
        Measure("text-contrast", contrast),
        Measure("busy-ground", 0.0 if layout.panel.kind == "card" else busy),
        *checks.measure_composition(
            width,
            height,
            plan.ink,
            boxes,
            shrunk=_shrunk(boxes, layout.product.scaled(width, height), layout.pieces),
            covered=covered,
            smallest=_PHONE_TYPE * plan.stack.smallest / smallest_type(layout, width),
        ),
        Measure("prop-under-text", props_under(seen.solid, plan.ink.grown(unit))),
        *((Measure("logo-contrast", logo_contrast),) if logo_contrast is not None else ()),
    )
    return Composition(
        rgb=rgb,
        mask=alpha,
        products=products,
        measurements=measurements,
        layout=layout.name,
        direction=direction,
        text=plan.ink,
        headline=next(item.setting.lines for item in plan.stack.items if item.part == "headline" and item.setting),
        dropped=plan.stack.dropped,
        badge=badge,
        measures=measures,
    )


def plan_boxes(brief: Brief, layout: Layout, direction: Direction, width: int, height: int) -> _Plan | None:
    """Return where text and product go; None where the text does not fit."""
    unit = type_unit(width, height)
    rtl = is_rtl(brief.words.headline)
    column, place_ = layout.text.scaled(width, height), layout.product.scaled(width, height)
    align: str = layout.align
    if rtl:
        column, place_ = column.mirrored(width), place_.mirrored(width)
        align = {"left": "right", "center": "center"}[layout.align]
    logo = brief.logos[0] if brief.logos and layout.ghost is None else None
    floor = smallest_type(layout, width)
    stack = build_stack(brief.typesetter, layout, column, unit, floor, brief.words, logo)
    if stack is None:
        return None
    ink_box = stack.ink_box(column, layout, align)
    kind, top = layout.panel.kind, 1.75
    above = layout.valign == "top" and kind in _ABOVE and column.y < place_.y
    middle = crop(brief.products[len(brief.products) // 2])
    tall_for_wide = middle.shape[0] / middle.shape[1]
    reach = props_reach(direction.preset) if kind in ("none", "card") and layout.pieces == 1 else 0.0
    if above:
        # Text above the product keeps 4 u of air; what the text does not need goes to the product.
        air = (_AIR + (layout.panel.padding if kind == "card" else 0.0)) * unit
        start = min(max(ink_box.bottom + air, place_.y - 0.08 * height), place_.bottom - 0.25 * place_.h)
        if kind == "none" or start > place_.y:
            place_ = Box(place_.x, start, place_.w, place_.bottom - start)
    elif layout.shape in ("wide", "strip") and layout.ghost is None and layout.align == "left":
        place_ = _beside(place_, ink_box, kind, unit, width)
        place_ = _clear_of_props(place_, ink_box, reach, tall_for_wide, unit, width)
    longest = min(place_.h, place_.w * tall_for_wide) if tall_for_wide >= 1 else min(place_.w, place_.h / tall_for_wide)
    if float(direction.preset.light.get("base_y", 0.0)) > 0 and kind in ("none", "card", "diagonal", "slope", "split"):
        # A plinth or block reaches below the foot of the product: it is lifted, so that its front edge shows.
        place_ = Box(place_.x, place_.y - 0.015 * height, place_.w, place_.h - 0.035 * height)
    own = min(place_.h, place_.w * tall_for_wide)
    if own < 0.7 * place_.h and layout.pieces == 1:
        # A flat product does not sit on the bottom edge: its middle goes to 62 % of its box.
        place_ = Box(place_.x, place_.y, place_.w, min(place_.h, 0.62 * place_.h + own / 2))
    if above:
        top = max(0.2, (place_.bottom - ink_box.bottom - 3 * unit) / longest - _LOOKS_HIGHER)
    return _Plan(stack, ink_box, column, place_, align, rtl, top, unit)


def _beside(place_: Box, ink_box: Box, kind: str, unit: float, width: int) -> Box:
    """The product box beside the text: never nearer than 4 u, and moved towards a short text."""
    air = _AIR * unit + (3.6 * unit if kind == "card" else 0)
    if ink_box.x + ink_box.w / 2 < place_.x + place_.w / 2:
        start = max(place_.x, ink_box.right + air)
        if kind in ("none", "card"):
            start = max(ink_box.right + air, place_.x - 0.35 * max(0.0, place_.x - ink_box.right - air))
        return Box(start, place_.y, max(0.2 * place_.w, place_.right - start), place_.h)
    end = min(place_.right, ink_box.x - air)
    if kind in ("none", "card"):
        end = min(ink_box.x - air, place_.right + 0.35 * max(0.0, ink_box.x - air - place_.right))
    return Box(place_.x, place_.y, max(0.2 * place_.w, end - place_.x), place_.h)


def props_reach(preset: Preset) -> float:
    """Return how far the standing props of a set reach to either side of the product, in product lengths."""
    reach = 0.0
    for solid in preset.solids:
        numbers = solid.numbers
        half = {
            "box": 0.5 * float(numbers["size"][0]) if "size" in numbers else 0.0,
            "cylinder": float(numbers.get("radius", 0.0)),
            "disc": float(numbers.get("radius", 0.0)),
            "arch": 0.5 * float(numbers.get("width", 0.0)),
            "niche": 0.5 * float(numbers.get("width", 0.0)),
        }.get(solid.shape, 0.0)
        if half < _WIDE_SOLID:
            reach = max(reach, half + abs(float(numbers.get("at", (0.0,))[0])) if half else 0.0)
    return reach


def _clear_of_props(place_: Box, ink_box: Box, reach: float, tall: float, unit: float, width: int) -> Box:
    """The product box moved outwards, and made smaller if need be, until no prop stands under the text."""
    for share in (1.0, 0.94, 0.88, 0.82):
        high, wide = place_.h * share, place_.w
        own_w = min(wide, high / tall)
        longest = max(own_w, own_w * tall)
        need = reach * longest + _PROP_AIR * unit
        room = 0.045 * width + own_w / 2
        middle = place_.x + place_.w / 2
        if ink_box.x + ink_box.w / 2 < middle:
            moved = max(middle, min(ink_box.right + need, width - room))
            clear = moved - ink_box.right >= need - 1
        else:
            moved = min(middle, max(ink_box.x - need, room))
            clear = ink_box.x - moved >= need - 1
        if clear or share == 0.82:
            break
    half = max(own_w / 2 + 1, min(place_.w / 2, width - moved, moved))
    return Box(moved - half, place_.bottom - high, 2 * half, high)


def _stage(
    brief: Brief, layout: Layout, direction: Direction, plan: _Plan, width: int, height: int
) -> tuple[Array, Rendered, Measurements]:
    """The set with the products on it, on the full canvas (uint8); what a panel will cover is left empty."""
    x, y, w, h = panels.set_window(layout.panel, width, height, rtl=plan.rtl)
    staging = sets(
        direction.preset.name,
        direction.roles,
        np.random.default_rng(brief.seed),
        top=plan.top,
        longest_cm=direction.longest_cm,
        place=direction.place,
        painted=direction.painted,
    )
    box = plan.product
    shot = replace(
        direction.shot(staging.shot),
        cx=(box.x + box.w / 2 - x) / w,
        base=(box.bottom - y) / h,
        max_w=box.w / w,
        max_h=box.h / h,
    )
    product: Array | Sequence[Piece] = brief.products[0]
    if layout.pieces > 1:
        product = _line_up(brief.products[: layout.pieces])
    stage = staging.set
    if stage.gobo is not None:
        # Most of a banner's wall lies outside the pattern: with the shade of a hero it would turn grey.
        gobo = replace(stage.gobo, floor=max(stage.gobo.floor, _SHADE))
        if layout.shape in ("wide", "strip") and layout.panel.kind in ("none", "card"):
            left, up, back = gobo.at
            gobo = replace(gobo, at=(left + _pattern_shift(brief, plan, gobo), up, back))
        stage = replace(stage, gobo=gobo)
    seen = render_stage(stage, w, h, product, shot=shot, seed=brief.seed, backdrop=staging.backdrop)
    light = seen.image
    if layout.ghost is not None:
        light = _with_ghost(light, brief, direction.roles.field, layout.ghost.scaled(width, height))
    lit = place(light, seen.products, mirror=staging.mirror, contact_strength=staging.contact)
    part = finish(lit, seen.products, seed=brief.seed)
    measurements = measure(
        part,
        seen,
        light_side=direction.light_side,
        elevation=direction.photo_elevation,
        mirror=staging.mirror > 0,
    )
    # Light may be calculated on fewer pixels than the picture has.
    own = np.asarray(cv2.resize(seen.solid, (w, h), interpolation=cv2.INTER_NEAREST))
    if (w, h) == (width, height):
        return part, replace(seen, solid=own), measurements
    canvas = np.zeros((height, width, 3), np.uint8)
    canvas[:] = (to_srgb(hex_lin(direction.roles.support)) * 255 + 0.5).astype(np.uint8)
    canvas[y : y + h, x : x + w] = part
    solid = np.full((height, width), -1, np.int8)
    solid[y : y + h, x : x + w] = own
    moved = tuple(replace(p, x0=p.x0 + x, y0=p.y0 + y) for p in seen.products)
    return canvas, replace(seen, products=moved, solid=solid), measurements


def _shrunk(boxes: Sequence[Box], nominal: Box, pieces: int) -> float:
    """Return the area of the main product over what its layout box would give it: text and props take their share."""
    main = boxes[len(boxes) // 2]
    scale = min(nominal.w / pieces / main.w, nominal.h / main.h)
    return 1 / max(scale, 1e-6) ** 2


def props_under(solid: Array, box: Box) -> float:
    """Return the share of a text box's rows that the upright edge of a prop crosses; a horizon does not count."""
    height, width = solid.shape
    rows, columns = box.pixels(width, height)
    inside = solid[rows, columns]
    return float((inside[:, 1:] != inside[:, :-1]).any(1).mean()) if inside.shape[1] > 1 else 0.0


def _pattern_shift(brief: Brief, plan: _Plan, gobo: Gobo) -> float:
    """How far a light pattern has to move, in product lengths, so that it ends beside the text and not behind it."""
    product = crop(brief.products[0])
    scale = min(plan.product.w / product.shape[1], plan.product.h / product.shape[0])
    length = max(product.shape[:2]) * scale
    middle = plan.product.x + plan.product.w / 2
    half = _OPEN * gobo.size
    if plan.ink.x + plan.ink.w / 2 < middle:
        end = (plan.ink.right + 2 * plan.unit - middle) / length
        return float(np.clip(end - (gobo.at[0] - half) + _FLOOR_LEAD, 0, _MOST_SHIFT))
    end = (plan.ink.x - 2 * plan.unit - middle) / length
    return float(np.clip(end - (gobo.at[0] + half), -_MOST_SHIFT, 0))


def _line_up(products: Sequence[Array]) -> tuple[Piece, ...]:
    """Three products side by side, the middle one in front and largest."""
    count = len(products)
    middle = count // 2
    return tuple(
        Piece(
            rgba,
            width=(1.0 if number == middle else 0.86) / count,
            height=1.0 if number == middle else 0.86,
            x=(number + 0.5) / count,
        )
        for number, rgba in enumerate(products)
    )


def _with_ghost(light: Array, brief: Brief, field: str, box: Box) -> Array:
    """The set with the brand in huge letters on its wall; a step of tone, so the light still falls on them."""
    height, width = light.shape[:2]
    setting = brief.typesetter.fit(
        brief.kit.brand, width=box.w, height=box.h, size=box.h, lines=1, tracking=-0.02, leading=1.0, floor=0.2
    )
    if setting is None:
        return light
    top = box.y + (box.h - setting.height) / 2
    letters = panels.draw_mask(
        width,
        height,
        lambda canvas: brief.typesetter.draw(canvas, setting, box.x, top, box.w, "center", skia.ColorWHITE),
    )
    lightness = lch(field)[0]
    letter = tone(field, lighter=-0.12 if lightness > 0.5 else 0.13)
    ratio = np.clip(letter / np.maximum(hex_lin(field), F(0.004)), 0.2, 3.0)
    return np.asarray(light * (1 + (ratio - 1) * letters[..., None]), F)
