"""Secondary pictures with facts on them: the size diagram, and the card that says two to four facts."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import skia
from numpy.typing import NDArray

from listgen.domain.brand_kit import BrandKit
from listgen.domain.finding import Finding
from listgen.domain.picture import BannerWords, Feature, ProductPlace, SizeLine
from listgen.imaging.banner import ink
from listgen.imaging.banner.draw import typesetter_for
from listgen.imaging.banner.geometry import Box, type_unit
from listgen.imaging.banner.photo_banner import quiet_ground
from listgen.imaging.banner.skia_types import Canvas
from listgen.imaging.banner.type_layer import argb
from listgen.imaging.banner.typeset import Setting, Typesetter
from listgen.imaging.colour import contrast, hex_lin
from listgen.imaging.packshot import contact_shadow
from listgen.imaging.resample import Box as SourceBox
from listgen.imaging.resample import (
    count_changed,
    crop,
    lay_over,
    made_of_opaque,
    product_box,
    resize,
    resize_cutout,
    untouched,
)
from listgen.imaging.scene.fields import look_at, rank_fields

Pixels = NDArray[np.uint8]

_LARGEST_UPSCALE = 1.25
_SAME_SHAPE = 0.11  # |ln| between the shape that the lengths give and the product's shape in the photo
# A diameter seldom counts handles and spouts, which the photo shows: a casserole of 24 cm is wider with its two.
_SAME_ROUND = 0.04
_OTHER_SHAPE = 0.22  # unnamed lengths must not fit in a second way
_READS_WELL = 7.0  # contrast of type on the ground


@dataclass(frozen=True, slots=True, eq=False)
class FactCard:
    """A finished picture with its numbers.

    `mask` is the product's alpha on the canvas, `changed_pixels` product pixels that differ from the resized photo,
    `covered` the product's area under text or lines (share), `drawn` the axes that have a line.
    """

    rgb: Pixels
    mask: Pixels
    scale: float
    fill: float
    changed_pixels: int
    text_contrast: float
    covered: float
    place: ProductPlace
    drawn: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class _Standing:
    """A product set into a box of the canvas, and the pixels that it is compared with."""

    rgba: Pixels
    reference: Pixels
    kept: NDArray[np.bool_]
    left: int
    top: int
    scale: float
    source: SourceBox

    @property
    def place(self) -> ProductPlace:
        source = self.source
        size = self.rgba.shape[1], self.rgba.shape[0]
        return ProductPlace((self.left, self.top, *size), (source.left, source.top, source.width, source.height))

    @property
    def box(self) -> Box:
        return Box(self.left, self.top, self.rgba.shape[1], self.rgba.shape[0])

    def window(self, pixels: Pixels) -> Pixels:
        height, width = self.rgba.shape[:2]
        return pixels[self.top : self.top + height, self.left : self.left + width]


def render_size_diagram(
    rgba: Pixels, photo: Pixels, *, width: int, height: int, kit: BrandKit, lines: Sequence[SizeLine], whole: bool
) -> FactCard:
    """Return the product on white with thin lines along the lengths that its shape in the photo bears out.

    A line says "from here to here", so it is drawn only where two lengths of the sheet have the proportions of the
    product as photographed; a handle, or a view from above, leaves the lengths as a row below. `whole` marks a photo
    that is used as it is: it gets no lines.
    """
    unit = type_unit(width, height)
    types, findings = _types(kit, lines)
    box = product_box(rgba[..., 3])
    pair = None if whole else match_lengths(lines, box.width / box.height)
    below = [line for line in lines if pair is None or line not in pair]
    foot = 0.80 if below else 0.86
    room = Box(0.20, 0.08, 0.60, foot - 0.08) if pair else Box(0.08, 0.06, 0.84, foot - 0.08)
    standing = _stand(rgba, photo, room.scaled(width, height), middle=True)
    alpha = _on_canvas(standing, width, height)
    picture = np.full((height, width, 3), 255, np.uint8)
    picture = _pasted(picture, standing)
    surface, canvas = _canvas(picture)
    colour = hex_lin(kit.palette.ink) if contrast(kit.palette.ink, "#ffffff") >= _READS_WELL else hex_lin("#1b1b1f")
    boxes: list[Box] = []
    if pair:
        boxes += _dimension_lines(canvas, types, pair, standing.box, unit, argb(colour))
    if below:
        boxes += _row_of_lengths(canvas, types, below, Box(0, 0.865 * height, width, 0.1 * height), unit, argb(colour))
    drawn = _pixels_of(surface)
    drawn_axes = tuple(line.axis for line in pair) if pair else ()
    return _measured(drawn, picture, standing, alpha, boxes, argb_colour=colour, axes=drawn_axes, findings=findings)


def match_lengths(lines: Sequence[SizeLine], aspect: float) -> tuple[SizeLine, SizeLine] | None:
    """Return the upright and the lying length whose proportions are those of the product, None where none are.

    `aspect` is width over height of the product in the photo.
    """
    upright = [line for line in lines if line.axis == "height"] or [
        line for line in lines if line.axis in ("length", "width", "")
    ]
    found: list[tuple[float, float, SizeLine, SizeLine]] = []
    for high, wide in itertools.product(upright, lines):
        if high is wide or wide.axis == "height":
            continue
        shape = wide.centimetres / high.centimetres
        found.append((round(abs(math.log(shape / aspect)), 6), shape, high, wide))
    found.sort(key=lambda entry: entry[0])
    if not found or found[0][0] > _SAME_SHAPE:
        return None
    best = found[0]
    if best[3].axis == "diameter" and best[0] > _SAME_ROUND:
        return None
    # Where the sheet names no axes, a second way to fit would make the lines a guess.
    unnamed = not best[2].axis or not best[3].axis
    if unnamed and any(error < _OTHER_SHAPE and abs(shape - best[1]) > 0.02 for error, shape, *_ in found[1:]):
        return None
    return best[2], best[3]


def render_feature_card(
    rgba: Pixels,
    photo: Pixels,
    *,
    width: int,
    height: int,
    kit: BrandKit,
    features: Sequence[Feature],
    whole: bool,
    seed: int,
) -> FactCard:
    """Return the product on a brand colour with facts beside it, below it where it is wider than high."""
    unit = type_unit(width, height)
    types, findings = _types(kit, features)
    box = product_box(rgba[..., 3])
    beside = box.width / box.height <= 1.25
    field = _field(rgba, kit)
    dark, light = hex_lin(kit.palette.ink), hex_lin(kit.palette.paper)
    ground = quiet_ground(hex_lin(field), width, height, seed)
    room = Box(0.50, 0.10, 0.43, 0.78) if beside else Box(0.11, 0.08, 0.78, 0.46)
    standing = _stand(rgba, photo, room.scaled(width, height), middle=whole)
    alpha = _on_canvas(standing, width, height)
    if not whole:
        where, shadow = contact_shadow(alpha)
        shaded = crop(ground, where)
        shaded[:] = (shaded * (1 - shadow[..., None]) + np.float32(0.5)).astype(np.uint8)
    picture = _pasted(ground, standing)
    column = Box(0.075, 0.10, 0.375, 0.80) if beside else Box(0.08, 0.62, 0.84, 0.31)
    column = column.scaled(width, height)
    colour = ink.choose_ink(picture, column, dark, light)
    surface, canvas = _canvas(picture)
    boxes = _features(canvas, types, features, column, unit, argb(colour), argb(colour, 0.35), 1 if beside else 2)
    drawn = _pixels_of(surface)
    return _measured(drawn, picture, standing, alpha, boxes, argb_colour=colour, findings=findings)


def _types(kit: BrandKit, rows: Sequence[SizeLine | Feature]) -> tuple[Typesetter, tuple[Finding, ...]]:
    texts = [row.label + " " + (row.text + " " + row.other if isinstance(row, SizeLine) else row.value) for row in rows]
    return typesetter_for(kit, BannerWords(" ".join(texts)))


def _field(rgba: Pixels, kit: BrandKit) -> str:
    """The colour of a ground that the product stands out from and that carries text."""
    ranked = rank_fields(look_at(rgba), kit.palette.colours)
    reads = [
        choice.colour
        for choice in ranked
        if max(contrast(choice.colour, kit.palette.ink), contrast(choice.colour, kit.palette.paper)) >= _READS_WELL
    ]
    return reads[0] if reads else ranked[0].colour


def _stand(rgba: Pixels, photo: Pixels, room: Box, *, middle: bool) -> _Standing:
    """The product as large as a box and its source allow, on the lower edge of the box or in its middle."""
    box = product_box(rgba[..., 3])
    product = crop(rgba, box)
    scale = min(room.w / box.width, room.h / box.height, _LARGEST_UPSCALE)
    size = max(1, round(box.width * scale)), max(1, round(box.height * scale))
    placed = resize_cutout(product, *size)
    reference = resize(np.ascontiguousarray(crop(photo, box)), *size)
    kept = untouched(placed[..., 3]) & made_of_opaque(product[..., 3], *size)
    # A flat product at the lower edge would hang below the words beside it.
    low = size[1] >= 0.7 * room.h and not middle
    top = room.y + (room.h - size[1]) / (1 if low else 1.8 if not middle else 2)
    return _Standing(placed, reference, kept, round(room.x + (room.w - size[0]) / 2), round(top), scale, box)


def _on_canvas(standing: _Standing, width: int, height: int) -> Pixels:
    alpha = np.zeros((height, width), np.uint8)
    standing.window(alpha)[:] = standing.rgba[..., 3]
    return alpha


def _pasted(ground: Pixels, standing: _Standing) -> Pixels:
    picture = ground.copy()
    lay_over(standing.window(picture), standing.rgba)
    return picture


def _canvas(picture: Pixels) -> tuple[object, Canvas]:
    height, width = picture.shape[:2]
    surface = skia.Surface(width, height)
    canvas = surface.getCanvas()
    opaque = np.dstack([picture, np.full((height, width), 255, np.uint8)])
    canvas.drawImage(skia.Image.fromarray(np.ascontiguousarray(opaque), colorType=skia.kRGBA_8888_ColorType), 0, 0)
    return surface, canvas


def _pixels_of(surface: Canvas) -> Pixels:
    drawn = surface.makeImageSnapshot().toarray(colorType=skia.kRGBA_8888_ColorType)
    return np.ascontiguousarray(drawn[..., :3])


def _line(canvas: Canvas, colour: int, unit: float, *points: tuple[float, float]) -> None:
    paint = skia.Paint(AntiAlias=True, Color=colour, StrokeWidth=max(1.0, 0.18 * unit))
    for start, end in itertools.pairwise(points):
        canvas.drawLine(*start, *end, paint)


def _say(
    canvas: Canvas, types: Typesetter, text: str, size: float, bold: bool, at: Box, align: str, colour: int
) -> Box:
    """Draw one line of text at the upper edge of a box and return where it lies."""
    face: str = "label" if bold else "regular"
    wide = types.width(text, size, face)  # type: ignore[arg-type]  # one of the two faces
    setting = Setting((text,), size, 1.2, face, 0.0, wide)  # type: ignore[arg-type]
    types.draw(canvas, setting, at.x, at.y, at.w, align, colour)
    x = {"left": at.x, "center": at.x + (at.w - wide) / 2, "right": at.right - wide}[align]
    return Box(x, at.y, wide, setting.height)


def _dimension_lines(
    canvas: Canvas, types: Typesetter, pair: tuple[SizeLine, SizeLine], product: Box, unit: float, colour: int
) -> list[Box]:
    """The two lines with their ticks and lengths: the upright one left of the product, the lying one below it."""
    high, wide = pair
    gap, tick, large, small = 3.4 * unit, 0.9 * unit, 3.5 * unit, 2.5 * unit
    x, y = product.x - gap, product.bottom + gap
    _line(canvas, colour, unit, (x, product.y), (x, product.bottom))
    _line(canvas, colour, unit, (product.x, y), (product.right, y))
    for end in (product.y, product.bottom):
        _line(canvas, colour, unit, (x - tick, end), (x + tick, end))
    for end in (product.x, product.right):
        _line(canvas, colour, unit, (end, y - tick), (end, y + tick))
    left = Box(0.02 * unit, product.y + product.h / 2 - 1.2 * large, x - 1.6 * unit, large)
    boxes = [_say(canvas, types, high.text, large, True, left, "right", colour)]
    if high.other:
        left = Box(left.x, left.y + 1.25 * large, left.w, small)
        boxes.append(_say(canvas, types, high.other, small, False, left, "right", colour))
    middle = Box(product.x - 20 * unit, y + 1.1 * unit, product.w + 40 * unit, large)
    boxes.append(_say(canvas, types, wide.text, large, True, middle, "center", colour))
    if wide.other:
        middle = Box(middle.x, middle.y + 1.25 * large, middle.w, small)
        boxes.append(_say(canvas, types, wide.other, small, False, middle, "center", colour))
    return boxes


def _row_of_lengths(
    canvas: Canvas, types: Typesetter, lines: Sequence[SizeLine], row: Box, unit: float, colour: int
) -> list[Box]:
    """Lengths without a line, side by side: length, the other unit, the word for the axis."""
    boxes = []
    if not any(line.axis for line in lines):
        lines = [SizeLine("", 0.0, _chained([line.text for line in lines]), _chained([line.other for line in lines]))]
    share = row.w if len(lines) == 1 else min(row.w / len(lines), 24 * unit)
    start = row.x + (row.w - share * len(lines)) / 2
    for number, line in enumerate(lines):
        place = Box(start + number * share, row.y, share, row.h)
        boxes.append(_say(canvas, types, line.text, 3.5 * unit, True, place, "center", colour))
        under = " · ".join(text for text in (line.label, line.other) if text)
        if under:
            place = Box(place.x, place.y + 4.4 * unit, place.w, place.h)
            boxes.append(_say(canvas, types, under, 2.5 * unit, False, place, "center", colour))
    return boxes


def _chained(texts: Sequence[str]) -> str:
    """Return lengths as one text, `15 × 16.5 × 4.7 in` where they share their unit."""
    units = {text.rpartition(" ")[2] for text in texts}
    if len(units) != 1 or not all(texts):
        return " × ".join(filter(None, texts))
    return " × ".join(text.rpartition(" ")[0] for text in texts) + " " + units.pop()


def _features(
    canvas: Canvas,
    types: Typesetter,
    features: Sequence[Feature],
    column: Box,
    unit: float,
    colour: int,
    faint: int,
    columns: int,
) -> list[Box]:
    """The facts as a list with thin rules between them, in one column or two."""
    boxes: list[Box] = []
    gutter = 6 * unit
    each = (column.w - gutter * (columns - 1)) / columns
    settings = [
        types.fit(feature.value, width=each, height=1e6, size=5.4 * unit, lines=2, face="bold", leading=1.1, floor=0.5)
        for feature in features
    ]
    size = min((setting.size for setting in settings if setting), default=5.4 * unit)
    label = 2.7 * unit
    cells: list[tuple[Feature, Setting]] = []
    for feature in features:
        # One size for all values: a list in four sizes looks like four adverts.
        setting = types.fit(feature.value, width=each, height=1e6, size=size, lines=2, leading=1.1, floor=0.9)
        if setting is not None:
            cells.append((feature, setting))
    rows = [cells[start : start + columns] for start in range(0, len(cells), columns)]
    # Values of one row stand on one line, also beside a value without a label.
    labelled = [any(feature.label for feature, _ in row) for row in rows]
    heights = [
        max(setting.height for _, setting in row) + (1.5 * label if named else 0)
        for row, named in zip(rows, labelled, strict=True)
    ]
    air = 3.2 * unit
    total = sum(heights) + 2 * air * (len(rows) - 1)
    y = column.y + (column.h - total) / 2
    for number, row in enumerate(rows):
        for place, (feature, setting) in enumerate(row):
            x, top = column.x + place * (each + gutter), y
            if feature.label:
                boxes.append(_say(canvas, types, feature.label, label, False, Box(x, top, each, label), "left", colour))
            top += 1.5 * label if labelled[number] else 0
            types.draw(canvas, setting, x, top, each, "left", colour)
            boxes.append(Box(x, top, setting.width, setting.height))
            if number < len(rows) - 1:
                rule = y + heights[number] + air
                _line(canvas, faint, unit, (x, rule), (x + each, rule))
        y += heights[number] + 2 * air
    return boxes


def _measured(
    drawn: Pixels,
    before: Pixels,
    standing: _Standing,
    alpha: Pixels,
    boxes: Sequence[Box],
    *,
    argb_colour: NDArray[np.float32],
    axes: tuple[str, ...] = (),
    findings: tuple[Finding, ...] = (),
) -> FactCard:
    height, width = drawn.shape[:2]
    # Text and lines are what differs from the picture before them.
    marks = (drawn.astype(np.int16) - before != 0).any(axis=-1)
    solid = alpha >= 128
    window = standing.window(drawn)
    return FactCard(
        rgb=drawn,
        mask=alpha,
        scale=standing.scale,
        fill=max(standing.box.w / width, standing.box.h / height),
        changed_pixels=count_changed(window, standing.reference, standing.kept),
        text_contrast=min((ink.text_contrast(before, box, argb_colour) for box in boxes), default=21.0),
        place=standing.place,
        covered=float((marks & solid).sum() / max(1, int(solid.sum()))),
        drawn=axes,
        findings=findings,
    )
