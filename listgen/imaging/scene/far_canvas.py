"""The painter of far fields: flat shapes in depth layers, each blurred by a round lens, in linear light.

Lengths are shares of the square root of the picture's area. `u` runs from the left edge, `v` upwards from the lower
edge, where the table of the product picture will begin.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np

from listgen.imaging.colour import Array, F, from_oklab, luminance, oklab
from listgen.imaging.scene.render import shoulder

OVERSAMPLED = 2  # pictures are painted at twice their size
_OPENING = 1.25  # one number for how far open the lens of all pictures is


@dataclass(frozen=True, slots=True)
class FarPalette:
    """Linear RGB of the wall, of what stands before it, and of the small bright things."""

    far: Array
    near: Array
    accent: Array


class Canvas:
    """A picture in the making; `image` is linear RGB and may exceed 1 where something shines."""

    def __init__(self, h: int, w: int, rng: np.random.Generator) -> None:
        self.h, self.w, self.rng = h * OVERSAMPLED, w * OVERSAMPLED, rng
        self.unit = float(np.sqrt(self.h * self.w))
        y, x = np.mgrid[0 : self.h, 0 : self.w].astype(F)
        self.u, self.v = (x + F(0.5)) / F(self.unit), (F(self.h) - F(0.5) - y) / F(self.unit)
        self.wide, self.high = self.w / self.unit, self.h / self.unit
        self.image = np.zeros((self.h, self.w, 3), F)
        self.rgb = np.zeros_like(self.image)
        self.alpha = np.zeros((self.h, self.w), F)

    # shapes: masks of 0..1
    def box(self, left: float, low: float, right: float, top: float, lean: float = 0.0) -> Array:
        """An upright rectangle; `lean` moves its top to the right."""
        u = self.u - F(lean) * (self.v - F(low))
        return np.asarray((u > left) & (u < right) & (self.v > low) & (self.v < top), F)

    def oval(self, u: float, v: float, ru: float, rv: float, turn: float = 0.0) -> Array:
        """An ellipse with half axes `ru`, `rv`."""
        c, s = F(np.cos(turn)), F(np.sin(turn))
        du, dv = self.u - F(u), self.v - F(v)
        a, b = (du * c + dv * s) / F(ru), (dv * c - du * s) / F(rv)
        return np.asarray(a * a + b * b < 1, F)

    def shape(self, points: list[tuple[float, float]]) -> Array:
        """A polygon through (u, v) points."""
        mask = np.zeros((self.h, self.w), np.uint8)
        pixels = np.array([[u * self.unit * 16, (self.h - v * self.unit) * 16] for u, v in points], np.int32)
        cv2.fillPoly(mask, [pixels], 1, shift=4)
        return mask.astype(F)

    def pool(self, u: float, v: float, ru: float, rv: float) -> Array:
        """A soft pool of light around a point, 1 in its middle."""
        return np.asarray(np.exp(-(((self.u - F(u)) / F(ru)) ** 2) - ((self.v - F(v)) / F(rv)) ** 2), F)

    def noise(self, features: float, octaves: int = 3) -> Array:
        """Soft random field of about -1..1; `features` bumps per unit of length."""
        out = np.zeros((self.h, self.w), F)
        for octave in range(octaves):
            n = features * 2**octave
            rows, columns = max(2, round(n * self.high) + 2), max(2, round(n * self.wide) + 2)
            grid = self.rng.standard_normal((rows, columns)).astype(F)
            out += cv2.resize(grid, (self.w, self.h), interpolation=cv2.INTER_CUBIC) * F(0.55**octave)
        return out * F(0.7)

    # painting
    def paint(self, mask: Array, colour: Array, share: float = 1.0) -> None:
        """Lay a colour (or a picture of colours) over the layer in work."""
        m = (mask * F(share))[..., None]
        self.rgb = self.rgb * (1 - m) + np.asarray(colour, F) * m
        self.alpha = self.alpha * (1 - m[..., 0]) + m[..., 0]

    def light(self, mask: Array, factor: float) -> None:
        """Multiply the layer in work where the mask is 1; below 1 is shade."""
        self.rgb = self.rgb * (1 + mask * F(factor - 1))[..., None]

    def lay(self, radius: float) -> None:
        """Finish the layer in work: out of focus by `radius`, over everything painted before."""
        k = _lens(round(radius * _OPENING * self.unit * 2) / 2)
        premultiplied = np.dstack([self.rgb * self.alpha[..., None], self.alpha])
        soft = cv2.filter2D(premultiplied, -1, k, borderType=cv2.BORDER_REFLECT_101)
        self.image = self.image * (1 - soft[..., 3:]) + soft[..., :3]
        self.rgb, self.alpha = np.zeros_like(self.rgb), np.zeros_like(self.alpha)

    def sparkle(self, u: float, v: float, radius: float, colour: Array, strength: float) -> None:
        """Add one point of light out of focus: a disc with a slightly brighter rim."""
        r = radius * self.unit
        cx, cy = u * self.unit, self.h - v * self.unit
        x0, x1 = int(max(0, cx - r - 2)), int(min(self.w, cx + r + 3))
        y0, y1 = int(max(0, cy - r - 2)), int(min(self.h, cy + r + 3))
        if x1 <= x0 or y1 <= y0:
            return
        y, x = np.mgrid[y0:y1, x0:x1].astype(F)
        d = np.hypot(x + F(0.5) - F(cx), y + F(0.5) - F(cy))
        disc = np.clip(F(r) - d + F(0.5), 0, 1) * (F(0.78) + F(0.22) * np.clip(d / F(r), 0, 1) ** 4)
        self.image[y0:y1, x0:x1] += (disc * F(strength))[..., None] * np.asarray(colour, F)

    def glare(self, share: float, reach: float) -> None:
        """Spread a share of all light widely, as lenses do around bright windows and lamps."""
        shrink = 4
        small = cv2.resize(self.image, (self.w // shrink, self.h // shrink), interpolation=cv2.INTER_AREA)
        small = cv2.GaussianBlur(small, (0, 0), reach * self.unit / shrink, borderType=cv2.BORDER_REFLECT_101)
        wide = cv2.resize(small, (self.w, self.h), interpolation=cv2.INTER_CUBIC)
        self.image = self.image * F(1 - share) + wide * F(share)

    def developed(self, brightness: float, *, percentile: float = 50.0) -> Array:
        """Return the picture in linear light (0..1), exposed so that a percentile of its light becomes `brightness`."""
        middle = float(np.percentile(luminance(self.image), percentile))
        exposed = self.image * F(np.clip(brightness / max(middle, 1e-4), 0.2, 5))
        h, w = self.h // OVERSAMPLED, self.w // OVERSAMPLED
        small = cv2.resize(exposed, (w, h), interpolation=cv2.INTER_AREA)
        small = cv2.GaussianBlur(small, (0, 0), 0.5, borderType=cv2.BORDER_REFLECT_101)
        return np.asarray(np.clip(shoulder(small), 0, 1), F)


def mix(one: Array, other: Array, share: float) -> Array:
    """Return the colour between two linear colours, by OKLab."""
    return np.clip(from_oklab(oklab(one) * F(1 - share) + oklab(other) * F(share)), 0, None).astype(F)


def lift(colour: Array, lightness: float, chroma: float = 1.0) -> Array:
    """Return a colour made lighter (OKLab, -1..1) with its chroma multiplied."""
    lab = oklab(colour) * np.array([1, chroma, chroma], F)
    lab[0] = np.clip(lab[0] + lightness, 0.02, 1)
    return np.clip(from_oklab(lab), 0, None).astype(F)


@lru_cache(maxsize=128)
def _lens(radius: float) -> Array:
    size = 2 * int(np.ceil(max(radius, 0.5))) + 1
    y, x = np.mgrid[0:size, 0:size].astype(F) - size // 2
    kernel = np.clip(radius - np.hypot(x, y) + 0.5, 0, 1)
    return np.asarray(kernel / kernel.sum(), F)
