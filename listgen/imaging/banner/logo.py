"""The logo: read from SVG, measured against its ground, drawn once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import skia

from listgen.domain.brand_kit import BrandKit
from listgen.errors import ImageError
from listgen.imaging.banner.skia_types import Canvas, Drawing
from listgen.imaging.colour import Array, luminance, to_linear

_SAMPLE = 96  # pixels of the longer side of the sample that contrast is measured on


@dataclass(frozen=True, slots=True)
class Logo:
    """A drawing with its own size, and the luminance of its pixels."""

    drawing: Drawing
    width: float
    height: float
    light: Array

    def fitted(self, box_w: float, box_h: float) -> tuple[float, float]:
        """Return width and height inside a box."""
        scale = min(box_w / self.width, box_h / self.height)
        return self.width * scale, self.height * scale

    def contrast(self, ground: Array) -> float:
        """Return the contrast that four fifths of the logo reach against the median of the ground's luminance."""
        other = float(np.median(ground))
        ratio = (np.maximum(self.light, other) + 0.05) / (np.minimum(self.light, other) + 0.05)
        return float(np.percentile(ratio, 20))

    def draw(self, canvas: Canvas, x: float, y: float, width: float, height: float) -> None:
        """Draw the logo into a rectangle."""
        canvas.save()
        canvas.translate(x, y)
        canvas.scale(width / self.width, height / self.height)
        self.drawing.render(canvas)
        canvas.restore()


def logos(kit: BrandKit) -> tuple[Logo, ...]:
    """Return the logo for light grounds and, if the kit has one, the logo for dark grounds."""
    return tuple(read_logo(path) for path in (kit.logo, kit.logo_dark) if path is not None)


@lru_cache(maxsize=16)
def read_logo(path: Path) -> Logo:
    """Return the logo of an SVG file; raises ImageError where it cannot be drawn."""
    # MakeCopy: a plain memory stream keeps a pointer into bytes that Python frees, and logos vanish now and then.
    drawing = skia.SVGDOM.MakeFromStream(skia.MemoryStream.MakeCopy(path.read_bytes())) if path.is_file() else None
    if drawing is None:
        raise ImageError(f"the logo {path} cannot be drawn", hint="export it as plain SVG with a viewBox")
    width, height = _own_size(path, drawing)
    if width <= 0 or height <= 0:
        raise ImageError(f"the logo {path} has no size", hint="give the <svg> element a viewBox, a width and a height")
    drawing.setContainerSize(skia.Size(width, height))
    scale = _SAMPLE / max(width, height)
    surface = skia.Surface(max(1, round(width * scale)), max(1, round(height * scale)))
    canvas = surface.getCanvas()
    canvas.clear(0)
    canvas.scale(scale, scale)
    drawing.render(canvas)
    pixels = surface.makeImageSnapshot().toarray(colorType=skia.kRGBA_8888_ColorType)
    solid = pixels[pixels[..., 3] > 200]
    if not len(solid):
        raise ImageError(f"the logo {path} draws nothing", hint="compare it with what a browser shows")
    return Logo(drawing, width, height, luminance(to_linear(solid[:, :3] / 255)))


def _own_size(path: Path, drawing: Drawing) -> tuple[float, float]:
    """Width and height of the drawing; a viewBox alone is enough."""
    from xml.etree import ElementTree

    size = drawing.containerSize()
    if size.width() > 0 and size.height() > 0:
        return float(size.width()), float(size.height())
    try:
        # Entities cannot swell here: the reader of brand kits refuses documents with a DTD.
        box = ElementTree.fromstring(path.read_bytes()).get("viewBox", "").replace(",", " ").split()  # noqa: S314
        return float(box[2]), float(box[3])
    except (ElementTree.ParseError, ValueError, IndexError):
        return 0.0, 0.0
