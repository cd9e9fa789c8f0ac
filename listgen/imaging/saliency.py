"""Where the product is, as a small neural network sees it (u2netp through OpenCV, no further package)."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np

from listgen.imaging.filters import Floats, Pixels, enlarge, shrink

_SIDE = 320  # the network's own input size
_MEAN = np.array([0.485, 0.456, 0.406], np.float32)
_DEVIATION = np.array([0.229, 0.224, 0.225], np.float32)
# A second look at the product alone shows straps and legs that are lost in the whole picture.
_CLOSER_BELOW = 0.72  # share of the picture's sides above which there is nothing to be gained
_CLOSER_MARGIN = 0.14


@lru_cache(maxsize=1)
def load_network(weights: Path) -> cv2.dnn.Net:
    """Return the network of a weights file; raises cv2.error where the file is none."""
    return cv2.dnn.readNetFromONNX(str(weights))


def saliency(rgb: Pixels, weights: Path) -> Floats:
    """Return how much each pixel belongs to the thing the photo is of (H x W, 0 to 1)."""
    whole = _look(rgb, weights)
    height, width = whole.shape
    rows = np.flatnonzero((whole > 0.5).any(axis=1))
    columns = np.flatnonzero((whole > 0.5).any(axis=0))
    if not len(rows) or max(np.ptp(rows) / height, np.ptp(columns) / width) > _CLOSER_BELOW:
        return whole
    margin = round(_CLOSER_MARGIN * max(np.ptp(rows), np.ptp(columns))) + 4
    top, bottom = max(0, rows[0] - margin), min(height, rows[-1] + margin)
    left, right = max(0, columns[0] - margin), min(width, columns[-1] + margin)
    window = (slice(int(top), int(bottom)), slice(int(left), int(right)))
    closer = np.zeros_like(whole)
    closer[window] = _look(np.ascontiguousarray(rgb[window]), weights)
    # What only the closer look sees far from the product is usually the table it stands on.
    return np.asarray(np.where(whole > 0.02, 0.4 * whole + 0.6 * closer, 0), np.float32)


def _look(rgb: Pixels, weights: Path) -> Floats:
    height, width = rgb.shape[:2]
    values = shrink(rgb, _SIDE, _SIDE).astype(np.float32)
    values = (values / max(float(values.max()), 1.0) - _MEAN) / _DEVIATION
    network = load_network(weights)
    network.setInput(np.ascontiguousarray(values.transpose(2, 0, 1)[None]))
    # The first output fuses the six of the network's levels; asking for it alone spares the others.
    found = np.asarray(network.forward(network.getUnconnectedOutLayersNames()[0]), np.float32)[0, 0]
    found = (found - found.min()) / max(float(np.ptp(found)), 1e-6)
    return np.clip(enlarge(found.astype(np.float32), width, height), 0, 1)
