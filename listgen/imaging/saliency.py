"""Where the product is, as a small neural network sees it (u2netp through OpenCV, no further package)."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np

from listgen.imaging.filters import Flags, Floats, Pixels, enlarge, shrink

_SIDE = 320  # the network's own input size
# A second look at the product alone shows straps and legs that are lost in the whole picture.
_CLOSER_BELOW = 0.72  # share of the picture's sides above which there is nothing to be gained
_MARGIN = 0.14  # around the product, share of its longer side
# What stands out on its own stands out in a mirror too; where two things are as good, or an edge is a guess, the
# mirror shows another picture. A coarse look is enough for that, at half the price.
_MIRROR_SIDE = 224
_MEAN = np.array([0.485, 0.456, 0.406], np.float32)
_DEVIATION = np.array([0.229, 0.224, 0.225], np.float32)


@lru_cache(maxsize=1)
def load_network(weights: Path) -> cv2.dnn.Net:
    """Return the network of a weights file; raises cv2.error where the file is none."""
    return cv2.dnn.readNetFromONNX(str(weights))


def saliency(rgb: Pixels, weights: Path) -> Floats:
    """Return how much each pixel belongs to the thing the photo is of (H x W, 0 to 1)."""
    height, width = rgb.shape[:2]
    whole = np.clip(enlarge(look(rgb, weights), width, height), 0, 1)
    if _extent(whole > 0.5) > _CLOSER_BELOW:
        return whole
    window = _around(whole > 0.5)
    product = np.ascontiguousarray(rgb[window])
    closer = np.zeros_like(whole)
    closer[window] = np.clip(enlarge(look(product, weights), product.shape[1], product.shape[0]), 0, 1)
    # What only the closer look sees far from the product is usually the table it stands on.
    return np.asarray(np.where(whole > 0.02, 0.4 * whole + 0.6 * closer, 0), np.float32)


def unsteadiness(rgb: Pixels, seen: Floats, weights: Path) -> float:
    """Return how much of what was `seen` (H x W, 0 to 1) is another in a mirror: 1 - intersection over union."""
    window = _around(seen > 0.5)
    mirrored = look(np.ascontiguousarray(rgb[window][:, ::-1]), weights, side=_MIRROR_SIDE)[:, ::-1] > 0.5
    straight = shrink(seen[window], _MIRROR_SIDE, _MIRROR_SIDE) > 0.5
    return 1 - float((straight & mirrored).sum() / max(1, (straight | mirrored).sum()))


def _extent(found: Flags) -> float:
    """Return the longer side of what was found, as a share of the picture's; 1 where nothing was."""
    rows, columns = np.flatnonzero(found.any(axis=1)), np.flatnonzero(found.any(axis=0))
    return max(np.ptp(rows) / found.shape[0], np.ptp(columns) / found.shape[1]) if len(rows) else 1.0


def _around(found: Flags) -> tuple[slice, slice]:
    """Return rows and columns of what was found and of some room around it; all of them where nothing was."""
    height, width = found.shape
    rows, columns = np.flatnonzero(found.any(axis=1)), np.flatnonzero(found.any(axis=0))
    if not len(rows):
        return slice(0, height), slice(0, width)
    margin = round(_MARGIN * max(np.ptp(rows), np.ptp(columns))) + 4
    top, left = max(0, int(rows[0]) - margin), max(0, int(columns[0]) - margin)
    return slice(top, min(height, int(rows[-1]) + margin)), slice(left, min(width, int(columns[-1]) + margin))


def look(rgb: Pixels, weights: Path, *, side: int = _SIDE) -> Floats:
    """Return the network's map of a picture that is shown to it in `side` x `side` pixels (side x side, 0 to 1)."""
    values = shrink(rgb, side, side).astype(np.float32)
    values = (values / max(float(values.max()), 1.0) - _MEAN) / _DEVIATION
    network = load_network(weights)
    network.setInput(np.ascontiguousarray(values.transpose(2, 0, 1)[None]))
    # The first output fuses the six of the network's levels; asking for it alone spares the others.
    found = np.asarray(network.forward(network.getUnconnectedOutLayersNames()[0]), np.float32)[0, 0]
    return np.asarray((found - found.min()) / max(float(np.ptp(found)), 1e-6), np.float32)
