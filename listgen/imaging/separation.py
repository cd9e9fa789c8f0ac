"""Separating product and busy background by colour (GrabCut), starting from a rough idea of where the product is."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from listgen.imaging.filters import Flags, Floats, Pixels, blur, dilate, enlarge, erode, shrink

# The colour models and the cut need no more pixels than this; edges are refined afterwards in full size.
_SIDE = 440
_ITERATIONS = 4
# What counts as certain in the rough idea.
_SURE_PRODUCT, _LIKELY_PRODUCT, _SURE_GROUND = 0.92, 0.45, 0.03

# A colour that is e^2 = 7 times as common around the product as in it belongs to the ground.
_GROUND_COLOUR = 2.0


def separate(rgb: Pixels, prior: Floats) -> Floats:
    """Return a soft mask (H x W, 0 to 1) of the product, given a `prior` of the same size and range."""
    height, width = rgb.shape[:2]
    scale = min(1.0, _SIDE / max(height, width))
    size = (max(8, round(width * scale)), max(8, round(height * scale)))
    small, idea = shrink(rgb, *size), np.asarray(shrink(prior, *size), np.float32)

    labels = np.full(idea.shape, cv2.GC_PR_BGD, np.uint8)
    labels[idea > _LIKELY_PRODUCT] = cv2.GC_PR_FGD
    labels[erode(idea > _SURE_PRODUCT, 2)] = cv2.GC_FGD
    labels[idea < _SURE_GROUND] = cv2.GC_BGD
    if not (labels == cv2.GC_BGD).any() or not np.isin(labels, (cv2.GC_FGD, cv2.GC_PR_FGD)).any():
        return prior
    cv2.setRNGSeed(0)  # GrabCut starts from k-means
    cv2.grabCut(small, labels, (0, 0, 1, 1), np.zeros((1, 65)), np.zeros((1, 65)), _ITERATIONS, cv2.GC_INIT_WITH_MASK)
    product = np.isin(labels, (cv2.GC_FGD, cv2.GC_PR_FGD)).astype(np.float32)
    return np.clip(enlarge(blur(product, 0.8), width, height), 0, 1)


def centre_prior(rgb: Pixels) -> Floats:
    """Return the rough idea that is left without a network: what differs from the border, near the middle."""
    height, width = rgb.shape[:2]
    scale = min(1.0, 200 / max(height, width))
    small = shrink(rgb, max(8, round(width * scale)), max(8, round(height * scale)))
    colours = np.asarray(cv2.cvtColor(small.astype(np.float32) / 255, cv2.COLOR_RGB2LAB), np.float32)
    depth = max(2, round(0.03 * min(colours.shape[:2])))
    rim = np.concatenate(
        [
            colours[:depth].reshape(-1, 3),
            colours[-depth:].reshape(-1, 3),
            colours[:, :depth].reshape(-1, 3),
            colours[:, -depth:].reshape(-1, 3),
        ]
    )
    samples = rim[:: max(1, len(rim) // 150)]
    nearest = np.full(colours.shape[:2], np.inf, np.float32)
    for sample in samples:
        nearest = np.minimum(nearest, np.linalg.norm(colours - sample, axis=-1))
    rows, columns = colours.shape[:2]
    y, x = np.mgrid[0:rows, 0:columns]
    middle = np.exp(-(((x / columns - 0.5) / 0.42) ** 2) - ((y / rows - 0.53) / 0.42) ** 2)
    idea = np.clip(blur(nearest, 1.5) / 25, 0, 1) * middle
    return enlarge((idea / max(float(idea.max()), 1e-6)).astype(np.float32), width, height)


def left_overs(rgb: Pixels, mask: Floats) -> Flags:
    """Return the parts of the mask that have the colours of the nearby background and not those of the product.

    Gaps between parts of the product and ground that came along show up here (H x W).
    """
    height, width = mask.shape
    scale = min(1.0, _SIDE / max(height, width))
    size = (max(8, round(width * scale)), max(8, round(height * scale)))
    product = np.asarray(shrink(mask, *size), np.float32) > 0.5
    colours = np.asarray(cv2.cvtColor(shrink(rgb, *size), cv2.COLOR_RGB2LAB), np.intp)
    bins = (colours[..., 0] // 12) * 1024 + (colours[..., 1] // 8) * 32 + colours[..., 2] // 8
    reach = max(6, round(0.10 * max(size)))
    around = dilate(product, reach) & ~dilate(product, 2)
    ground = _histogram(bins, around)
    goods = _histogram(bins, product)
    # In logarithms, so that a few glaring pixels do not colour their neighbours.
    ratio = np.log((ground[bins] + 1e-4) / (goods[bins] + 1e-4))
    smooth = blur(np.clip(ratio, -3, 4).astype(np.float32), 1.5)
    found = np.asarray((smooth > _GROUND_COLOUR) & erode(product, 2), bool)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(found.astype(np.uint8))
    large = stats[:, cv2.CC_STAT_AREA] >= max(6.0, 0.002 * float(product.sum()))
    large[0] = False
    grown = dilate(np.asarray(large[labels], bool), 2) & product
    return np.asarray(enlarge(grown.astype(np.float32), width, height) > 0.5)


def _histogram(bins: NDArray[np.intp], where: Flags) -> Floats:
    """Return how often each colour occurs, 0 to 1, neighbouring colours shared out."""
    counts = np.bincount(bins[where], minlength=22 * 1024 + 1024).astype(np.float32)
    cube = counts[: 22 * 1024].reshape(22, 32, 32)
    for axis in range(3):
        cube = 0.5 * cube + 0.25 * (np.roll(cube, 1, axis) + np.roll(cube, -1, axis))
    flat = np.concatenate([cube.ravel(), np.zeros(1024, np.float32)])
    return np.asarray(flat / max(1.0, float(where.sum())), np.float32)


def keep_main_parts(mask: Floats, *, share: float = 0.01) -> Floats:
    """Return the mask without loose pieces smaller than `share` of the largest one."""
    solid = mask > 0.5
    count, labels, stats, _ = cv2.connectedComponentsWithStats(solid.astype(np.uint8))
    if count <= 2:
        return mask
    areas = stats[:, cv2.CC_STAT_AREA]
    small = areas < share * areas[1:].max()
    small[0] = False
    dropped: Flags = np.asarray(small[labels], bool)
    kept = solid & ~dropped
    # The faint surroundings of a dropped piece go with it.
    return np.where(dropped | ((mask > 0) & ~dilate(kept, 8) & dilate(dropped, 8)), 0, mask).astype(np.float32)
