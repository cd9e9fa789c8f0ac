"""Light patterns (gobos): square float pictures, 1 where the key light passes, 0 where it is held back."""

from __future__ import annotations

import cv2
import numpy as np

from listgen.imaging.colour import Array, F
from listgen.imaging.scene.tools import blur

_SIDE = 768


def gobo_window(rng: np.random.Generator, *, side: int = _SIDE, columns: int = 2, rows: int = 3) -> Array:
    """Return the light of a paned window, leaning like low sun."""
    out = np.zeros((side, side), F)
    width, height, left, top, skew = 0.50, 0.74, 0.25, 0.13, 0.16
    pane_w, pane_h = width / columns, height / rows
    for i in range(columns):
        for j in range(rows):
            x0, x1 = left + pane_w * i + 0.016, left + pane_w * (i + 1) - 0.016
            y0, y1 = top + pane_h * j + 0.012, top + pane_h * (j + 1) - 0.012
            _fill(out, np.array([(x + skew * (0.5 - y), y) for x, y in ((x0, y0), (x1, y0), (x1, y1), (x0, y1))]), 1.0)
    return out


def gobo_palm(rng: np.random.Generator, *, side: int = _SIDE) -> Array:
    """Return the shade of palm fronds that reach in from the upper left; nearer ones are blurrier."""
    out = np.ones((side, side), F)
    fronds = ((-0.05, 0.30, -0.10, 0.78, 0.006), (0.02, 0.02, 0.62, 0.72, 0.012), (0.35, -0.10, 1.05, 0.62, 0.020))
    for x, y, angle, length, soft in fronds:
        layer = np.ones((side, side), F)
        _frond(layer, x, y, angle + rng.normal(0, 0.05), length, rng)
        out *= 1 - (1 - blur(layer, soft * side)) * F(0.92)
    return out


def gobo_branch(rng: np.random.Generator, *, side: int = _SIDE, leaves: int = 46) -> Array:
    """Return loose foliage: small leaves at three distances, a dappled light."""
    out = np.ones((side, side), F)
    layers = ((leaves, 0.050, 0.006), (leaves // 2, 0.075, 0.014), (leaves // 4, 0.11, 0.028))
    for index, (count, size, soft) in enumerate(layers):
        layer = np.ones((side, side), F)
        for _ in range(count):
            t = rng.random()
            cx = t * 1.1 - 0.05 + rng.normal(0, 0.10)
            cy = 0.12 + 0.28 * t + rng.normal(0, 0.17) * (0.6 + 0.3 * index)
            angle, length = rng.uniform(0.1, 1.4), size * rng.uniform(0.7, 1.3)
            s = np.linspace(0, 1, 16)
            half = length * 0.42 * np.sin(np.pi * s**0.8)
            x = cx + np.cos(angle + 0.3 * s) * length * 2 * s
            y = cy + np.sin(angle + 0.3 * s) * length * 2 * s
            one = np.c_[x - np.sin(angle) * half, y + np.cos(angle) * half]
            other = np.c_[x + np.sin(angle) * half, y - np.cos(angle) * half]
            _fill(layer, np.r_[one, other[::-1]], 0.0)
        out *= 1 - (1 - blur(layer, soft * side)) * F(0.9)
    return out


def _frond(
    layer: Array, x: float, y: float, angle: float, length: float, rng: np.random.Generator, leaflets: int = 17
) -> None:
    droop, width, side = 0.55, 0.030, layer.shape[0]
    for k in range(leaflets):
        t = 0.10 + 0.9 * k / (leaflets - 1)
        along, lean = angle + droop * t * t / 3, angle + droop * t * t
        px, py = x + np.cos(along) * length * t, y + np.sin(along) * length * t
        leaf = length * 0.46 * np.sin(np.pi * min(0.97, 0.18 + 0.80 * t)) ** 0.8
        for hand in (-1, 1):
            s = np.linspace(0, 1, 14)
            half = width * length * np.sin(np.pi * s**0.75) * (0.85 - 0.35 * t)
            bend = lean + hand * (1.12 - 0.62 * t) + rng.normal(0, 0.05) + hand * 0.25 * s * s
            cx, cy = px + np.cumsum(np.cos(bend)) * leaf / 14, py + np.cumsum(np.sin(bend)) * leaf / 14
            nx, ny = -np.sin(bend) * half, np.cos(bend) * half
            _fill(layer, np.r_[np.c_[cx + nx, cy + ny], np.c_[cx - nx, cy - ny][::-1]], 0.0)
    s = np.linspace(0, 1, 30)
    stem_angle = angle + droop * s * s / 3
    stem = np.c_[x + np.cos(stem_angle) * length * s, y + np.sin(stem_angle) * length * s]
    points = [(stem * side * 16).astype(np.int32)]
    cv2.polylines(layer, points, False, 0.0, max(1, int(0.005 * side)), cv2.LINE_AA, 4)


def _fill(layer: Array, corners: Array, value: float) -> None:
    # 4 fractional bits: leaf tips thinner than a pixel keep their shape
    cv2.fillPoly(layer, [(corners * layer.shape[0] * 16).astype(np.int32)], (value,), cv2.LINE_AA, 4)
