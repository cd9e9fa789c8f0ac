"""Far fields: what lies far out of focus behind a table or a dark floor, in linear RGB."""

from __future__ import annotations

import cv2
import numpy as np

from listgen.imaging.colour import Array, F
from listgen.imaging.scene.tools import blur


def far_room(
    w: int, h: int, wall: Array, accent: Array, light: Array, rng: np.random.Generator, *, horizon: float = 0.70
) -> Array:
    """Return a bright room far out of focus: a window on the left and shelves, no edges anywhere."""
    side_w, side_h = 480, max(16, round(480 * h / w))
    y, x = np.mgrid[0:side_h, 0:side_w].astype(F)
    x, y = x / side_w, y / side_h
    glow = 0.60 + 0.42 * np.exp(-(((x - 0.20) / 0.55) ** 2 + ((y - 0.28) / 0.55) ** 2))
    image = (wall * glow[..., None]).astype(F)
    shift = float(rng.normal(0, 0.015))

    def put(colour: Array, left: float, top: float, width: float, height: float, share: float) -> None:
        inside = (x > left + shift) & (x < left + shift + width) & (y > top) & (y < min(horizon, top + height))
        image[inside] = image[inside] * (1 - share) + colour * share

    grey = np.array([0.5, 0.5, 0.5], F)
    for column in (0.03, 0.135):  # window panes
        for row in (0.02, 0.20, 0.38):
            put(light * 1.25, column, row, 0.092, 0.165, 0.80)
    put(wall * 0.62 + grey * 0.02, 0.70, 0.06, 0.34, 0.58, 0.75)  # a cupboard
    put(wall * 0.42, 0.70, 0.235, 0.34, 0.018, 0.8)
    put(wall * 0.42, 0.70, 0.43, 0.34, 0.018, 0.8)
    for left, top, width, height, share in (
        (0.735, 0.13, 0.05, 0.105, 0.75),
        (0.80, 0.155, 0.035, 0.08, 0.5),
        (0.88, 0.11, 0.06, 0.125, 0.65),
        (0.75, 0.33, 0.09, 0.10, 0.55),
        (0.90, 0.31, 0.04, 0.12, 0.7),
        (0.77, 0.50, 0.14, 0.14, 0.35),
    ):
        tint = accent if rng.random() < 0.5 else wall * 0.5 + accent * 0.3
        put(tint * float(rng.uniform(0.7, 1.2)), left, top, width, height, share)
    put(accent * 0.55 + wall * 0.2, 0.36, 0.50, 0.22, 0.20, 0.40)  # a low seat
    image = lens(image, 0.022 * max(side_w, side_h))
    image = blur(image, 0.006 * max(side_w, side_h))
    return np.asarray(cv2.resize(np.maximum(image, 0), (w, h), interpolation=cv2.INTER_CUBIC), F)


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
