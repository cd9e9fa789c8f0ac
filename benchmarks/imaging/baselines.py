"""Packshot and banner by hand: resize, shadow by blur, composite, text, encode. With Pillow, and with libvips.

On a flat ground. Plain Pillow resizes and blurs in full size, as one writes it down; "in short cuts" it and libvips
use a box filter and blur the shadow at a quarter of the size.
"""

from __future__ import annotations

import io
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

from listgen.imaging.metadata import srgb_profile

Pixels = NDArray[np.uint8]

FILL = 0.86
SHADOW_BLUR, SHADOW_DOWN, SHADOW = 0.012, 0.010, 0.35  # shares of the product's longest side, strength
_SHRINK = 4  # the shadow is soft, so a quarter of the size holds it


@dataclass(frozen=True, slots=True)
class Task:
    """One picture: its size, ground, where the product's box lies (shares of the frame), and its text."""

    width: int
    height: int
    ground: tuple[int, int, int]
    middle: tuple[float, float]
    box: tuple[float, float]
    quality: int
    xmp: str
    lines: tuple[str, ...] = ()
    fonts: tuple[Path, ...] = ()  # of the lines
    ink: tuple[int, int, int] = (0, 0, 0)

    def place(self, width: int, height: int) -> tuple[int, int, int, int]:
        """Return left, top, width and height of a product of this size in the box."""
        scale = min(self.box[0] * self.width / width, self.box[1] * self.height / height)
        wide, high = round(width * scale), round(height * scale)
        return round(self.middle[0] * self.width - wide / 2), round(self.middle[1] * self.height - high / 2), wide, high


def with_pillow(rgba: Pixels, task: Task, *, short_cuts: bool = False) -> bytes:
    """Return the JPEG that Pillow makes."""
    cut = Image.fromarray(rgba)
    # `getbbox` of the alpha itself: of the picture it would count colours too.
    cut = cut.crop(cut.getchannel("A").getbbox())
    left, top, width, height = task.place(*cut.size)
    if short_cuts and width < cut.width:
        cut = cut.resize((width, height), Image.Resampling.BOX, reducing_gap=2.0)
    else:
        cut = cut.resize((width, height), Image.Resampling.BICUBIC)
    canvas = Image.new("RGB", (task.width, task.height), task.ground)
    longest, less = max(width, height), _SHRINK if short_cuts else 1
    shadow = Image.new("L", (task.width // less, task.height // less))
    form = cut.getchannel("A").resize((width // less, height // less), Image.Resampling.BOX)
    shadow.paste(form, (left // less, round((top + SHADOW_DOWN * longest) / less)))
    shadow = shadow.filter(ImageFilter.GaussianBlur(SHADOW_BLUR * longest / less))
    shadow = shadow.point(lambda level: round(255 - SHADOW * level)).resize(canvas.size, Image.Resampling.BILINEAR)
    canvas = ImageChops.multiply(canvas, Image.merge("RGB", (shadow,) * 3))
    canvas.paste(cut, (left, top), cut)
    if task.lines:
        pen = ImageDraw.Draw(canvas)
        y = 0.30 * task.height
        for number, (line, font) in enumerate(zip(task.lines, task.fonts, strict=True)):
            face = ImageFont.truetype(str(font), round((0.105, 0.055)[number] * task.height))
            pen.text((0.06 * task.width, y), line, font=face, fill=task.ink)
            y += 1.5 * face.size
    out = io.BytesIO()
    canvas.save(out, "JPEG", quality=task.quality, subsampling=0, icc_profile=srgb_profile(), xmp=task.xmp.encode())
    return out.getvalue()


def libvips() -> Any:
    """Return the module `pyvips` on one thread, or None where it is not installed."""
    os.environ.setdefault("VIPS_CONCURRENCY", "1")
    try:
        import pyvips
    except (ImportError, OSError):
        return None
    pyvips.cache_set_max(0)
    return pyvips


def with_libvips(vips: Any, rgba: Pixels, task: Task) -> bytes:
    """Return the JPEG that libvips makes."""
    cut = vips.Image.new_from_array(rgba).copy(interpretation="srgb")
    cut = cut.crop(*cut[3].find_trim(background=[0], threshold=0))
    left, top, width, height = task.place(cut.width, cut.height)
    kernel = "linear" if width < cut.width else "cubic"
    across, down = width / cut.width, height / cut.height
    cut = cut.premultiply().resize(across, vscale=down, kernel=kernel).unpremultiply().cast("uchar")
    longest = max(width, height)
    small = (
        cut[3]
        .shrink(_SHRINK, _SHRINK)
        .embed(
            left // _SHRINK,
            round((top + SHADOW_DOWN * longest) / _SHRINK),
            task.width // _SHRINK,
            task.height // _SHRINK,
        )
    )
    shadow = small.gaussblur(SHADOW_BLUR * longest / _SHRINK).resize(_SHRINK, kernel="linear")
    light = (1 - shadow.cast("float") * (SHADOW / 255)).gravity("north-west", task.width, task.height, extend="copy")
    canvas = (light * list(task.ground)).cast("uchar").copy(interpretation="srgb")
    canvas = canvas.composite2(cut, "over", x=left, y=top).extract_band(0, n=3)
    y = 0.30 * task.height
    for number, (line, font) in enumerate(zip(task.lines, task.fonts, strict=True)):
        size = round((0.105, 0.055)[number] * task.height)
        mask = vips.Image.text(line, font=f"{font.stem.split('-')[0]} {size}", fontfile=str(font), dpi=72)
        ink = mask.new_from_image(list(task.ink)).copy(interpretation="srgb").bandjoin(mask)
        canvas = canvas.composite2(ink, "over", x=round(0.06 * task.width), y=round(y)).extract_band(0, n=3)
        y += 1.5 * size
    canvas = canvas.copy()
    canvas.set_type(vips.GValue.blob_type, "icc-profile-data", srgb_profile())
    canvas.set_type(vips.GValue.blob_type, "xmp-data", task.xmp.encode())
    return bytes(canvas.jpegsave_buffer(Q=task.quality, subsample_mode="off"))
