"""Resizing and placing of cut-outs: premultiplied, so no background colour creeps into the edge."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

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
    colours = np.asarray(cv2.cvtColor(rgba, cv2.COLOR_RGBA2RGB), np.uint8)
    alpha = cv2.extractChannel(rgba, 3)
    smaller = width <= rgba.shape[1] and height <= rgba.shape[0]
    filter_ = cv2.INTER_AREA if smaller else cv2.INTER_CUBIC
    # 255 times the levels in 16 bits: half a step of rounding is nothing at the end.
    weighted = cv2.cvtColor(colours, cv2.COLOR_RGB2RGBA)
    weighted = np.multiply(weighted, cv2.merge([alpha] * 4), dtype=np.uint16)
    weighted = cv2.resize(weighted, (width, height), interpolation=filter_)
    new_alpha = np.asarray(cv2.convertScaleAbs(cv2.extractChannel(weighted, 3), alpha=1 / 255), np.uint8)
    straight = cv2.cvtColor(resize(colours, width, height), cv2.COLOR_RGB2RGBA)
    cv2.insertChannel(new_alpha, straight, 3)
    out = np.asarray(cv2.copyTo(straight, new_alpha), np.uint8)
    # At the edge the colours are those of the product alone; inside they are the filter's own on bytes, to the byte.
    edge = _places(cv2.bitwise_and(new_alpha, cv2.bitwise_not(_inside(new_alpha))))
    mixed = weighted.reshape(-1, 4)[edge].astype(np.float32)
    own = mixed[:, :3] / np.maximum(np.minimum(mixed[:, 3:], 255 * 255), 7) * 255
    out.reshape(-1, 4)[edge, :3] = np.clip(own + 0.5, 0, 255).astype(np.uint8)
    return out


def _places(mask: NDArray[Any]) -> NDArray[np.intp]:
    """Return where a mask is not 0, as places in the flattened picture."""
    if not cv2.countNonZero(mask):
        return np.zeros(0, np.intp)
    columns, rows = cv2.findNonZero(mask).reshape(-1, 2).astype(np.intp).T
    return np.asarray(rows * mask.shape[1] + columns)


def _inside(alpha: Pixels) -> Pixels:
    """Return 255 where the whole neighbourhood is opaque, else 0."""
    return np.asarray(cv2.erode(cv2.inRange(alpha, 255, 255), np.ones((7, 7), np.uint8)), np.uint8)


def lay_over(ground: Pixels, placed: Pixels) -> None:
    """Lay a cut-out (straight alpha) over ground (H x W x 3) of the same size, in place; opaque pixels are copied."""
    alpha = cv2.extractChannel(placed, 3)
    colours = cv2.cvtColor(placed, cv2.COLOR_RGBA2RGB)
    rows, columns = np.divmod(_places(cv2.inRange(alpha, 1, 254)), alpha.shape[1])
    share = alpha[rows, columns].astype(np.float32)[:, None] / np.float32(255)
    over = ground[rows, columns] * (1 - share) + colours[rows, columns] * share
    cv2.copyTo(colours, cv2.inRange(alpha, 255, 255), ground)
    ground[rows, columns] = (over + np.float32(0.5)).astype(np.uint8)


def untouched(alpha: Pixels) -> Flags:
    """Return the pixels whose whole neighbourhood is opaque: there the product has to be the seller's, to the byte."""
    return np.asarray(_inside(alpha) > 0)


def made_of_opaque(alpha: Pixels, width: int, height: int) -> Flags:
    """Return the pixels of the new size to which only opaque source pixels contribute.

    An alpha of 254 beside the edge rounds to opaque in the new size, yet its colour is unmixed from the ground.
    """
    mixed = cv2.dilate(cv2.bitwise_not(cv2.inRange(alpha, 255, 255)), np.ones((5, 5), np.uint8))
    smaller = width <= alpha.shape[1] and height <= alpha.shape[0]
    # Not in bytes: a small share of a mixed pixel would round to nothing.
    part = cv2.resize(
        mixed.astype(np.float32), (width, height), interpolation=cv2.INTER_AREA if smaller else cv2.INTER_LINEAR
    )
    return np.asarray(part == 0)


def count_changed(picture: Pixels, reference: Pixels, where: Flags) -> int:
    """Return how many pixels (H x W x 3) at `where` differ from the reference."""
    same = cv2.inRange(cv2.absdiff(picture, reference), (0, 0, 0), (0, 0, 0))
    return int(np.count_nonzero(where & (same == 0)))
