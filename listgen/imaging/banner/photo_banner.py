"""Banners of a whole photo: where a product cannot be cut well, the photo stands beside the text as it is."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import skia

from listgen.domain.brand_kit import BrandKit
from listgen.domain.finding import Finding
from listgen.domain.picture import BannerWords
from listgen.errors import ImageError
from listgen.imaging.banner import checks, ink, panels
from listgen.imaging.banner.checks import Measure
from listgen.imaging.banner.draw import BannerPicture, badge_left_out, banner_brief
from listgen.imaging.banner.geometry import Box, type_unit
from listgen.imaging.banner.layouts import Layout, Panel, load_layouts, shape_of
from listgen.imaging.banner.linebreak import is_rtl
from listgen.imaging.banner.stack import build_stack, smallest_type
from listgen.imaging.banner.type_layer import draw_type
from listgen.imaging.certificate import Measurements
from listgen.imaging.colour import Array, F, contrast, hex_lin, lch, lightness_star, oklab, to_linear, to_srgb
from listgen.imaging.scene.fields import Looks, Roles, derive_roles, look_at

_MARGIN = 4.6  # u around the photo
_AIR = 4.5  # u between text and photo
_RADIUS = 1.8  # u
_MAX_UPSCALE = 1.25
_READS_WELL = 6.0  # contrast of type on the ground
_TOO_NEAR = 6.0  # dE between the photo's border and the ground
_CALMEST = {"wide": "wall-left", "strip": "strip-centre", "square": "poster-left", "tall": "tall-poster"}


def render_photo_banner(
    rgb: Array, *, width: int, height: int, kit: BrandKit, words: BannerWords, layout: str = "", seed: int
) -> BannerPicture:
    """Return a banner with the whole photo (uint8 RGB) in a rounded panel beside or below the text.

    The photo keeps its proportions and is never cropped; its colours decide the brand colour of the ground. `mask`
    covers the photo, `placed` is empty. `layout` and the errors are those of `render_banner`.
    """
    brief, findings = banner_brief((), kit, words, seed, width, height)
    if brief.words.badge:
        findings += (badge_left_out(brief.words.badge),)
    looks = _looks(rgb)
    roles = derive_roles(_field(looks, kit, rgb), kit.palette, looks)
    chosen = _layout(kit, roles, width, height, layout)
    unit, rtl = type_unit(width, height), is_rtl(brief.words.headline)
    column = chosen.text.scaled(width, height)
    column = column.mirrored(width) if rtl else column
    align: str = {"left": "right", "center": "center"}[chosen.align] if rtl else chosen.align
    floor = smallest_type(chosen, width)
    stack = build_stack(
        brief.typesetter, chosen, column, unit, floor, brief.words, brief.logos[0] if brief.logos else None
    )
    if stack is None:
        raise ImageError(
            f"the headline `{words.headline}` does not fit into a banner of {width} x {height}",
            hint="shorten it to seven words or fewer",
        )
    text = stack.ink_box(column, chosen, align)
    frame, scale = _frame(rgb, _room(text, chosen, width, height, unit), Box(0, 0, width, height))

    ground = quiet_ground(hex_lin(roles.field), width, height, seed)
    picture, mask = _with_photo(ground, rgb, frame, unit)
    colour = ink.choose_ink(picture, text, hex_lin(roles.ink), hex_lin(roles.paper))
    reading = ink.text_contrast(picture, text, colour)
    drawn, logo_contrast = draw_type(brief, chosen, roles, stack, text, column, align, picture, colour)
    measures = (
        Measure("text-contrast", reading),
        Measure("busy-ground", ink.calmness(picture, text, unit)),
        *(
            one
            for one in checks.measure_composition(
                width,
                height,
                text,
                [frame],
                shrunk=1.0,
                covered=text.overlap(frame) / frame.area,
                smallest=11.0 * stack.smallest / floor,
            )
            if one.code not in ("crowded", "empty-half", "off-balance")  # a photo brings its own empty space
        ),
        *((Measure("logo-contrast", logo_contrast),) if logo_contrast is not None else ()),
    )
    star = lightness_star(to_linear(drawn[::3, ::3].astype(F) / 255))
    low, high = np.percentile(star, (5, 95))
    remarks: tuple[Finding, ...] = tuple(one.finding() for one in measures if one.verdict != "pass")
    return BannerPicture(
        rgb=drawn,
        mask=mask,
        placed=(),
        source_scale=scale,
        scene="photo",
        setting="",
        roles=roles,
        field_tone="",
        measurements=Measurements(
            changed_pixels=0,
            fill=max(frame.w, frame.h) / max(width, height),
            floating=None,
            distance=None,
            weak=None,
            weak_quarter=None,
            clipped=0.0,
            banding=None,
            flatness=float(high - low),
        ),
        findings=(*findings, *remarks),
        layout=chosen.name,
        headline=next(item.setting.lines for item in stack.items if item.part == "headline" and item.setting),
        text_contrast=reading,
        dropped=stack.dropped,
        measures=measures,
    )


def _looks(rgb: Array) -> Looks:
    """What the photo looks like to the choice of a ground: its border is the rim."""
    size = (240, 240)
    # An oval, because a rim is looked for where the picture ends and not at the edge of the array.
    alpha = cv2.ellipse(np.zeros(size, np.uint8), (120, 120), (118, 118), 0, 0, 360, 255, -1)
    return look_at(np.dstack([cv2.resize(rgb, size, interpolation=cv2.INTER_AREA), alpha]))


def _field(looks: Looks, kit: BrandKit, rgb: Array) -> str:
    """The brand colour near the photo's own hue that its border stands out from; earlier colours of the kit first.

    Only colours as the kit has them: a photo needs no help from a darker or lighter tone, the brand wants to be seen.
    """
    small = cv2.resize(rgb, (48, 48), interpolation=cv2.INTER_AREA)
    mean = oklab(to_linear(small.reshape(-1, 3) / 255)).mean(0)
    palette = kit.palette

    def worth(place: int) -> float:
        colour = palette.colours[place]
        distance = looks.against(hex_lin(colour))[0]
        other = oklab(hex_lin(colour))
        reads = max(contrast(colour, palette.ink), contrast(colour, palette.paper))
        out = 0.5 * min(distance, 22) / 22 - 2.0 * float(np.hypot(*(other[1:] - mean[1:]))) - 0.04 * place
        return out - (1.0 if reads < _READS_WELL else 0.0) - (0.6 if distance < _TOO_NEAR else 0.0)

    return palette.colours[max(range(len(palette.colours)), key=worth)]


def _layout(kit: BrandKit, roles: Roles, width: int, height: int, name: str) -> Layout:
    every = {one.name: one for one in load_layouts(kit, roles, width, height)}
    shape = shape_of(width, height)
    wanted = every.get(name)
    if wanted is None or wanted.panel.kind != "none" or wanted.ghost is not None or wanted.pieces > 1:
        wanted = every[_CALMEST.get(shape, "story")]
    return replace(wanted, panel=Panel())


def _room(text: Box, layout: Layout, width: int, height: int, unit: float) -> Box:
    """Where the photo may stand: the larger part that the text leaves, inside the margins."""
    margin = _MARGIN * unit
    if layout.shape == "story":
        top, bottom = text.bottom + _AIR * unit, 0.65 * height
        return Box(0.06 * width, top, 0.88 * width, max(0.15 * height, bottom - top))
    if layout.valign == "top":
        top = text.bottom + _AIR * unit
        return Box(0.075 * width, top, 0.85 * width, max(0.2 * height, height - margin - top))
    side = 0.18 if layout.shape == "strip" else 0.06
    left, right = side * width, (1 - side) * width
    if text.x + text.w / 2 < width / 2:
        left = text.right + _AIR * unit
    else:
        right = text.x - _AIR * unit
    return Box(left, margin, max(0.2 * width, right - left), height - 2 * margin)


def _frame(rgb: Array, room: Box, canvas: Box) -> tuple[Box, float]:
    """The photo's rectangle on whole pixels, and output pixels per photo pixel."""
    height, width = rgb.shape[:2]
    scale = min(room.w / width, room.h / height, _MAX_UPSCALE)
    w, h = max(2, round(width * scale)), max(2, round(height * scale))
    # Beside the text the photo ends on the outer margin, below the text it stands in the middle.
    beside = room.h > 0.75 * canvas.h
    outer = room.right - w if room.x + room.w / 2 > canvas.w / 2 else room.x
    x, y = outer if beside else room.x + (room.w - w) / 2, room.y + (room.h - h) / 2
    return Box(round(x), round(y), w, h), scale


def quiet_ground(field: Array, width: int, height: int, seed: int) -> Array:
    """Return a ground of a colour (linear RGB) with a wide, quiet fall-off of light from the upper left."""
    y, x = np.mgrid[0:height, 0:width].astype(F)
    away = np.hypot((x / width - F(0.22)) * F(min(2.0, width / height)), y / height - F(0.1))
    amount = 0.16 if lch(field)[0] > 0.5 else 0.34
    light = 1 + F(amount) * (F(0.45) - np.clip(away, 0, 1.2)) * F(0.75)
    srgb = to_srgb(field[None, None] * light[..., None]) * 255
    noise = np.random.default_rng(seed).random((height, width, 1), dtype=F)
    return np.asarray(np.clip(srgb + noise, 0, 255), np.uint8)


def _with_photo(ground: Array, rgb: Array, frame: Box, unit: float) -> tuple[Array, Array]:
    """The ground with the photo in rounded corners and its shadow, and the mask of the photo."""
    height, width = ground.shape[:2]
    radius = _RADIUS * unit
    rect = skia.RRect.MakeRectXY(skia.Rect.MakeXYWH(frame.x, frame.y, frame.w, frame.h), radius, radius)
    white = skia.Paint(AntiAlias=True, Color=skia.ColorWHITE)
    mask = panels.draw_mask(width, height, lambda canvas: canvas.drawRRect(rect, white))
    drop = np.asarray(cv2.GaussianBlur(np.roll(mask, round(unit), 0), (0, 0), max(0.5, 2.6 * unit)), F)
    shaded = ground * (1 - F(0.24) * drop * (1 - mask))[..., None]
    size = (round(frame.w), round(frame.h))
    small = cv2.resize(rgb, size, interpolation=cv2.INTER_AREA if size[0] < rgb.shape[1] else cv2.INTER_CUBIC)
    photo = np.zeros((height, width, 3), F)
    rows, columns = frame.pixels(width, height)
    photo[rows, columns] = small[: rows.stop - rows.start, : columns.stop - columns.start]
    mixed = shaded * (1 - mask[..., None]) + photo * mask[..., None]
    return np.asarray(np.clip(mixed + 0.5, 0, 255), np.uint8), mask
