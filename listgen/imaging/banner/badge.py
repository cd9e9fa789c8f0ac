"""The badge of a campaign: a round label in the accent colour, clear of product, text and edge."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import skia

from listgen.imaging.banner import ink
from listgen.imaging.banner.brief import Brief
from listgen.imaging.banner.geometry import Box
from listgen.imaging.banner.layouts import Layout
from listgen.imaging.banner.stack import smallest_type
from listgen.imaging.banner.type_layer import argb
from listgen.imaging.banner.typeset import Setting
from listgen.imaging.colour import Array, hex_lin
from listgen.imaging.scene.fields import Roles

# Radius in u: 6.5 on wide banners, 8.2 on others (art direction 5.4), and up to this much where the words need it.
_RADIUS = {"wide": 6.5}
_OTHERS, _LARGER = 8.2, (1.0, 1.22, 1.45, 1.65)
_AIR = 3.0  # u to product, text and edge
_TEXT_BOX = (1.5, 1.15)  # width and height of two lines inside the circle, in radii
_LARGEST_AREA = 0.05  # of the banner
_UPPER = 0.62  # of the height: a badge hangs above, it does not lie on the floor
_ROUGH = 4  # places are looked for on a copy this much smaller


@dataclass(frozen=True, slots=True)
class Badge:
    """Where the badge lies, and the contrast of its words."""

    box: Box
    contrast: float


def draw_badge(
    picture: Array, brief: Brief, layout: Layout, roles: Roles, alpha: Array, taken: Sequence[Box], unit: float
) -> tuple[Array, Badge | None]:
    """Return the picture with the badge, and where it lies; None where no place is free or its words do not fit.

    `alpha` is the product's (H x W, 0..1), `taken` are the boxes of text and logo.
    """
    height, width = picture.shape[:2]
    text = brief.words.badge
    if not text or not layout.badge:
        return picture, None
    floor = smallest_type(layout, width)
    base = _RADIUS.get(layout.shape, _OTHERS) * unit
    for share in _LARGER:
        radius = base * share
        if np.pi * radius * radius > _LARGEST_AREA * width * height:
            break
        setting = brief.typesetter.fit(
            text,
            width=_TEXT_BOX[0] * radius,
            height=_TEXT_BOX[1] * radius,
            size=0.56 * radius,
            lines=2,
            face="bold",
            leading=1.06,
            floor=0.3,
        )
        if setting is None or setting.size < floor:
            continue
        middle = _free_place(alpha, taken, radius, unit)
        if middle is None:
            return picture, None
        return _drawn(picture, brief, roles, setting, middle, radius)
    return picture, None


def _free_place(alpha: Array, taken: Sequence[Box], radius: float, unit: float) -> tuple[float, float] | None:
    """The free place nearest to the upper corner on the product's side."""
    height, width = alpha.shape
    rows, columns = height // _ROUGH, width // _ROUGH
    busy = cv2.resize(alpha, (columns, rows), interpolation=cv2.INTER_AREA) > 0.004
    product = np.flatnonzero(busy.any(axis=0))
    for box in taken:
        part = Box(box.x / _ROUGH, box.y / _ROUGH, box.w / _ROUGH, box.h / _ROUGH).pixels(columns, rows)
        busy[part] = True
    free = cv2.distanceTransform((~busy).astype(np.uint8), cv2.DIST_L2, 5) * _ROUGH
    need = radius + _AIR * unit
    y, x = np.mgrid[0:rows, 0:columns] * float(_ROUGH)
    inside = (x >= need) & (x <= width - need) & (y >= need) & (y + radius <= _UPPER * height)
    fits = inside & (free >= need)
    if not fits.any():
        return None
    text = taken[0].x + taken[0].w / 2 if taken else 0.0
    right = not len(product) or float(product.mean()) * _ROUGH >= text - 0.02 * width
    corner = (width - need if right else need, need)
    away = np.where(fits, np.hypot(x - corner[0], y - corner[1]), np.inf)
    best = int(np.argmin(away))
    return float(x.flat[best]), float(y.flat[best])


def _drawn(
    picture: Array, brief: Brief, roles: Roles, setting: Setting, middle: tuple[float, float], radius: float
) -> tuple[Array, Badge]:
    height, width = picture.shape[:2]
    x, y = middle
    box = Box(x - radius, y - radius, 2 * radius, 2 * radius)
    dark, light = hex_lin(roles.ink), hex_lin(roles.paper)
    text = ink.choose_ink(picture, box, dark, light)
    disc = ink.choose_pill(brief.accents(roles), text, dark, light, picture, box)
    surface = skia.Surface(width, height)
    canvas = surface.getCanvas()
    opaque = np.dstack([picture, np.full((height, width), 255, np.uint8)])
    canvas.drawImage(skia.Image.fromarray(np.ascontiguousarray(opaque), colorType=skia.kRGBA_8888_ColorType), 0, 0)
    canvas.drawCircle(x, y, radius, skia.Paint(AntiAlias=True, Color=argb(disc.ground)))
    brief.typesetter.draw(canvas, setting, box.x, y - setting.height / 2, box.w, "center", argb(disc.label))
    drawn = surface.makeImageSnapshot().toarray(colorType=skia.kRGBA_8888_ColorType)
    return np.ascontiguousarray(drawn[..., :3]), Badge(box, disc.contrast)
