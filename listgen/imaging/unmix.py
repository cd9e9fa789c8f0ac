"""Clean edges: around the product each pixel is split into the two colours that it was mixed from."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from listgen.imaging.filters import Flags, Floats, Pixels, blur, shrink

# Colours beside the edge vary slowly, so they are estimated on a copy of about this size.
_COLOUR_SIDE = 420
# Mixtures outside this range are noise of the camera, not a half covered pixel.
_ALPHA_LOW, _ALPHA_HIGH = 0.08, 0.92
# Distance of product and background colour (0 to 1 per channel) below which the colours decide nothing, and above
# which they decide everything.
_CONTRAST_LOW, _CONTRAST_HIGH = 0.10, 0.35
# A pixel this far from every mixture of the two colours is neither: a dark thing behind, a seam.
_ODD_LOW, _ODD_HIGH = 0.10, 0.25


@dataclass(frozen=True, slots=True, eq=False)
class _Window:
    """The part of the photo around the product, and its band of uncertain pixels."""

    rows: slice
    columns: slice
    rgb: Pixels
    soft: Floats
    inside: Flags
    outside: Flags
    y: NDArray[np.intp]  # of the band's pixels
    x: NDArray[np.intp]
    radius: float

    def band(self, image: Floats) -> Floats:
        """Return the values of the band's pixels."""
        return np.asarray(image[self.y, self.x], np.float32)


def unmix_edges(
    rgb: Pixels, coarse: Floats, *, radius: float, background: Floats | None = None
) -> tuple[Pixels, Pixels]:
    """Return (rgb, alpha) of the product: alpha from the colours on both sides of the edge, background taken out.

    `coarse` (H x W, 0 to 1) says roughly where the product is, within `radius` pixels; `background` (H x W x 3, 0 to
    255) is the ground behind it where that is known. Pixels that come out opaque keep the seller's bytes. Only the
    band of two radii around the edge is worked on.
    """
    window = _window(rgb, coarse, radius)
    colours = window.rgb[window.y, window.x].astype(np.float32) / np.float32(255)
    product = _nearby_colour(window, window.inside)
    if background is None:
        behind = _nearby_colour(window, window.outside)
    else:
        behind = window.band(background[window.rows, window.columns]) / np.float32(255)

    alpha = window.inside.astype(np.float32)
    alpha[window.y, window.x] = _shares(colours, product, behind, window.band(window.soft))
    smooth = cv2.medianBlur((alpha * 255 + 0.5).astype(np.uint8), 3).astype(np.float32)
    levels = (blur(smooth, 0.6) + 0.5).astype(np.uint8)
    levels[levels >= 250] = 255
    levels[levels <= 4] = 0

    # Fractions of the background that is still in a pixel's colour are taken out.
    share = levels[window.y, window.x].astype(np.float32)[:, None] / np.float32(255)
    own = _nearby_colour(window, levels >= 247)
    clean = own + share * (colours - share * own - (1 - share) * behind)
    out_rgb, out_alpha = rgb.copy(), np.zeros(coarse.shape, np.uint8)
    painted = window.rgb.copy()
    half = levels[window.y, window.x] < 255
    painted[window.y[half], window.x[half]] = (np.clip(clean[half], 0, 1) * 255 + 0.5).astype(np.uint8)
    out_alpha[window.rows, window.columns] = levels
    out_rgb[window.rows, window.columns] = painted
    return np.asarray(cv2.copyTo(out_rgb, out_alpha), np.uint8), out_alpha


def _shares(colours: Floats, product: Floats, behind: Floats, soft: Floats) -> Floats:
    """Return alpha of the band's pixels: by colour where the two sides differ, by the coarse mask where not."""
    difference = product - behind
    contrast = np.einsum("nc,nc->n", difference, difference)
    mixed = np.einsum("nc,nc->n", colours - behind, difference) / (contrast + np.float32(1e-4))
    odd = colours - behind - np.clip(mixed, 0, 1)[:, None] * difference
    odd = np.clip((np.sqrt(np.einsum("nc,nc->n", odd, odd)) - _ODD_LOW) / (_ODD_HIGH - _ODD_LOW), 0, 1)
    mixed = np.clip((mixed - _ALPHA_LOW) / (_ALPHA_HIGH - _ALPHA_LOW), 0, 1)
    step = np.clip((soft - 0.35) / 0.3, 0, 1)
    step = step * step * (3 - 2 * step)
    trust = np.clip((np.sqrt(contrast) - _CONTRAST_LOW) / (_CONTRAST_HIGH - _CONTRAST_LOW), 0, 1)
    trust *= 1 - odd
    alpha = trust * mixed + (1 - trust) * step
    # Colours alone would bring back everything in the band that resembles the product.
    return np.asarray(np.minimum(alpha, np.clip(soft / 0.12, 0, 1)), np.float32)


def _window(rgb: Pixels, coarse: Floats, radius: float) -> _Window:
    rows, columns = _box(coarse, margin=round(4 * radius) + 4)
    soft = np.ascontiguousarray(coarse[rows, columns], np.float32)
    inside = _depth(soft > 0.85) > radius
    outside = _depth(soft < 0.1) > radius
    y, x = np.nonzero(~inside & ~outside)
    return _Window(rows, columns, np.ascontiguousarray(rgb[rows, columns]), soft, inside, outside, y, x, radius)


def _depth(flags: Flags) -> Floats:
    # The border of the photo is no edge of the product, so it is padded away.
    padded = np.pad(flags.astype(np.uint8), 1, mode="edge")
    return np.asarray(cv2.distanceTransform(padded, cv2.DIST_L2, 3)[1:-1, 1:-1], np.float32)


def _box(coarse: Floats, margin: int) -> tuple[slice, slice]:
    rows = np.flatnonzero((coarse > 0.02).any(axis=1))
    columns = np.flatnonzero((coarse > 0.02).any(axis=0))
    height, width = coarse.shape
    if not len(rows):
        return slice(0, height), slice(0, width)
    return (
        slice(max(0, int(rows[0]) - margin), min(height, int(rows[-1]) + margin + 1)),
        slice(max(0, int(columns[0]) - margin), min(width, int(columns[-1]) + margin + 1)),
    )


def _nearby_colour(window: _Window, known: Flags) -> Floats:
    """Return for each pixel of the band the mean colour (0 to 1) of the nearest `known` pixels, near ones first."""
    height, width = known.shape
    scale = min(1.0, _COLOUR_SIDE / max(height, width))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    masked = cv2.copyTo(window.rgb, known.astype(np.uint8))
    weighted = shrink(masked, *size).astype(np.float32) / np.float32(255)
    weights = shrink(known.astype(np.uint8) * np.uint8(255), *size).astype(np.float32) / np.float32(255)
    total = np.zeros_like(weighted)
    covered = np.zeros_like(weights)
    for reach in (0.5, 1.2, 4.0, 16.0):
        sigma = max(0.6, reach * window.radius * scale)
        near = blur(weights, sigma)
        share = np.clip(near * 20, 0, 1) * np.clip(1 - covered, 0, 1)
        total += blur(weighted, sigma) / (near[..., None] + 1e-6) * share[..., None]
        covered += share
        if float(covered.min()) >= 0.999:
            break
    mean = (total / (covered[..., None] + 1e-6)).astype(np.float32)
    return _sampled(mean, (window.y + 0.5) * size[1] / height - 0.5, (window.x + 0.5) * size[0] / width - 0.5)


def _sampled(image: Floats, y: NDArray[np.float64], x: NDArray[np.float64]) -> Floats:
    """Return the values of a small image at fractional places, linear in between."""
    rows, columns = image.shape[:2]
    y, x = np.clip(y, 0, rows - 1), np.clip(x, 0, columns - 1)
    top, left = y.astype(np.intp), x.astype(np.intp)
    down, right = np.minimum(top + 1, rows - 1), np.minimum(left + 1, columns - 1)
    fy, fx = (y - top).astype(np.float32)[:, None], (x - left).astype(np.float32)[:, None]
    upper = image[top, left] * (1 - fx) + image[top, right] * fx
    lower = image[down, left] * (1 - fx) + image[down, right] * fx
    return np.asarray(upper * (1 - fy) + lower * fy, np.float32)
