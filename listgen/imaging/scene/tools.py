"""Small image tools that the scene modules share: blur, noise, look-up, resize of cut-outs."""

from __future__ import annotations

import cv2
import numpy as np

from listgen.imaging.colour import Array, F


def blur(image: Array, sigma: float) -> Array:
    """Return the Gaussian blur of an image; large radii are worked out on a smaller copy."""
    if sigma <= 0.3:
        return image
    h, w = image.shape[:2]
    shrink = max(1, int(sigma / 2.5))
    if shrink == 1:
        return np.asarray(cv2.GaussianBlur(image, (0, 0), sigma, borderType=cv2.BORDER_REFLECT))
    small = cv2.resize(image, (max(2, w // shrink), max(2, h // shrink)), interpolation=cv2.INTER_AREA)
    small = cv2.GaussianBlur(small, (0, 0), sigma / shrink, borderType=cv2.BORDER_REFLECT)
    return np.asarray(cv2.resize(small, (w, h), interpolation=cv2.INTER_CUBIC))


def fbm(rng: np.random.Generator, h: int, w: int, *, base: int = 4, octaves: int = 5, gain: float = 0.5) -> Array:
    """Return fractal noise (h, w) with standard deviation 1; `base` features across the width."""
    out, amplitude = np.zeros((h, w), F), 1.0
    for octave in range(octaves):
        n = base * 2**octave
        grid = rng.standard_normal((max(2, int(n * h / w) + 2), n + 2)).astype(F)
        out += amplitude * cv2.resize(grid, (w, h), interpolation=cv2.INTER_CUBIC)
        amplitude *= gain
    return np.asarray(out / max(1e-6, float(out.std())), F)


def remap(image: Array, x: Array, y: Array, border: int = cv2.BORDER_CONSTANT) -> Array:
    """Return the image read at points (bilinear); `x`, `y` are flat arrays of pixel coordinates."""
    # cv2.remap takes maps below 32768 in each direction, so long lists are folded into rows.
    n, columns = x.size, 4096
    rows = -(-n // columns)
    map_x, map_y = np.full(rows * columns, -9, F), np.full(rows * columns, -9, F)
    map_x[:n], map_y[:n] = x, y
    out = cv2.remap(
        image,
        map_x.reshape(rows, columns),
        map_y.reshape(rows, columns),
        cv2.INTER_LINEAR,
        borderMode=border,
        borderValue=0,
    )
    return np.asarray(out.reshape(rows * columns, *image.shape[2:])[:n])


def unit(vector: tuple[float, float, float] | Array) -> Array:
    """Return the vector with length 1."""
    v = np.array(vector, F)
    return np.asarray(v / np.linalg.norm(v), F)


def unit_rows(vectors: Array) -> Array:
    """Return rows with length 1."""
    return np.asarray(vectors / (np.linalg.norm(vectors, axis=1, keepdims=True) + F(1e-9)), F)


def bounds(rgba: Array) -> tuple[slice, slice]:
    """Return rows and columns of the product in a uint8 cut-out."""
    left, top, width, height = cv2.boundingRect(cv2.inRange(cv2.extractChannel(rgba, 3), 13, 255))
    return slice(top, top + height), slice(left, left + width)


def crop(rgba: Array) -> Array:
    """Return a uint8 cut-out trimmed to its product, as straight-alpha float RGBA in sRGB (0..1)."""
    return np.asarray(rgba[bounds(rgba)].astype(F) / F(255), F)


def fit(rgba: Array, box_w: float, box_h: float) -> Array:
    """Return a uint8 cut-out trimmed and resized into a box (px), as straight-alpha float RGBA in sRGB.

    Resampling is done on premultiplied pixels, with an area filter downwards, so no fringe of the old backdrop
    is drawn in.
    """
    product = rgba[bounds(rgba)].copy()
    scale = min(box_w / product.shape[1], box_h / product.shape[0])
    size = (max(1, round(product.shape[1] * scale)), max(1, round(product.shape[0] * scale)))
    # 255 times the levels in 16 bits, alpha too: exact, and faster than floats on a photo of many pixels.
    alpha = cv2.extractChannel(product, 3)
    cv2.insertChannel(np.full_like(alpha, 255), product, 3)
    weighted = np.multiply(product, cv2.merge([alpha] * 4), dtype=np.uint16)
    weighted = cv2.resize(weighted, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC)
    out = np.minimum(weighted.astype(F) * F(1 / (255 * 255)), 1)
    share = out[..., 3].copy()
    # Nearly opaque is opaque: the product is its own pixel there, not a mixture with the scene.
    out[..., 3] = 1
    out *= (1 / np.maximum(share, F(1e-4)))[..., None]
    out[..., 3] = np.where(share > 0.98, 1, share)
    return np.asarray(np.clip(out, 0, 1), F)
