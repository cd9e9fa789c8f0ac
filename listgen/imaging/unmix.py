"""Clean edges: around the product each pixel is split into the two colours that it was mixed from."""

from __future__ import annotations

import cv2
import numpy as np

from listgen.imaging.filters import Floats, Pixels, blur, enlarge, erode, shrink

# Colours beside the edge vary slowly, so they are estimated on a copy of about this size.
_COLOUR_SIDE = 700
# Mixtures outside this range are noise of the camera, not a half covered pixel.
_ALPHA_LOW, _ALPHA_HIGH = 0.08, 0.92
# Distance of product and background colour (0 to 1 per channel) below which the colours decide nothing, and above
# which they decide everything.
_CONTRAST_LOW, _CONTRAST_HIGH = 0.10, 0.35


def unmix_edges(
    rgb: Pixels, coarse: Floats, *, radius: float, background: Floats | None = None
) -> tuple[Pixels, Pixels]:
    """Return (rgb, alpha) of the product: alpha from the colours on both sides of the edge, background taken out.

    `coarse` (H x W, 0 to 1) says roughly where the product is, within `radius` pixels; `background` (H x W x 3, 0 to
    255) is the ground behind it where that is known. Pixels that come out opaque keep the seller's bytes.
    """
    top, bottom, left, right = _box(coarse, margin=round(4 * radius) + 4)
    window = (slice(top, bottom), slice(left, right))
    image = rgb[window].astype(np.float32) / np.float32(255)
    soft = np.ascontiguousarray(coarse[window], np.float32)
    ground = None if background is None else background[window] / np.float32(255)

    inside = erode(soft > 0.85, round(radius)).astype(np.float32)
    outside = erode(soft < 0.1, round(radius)).astype(np.float32)
    product = _nearby_colour(image, inside, radius)
    behind = _nearby_colour(image, outside, radius) if ground is None else ground

    difference = product - behind
    contrast = (difference * difference).sum(axis=-1)
    mixed = ((image - behind) * difference).sum(axis=-1) / (contrast + 1e-4)
    mixed = np.clip((mixed - _ALPHA_LOW) / (_ALPHA_HIGH - _ALPHA_LOW), 0, 1)
    step = np.clip((soft - 0.35) / 0.3, 0, 1)
    step = step * step * (3 - 2 * step)
    trust = np.clip((np.sqrt(contrast) - _CONTRAST_LOW) / (_CONTRAST_HIGH - _CONTRAST_LOW), 0, 1)
    alpha = trust * mixed + (1 - trust) * step
    # Colours alone would bring back everything in the band that resembles the product.
    alpha = np.minimum(alpha, np.clip(soft / 0.12, 0, 1))
    alpha = np.where((inside < 0.5) & (outside < 0.5), alpha, inside)
    smooth = cv2.medianBlur((alpha * 255 + 0.5).astype(np.uint8), 3).astype(np.float32)
    alpha = blur(smooth, 0.6) / np.float32(255)

    clean = _without_background(image, alpha, behind, radius)
    out_rgb, out_alpha = rgb.copy(), np.zeros(coarse.shape, np.uint8)
    levels = (alpha * 255 + 0.5).astype(np.uint8)
    levels[levels >= 250] = 255
    levels[levels <= 4] = 0
    out_alpha[window] = levels
    out_rgb[window] = np.where((levels == 255)[..., None], rgb[window], (clean * 255 + 0.5).astype(np.uint8))
    out_rgb[out_alpha == 0] = 0
    return out_rgb, out_alpha


def _box(coarse: Floats, margin: int) -> tuple[int, int, int, int]:
    rows = np.flatnonzero((coarse > 0.02).any(axis=1))
    columns = np.flatnonzero((coarse > 0.02).any(axis=0))
    if not len(rows):
        return 0, coarse.shape[0], 0, coarse.shape[1]
    height, width = coarse.shape
    return (
        max(0, int(rows[0]) - margin),
        min(height, int(rows[-1]) + margin + 1),
        max(0, int(columns[0]) - margin),
        min(width, int(columns[-1]) + margin + 1),
    )


def _nearby_colour(image: Floats, known: Floats, radius: float) -> Floats:
    """Return for every pixel the mean colour of the nearest `known` pixels, near ones first."""
    height, width = known.shape
    scale = min(1.0, _COLOUR_SIDE / max(height, width))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    weighted = shrink(image * known[..., None], *size)
    weights = shrink(known, *size)
    total = np.zeros_like(weighted)
    covered = np.zeros_like(weights)
    for reach in (0.5, 1.2, 4.0, 16.0):
        sigma = max(0.6, reach * radius * scale)
        near = blur(weights, sigma)
        share = np.clip(near * 20, 0, 1) * np.clip(1 - covered, 0, 1)
        total += blur(weighted, sigma) / (near[..., None] + 1e-6) * share[..., None]
        covered += share
    mean = total / (covered[..., None] + 1e-6)
    return enlarge(mean.astype(np.float32), width, height)


def _without_background(image: Floats, alpha: Floats, behind: Floats, radius: float) -> Floats:
    """Return the product's own colour where a pixel is a mixture ("blur fusion" of foreground colours)."""
    product = _nearby_colour(image, (alpha > 0.97).astype(np.float32), max(1.0, radius / 2))
    rest = image - alpha[..., None] * product - (1 - alpha[..., None]) * behind
    return np.asarray(np.clip(product + alpha[..., None] * rest, 0, 1), np.float32)
