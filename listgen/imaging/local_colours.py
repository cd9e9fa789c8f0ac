"""What belongs to the product, by the colours on both sides of its outline, place by place."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from listgen.imaging.filters import Flags, Floats, Pixels, blur, dilate, enlarge, erode, lab, shrink

# Colours need no more pixels than this, and how common they are in a place fewer still.
_SIDE = 440
_GRID = 6
# Colours of the photo are sorted into this many kinds.
_KINDS = 28
_LAB_WEIGHTS = np.array([0.8, 1.2, 1.2], np.float32)
# Shares of the longer side: what is this near to the outline is settled, and colours within the reach count.
_BAND, _REACH = 0.012, 0.05
# A kind of colour that is this rare on one side says little.
_RARE = 0.02
# Weights of the network's and the mask's own word beside that of the colours, in logits.
_OPINION, _MASK = 0.8, 1.0


def settle(rgb: Pixels, mask: Floats, opinion: Floats) -> Floats:
    """Return the `mask` (H x W, 0 to 1) with its outline where the colours of both sides part.

    GrabCut knows one set of colours for the whole ground; here a stool behind the left side of a cap says nothing about
    its right side. `opinion` is the network's map.
    """
    height, width = mask.shape
    scale = min(1.0, _SIDE / max(height, width))
    size = (max(8, round(width * scale)), max(8, round(height * scale)))
    small, sees = shrink(mask, *size), shrink(opinion, *size)
    solid = small > 0.5
    band = max(2, round(_BAND * max(size)))
    product, ground = erode(solid, band) & (sees > 0.8), ~dilate(solid, band) & (sees < 0.2)
    if not product.any() or not ground.any():
        return mask
    colours = blur(np.clip(_evidence(shrink(rgb, *size), product, ground), -3, 3), 1.0)
    sees = np.clip(sees, 0.02, 0.98)
    logit = _OPINION * np.log(sees / (1 - sees)) + _MASK * (4 * small - 2) + colours
    return np.clip(enlarge((1 / (1 + np.exp(-2 * logit))).astype(np.float32), width, height), 0, 1)


def _evidence(rgb: Pixels, product: Flags, ground: Flags) -> Floats:
    """Return how much commoner the colour of each pixel is in the product nearby than in the ground nearby, in logs."""
    kinds, count = _kinds_of(rgb, dilate(product, round(0.2 * max(product.shape))))
    height, width = product.shape
    y, x = np.mgrid[0:height, 0:width] // _GRID
    rows, columns = int(y[-1, -1]) + 1, int(x[-1, -1]) + 1
    places = (y * columns + x) * count + kinds
    sigma = _REACH * max(height, width) / _GRID

    def nearby(flags: Flags) -> Floats:
        """Return the share of each kind of colour around each place (rows x columns x kinds)."""
        counts = np.bincount(places[flags], minlength=rows * columns * count).astype(np.float32)
        counts = blur(counts.reshape(rows, columns, count) / np.float32(_GRID * _GRID), sigma)
        return np.asarray(counts / (counts.sum(axis=-1, keepdims=True) + np.float32(_RARE)), np.float32)

    ratio = np.log((nearby(product) + np.float32(_RARE)) / (nearby(ground) + np.float32(_RARE)))
    return np.asarray(ratio.reshape(-1)[places], np.float32)


def _kinds_of(rgb: Pixels, where: Flags) -> tuple[NDArray[np.intp], int]:
    """Return the number of the kind of colour that each pixel has, and how many kinds there are."""
    colours = lab(rgb) * _LAB_WEIGHTS
    samples = colours[where]
    samples = np.ascontiguousarray(samples[:: max(1, len(samples) // 3000)])
    count = min(_KINDS, len(samples))
    cv2.setRNGSeed(0)
    stop = (cv2.TERM_CRITERIA_MAX_ITER, 6, 0)
    _, _, middles = cv2.kmeans(samples, count, np.empty(0, np.int32), stop, 1, cv2.KMEANS_PP_CENTERS)
    away = -2 * (colours.reshape(-1, 3) @ middles.T) + (middles * middles).sum(axis=1)
    return np.asarray(away.argmin(axis=1).reshape(where.shape), np.intp), count
