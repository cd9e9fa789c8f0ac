"""Cutting out on a plain background: the ground is a smooth colour field, whatever differs from it is product."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from listgen.imaging.filters import (
    Flags,
    Floats,
    Pixels,
    blur,
    enlarge,
    erode,
    lab,
    linear,
    shrink,
    slope,
    touching_border,
)

# Share of the border that has to follow one smooth field for a background to count as plain: a product may run out of
# the picture on one or two sides.
_PLAIN_BORDER = 0.62
# Spread of the border around that field, in Lab units; wood, fabric and blurred rooms lie above.
_PLAIN_SPREAD = 2.6
# A shadow changes lightness, a product mostly colour too, so colour counts more.
_LAB_WEIGHTS = np.array([0.7, 1.3, 1.3], np.float32)
# The field is fitted on a copy of this size: it is smooth, and the fit looks at every border pixel.
_FIT_SIDE = 400
# Linear light of a cast shadow over the lit ground; darker is an object or a contact line.
_SHADOW_DARKEST = 0.30
# How far the three channels of a shadow may part; light from walls tints shadows a little.
_SHADOW_TINT = 0.10
# Steepest slope of a soft shadow in Lab lightness per pixel, on a picture of 1,600 px. Product edges have 8 and more.
_SHADOW_SLOPE = 1.1


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """The background of a photo as one smooth field, and how far each pixel is from it.

    `field` and `distance` are H x W (x 3); `spread` is the robust deviation of the border from the field in Lab units,
    `plain` the share of the border that follows it.
    """

    field: Floats  # RGB, 0 to 255
    distance: Floats
    spread: float
    plain: float

    @property
    def is_plain(self) -> bool:
        """True where the background is one smooth colour field."""
        return self.plain >= _PLAIN_BORDER and self.spread <= _PLAIN_SPREAD


@dataclass(frozen=True, slots=True, eq=False)
class Keyed:
    """A mask by keying: `product` is everything that is not ground; `shadow` was taken for a cast shadow."""

    product: Flags
    shadow: Flags
    holes: int  # enclosed pieces of ground that were opened
    doubtful_holes: Flags  # enclosed pieces that may be ground or a white part of the product


def fit_ground(rgb: Pixels) -> Ground:
    """Return the smooth colour field that the border of the photo follows best."""
    height, width = rgb.shape[:2]
    scale = min(1.0, _FIT_SIDE / max(height, width))
    small = shrink(rgb, max(8, round(width * scale)), max(8, round(height * scale)))
    colours = lab(small)
    rows, columns = colours.shape[:2]
    border = _border(rows, columns, max(3, round(0.02 * min(rows, columns))))
    basis = _polynomial(rows, columns)
    values, at = colours[border], basis[border]

    # The field is looked for where most of the border is, so that a product on the border does not pull it.
    centre = np.median(values, axis=0)
    deviation = np.linalg.norm((values - centre) * _LAB_WEIGHTS, axis=1)
    follows = deviation <= max(6.0, 1.5 * float(np.median(deviation)))
    spread = 0.0
    for _ in range(5):
        coefficients = np.linalg.lstsq(at[follows], values[follows], rcond=None)[0]
        deviation = np.linalg.norm((values - at @ coefficients) * _LAB_WEIGHTS, axis=1)
        spread = 1.48 * float(np.median(deviation[follows]))
        follows = deviation < max(2.5, 3.0 * spread)
    field = (basis.reshape(-1, basis.shape[-1]) @ coefficients).reshape(rows, columns, 3).astype(np.float32)

    field = enlarge(field, width, height)
    distance = np.sqrt((((lab(rgb) - field) * _LAB_WEIGHTS) ** 2).sum(axis=-1))
    in_rgb = np.clip(cv2.cvtColor(field, cv2.COLOR_LAB2RGB), 0, 1) * 255
    return Ground(in_rgb.astype(np.float32), distance.astype(np.float32), spread, float(follows.mean()))


def key_product(rgb: Pixels, ground: Ground, saliency: Floats | None = None) -> Keyed:
    """Return what stands on the plain `ground`.

    Ground is what looks like the field and hangs together with the border, soft cast shadows included. Enclosed pieces
    that are ground to the last shade are holes (a handle, a chair back); `saliency` (H x W, 0 to 1) decides where a
    white print would look the same.
    """
    low = max(2.5, 3.0 * ground.spread)
    like_ground = ground.distance < low
    outside = touching_border(like_ground)
    shadow = _cast_shadow(rgb, ground, outside)
    outside |= shadow
    product = ~outside

    holes, doubtful = _holes(ground, product & like_ground, saliency)
    product &= ~holes
    return Keyed(product, shadow, int(cv2.connectedComponents(holes.astype(np.uint8))[0]) - 1, doubtful)


def _border(rows: int, columns: int, depth: int) -> Flags:
    border = np.zeros((rows, columns), bool)
    border[:depth] = border[-depth:] = True
    border[:, :depth] = border[:, -depth:] = True
    return border


def _polynomial(rows: int, columns: int) -> NDArray[np.float64]:
    y, x = np.mgrid[0:rows, 0:columns]
    y, x = y / rows - 0.5, x / columns - 0.5
    return np.stack([np.ones_like(x), x, y, x * x, y * y, x * y], axis=-1)


def _cast_shadow(rgb: Pixels, ground: Ground, outside: Flags) -> Flags:
    """Return ground in the shade: the ground's own colour, only darker, growing out of the lit ground.

    On a coloured ground the colour tells shade from product. On a grey or white ground a grey product has the shade's
    colour, so there only soft slopes count, and the sharp edge of the product stops the growth.
    """
    field = linear(ground.field)
    light = linear(rgb.astype(np.float32))
    if float(np.median(field)) < 0.03:
        return np.zeros(outside.shape, bool)  # on a dark ground shade cannot be told from a dark product
    ratio = light / np.maximum(field, 0.02)
    mean = ratio.mean(axis=-1)
    tint = (ratio.max(axis=-1) - ratio.min(axis=-1)) / np.maximum(mean, 0.05)
    shaded = (mean > _SHADOW_DARKEST) & (mean < 1.04) & (tint < _SHADOW_TINT)

    steep = slope(blur(lab(rgb)[..., 0], 1.0))
    allowed = _SHADOW_SLOPE * 1600 / max(rgb.shape[:2])
    colourful = float(np.median(field.max(axis=-1) / np.maximum(field.min(axis=-1), 0.01))) > 1.6
    soft = steep < (6 * allowed if colourful else allowed)
    grown = touching_border(outside | (shaded & soft))
    return np.asarray(grown & ~outside)


def _holes(ground: Ground, enclosed: Flags, saliency: Floats | None) -> tuple[Flags, Flags]:
    """Return (holes, doubtful holes) among the enclosed pieces that look like ground."""
    holes = np.zeros(enclosed.shape, bool)
    doubtful = np.zeros(enclosed.shape, bool)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(enclosed.astype(np.uint8), connectivity=4)
    smallest = max(12.0, 2e-5 * enclosed.size)
    exact = max(1.2, 1.6 * ground.spread)
    for number in range(1, count):
        if stats[number, cv2.CC_STAT_AREA] < smallest:
            continue
        piece = labels == number
        # Its rim is mixed with the product, the core shows what it is.
        core = erode(piece, 1)
        if not core.any():
            continue
        looks_like_ground = float(np.percentile(ground.distance[core], 80)) <= exact
        stands_out = saliency is not None and float(saliency[core].mean()) > 0.85
        if stands_out or not looks_like_ground:
            doubtful |= piece
        else:
            holes |= piece
    return holes, doubtful
