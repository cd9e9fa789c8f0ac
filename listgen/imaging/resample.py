"""Resizing and placing of cut-outs: premultiplied, so no background colour creeps into the edge."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
Flags = NDArray[np.bool_]

# Alpha below this is dust of the cut-out and does not count as product.
VISIBLE = 8


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pixels; `right` and `bottom` lie outside."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def width(self) -> int:
        """Pixels from left to right."""
        return self.right - self.left

    @property
    def height(self) -> int:
        """Pixels from top to bottom."""
        return self.bottom - self.top


def product_box(alpha: Pixels) -> Box:
    """Return the smallest box around the visible product; the whole frame where nothing is visible."""
    visible = alpha >= VISIBLE
    rows = np.flatnonzero(visible.any(axis=1))
    columns = np.flatnonzero(visible.any(axis=0))
    if not len(rows):
        return Box(0, 0, alpha.shape[1], alpha.shape[0])
    return Box(int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1)


def crop(pixels: Pixels, box: Box) -> Pixels:
    """Return the part of the picture inside the box."""
    return pixels[box.top : box.bottom, box.left : box.right]


def resize(pixels: Pixels, width: int, height: int) -> Pixels:
    """Return H x W x 3 pixels in the new size: area filter downwards, cubic upwards."""
    if pixels.shape[:2] == (height, width):
        return pixels
    smaller = width <= pixels.shape[1] and height <= pixels.shape[0]
    filter_ = cv2.INTER_AREA if smaller else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(pixels, (width, height), interpolation=filter_), np.uint8)


def resize_cutout(rgba: Pixels, width: int, height: int) -> Pixels:
    """Return the cut-out in the new size, straight alpha; where the neighbourhood is opaque it equals `resize`."""
    if rgba.shape[:2] == (height, width):
        return rgba
    colours = np.ascontiguousarray(rgba[..., :3])
    alpha = np.ascontiguousarray(rgba[..., 3])
    share = alpha.astype(np.float32) / 255
    premultiplied = colours.astype(np.float32) * share[..., None]
    smaller = width <= rgba.shape[1] and height <= rgba.shape[0]
    filter_ = cv2.INTER_AREA if smaller else cv2.INTER_CUBIC
    new_share = np.clip(cv2.resize(share, (width, height), interpolation=filter_), 0, 1)
    new_colours = (
        cv2.resize(premultiplied, (width, height), interpolation=filter_) / np.maximum(new_share, 1e-4)[..., None]
    )
    new_alpha = (new_share * 255 + 0.5).astype(np.uint8)
    out = np.clip(new_colours + 0.5, 0, 255).astype(np.uint8)
    # Sums in floating point may round otherwise than the filter on bytes; opaque pixels follow the latter exactly.
    opaque = untouched(new_alpha)
    out[opaque] = resize(colours, width, height)[opaque]
    out[new_alpha == 0] = 0
    return np.dstack([out, new_alpha])


def untouched(alpha: Pixels) -> Flags:
    """Return the pixels whose whole neighbourhood is opaque: there the product has to be the seller's, to the byte."""
    opaque = (alpha == 255).astype(np.uint8)
    return np.asarray(cv2.erode(opaque, np.ones((7, 7), np.uint8)) > 0)


def made_of_opaque(alpha: Pixels, width: int, height: int) -> Flags:
    """Return the pixels of the new size to which only opaque source pixels contribute.

    An alpha of 254 beside the edge rounds to opaque in the new size, yet its colour is unmixed from the ground.
    """
    mixed = cv2.dilate((alpha < 255).astype(np.float32), np.ones((5, 5), np.uint8))
    smaller = width <= alpha.shape[1] and height <= alpha.shape[0]
    return np.asarray(
        cv2.resize(mixed, (width, height), interpolation=cv2.INTER_AREA if smaller else cv2.INTER_LINEAR) == 0
    )
