"""The product of a finished picture against the photo, and a packshot against the rules: nothing here asks listgen.

Resampling is done anew, from the definition of an area filter, so an error in listgen's own would be seen as well.
"""

from __future__ import annotations

import io
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from listgen.domain.picture import ProductPlace

Pixels = NDArray[np.uint8]
Floats = NDArray[np.float64]

# Half a level is lost when the product is rounded to bytes, and half when the finished picture is.
ROUNDING = 1.0
_RIM = 2  # px of the picture that count as edge
# Rules of Amazon's main image (image specification G1881), as in the amazon profile.
SHORTEST, FILL = 500, 0.85
_BORDER = 4  # px
_JPEG_REACH = 16  # px; blocks of 16 at 4:2:0 smear the product this far
_SEEN = 250  # darker than this beside the product is a mark and no rounding of the encoder


@dataclass(frozen=True, slots=True)
class Compared:
    """`pixels` were compared, `changed` of them differ from the photo."""

    pixels: int
    changed: int


def compare(finished: Pixels, photo: Pixels, alpha: Pixels, place: ProductPlace) -> Compared:
    """Return how many product pixels of a picture differ from the photo, resized to where the product is said to lie.

    Compared is what only opaque pixels of the cut-out went into, without a rim of two pixels.
    """
    x, y, width, height = place.photo
    left, top, wide, high = place.frame
    part, solid = photo[y : y + height, x : x + width], alpha[y : y + height, x : x + width]
    expected = resampled(part.astype(np.float64), wide, high)
    foreign = cv2.dilate((solid < 255).astype(np.float32), np.ones((5, 5), np.uint8))
    mixed = resampled(foreign.astype(np.float64)[..., None], wide, high)[..., 0]
    own = (np.abs(mixed) < 1e-9).astype(np.uint8)
    kernel = np.ones((2 * _RIM + 1, 2 * _RIM + 1), np.uint8)
    inside = cv2.erode(own, kernel, borderType=cv2.BORDER_CONSTANT, borderValue=0) > 0
    rows, columns = finished.shape[:2]
    y0, x0, y1, x1 = max(0, top), max(0, left), min(rows, top + high), min(columns, left + wide)
    window = slice(y0 - top, y1 - top), slice(x0 - left, x1 - left)
    apart = np.abs(finished[y0:y1, x0:x1] - expected[window]).max(axis=-1)
    compared = inside[window]
    return Compared(int(compared.sum()), int((compared & (apart > ROUNDING)).sum()))


def resampled(pixels: Floats, width: int, height: int) -> Floats:
    """Return H x W x C in a new size: the mean over each pixel's area downwards, cubic upwards, not rounded."""
    rows, columns = pixels.shape[:2]
    if width > columns or height > rows:
        larger = cv2.resize(pixels, (width, height), interpolation=cv2.INTER_CUBIC)
        return np.clip(larger.reshape(height, width, -1), 0, 255)
    return _area_means(_area_means(pixels, width, axis=1), height, axis=0)


def _area_means(pixels: Floats, after: int, *, axis: int) -> Floats:
    """Return the mean over each new pixel's stretch: the sum up to its end less the sum up to its start."""
    along = np.moveaxis(pixels, axis, 0)
    before = len(along)
    sums = np.concatenate([np.zeros_like(along[:1]), np.cumsum(along, axis=0)])
    ends = np.arange(after + 1) * (before / after)
    whole = np.minimum(ends.astype(int), before - 1)
    share = (ends - whole).reshape(-1, *[1] * (along.ndim - 1))
    at = sums[whole] + share * along[whole]
    return np.moveaxis(np.diff(at, axis=0) * (after / before), 0, axis)


def broken_rules(data: bytes, lossless: Pixels, alpha: Pixels, place: ProductPlace) -> list[str]:
    """Return the rules of Amazon's main image that a packshot breaks, in words.

    `data` is the finished file, `lossless` its pixels before it was encoded.
    """
    broken = []
    with Image.open(io.BytesIO(data)) as file:
        if file.format != "JPEG" or file.mode != "RGB":
            broken.append(f"is {file.format} in {file.mode}")
        decoded = np.asarray(file.convert("RGB"))
    rows, columns = decoded.shape[:2]
    if max(rows, columns) < SHORTEST:
        broken.append(f"longest side {max(rows, columns)} px")
    for name, pixels in (("file", decoded), ("picture", lossless)):
        border = np.concatenate([pixels[edge].reshape(-1, 3) for edge in _edges(rows, columns)])
        if (border != 255).any():
            broken.append(f"the {name} has {int((border != 255).any(axis=-1).sum())} border pixels that are not 255")
    left, top, wide, high = place.frame
    fill = max(wide / columns, high / rows)
    if fill < FILL - 0.5 / max(rows, columns):
        broken.append(f"the product fills {fill:.1%}")
    x, y, width, height = place.photo
    mask = np.zeros((rows, columns), np.float32)
    seen = (alpha[y : y + height, x : x + width] > 0).astype(np.float64)[..., None]
    mask[top : top + high, left : left + wide] = resampled(seen, wide, high)[..., 0]
    beside = cv2.dilate(mask, np.ones((3, 3), np.uint8)) <= 0
    if (lossless[beside] != 255).any():
        broken.append(f"{int((lossless[beside] != 255).any(axis=-1).sum())} background pixels are not 255")
    reach = 2 * _JPEG_REACH + 1
    far = cv2.dilate(mask, np.ones((reach, reach), np.uint8)) <= 0
    if (decoded[far] < _SEEN).any():
        broken.append("the file has marks beside the product")
    return broken


def _edges(rows: int, columns: int) -> tuple[tuple[slice, slice], ...]:
    every = slice(None)
    return (
        (slice(0, _BORDER), every),
        (slice(rows - _BORDER, rows), every),
        (every, slice(0, _BORDER)),
        (every, slice(columns - _BORDER, columns)),
    )
