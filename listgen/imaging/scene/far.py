"""Far fields: what lies far out of focus behind a table or a dark floor, in linear RGB."""

from __future__ import annotations

import numpy as np

from listgen.imaging.colour import Array, F
from listgen.imaging.scene.tools import blur


def far_room(
    w: int, h: int, wall: Array, accent: Array, light: Array, rng: np.random.Generator, *, horizon: float = 0.66
) -> Array:
    """Return a room far out of focus: big soft shapes, window glow, no edges anywhere."""
    y, x = np.mgrid[0:h, 0:w].astype(F)
    x, y = x / w, y / h
    glow = 0.62 + 0.38 * np.exp(-(((x - 0.28) / 0.55) ** 2 + ((y - 0.25) / 0.5) ** 2))
    image = wall * glow[..., None]
    shapes = (
        (light, 0.06, 0.02, 0.20, 0.42, 0.75),
        (light, 0.30, 0.04, 0.10, 0.38, 0.55),
        (accent, 0.72, 0.18, 0.17, 0.50, 0.60),
        (wall * 0.45, 0.90, 0.10, 0.16, 0.60, 0.55),
        (accent * 0.6, 0.47, 0.42, 0.15, 0.28, 0.45),
    )
    for colour, left, top, width, height, share in shapes:
        x0 = left + rng.normal(0, 0.02)
        inside = (x > x0) & (x < x0 + width) & (y > top) & (y < min(horizon, top + height))
        mask = inside.astype(F)[..., None] * share
        image = image * (1 - mask) + colour * mask
    return blur(image.astype(F), 0.055 * max(w, h))


def far_bokeh(
    w: int, h: int, deep: Array, colours: tuple[Array, ...], rng: np.random.Generator, *, lights: int = 90
) -> Array:
    """Return points of light out of focus, added in linear light: few large and faint, many small and bright."""
    longest = max(w, h)
    y, x = np.mgrid[0:h, 0:w].astype(F)
    glow = 0.5 + 0.9 * np.exp(-(((x / w - 0.5) / 0.42) ** 2 + ((y / h - 0.42) / 0.40) ** 2))
    image = deep * glow[..., None]
    added = np.zeros((h, w, 3), F)
    for _ in range(lights):
        r = longest * (0.010 + 0.045 * rng.random() ** 2.2)
        cx, cy = rng.uniform(-0.05, 1.05) * w, (0.02 + 0.62 * rng.beta(1.6, 1.5)) * h
        energy = 0.30 * (0.016 * longest / r) ** 0.9 * rng.lognormal(0, 0.5)
        colour = colours[int(rng.integers(len(colours)))]
        x0, x1 = int(max(0, cx - r * 1.2)), int(min(w, cx + r * 1.2))
        y0, y1 = int(max(0, cy - r * 1.2)), int(min(h, cy + r * 1.2))
        if x1 <= x0 or y1 <= y0:
            continue
        d = np.hypot(x[y0:y1, x0:x1] - cx, y[y0:y1, x0:x1] - cy)
        spot = np.clip((r - d) / (0.10 * r) + 0.5, 0, 1) * (0.72 + 0.28 * np.clip(d / r, 0, 1) ** 6)
        added[y0:y1, x0:x1] += (spot * energy)[..., None] * colour
    return np.asarray(image + blur(added, 0.0025 * longest) + 0.30 * blur(added, 0.03 * longest), F)
