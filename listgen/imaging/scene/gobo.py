"""Light patterns (gobos): square float pictures, 1 where the key light passes, 0 where it is held back."""

from __future__ import annotations

import cv2
import numpy as np

from listgen.imaging.colour import Array, F
from listgen.imaging.scene.tools import blur

_SIDE = 1024


def gobo_window(rng: np.random.Generator, *, side: int = _SIDE, columns: int = 3, rows: int = 4) -> Array:
    """Return the light of a paned window, leaning like low sun."""
    out = np.zeros((side, side), F)
    width, height, skew, bar = 0.78, 0.90, 0.10, 0.011
    left, top = (1 - width) / 2, (1 - height) / 2
    pane_w, pane_h = width / columns, height / rows
    for i in range(columns):
        for j in range(rows):
            x0, x1 = left + pane_w * i + bar, left + pane_w * (i + 1) - bar
            y0, y1 = top + pane_h * j + bar * 0.8, top + pane_h * (j + 1) - bar * 0.8
            _fill(out, np.array([(x + skew * (0.5 - y), y) for x, y in ((x0, y0), (x1, y0), (x1, y1), (x0, y1))]), 1.0)
    return out


def gobo_palm(rng: np.random.Generator, *, side: int = _SIDE) -> Array:
    """Return the shade of palm fronds that reach in from the upper left; nearer ones are blurrier."""
    out = np.ones((side, side), F)
    # x, y of the stem's foot, angle, droop, length, softness
    fronds = (
        (-0.02, 0.34, -0.42, 0.75, 0.80, 0.0030),
        (0.02, 0.02, 0.38, 0.70, 0.92, 0.0050),
        (0.30, -0.08, 0.75, 0.60, 0.80, 0.0110),
    )
    for x, y, angle, droop, length, soft in fronds:
        layer = np.ones((side, side), F)
        _frond(layer, x, y, angle + rng.normal(0, 0.05), droop, length, rng)
        out *= 1 - (1 - blur(layer, soft * side)) * F(0.94)
    return out


def gobo_branch(rng: np.random.Generator, *, side: int = _SIDE, leaves: int = 15) -> Array:
    """Return twigs with pointed leaves at three distances, a dappled light."""
    out = np.ones((side, side), F)
    layers = ((5, 0.085, 0.0035), (4, 0.115, 0.010), (3, 0.15, 0.022))  # twigs, length of a leaf, softness
    for count, size, soft in layers:
        layer = np.ones((side, side), F)
        for _ in range(count):
            x, y = rng.uniform(-0.12, 0.85), rng.uniform(-0.12, 0.35)
            angle, bend = rng.uniform(0.15, 1.05), rng.normal(0, 0.5)
            length = size * leaves * 0.42
            for k in range(leaves):
                t = (k + 0.6) / leaves
                lean = angle + bend * t
                px, py = x + np.cos(lean) * length * t, y + np.sin(lean) * length * t
                turn = (1 if k % 2 else -1) * rng.uniform(0.55, 1.0)
                _leaf(layer, px, py, lean + turn, size * rng.uniform(0.75, 1.15) * (1.05 - 0.4 * t), 0.24, rng)
        out *= 1 - (1 - blur(layer, soft * side)) * F(0.92)
    return out


def gobo_pool(rng: np.random.Generator, *, side: int = 256) -> Array:
    """Return a wide pool of light that falls off evenly, as under a large lamp."""
    y, x = np.mgrid[0:side, 0:side].astype(F) / F(side) - F(0.5)
    away = np.hypot(x + F(0.05), (y + F(0.03)) * F(0.9))
    return np.asarray(F(0.25) + F(0.75) * np.exp(-((away / F(0.33)) ** 2)), F)


def _leaf(
    layer: Array, x: float, y: float, angle: float, length: float, width: float, rng: np.random.Generator
) -> None:
    s = np.linspace(0, 1, 18)
    bend = angle + rng.normal(0, 0.18) * s
    cx, cy = x + np.cos(bend) * length * s, y + np.sin(bend) * length * s
    half = length * width * np.sin(np.pi * s**0.82) ** 1.15
    nx, ny = -np.sin(bend) * half, np.cos(bend) * half
    _fill(layer, np.r_[np.c_[cx + nx, cy + ny], np.c_[cx - nx, cy - ny][::-1]], 0.0)


def _frond(
    layer: Array,
    x: float,
    y: float,
    angle: float,
    droop: float,
    length: float,
    rng: np.random.Generator,
    leaflets: int = 22,
) -> None:
    side = layer.shape[0]
    for k in range(leaflets):
        t = 0.10 + 0.9 * k / (leaflets - 1)
        along, lean = angle + droop * t * t / 3, angle + droop * t * t
        px, py = x + np.cos(along) * length * t, y + np.sin(along) * length * t
        leaf = length * 0.52 * np.sin(np.pi * min(0.97, 0.20 + 0.78 * t)) ** 0.7
        for hand in (-1, 1):
            s = np.linspace(0, 1, 16)
            half = 0.0155 * length * np.sin(np.pi * s**0.62) ** 0.9 * (1 - 0.35 * t)
            # leaflets hang: they bend towards the ground on both sides of the stem
            bend = lean + hand * (1.05 - 0.70 * t) + rng.normal(0, 0.06) + (0.25 * hand + 0.22) * s * s
            cx, cy = px + np.cumsum(np.cos(bend)) * leaf / 16, py + np.cumsum(np.sin(bend)) * leaf / 16
            nx, ny = -np.sin(bend) * half, np.cos(bend) * half
            _fill(layer, np.r_[np.c_[cx + nx, cy + ny], np.c_[cx - nx, cy - ny][::-1]], 0.0)
    s = np.linspace(0, 1, 30)
    stem_angle = angle + droop * s * s / 3
    stem = np.c_[x + np.cos(stem_angle) * length * s, y + np.sin(stem_angle) * length * s]
    cv2.polylines(
        layer, [(stem * side * 16).astype(np.int32)], False, (0.0,), max(1, int(0.005 * side)), cv2.LINE_AA, 4
    )


def _fill(layer: Array, corners: Array, value: float) -> None:
    # 4 fractional bits: leaf tips thinner than a pixel keep their shape
    cv2.fillPoly(layer, [(corners * layer.shape[0] * 16).astype(np.int32)], (value,), cv2.LINE_AA, 4)
