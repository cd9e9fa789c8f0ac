"""Lights far out of focus behind a dark floor, in linear RGB, and the lens that far fields are seen through."""

from __future__ import annotations

import cv2
import numpy as np

from listgen.imaging.colour import Array, F
from listgen.imaging.scene.tools import blur


def far_bokeh(
    w: int, h: int, deep: Array, colours: tuple[Array, ...], rng: np.random.Generator, *, lights: int = 90
) -> Array:
    """Return points of light out of focus, added in linear light: few large and faint, many small and bright.

    Most hang on sagging strings, as such lights do; the rest are scattered.
    """
    longest = max(w, h)
    y, x = np.mgrid[0:h, 0:w].astype(F)
    glow = 0.45 + 1.0 * np.exp(-(((x / w - 0.5) / 0.46) ** 2 + ((y / h - 0.40) / 0.42) ** 2))
    image = deep * glow[..., None]
    added = np.zeros((h, w, 3), F)
    strings = [
        (float(rng.uniform(0.04, 0.46)), float(rng.uniform(0.03, 0.14)), float(rng.uniform(0.2, 0.8))) for _ in range(5)
    ]
    for index in range(lights):
        r = longest * (0.009 + 0.040 * rng.random() ** 2.4)
        cx = float(rng.uniform(-0.05, 1.05))
        cy = 0.02 + 0.58 * float(rng.beta(1.6, 1.5))
        if index % 4:
            top, sag, middle = strings[index % len(strings)]
            cy = top + sag * (1 - ((cx - middle) / 0.7) ** 2) + float(rng.normal(0, 0.012))
        cx, cy = cx * w, cy * h
        energy = 0.26 * (0.016 * longest / r) ** 1.1 * float(rng.lognormal(0, 0.55))
        colour = colours[int(rng.choice(len(colours), p=_weights(len(colours))))]
        x0, x1 = int(max(0, cx - r * 1.2)), int(min(w, cx + r * 1.2))
        y0, y1 = int(max(0, cy - r * 1.2)), int(min(h, cy + r * 1.2))
        if x1 <= x0 or y1 <= y0:
            continue
        d = np.hypot(x[y0:y1, x0:x1] - F(cx), y[y0:y1, x0:x1] - F(cy))
        spot = np.clip((r - d) / (0.08 * r) + 0.5, 0, 1) * (0.70 + 0.30 * np.clip(d / r, 0, 1) ** 5)
        added[y0:y1, x0:x1] += (spot * energy)[..., None] * colour
    return np.asarray(image + blur(added, 0.0022 * longest) + F(0.35) * blur(added, 0.035 * longest), F)


def _weights(count: int) -> list[float]:
    raw = [2.0 if index == 1 else 1.0 for index in range(count)]  # the second colour is the lamps' own warm white
    return [value / sum(raw) for value in raw]


def lens(image: Array, radius: float) -> Array:
    """Return the picture blurred by a round opening (radius in px): shapes keep the soft-edged look of photographs."""
    size = 2 * int(np.ceil(radius)) + 1
    y, x = np.mgrid[0:size, 0:size].astype(F) - size // 2
    kernel = np.clip(radius - np.hypot(x, y) + 0.5, 0, 1)
    out = cv2.filter2D(image, -1, kernel / kernel.sum(), borderType=cv2.BORDER_REFLECT)
    return np.asarray(out, F)
