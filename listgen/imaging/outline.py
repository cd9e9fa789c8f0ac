"""Signs along the outline of a cut-out: does it follow an edge of the photo, and do the colours part there?"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from listgen.imaging.filters import Flags, Floats, blur, dilate, erode, shrink, slope

# All lengths are pixels of the copy of at most 640 px on which signs are measured.
_EDGE = 1.8  # Lab units per pixel; a softer step is no edge
_SHARP = 2.5
_AWAY = (3, 7)  # where beside the outline its edge is compared with
_RING = 5
_COLOUR_SIDE = 320
# A colour that is e^1.5 = 4.5 times as common in the product as in the ground belongs to the product.
_OWN_COLOUR = 1.5
_REACH = 0.10  # of the longer side: where forgotten parts and left-overs are looked for
_SMALLEST = 0.002  # of the product's area


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """What the outline says; all are better when smaller, None where the evidence is missing."""

    unedged: float  # share of the outline on which the photo has no edge
    busy: float  # edges beside the outline over those on it
    between: float  # edges in the gaps of the shape, beyond those of the ground around, over the outline's length
    missing: float  # area outside that has the product's colours, over the product's
    left: float  # area inside that has the ground's colours, over the product's
    vague: float | None  # how undecided the network is along the outline
    apart: float | None  # how far the network's outline is away, over the product's size


def measure_outline(colours: Floats, solid: Flags, opinion: Floats | None) -> Outline:
    """Return the signs along the outline of `solid` in a photo given as Lab `colours` (H x W x 3)."""
    inner = solid & ~erode(solid, 1)
    # On the border of the photo there is no edge to be seen.
    inner[:2] = inner[-2:] = False
    inner[:, :2] = inner[:, -2:] = False
    missing, left = _strangers(colours, solid)
    if not inner.any():
        return Outline(unedged=1.0, busy=1.0, between=0.0, missing=missing, left=left, vague=None, apart=None)
    steep = np.maximum(slope(blur(np.ascontiguousarray(colours[..., 0]), 0.8)), _colour_slope(colours))
    strong = np.asarray(cv2.dilate(steep, np.ones((5, 5), np.uint8)), np.float32)
    away = (dilate(solid, _AWAY[1]) & ~dilate(solid, _AWAY[0])) | (erode(solid, _AWAY[0]) & ~erode(solid, _AWAY[1]))
    on_edge = float(np.minimum(strong[inner], 20).mean())
    beside = float(np.minimum(strong[away], 20).mean()) if away.any() else 0.0
    vague = apart = None
    if opinion is not None:
        ring = dilate(solid, _RING) & ~erode(solid, _RING)
        vague = float(1 - np.abs(2 * opinion[ring] - 1).mean())
        apart = _apart(inner, opinion > 0.5, int(solid.sum()))
    return Outline(
        unedged=float((strong[inner] < _EDGE).mean()),
        busy=min(2.0, beside / max(on_edge, 0.1)),
        between=_between(steep, solid) / float(inner.sum()),
        missing=missing,
        left=left,
        vague=vague,
        apart=apart,
    )


def _between(steep: Floats, solid: Flags) -> float:
    """Return the pixels with edges inside the hull of the shape and outside of it, less what is usual around it.

    Where a bar or a strap was taken for ground, its edges are still there.
    """
    points = cv2.findNonZero(solid.astype(np.uint8))
    filled = cv2.fillConvexPoly(np.zeros(solid.shape, np.uint8), cv2.convexHull(points), 1)
    hull, away = np.asarray(filled > 0), dilate(solid, _AWAY[1])
    gaps = hull & ~away
    around = dilate(hull, round(_REACH * max(solid.shape))) & ~hull & ~away
    sharp = steep > _SHARP
    usual = float(sharp[around].mean()) if around.any() else 0.0
    return max(0.0, float(sharp[gaps].sum()) - 1.5 * usual * float(gaps.sum()))


def _colour_slope(colours: Floats) -> Floats:
    return np.maximum(
        slope(blur(np.ascontiguousarray(colours[..., 1]), 1.2)), slope(blur(np.ascontiguousarray(colours[..., 2]), 1.2))
    )


def _apart(inner: Flags, sees: Flags, area: int) -> float:
    outline = sees & ~erode(sees, 1)
    if not outline.any():
        return 1.0
    distance = cv2.distanceTransform((~outline).astype(np.uint8), cv2.DIST_L2, 3)
    return min(1.0, float(np.percentile(distance[inner], 90)) / max(1.0, float(np.sqrt(area))))


def _strangers(colours: Floats, solid: Flags) -> tuple[float, float]:
    """Return the areas of (product colours right outside, ground colours inside), over the product's area."""
    height, width = solid.shape
    scale = min(1.0, _COLOUR_SIDE / max(height, width))
    size = (max(8, round(width * scale)), max(8, round(height * scale)))
    product = shrink(solid.astype(np.float32), *size) > 0.5
    area = int(product.sum())
    if not area or area == product.size:
        return 0.0, 0.0
    small = shrink(colours, *size)
    bins = (
        np.clip(small[..., 0] / 5, 0, 19).astype(np.intp) * 1024
        + np.clip(small[..., 1] / 6 + 16, 0, 31).astype(np.intp) * 32
        + np.clip(small[..., 2] / 6 + 16, 0, 31).astype(np.intp)
    )
    around = dilate(product, max(4, round(_REACH * max(size))))
    ground = _histogram(bins, ~dilate(product, 2) & around)
    goods = _histogram(bins, erode(product, 1))
    ratio = np.clip(np.log((goods + 1e-4) / (ground + 1e-4)), -4, 4)[bins].astype(np.float32)
    smooth = blur(ratio, 1.5)
    outside = _large((smooth > _OWN_COLOUR) & around & ~dilate(product, 1), area)
    inside = _large((smooth < -_OWN_COLOUR) & erode(product, 2), area)
    return outside / area, inside / area


def _large(flags: Flags, area: int) -> float:
    _, _, stats, _ = cv2.connectedComponentsWithStats(flags.astype(np.uint8))
    sizes = stats[1:, cv2.CC_STAT_AREA]
    return float(sizes[sizes >= max(4.0, _SMALLEST * area)].sum())


def _histogram(bins: NDArray[np.intp], where: Flags) -> Floats:
    """Return how often each colour occurs among the flagged pixels, neighbouring colours shared out."""
    cube = np.bincount(bins[where], minlength=20 * 1024).astype(np.float32).reshape(20, 32, 32)
    for axis in range(3):
        cube = 0.5 * cube + 0.25 * (np.roll(cube, 1, axis) + np.roll(cube, -1, axis))
    return np.asarray(cube.ravel() / max(1.0, float(where.sum())), np.float32)
