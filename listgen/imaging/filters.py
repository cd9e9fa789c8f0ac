"""The few OpenCV filters of the cut-out, with types: arrays in, arrays out."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
Floats = NDArray[np.float32]
Flags = NDArray[np.bool_]


def blur(image: Floats, sigma: float) -> Floats:
    """Return the image after a Gaussian blur of `sigma` pixels."""
    return np.asarray(cv2.GaussianBlur(image, (0, 0), sigma), np.float32)


def shrink(image: NDArray[Any], width: int, height: int) -> NDArray[Any]:
    """Return the image in a smaller size, each pixel the mean of its area; dtype stays."""
    return np.asarray(cv2.resize(image, (width, height), interpolation=cv2.INTER_AREA), image.dtype)


def enlarge(image: Floats, width: int, height: int) -> Floats:
    """Return the image in a larger size, linear in between."""
    return np.asarray(cv2.resize(image, (width, height), interpolation=cv2.INTER_LINEAR), np.float32)


def lab(rgb: Pixels) -> Floats:
    """Return CIE Lab (L 0 to 100) of sRGB bytes."""
    return np.asarray(cv2.cvtColor(rgb.astype(np.float32) / 255, cv2.COLOR_RGB2LAB), np.float32)


_LINEAR = (np.arange(256, dtype=np.float32) / np.float32(255)) ** np.float32(2.2)


def linear(rgb: NDArray[Any]) -> Floats:
    """Return linear light (0 to 1) of sRGB values from 0 to 255, by the plain 2.2 power."""
    return np.asarray(_LINEAR[rgb if rgb.dtype == np.uint8 else (rgb + 0.5).astype(np.uint8)], np.float32)


def disc(radius: int) -> NDArray[np.uint8]:
    """Return a round kernel."""
    return np.asarray(cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * radius + 1,) * 2), np.uint8)


def erode(flags: Flags, radius: int) -> Flags:
    """Return the flags without a rim of `radius` pixels; the border of the picture is no rim."""
    if radius <= 3:
        return np.asarray(cv2.erode(flags.astype(np.uint8), disc(radius)) > 0)
    padded = np.pad(flags.astype(np.uint8), 1, mode="edge")  # large kernels are slow, distances are not
    return np.asarray(cv2.distanceTransform(padded, cv2.DIST_L2, 3)[1:-1, 1:-1] > radius)


def dilate(flags: Flags, radius: int) -> Flags:
    """Return the flags grown by `radius` pixels."""
    if radius <= 3:
        return np.asarray(cv2.dilate(flags.astype(np.uint8), disc(radius)) > 0)
    return np.asarray(cv2.distanceTransform((~flags).astype(np.uint8), cv2.DIST_L2, 3) <= radius)


def touching_border(flags: Flags) -> Flags:
    """Return the connected parts of `flags` that reach the border of the picture."""
    count, labels = cv2.connectedComponents(flags.astype(np.uint8), connectivity=4)
    touching = np.zeros(count, bool)
    touching[np.unique(np.concatenate([labels[0], labels[-1], labels[:, 0], labels[:, -1]]))] = True
    touching[0] = False
    return np.asarray(touching[labels], bool)


def slope(image: Floats) -> Floats:
    """Return the steepness of the image in units per pixel."""
    across = cv2.Sobel(image, cv2.CV_32F, 1, 0, scale=0.125)
    down = cv2.Sobel(image, cv2.CV_32F, 0, 1, scale=0.125)
    return np.asarray(np.hypot(across, down), np.float32)
