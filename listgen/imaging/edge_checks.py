"""Measures of a finished picture around the product's edge: fringe, halo, loose pieces, sharpness, growth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from listgen.imaging.colour import oklab, to_linear
from listgen.imaging.contents import blur_of
from listgen.imaging.filters import Flags, Floats, Pixels, blur, shrink

# Measured on a copy of this size; all lengths are its pixels. source: art direction, section 7
_SIDE = 1000
_EDGE, _NEAR, _FAR = 1.6, 3.0, 7.0
_HALO = 4.0  # L*
_FRAGMENT = 0.0005  # of the product's area
# A ring of 1 to 4 % of the product's longest side, in which nothing should look like the product.
_RING = (0.01, 0.04)
_ALIKE, _STANDS_OUT = 8.0, 12.0  # OKLab distance x 100
GROWN = 0.12


@dataclass(frozen=True, slots=True, kw_only=True)
class EdgeChecks:
    """What was measured; None where the product has no free edge.

    `difference` is the Lab distance between the edge and what lies right inside, median over the contour. `halo` is
    the share of the contour along which the edge is lighter than both sides. `fragments` counts separate pieces.
    `sharpness` runs from 0 (blurred) to 1.
    """

    difference: float | None
    halo: float | None
    fragments: int
    sharpness: float


def check_edge(rgb: Pixels, mask: NDArray[Any]) -> EdgeChecks:
    """Return the measures of a picture (H x W x 3) around its product (`mask` H x W, 0 to 1 or 0 to 255)."""
    small, solid = _copy(rgb, mask)
    area = int(solid.sum())
    _, _, stats, _ = cv2.connectedComponentsWithStats(solid.astype(np.uint8))
    fragments = int((stats[1:, cv2.CC_STAT_AREA] > max(4.0, _FRAGMENT * area)).sum())
    sharpness = round(1 - blur_of(small, solid), 3)
    if not area or area == solid.size:
        return EdgeChecks(difference=None, halo=None, fragments=fragments, sharpness=sharpness)
    colours = np.asarray(cv2.cvtColor(small.astype(np.float32) / 255, cv2.COLOR_RGB2LAB), np.float32)
    depth = cv2.distanceTransform(np.pad(solid.astype(np.uint8), 1, mode="edge"), cv2.DIST_L2, 3)[1:-1, 1:-1]
    away = cv2.distanceTransform((~solid).astype(np.uint8), cv2.DIST_L2, 3)
    contour = solid & (depth <= 1.1)
    contour[:4] = contour[-4:] = False
    contour[:, :4] = contour[:, -4:] = False
    if int(contour.sum()) < 40:
        return EdgeChecks(difference=None, halo=None, fragments=fragments, sharpness=sharpness)
    edge = _mean_near(colours, solid & (depth <= _EDGE), contour, 1.5)
    inside = _mean_near(colours, (depth > _NEAR) & (depth <= _FAR), contour, 4.0)
    outside = _mean_near(colours, (away > _NEAR) & (away <= _FAR), contour, 4.0)
    lighter = (edge[:, 0] > inside[:, 0] + _HALO) & (edge[:, 0] > outside[:, 0] + _HALO)
    return EdgeChecks(
        difference=round(float(np.median(np.linalg.norm(edge - inside, axis=1))), 2),
        halo=round(float(lighter.mean()), 3),
        fragments=fragments,
        sharpness=sharpness,
    )


def grown_share(rgb: Pixels, mask: NDArray[Any]) -> float:
    """Return the share of a ring around the product that has its colours and not those of the ring.

    A second handle, a longer strap: what a model painted on to the product.
    """
    small, solid = _copy(rgb, mask)
    rows, columns = np.flatnonzero(solid.any(axis=1)), np.flatnonzero(solid.any(axis=0))
    if not len(rows):
        return 0.0
    longest = float(max(np.ptp(rows), np.ptp(columns)) + 1)
    distance, labels = cv2.distanceTransformWithLabels(
        (~solid).astype(np.uint8), cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL
    )
    ring = (distance > max(2.0, _RING[0] * longest)) & (distance <= _RING[1] * longest)
    if int(ring.sum()) < 40:
        return 0.0
    colours = oklab(to_linear(small.astype(np.float32) / np.float32(255))) * 100
    # The outermost pixels are mixed with what is behind; the product's own colour is a little further in.
    own = np.zeros((int(labels.max()) + 1, 3), np.float32)
    soft = _mean_of(colours, solid)
    own[labels[solid]] = soft[solid]
    to_product = np.linalg.norm(colours[ring] - own[labels[ring]], axis=1)
    to_ring = np.linalg.norm(colours[ring] - np.median(colours[ring], axis=0), axis=1)
    return round(float(((to_product < _ALIKE) & (to_ring > _STANDS_OUT)).mean()), 4)


def _copy(rgb: Pixels, mask: NDArray[Any]) -> tuple[Pixels, Flags]:
    scale = min(1.0, _SIDE / max(rgb.shape[:2]))
    size = (max(8, round(rgb.shape[1] * scale)), max(8, round(rgb.shape[0] * scale)))
    half = 128 if mask.dtype == np.uint8 else 0.5
    return np.asarray(shrink(rgb, *size), np.uint8), np.asarray(shrink(mask, *size) >= half, bool)


def _mean_near(colours: Floats, band: Flags, at: Flags, sigma: float) -> Floats:
    weight = band.astype(np.float32)
    total = blur(colours * weight[..., None], sigma)
    return np.asarray(total[at] / (blur(weight, sigma)[at][:, None] + 1e-5), np.float32)


def _mean_of(colours: Floats, where: Flags) -> Floats:
    weight = where.astype(np.float32)
    return np.asarray(blur(colours * weight[..., None], 3.0) / (blur(weight, 3.0)[..., None] + 1e-5), np.float32)
