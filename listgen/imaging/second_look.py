"""A second look at a cut-out on a plain ground: shade that came along at the foot, parts that the network missed."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from listgen.imaging.filters import Flags, Floats, blur, dilate, erode, slope, touching_border
from listgen.imaging.keying import Ground, stands_out

# Set on the photos of the example shop, whose true outlines are known, and looked at on 40 shop photos.
_FOOT = 0.30  # lower share of the product in which shade may hang on to it
_SEEN = 0.985  # what the network is this sure of is no shade
_DARK = 0.5  # light of the shade right under a product, over the ground's
_OWN_TINT = 0.5  # product colours nearer to the ground's hue cannot be told from shade
_SHADE_TINT = 0.6  # share of the product's tint up to which a pixel is shade: it takes some colour from the product
_CLEAR_TINT, _CLEAR_SHADE = 0.8, 0.3
# A strip as thin as this is as often a base of steel or rubber as it is shade; then the network has the casting vote.
_THIN, _DOUBT = 0.006, 0.55

_PART = 0.002  # of the product's area
_ENCLOSED = 0.6  # share of a part's outline that lies on the product
_JOINING = 0.12  # the same for a part that joins two large ones
# Slope (L per pixel) of a part's free outline on a picture of 1,600 px, and the most that is asked; shade is softer.
_EDGE, _EDGE_MOST = 3.0, 4.0
_APART = 8.0  # Lab distance from the ground


def shade_at_foot(ground: Ground, mask: Flags, opinion: Floats) -> Flags:
    """Return what a `mask` has of the shadow below the product (H x W).

    Only where the product's own colour is clear: there the chromaticity of a pixel tells shade, which is darker ground,
    from product, even where light from the product tints it.
    """
    found = np.zeros_like(mask)
    rows = np.flatnonzero(mask.any(axis=1))
    if not len(rows) or (ground.is_dark and not ground.is_colourful):
        return found
    start = int(rows[-1] - _FOOT * (rows[-1] - rows[0]))
    part = slice(start, min(mask.shape[0], int(rows[-1]) + 2))
    longest = max(mask.shape)
    inside, sees = mask[part], opinion[part]
    mean, tint = ground.light[part], ground.tint[part]
    sure = erode(inside & (sees > _SEEN), max(3, round(0.006 * longest)))
    own, known = _nearby(tint, sure, max(4.0, 0.02 * longest))
    shade = (tint < np.minimum(_SHADE_TINT * own, 0.6)) & (mean < _DARK) & (own > _OWN_TINT) & (known > 0.02)
    # Where product and shade are worlds apart, the colours outvote even a network that is sure.
    shade &= inside & ((sees < _SEEN) | ((own > _CLEAR_TINT) & (tint < _CLEAR_SHADE * own)))
    # Only what hangs together with the ground.
    around = np.pad(~inside | shade, ((0, 1), (1, 1)), constant_values=True)
    shade &= touching_border(around)[:-1, 1:-1]
    count, labels, stats, _ = cv2.connectedComponentsWithStats(shade.astype(np.uint8))
    for number in range(1, count):
        left, top, width, height, area = (int(value) for value in stats[number])
        window = (slice(max(0, top - 1), top + height + 1), slice(max(0, left - 1), left + width + 1))
        piece = labels[window] == number
        outline = int((piece & ~erode(piece, 1)).sum())
        thick = 2 * area / max(1, outline)
        if thick >= _THIN * longest or float(sees[window][piece].mean()) < _DOUBT:
            found[part][window] |= piece
    return found


def missed_parts(ground: Ground, mask: Flags) -> Flags:
    """Return what stands out from the ground with hard edges between parts of the product (H x W).

    A bar between two weights, the pages of a book: grey or white as the ground, so the network takes them for it.
    """
    found = np.zeros_like(mask)
    extra = stands_out(ground) & ~mask
    extra = dilate(erode(extra, 3), 3) & ~mask
    area = float(mask.sum())
    steep: Floats | None = None
    parts = _large_parts(mask, 0.05 * area)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(extra.astype(np.uint8))
    for number in range(1, count):
        left, top, width, height, size = (int(value) for value in stats[number])
        if size < _PART * area or size > 0.25 * area:
            continue
        window = (slice(max(0, top - 4), top + height + 4), slice(max(0, left - 4), left + width + 4))
        piece = labels[window] == number
        ring = dilate(piece, 2) & ~piece
        on_product = ring & dilate(mask[window], 2)
        touched = np.unique(parts[window][dilate(piece, 4)])
        joins = int((touched > 0).sum()) >= 2
        if float(on_product.sum()) < (_JOINING if joins else _ENCLOSED) * max(1, int(ring.sum())):
            continue
        if float(np.median(ground.distance[window][piece])) < _APART:
            continue
        if steep is None:
            steep = np.asarray(cv2.dilate(slope(blur(ground.lightness, 1.0)), np.ones((7, 7), np.uint8)), np.float32)
        free = ring & ~on_product
        edge = steep[window][free] if free.sum() > 20 else steep[window][ring]
        if float(np.percentile(edge, 25)) >= min(_EDGE * 1600 / max(mask.shape), _EDGE_MOST):
            found[window] |= piece
    return found


def _large_parts(mask: Flags, least: float) -> NDArray[np.int32]:
    """Return the number of the connected part that each pixel belongs to, 0 outside and for parts below `least`."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8))
    small = stats[:, cv2.CC_STAT_AREA] < least
    return np.asarray(np.where(small[labels], 0, labels), np.int32)


def _nearby(values: Floats, where: Flags, sigma: float) -> tuple[Floats, Floats]:
    """Return the mean of values around each pixel where `where` holds, and how much of the surroundings that is."""
    height, width = values.shape
    size = (max(1, width // 4), max(1, height // 4))
    weight = where.astype(np.float32)
    total = blur(np.asarray(cv2.resize(values * weight, size, interpolation=cv2.INTER_AREA), np.float32), sigma / 4)
    known = blur(np.asarray(cv2.resize(weight, size, interpolation=cv2.INTER_AREA), np.float32), sigma / 4)
    mean = cv2.resize(total / (known + np.float32(1e-4)), (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(mean, np.float32), np.asarray(cv2.resize(known, (width, height)), np.float32)
