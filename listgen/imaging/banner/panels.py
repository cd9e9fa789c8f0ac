"""Panels: second planes of flat colour, drawn over the set and never over the product."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
import skia

from listgen.imaging.banner.geometry import Box
from listgen.imaging.banner.layouts import Panel
from listgen.imaging.banner.skia_types import Canvas, Path
from listgen.imaging.colour import Array, F, to_srgb


def set_window(panel: Panel, width: int, height: int, *, rtl: bool) -> tuple[int, int, int, int]:
    """Return the part of the canvas that shows the set: x, y, width, height in pixels."""
    if panel.kind == "split":
        edge = round(panel.edge[0] * width)
        return (0 if rtl else edge), 0, width - edge, height
    if panel.kind == "band":
        return 0, 0, width, round(panel.edge[0] * height)
    if panel.kind in ("arch", "window") and panel.window is not None:
        box = panel.window.scaled(width, height)
        box = box.mirrored(width) if rtl else box
        rows, columns = box.pixels(width, height)
        return columns.start, rows.start, columns.stop - columns.start, rows.stop - rows.start
    return 0, 0, width, height


def draw_plane(picture: Array, panel: Panel, colour: Array, product: Array, unit: float, *, rtl: bool) -> Array:
    """Return the set with its split, band, arch or diagonal; `product` is the alpha that stays in front (0..1)."""
    height, width = picture.shape[:2]
    x, y, w, h = set_window(panel, width, height, rtl=rtl)
    if panel.kind in ("split", "band"):
        covered = np.ones((height, width), F)
        covered[y : y + h, x : x + w] = 0
    elif panel.kind in ("arch", "window"):
        path = _arch(x, y, w, h) if panel.kind == "arch" else _rounded(x, y, w, h, panel.radius * unit)
        opening = draw_mask(width, height, lambda canvas: canvas.drawPath(path, _WHITE))
        covered = 1 - opening
        # The wall has a thickness: it throws a soft shade into the opening from the side of the light.
        shade = np.roll(covered, (round(0.5 * unit), round(0.9 * unit)), (0, 1))
        shade = cv2.GaussianBlur(shade, (0, 0), max(0.5, 1.3 * unit)) * opening * (1 - product) * F(0.30)
        picture = _over(picture, np.zeros(3, F), shade)
    elif panel.kind in ("diagonal", "slope"):
        path = _slanted(panel, width, height, rtl=rtl)
        covered = draw_mask(width, height, lambda canvas: canvas.drawPath(path, _WHITE))
    else:
        return picture
    return _over(picture, colour, covered * (1 - product))


def draw_card(picture: Array, box: Box, colour: Array, radius: float, unit: float, product: Array) -> Array:
    """Return the picture with a rounded card and its drop shadow, the product in front of both."""
    height, width = picture.shape[:2]
    rect = skia.RRect.MakeRectXY(skia.Rect.MakeXYWH(box.x, box.y, box.w, box.h), radius, radius)
    card = draw_mask(width, height, lambda canvas: canvas.drawRRect(rect, _WHITE)) * (1 - product)
    drop = cv2.GaussianBlur(np.roll(card, round(0.9 * unit), 0), (0, 0), max(0.5, 2.2 * unit)) * F(0.26)
    shaded = _over(picture, np.zeros(3, F), drop * (1 - card) * (1 - product))
    return _over(shaded, colour, card)


def draw_mask(width: int, height: int, paint: Callable[[Canvas], None]) -> Array:
    """Return the coverage (0..1) of what `paint` draws on an empty canvas."""
    surface = skia.Surface(width, height)
    canvas = surface.getCanvas()
    canvas.clear(0)
    paint(canvas)
    pixels = surface.makeImageSnapshot().toarray(colorType=skia.kRGBA_8888_ColorType)
    return np.asarray(pixels[..., 3].astype(F) / F(255))


def _over(picture: Array, colour: Array, mask: Array) -> Array:
    mixed = picture * (1 - mask[..., None]) + to_srgb(colour).astype(F) * 255 * mask[..., None] + F(0.5)
    return np.asarray(np.where(mask[..., None] > 0, mixed, picture), np.uint8)


def _arch(x: float, y: float, w: float, h: float) -> Path:
    path = skia.Path()
    radius = w / 2
    path.moveTo(x, y + h)
    path.lineTo(x, y + radius)
    path.arcTo(skia.Rect.MakeXYWH(x, y, 2 * radius, 2 * radius), 180, 180, False)
    path.lineTo(x + w, y + h)
    path.close()
    return path


def _rounded(x: float, y: float, w: float, h: float, radius: float) -> Path:
    path = skia.Path()
    path.addRoundRect(skia.Rect.MakeXYWH(x, y, w, h), radius, radius)
    return path


def _slanted(panel: Panel, width: int, height: int, *, rtl: bool) -> Path:
    """The plane at the side (diagonal) or on top (slope) that ends in a slanting edge."""
    if panel.kind == "slope":
        left, right = (edge * height for edge in (reversed(panel.edge) if rtl else panel.edge))
        corners = [(0.0, 0.0), (float(width), 0.0), (float(width), right), (0.0, left)]
    else:
        top, bottom = ((1 - edge if rtl else edge) * width for edge in panel.edge)
        side = float(width) if rtl else 0.0
        corners = [(side, 0.0), (top, 0.0), (bottom, float(height)), (side, float(height))]
    path = skia.Path()
    path.addPoly([skia.Point(*corner) for corner in corners], True)
    return path


_WHITE = skia.Paint(AntiAlias=True, Color=skia.ColorWHITE)
