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
        self.middle, self.depth = width / 2, placed.depth
        if placed.stand:
            alpha, self.back, base = _upright(alpha, placed, self.camera)
            if placed.is_round and base is not None:
                # The plan is a circle on the base: it is as deep as the base is wide, and no column stands back.
                self.middle, self.depth = base[0], float(np.clip(base[1] / self.camera.px, 0.08, 1.0))
                self.back = np.zeros(width, F)
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

    def taken(self, points: Array, light: Array, *, width: float, slices: int, jitter: Array) -> Array:
        """Return the share (0..1) of a light (its direction, its angular radius in rad) that the points lose.

        `jitter` (n,; -0.5..0.5) moves the cards by a part of their distance, another part for each point, so that their
        steps become a fine pattern which a small blur removes.
        """
        if not self.placed.stand:
            return self._slab(points, light, width, slices, jitter)
        return self._cards(points, light, width, slices, jitter)

    def _cards(self, points: Array, light: Array, width: float, slices: int, jitter: Array) -> Array:
        placed, px, depth = self.placed, self.camera.px, self.depth
        height, across = placed.rgba.shape[:2]
        lx, ly, lz = (float(v) for v in light)
        lz = lz if abs(lz) > 0.05 else float(np.copysign(0.05, lz or 1))
        gap = depth / slices
        soft = gap * 0.5 * min(2.0, abs(lx / lz) + 0.3)  # hides the steps between the cards
        columns = np.arange(across)
        middle = self.middle
        x = points[:, 0] - F(placed.world_x) - F((middle - across / 2) / px)
        out = np.zeros(len(points), F)
        for front in -(np.arange(slices) + 0.5) * gap:
            z = np.clip(F(front) + F(gap) * jitter, -depth, 0)
            narrow = np.sqrt(np.maximum(0.04, 1 - (2 * z / F(depth) + 1) ** 2)) if placed.is_round else F(1)
            t = (z - points[:, 2]) / F(lz)
            u = middle + (x + F(lx) * t) / narrow * F(px)
            if self.back.any():
                z = np.maximum(z - np.interp(u, columns, self.back).astype(F), F(-depth * 1.3))
                t = (z - points[:, 2]) / F(lz)
                u = middle + (x + F(lx) * t) / narrow * F(px)
            v = height - (points[:, 1] + F(ly) * t - F(self.camera.foot)) * F(px * float(self.camera.up[1]))
            # Only points that look at the card through the light can lie in its shadow.
            far = 0.02 + 3 * width * np.maximum(t, 0) * px + 8
            live = np.flatnonzero((t > 0) & (u > -far) & (u < across + far) & (v > -far))
            if live.size:
                t, sigma = t[live], t[live] * F(width) + F(soft)
                out[live] = np.maximum(out[live], self._look(u[live], np.minimum(v[live], height * 1.02), sigma))
        return np.asarray(np.clip(out * F(1.04), 0, 1), F)

    def _slab(self, points: Array, light: Array, width: float, slices: int, jitter: Array) -> Array:
        out = np.zeros(len(points), F)
        gap = self.placed.depth / max(1, slices - 1)
        for level in np.linspace(0, self.placed.depth, slices):
            y = np.maximum(level + F(gap) * jitter, 0)
            t = np.maximum((self.camera.foot + y + F(0.004) - points[:, 1]) / max(float(light[1]), 1e-3), 0)
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


def _upright(alpha: Array, placed: Placed, camera: Camera) -> tuple[Array, Array, tuple[float, float] | None]:
    """Alpha with its foot drawn down to one line, how far back each column stands (world units), and the base.

    Seen from an elevation, the base recedes upwards: a column that ends a little higher stands further back. The base
    is the middle and the width (px) of what touches the ground.
    """
    height, width = alpha.shape
    sine = max(0.035, float(-camera.forward[1]))
    has, lowest = lower_contour(alpha)
    rise = np.where(has, height - 1 - lowest, 10**6).astype(F)
    lift = np.where(rise <= placed.depth * camera.px * sine, rise, 0).astype(F)
    back = cv2.GaussianBlur((lift / F(camera.px * sine))[None], (0, 0), max(1, 0.03 * width))[0]
    y, x = np.mgrid[0:height, 0:width].astype(F)
    moved = cv2.remap(alpha, x, y - lift[None], cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=0)
    touching = np.flatnonzero(rise <= max(3.0, 0.07 * max(height, width)))
    base = None
    if touching.size > 2:
        base = (float(touching[0] + touching[-1] + 1) / 2, float(touching[-1] - touching[0] + 1))
    return np.asarray(moved), np.asarray(back, F), base
