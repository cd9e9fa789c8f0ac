"""The layer of type: logo, lines and button drawn over a finished picture."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import skia

from listgen.imaging.banner import checks, ink
from listgen.imaging.banner.brief import Brief
from listgen.imaging.banner.geometry import Box
from listgen.imaging.banner.layouts import Layout
from listgen.imaging.banner.logo import Logo
from listgen.imaging.banner.skia_types import Canvas
from listgen.imaging.banner.stack import Stack, set_positions
from listgen.imaging.colour import Array, hex_lin, to_srgb
from listgen.imaging.scene.fields import Roles


def draw_type(
    brief: Brief,
    layout: Layout,
    roles: Roles,
    stack: Stack,
    ink_box: Box,
    column: Box,
    align: str,
    picture: Array,
    colour: Array,
) -> tuple[Array, float | None]:
    """Return the picture with text, button and logo, and the contrast of the logo, None where there is no logo."""
    height, width = picture.shape[:2]
    surface = skia.Surface(width, height)
    canvas = surface.getCanvas()
    opaque = np.dstack([picture, np.full((height, width), 255, np.uint8)])
    image = skia.Image.fromarray(np.ascontiguousarray(opaque), colorType=skia.kRGBA_8888_ColorType)
    canvas.drawImage(image, 0, 0)
    typesetter = brief.typesetter
    dark, light = hex_lin(roles.ink), hex_lin(roles.paper)
    logo_contrast: float | None = None

    def left(item_width: float) -> float:
        return {
            "left": column.x,
            "center": column.x + (column.w - item_width) / 2,
            "right": column.right - item_width,
        }[align]

    for item, y in set_positions(stack, ink_box):
        if item.part == "logo":
            logo_contrast = _draw_logo(canvas, brief.logos, picture, Box(left(item.width), y, item.width, item.height))
        elif item.setting is None:
            continue
        elif item.part == "button":
            box = Box(left(item.width), y, item.width, item.height)
            pill = ink.choose_pill(brief.accents(roles), colour, dark, light, picture, box)
            rect = skia.RRect.MakeRectXY(skia.Rect.MakeXYWH(box.x, box.y, box.w, box.h), box.h / 2, box.h / 2)
            canvas.drawRRect(rect, skia.Paint(AntiAlias=True, Color=argb(pill.ground)))
            top = y + (item.height - item.setting.height) / 2
            typesetter.draw(canvas, item.setting, box.x, top, box.w, "center", argb(pill.label))
        else:
            strength = {"headline": 1.0, "subline": 0.90, "eyebrow": 0.86}[item.part]
            typesetter.draw(canvas, item.setting, column.x, y, column.w, align, argb(colour, strength))
    if layout.logo is not None and brief.logos:
        box = layout.logo.scaled(width, height)
        box = box.mirrored(width) if align == "right" else box
        logo_width, logo_height = brief.logos[0].fitted(box.w, box.h)
        spot = Box(box.x + (box.w - logo_width), box.y + (box.h - logo_height) / 2, logo_width, logo_height)
        logo_contrast = _draw_logo(canvas, brief.logos, picture, spot)
    drawn = surface.makeImageSnapshot().toarray(colorType=skia.kRGBA_8888_ColorType)
    return np.ascontiguousarray(drawn[..., :3]), logo_contrast


def _draw_logo(canvas: Canvas, variants: Sequence[Logo], picture: Array, box: Box) -> float | None:
    """Draw the variant that shows best; none where all of them would melt into the ground."""
    ground = ink.ground_luminance(picture, box.grown(0.25 * box.h))
    best = max(variants, key=lambda logo: logo.contrast(ground))
    contrast = best.contrast(ground)
    if contrast < checks.LIMITS["logo-contrast"].fail:
        return contrast
    best.draw(canvas, box.x, box.y, box.w, box.h)
    return contrast


def argb(linear: Array, alpha: float = 1.0) -> int:
    """Return a skia colour of linear RGB."""
    r, g, b = (int(v) for v in np.clip(to_srgb(linear), 0, 1) * 255 + 0.5)
    return int(skia.ColorSetARGB(round(alpha * 255), r, g, b))
