"""The shadow of the product on the set: a stack of upright cards, or a low slab for goods seen from above.

The product is a flat cut-out, so its shadow comes from its alpha. Penumbrae are looked up in pre-blurred copies of the
alpha: no sampling noise, at any softness.
"""

from __future__ import annotations

import cv2
import numpy as np

from listgen.imaging.colour import Array, F
from listgen.imaging.scene.stage import Camera, Placed
from listgen.imaging.scene.tools import remap

_SIGMAS = np.array([1.0, 2.2, 4.5, 9, 18, 36, 64], F)
_SIDE, _PAD = 256, 220


class ProductShadow:
    """What one product takes from a light."""

    def __init__(self, placed: Placed) -> None:
        self.placed, self.camera = placed, placed.camera
        alpha = placed.rgba[..., 3]
        height, width = alpha.shape
        if placed.stand:
            alpha, self.back = _upright(alpha, placed, self.camera)
        else:
            # footprint = silhouette shortened by the body's own height
            k = max(1, int(placed.depth * self.camera.px * float(self.camera.up[1])))
            alpha = cv2.erode(
                alpha, np.ones((k, 1), np.uint8), anchor=(0, k - 1), borderType=cv2.BORDER_CONSTANT, borderValue=0
            )
            self.back = np.zeros(width, F)
        self.scale = _SIDE / max(height, width)
        small = cv2.resize(alpha, None, fx=self.scale, fy=self.scale, interpolation=cv2.INTER_AREA)
        small = cv2.copyMakeBorder(small, _PAD, _PAD, _PAD, _PAD, cv2.BORDER_CONSTANT, value=0)
        self.levels = [np.asarray(cv2.GaussianBlur(small, (0, 0), float(s))) for s in _SIGMAS]

    def taken(self, points: Array, light: Array, *, width: float, slices: int) -> Array:
        """Return the share (0..1) of a light (its direction, its angular radius in rad) that the points lose."""
        return (
            self._upright(points, light, width, slices)
            if self.placed.stand
            else self._slab(points, light, width, slices)
        )

    def _upright(self, points: Array, light: Array, width: float, slices: int) -> Array:
        placed, px = self.placed, self.camera.px
        height, across = placed.rgba.shape[:2]
        lx, ly, lz = (float(v) for v in light)
        lz = lz if abs(lz) > 0.05 else float(np.copysign(0.05, lz or 1))
        gap = placed.depth / slices
        soft = gap * 0.8 * min(2.0, abs(lx / lz) + 0.3)  # hides the steps between the cards
        columns = np.arange(across)
        out = np.zeros(len(points), F)
        for z in -(np.arange(slices) + 0.5) * gap:
            narrow = float(np.sqrt(max(0.15, 1 - (z / placed.depth + 0.5) ** 2 * 3.2))) if placed.is_round else 1.0
            t = (z - points[:, 2]) / lz
            u = across / 2 + (points[:, 0] - placed.world_x + lx * t) / narrow * px
            shift = np.interp(u, columns, -self.back).astype(F)
            t = (np.maximum(z + shift, -placed.depth * 1.3) - points[:, 2]) / lz
            u = across / 2 + (points[:, 0] - placed.world_x + lx * t) / narrow * px
            v = height - (points[:, 1] + ly * t - self.camera.foot) * px * float(self.camera.up[1])
            seen = self._look(u, np.minimum(v, height * 1.02), np.maximum(t, 0) * width + soft)
            out = np.maximum(out, np.where(t > 0, seen, 0))
        return np.asarray(np.clip(out * F(1.04), 0, 1), F)

    def _slab(self, points: Array, light: Array, width: float, slices: int) -> Array:
        out = np.zeros(len(points), F)
        for y in np.linspace(0, self.placed.depth, slices):
            t = np.maximum((self.camera.foot + y + 0.004 - points[:, 1]) / max(float(light[1]), 1e-3), 0)
            on_floor = points + light * t[:, None]
            on_floor[:, 1] = self.camera.foot
            u, v = self.camera.project(on_floor)
            out = np.maximum(out, self._look(u - self.placed.x0, v - self.placed.y0, t * width + 0.006))
        return np.asarray(np.clip(out * F(1.04), 0, 1), F)

    def _look(self, u: Array, v: Array, sigma: Array) -> Array:
        x, y = u * self.scale + _PAD, v * self.scale + _PAD
        wanted = np.log2(np.maximum(sigma * self.camera.px * self.scale, 1.0))
        level = np.interp(wanted, np.log2(_SIGMAS), np.arange(len(_SIGMAS))).astype(F)
        out = np.zeros(u.shape, F)
        for k, blurred in enumerate(self.levels):
            m = np.flatnonzero(np.abs(level - k) < 1)
            if len(m):
                out[m] += (1 - np.abs(level[m] - k)) * remap(blurred, x[m], y[m])
        return out


def lower_contour(alpha: Array) -> tuple[Array, Array]:
    """Return per column whether it has product, and the row of its lowest product pixel (0 where it has none)."""
    on = alpha > 0.5
    has = on.any(0)
    return np.asarray(has), np.where(has, alpha.shape[0] - 1 - np.argmax(on[::-1], 0), 0).astype(F)


def _upright(alpha: Array, placed: Placed, camera: Camera) -> tuple[Array, Array]:
    """Alpha with its foot drawn down to one line, and how far back each column stands (world units).

    Seen from an elevation, the base recedes upwards: a column that ends a little higher stands further back.
    """
    height, width = alpha.shape
    sine = max(0.035, float(-camera.forward[1]))
    has, lowest = lower_contour(alpha)
    rise = np.where(has, height - 1 - lowest, 10**6).astype(F)
    lift = np.where(rise <= placed.depth * camera.px * sine, rise, 0).astype(F)
    back = cv2.GaussianBlur((lift / F(camera.px * sine))[None], (0, 0), max(1, 0.03 * width))[0]
    y, x = np.mgrid[0:height, 0:width].astype(F)
    moved = cv2.remap(alpha, x, y - lift[None], cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=0)
    return np.asarray(moved), np.asarray(back, F)
