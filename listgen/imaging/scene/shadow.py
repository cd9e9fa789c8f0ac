"""The shadow of the product on the set: a stack of upright cards, or a low slab for goods seen from above.

The product is a flat cut-out, so its shadow comes from its alpha. Penumbrae are looked up in pre-blurred copies of the
alpha: no sampling noise, at any softness.
"""

from __future__ import annotations

from itertools import pairwise

import cv2
import numpy as np

from listgen.imaging.colour import Array, F
from listgen.imaging.scene.stage import Placed
from listgen.imaging.scene.tools import blur, remap

_SIGMAS = np.array([1.0, 2.2, 4.5, 9, 18, 36, 64], F)
_SIDE, _PAD = 256, 220


class ProductShadow:
    """What one product takes from a light."""

    def __init__(self, placed: Placed) -> None:
        alpha = placed.rgba[..., 3]
        self.bodies: tuple[_Upright | _Slab, ...]
        if not placed.stand:
            self.bodies = (_Slab(placed),)
            return
        feet = feet_of(alpha) if placed.is_round else ()
        if not feet:
            self.bodies = (_Upright(placed, alpha),)
            return
        # Each round piece is a body of its own: the columns nearest to its foot, further back where it ends higher.
        middles = np.array([(start + end) / 2 for start, end in feet])
        owner = np.abs(np.arange(alpha.shape[1])[:, None] - middles[None]).argmin(1)
        for index, (start, end) in enumerate(feet):
            owner[start:end] = index
        self.bodies = tuple(
            _Upright(placed, np.where((owner == index)[None], alpha, F(0)), foot) for index, foot in enumerate(feet)
        )

    def taken(self, points: Array, light: Array, *, width: float, slices: int, jitter: Array) -> Array:
        """Return the share (0..1) of a light (its direction, its angular radius in rad) that the points lose.

        `jitter` (n,; -0.5..0.5) moves the cards by a part of their distance, another part for each point, so that their
        steps become a fine pattern which a small blur removes.
        """
        out = np.zeros(len(points), F)
        for body in self.bodies:
            body.darken(out, points, light, width, slices, jitter)
        return np.asarray(np.clip(out * F(1.04), 0, 1), F)


class _Blurred:
    """An alpha in growing softness, read at points of the picture."""

    def __init__(self, alpha: Array, px: float) -> None:
        self.scale = _SIDE / max(alpha.shape)
        self.texels = px * self.scale
        small = cv2.resize(alpha, None, fx=self.scale, fy=self.scale, interpolation=cv2.INTER_AREA)
        small = cv2.copyMakeBorder(small, _PAD, _PAD, _PAD, _PAD, cv2.BORDER_CONSTANT, value=0)
        self.levels = [blur(small, float(s)) for s in _SIGMAS]

    def read(self, u: Array, v: Array, sigma: Array) -> Array:
        """Return the alpha at pixels (u, v), blurred by `sigma` (world units)."""
        x, y = u * F(self.scale) + _PAD, v * F(self.scale) + _PAD
        wanted = np.log2(np.maximum(sigma * F(self.texels), 1.0))
        level = np.interp(wanted, np.log2(_SIGMAS), np.arange(len(_SIGMAS))).astype(F)
        out = np.zeros(u.shape, F)
        for k, blurred in enumerate(self.levels):
            m = np.flatnonzero(np.abs(level - k) < 1)
            if len(m):
                out[m] += (1 - np.abs(level[m] - k)) * remap(blurred, x[m], y[m])
        return out


class _Upright:
    """A standing body: upright cards with its alpha, from its front edge back. A round one has its foot's plan."""

    def __init__(self, placed: Placed, alpha: Array, foot: tuple[int, int] | None = None) -> None:
        self.placed, self.camera = placed, placed.camera
        height, width = alpha.shape
        px, sine = self.camera.px, max(0.035, float(-self.camera.forward[1]))
        has, lowest = lower_contour(alpha)
        rise = np.where(has, height - 1 - lowest, 10**6).astype(F)
        self.foot = foot
        self.depth, self.front, self.middle = placed.depth, 0.0, width / 2
        self.back: Array | None = None
        if foot is None:
            # Seen from above, the ground recedes upwards: a column that ends a little higher stands further back.
            lift = np.where(rise <= placed.depth * px * sine, rise, 0).astype(F)
            self.back = np.asarray(cv2.GaussianBlur((lift / F(px * sine))[None], (0, 0), max(1, 0.03 * width)))[0]
        else:
            start, end = foot
            lift = np.full(width, rise[start:end].min(), F)
            self.front = -float(lift[0]) / (px * sine)
            self.depth = float(np.clip((end - start) / px, 0.08, 1.0))
            self.middle = (start + end) / 2
        y, x = np.mgrid[0:height, 0:width].astype(F)
        down = cv2.remap(alpha, x, y - lift[None], cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=0)
        self.alpha = _Blurred(np.asarray(down), px)

    def darken(self, out: Array, points: Array, light: Array, width: float, slices: int, jitter: Array) -> None:
        camera, px, depth = self.camera, self.camera.px, self.depth
        height, across = self.placed.rgba.shape[:2]
        lx, ly, lz = (float(v) for v in light)
        lz = lz if abs(lz) > 0.05 else float(np.copysign(0.05, lz or 1))
        gap = depth / slices
        soft = gap * 0.5 * min(2.0, abs(lx / lz) + 0.3)  # hides the steps between the cards
        columns = np.arange(across)
        x = (points[:, 0] - F(self.placed.world_x) - F((self.middle - across / 2) / px)).astype(F)
        for step in (np.arange(slices) + 0.5) / slices:
            behind = np.clip(F(step) + jitter / F(slices), 0, 1)  # share of the depth
            narrow = np.sqrt(np.maximum(F(0.04), 1 - (2 * behind - 1) ** 2)) if self.foot else F(1)
            z = F(self.front) - behind * F(depth)
            t = (z - points[:, 2]) / F(lz)
            u = F(self.middle) + (x + F(lx) * t) / narrow * F(px)
            if self.back is not None:
                z = np.maximum(z - np.interp(u, columns, self.back).astype(F), F(-depth * 1.3))
                t = (z - points[:, 2]) / F(lz)
                u = F(self.middle) + (x + F(lx) * t) * F(px)
            v = height - (points[:, 1] + F(ly) * t - F(camera.foot)) * F(px * float(camera.up[1]))
            # Only points that look at the card through the light can lie in its shadow.
            far = 0.02 + 3 * width * np.maximum(t, 0) * F(px) + 8
            live = np.flatnonzero((t > 0) & (u > -far) & (u < across + far) & (v > -far))
            if live.size:
                sigma = t[live] * F(width) + F(soft)
                seen = self.alpha.read(u[live], np.minimum(v[live], height * 1.02), sigma)
                out[live] = np.maximum(out[live], seen)


class _Slab:
    """A lying body: its footprint is its silhouette, shortened by its own height."""

    def __init__(self, placed: Placed) -> None:
        self.placed, self.camera = placed, placed.camera
        k = max(1, int(placed.depth * self.camera.px * float(self.camera.up[1])))
        print_ = cv2.erode(
            placed.rgba[..., 3],
            np.ones((k, 1), np.uint8),
            anchor=(0, k - 1),
            borderType=cv2.BORDER_CONSTANT,
            borderValue=0,
        )
        self.alpha = _Blurred(np.asarray(print_), self.camera.px)

    def darken(self, out: Array, points: Array, light: Array, width: float, slices: int, jitter: Array) -> None:
        gap = self.placed.depth / max(1, slices - 1)
        for level in np.linspace(0, self.placed.depth, slices):
            y = np.maximum(F(level) + F(gap) * jitter, 0)
            t = np.maximum((F(self.camera.foot + 0.004) + y - points[:, 1]) / F(max(float(light[1]), 1e-3)), 0)
            on_floor = points + light * t[:, None]
            on_floor[:, 1] = self.camera.foot
            u, v = self.camera.project(on_floor)
            seen = self.alpha.read(u - self.placed.x0, v - self.placed.y0, t * F(width) + F(0.006))
            np.maximum(out, seen, out=out)


def lower_contour(alpha: Array) -> tuple[Array, Array]:
    """Return per column whether it has product, and the row of its lowest product pixel (0 where it has none)."""
    on = alpha > 0.5
    has = on.any(0)
    return np.asarray(has), np.where(has, alpha.shape[0] - 1 - np.argmax(on[::-1], 0), 0).astype(F)


def feet_of(alpha: Array) -> tuple[tuple[int, int], ...]:
    """Return the columns (start, end) of each foot that stands on the ground, the foremost first.

    Pieces that stand beside each other are told apart by a step in their lower contour; narrow ones are handles.
    """
    has, lowest = lower_contour(alpha)
    if not has.any():
        return ()
    longest = max(alpha.shape)
    ground = float(lowest[has].max())
    low = has & (lowest > ground - 0.12 * longest)
    step = np.abs(np.diff(lowest, prepend=lowest[:1])) > 0.012 * longest
    edges = np.flatnonzero(~low | step)
    bounds = np.concatenate(([-1], edges, [len(lowest)]))
    runs = []
    for before, after in pairwise(bounds):
        start = int(before) if before >= 0 and low[before] else int(before) + 1
        if after - start > 0.04 * longest:
            runs.append((float(lowest[start:after].max()), start, int(after)))
    runs.sort(key=lambda run: (-run[0], run[1]))
    if not runs:
        return ()
    _, start, end = runs[0]
    wide = 0.4 * (end - start)
    return tuple((a, b) for _, a, b in runs if b - a >= wide)
