"""Scenes painted by an endpoint: what it is asked, and what is made of its answer.

The answer is untrusted: whatever comes, the product's pixels are the studio's own.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING, Final

import cv2
import numpy as np

from listgen.domain.picture import SceneAsk
from listgen.errors import ImageError
from listgen.imaging.colour import Array
from listgen.imaging.repaint import guard_band, paste_back

if TYPE_CHECKING:
    from listgen.imaging.scene.hero import StudioPicture

_FORMATS: Final = ("PNG", "JPEG", "WEBP")
_LONGEST: Final = 4096  # px; no endpoint paints more, and 50 MB of memory are enough for one answer
_SHAPE: Final = 0.03  # how far the answer's shape may be off before the product would lie elsewhere
_GRID: Final = 64
# Where a backdrop alone was painted: the studio's ground stays up to this share of the product's height above its foot,
# and the backdrop is whole this much higher.
_GROUND: Final = 0.12
_FADE: Final = 0.34


def ask_for(made: StudioPicture, canvas: tuple[int, int]) -> SceneAsk:
    """Return what an endpoint that paints at the size `canvas` is asked to paint around."""
    height, width = made.mask.shape
    left, top, inner_w, inner_h = _window((width, height), canvas)
    small = cv2.resize(made.rgb, (inner_w, inner_h), interpolation=cv2.INTER_AREA)
    rest = (top, canvas[1] - top - inner_h, left, canvas[0] - left - inner_w)
    image = cv2.copyMakeBorder(small, *rest, cv2.BORDER_REPLICATE)
    guarded = cv2.resize(guard_band(made.mask), (inner_w, inner_h), interpolation=cv2.INTER_AREA)
    kept = cv2.copyMakeBorder((guarded > 0.02).astype(np.uint8) * 255, *rest, cv2.BORDER_CONSTANT, value=0)
    mask = np.dstack([np.zeros_like(kept)] * 3 + [kept])
    rows, columns = np.flatnonzero(kept.any(axis=1)), np.flatnonzero(kept.any(axis=0))
    box = (columns[0] / canvas[0], rows[0] / canvas[1], (columns[-1] + 1) / canvas[0], (rows[-1] + 1) / canvas[1])
    x0, y0, x1, y1 = (round(float(value) * _GRID) for value in box)
    return SceneAsk(
        image=_png(np.asarray(image)),
        mask=_png(mask),
        scene=made.scene,
        field=made.roles.field,
        accent=made.roles.accent,
        place=(x0, y0, x1, y1),
    )


def read_painting(data: bytes, canvas: tuple[int, int]) -> Array:
    """Return an answer as uint8 RGB at the size `canvas`.

    Raises ImageError for what is no picture, is broken, too large, or of another shape than was asked for.
    """
    from PIL import Image

    try:
        with Image.open(io.BytesIO(data), formats=_FORMATS) as opened:
            width, height = opened.size
            if max(width, height) > _LONGEST or min(width, height) < 16:
                raise ImageError(f"the endpoint sent a picture of {width} x {height} px")
            shape = (width / height) / (canvas[0] / canvas[1])
            if not 1 - _SHAPE <= shape <= 1 + _SHAPE:
                asked = f"{canvas[0]} x {canvas[1]}"
                raise ImageError(f"the endpoint sent {width} x {height} px, another shape than the {asked} asked for")
            picture = np.asarray(opened.convert("RGB"))
    except ImageError:
        raise
    except Exception as error:
        # Decoders raise what they like on hostile bytes.
        raise ImageError(f"the endpoint sent a broken picture ({type(error).__name__})") from error
    if (width, height) == canvas:
        return picture
    how = cv2.INTER_AREA if width > canvas[0] else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(picture, canvas, interpolation=how), np.uint8)


def compose_painting(made: StudioPicture, path: Path, canvas: tuple[int, int], *, backdrop: bool) -> Array:
    """Return the studio's picture (uint8 RGB) with the set that an endpoint painted.

    Where the product is, the result equals the studio's picture bit by bit. With `backdrop` the ground stays as well,
    with its shadow. Raises ImageError for an answer that cannot be used.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ImageError(f"the painted scene cannot be read ({type(error).__name__})", hint="run again") from error
    painted = read_painting(data, canvas)
    height, width = made.mask.shape
    left, top, inner_w, inner_h = _window((width, height), canvas)
    cut = np.ascontiguousarray(painted[top : top + inner_h, left : left + inner_w])
    how = cv2.INTER_AREA if inner_w > width else cv2.INTER_CUBIC
    far = np.asarray(cv2.resize(cut, (width, height), interpolation=how), np.uint8)
    kept = guard_band(made.mask)
    if backdrop:
        kept = np.maximum(kept, _ground(made))
    return paste_back(far, made.rgb, made.mask, kept)


def _ground(made: StudioPicture) -> Array:
    """Return how much of the studio stays (0..1) where only what lies far behind is painted."""
    if not all(placed.stand for placed in made.placed):
        raise ImageError("the endpoint paints backdrops only, and this product is seen from above")
    height, width = made.mask.shape
    rows = np.flatnonzero((made.mask > 0.5).any(axis=1))
    foot, tall = float(rows[-1]), float(np.ptp(rows)) + 1
    start = foot - _GROUND * tall
    share = np.clip((np.arange(height, dtype=np.float32) - (start - _FADE * tall)) / (_FADE * tall), 0, 1)
    smooth = share * share * (3 - 2 * share)
    return np.repeat(smooth[:, None], width, axis=1)


def _window(size: tuple[int, int], canvas: tuple[int, int]) -> tuple[int, int, int, int]:
    """Return where the whole picture lies on the endpoint's canvas: left, top, width, height."""
    scale = min(canvas[0] / size[0], canvas[1] / size[1])
    width, height = max(1, round(size[0] * scale)), max(1, round(size[1] * scale))
    width, height = min(width, canvas[0]), min(height, canvas[1])
    return (canvas[0] - width) // 2, (canvas[1] - height) // 2, width, height


def _png(pixels: Array) -> bytes:
    from PIL import Image

    out = io.BytesIO()
    Image.fromarray(pixels).save(out, "PNG", compress_level=6)
    return out.getvalue()
