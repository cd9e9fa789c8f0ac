"""Solids as signed distances: what floors, coves, plinths, arches and discs are made of.

Each function returns a function from points (n, 3) to distances (n,): negative inside, positive outside. Lengths are
in world units; one unit is the longest side of the product. x points right, y up, z towards the camera.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from listgen.imaging.colour import Array

Distance: TypeAlias = Callable[[Array], Array]
Point: TypeAlias = tuple[float, float, float]
ORIGIN: Point = (0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Cove:
    """Floor and back wall joined by a curve: the seamless paper roll of a photo studio."""

    depth: float = 3.0
    radius: float = 1.6
    floor: float = 0.0

    def __call__(self, points: Array) -> Array:
        """Return the distances of points (n, 3)."""
        u, v = points[:, 1] - self.floor, points[:, 2] + self.depth
        a, b = np.maximum(self.radius - u, 0), np.maximum(self.radius - v, 0)
        return np.where((a > 0) & (b > 0), self.radius - np.sqrt(a * a + b * b), np.minimum(u, v))

    def met_by(self, origin: Array, rays: Array, *, far: float) -> Array:
        """Return how far along rays (n, 3) from a point in front of it they meet it, at most `far`."""
        u, v = float(origin[1]) - self.floor, float(origin[2]) + self.depth
        down, back = rays[:, 1].astype(np.float64), rays[:, 2].astype(np.float64)
        with np.errstate(divide="ignore", invalid="ignore"):
            to_floor = np.where(down < 0, -u / down, np.inf)
            to_wall = np.where(back < 0, -v / back, np.inf)
            on_floor = (to_floor <= to_wall) & ((v + back * to_floor >= self.radius) | np.isinf(to_wall))
            on_wall = ~on_floor & (u + down * to_wall >= self.radius)
            # Else it is the curve: where the ray leaves the circle.
            a, b = u - self.radius, v - self.radius
            square, half = down * down + back * back, a * down + b * back
            root = np.sqrt(np.maximum(half * half - square * (a * a + b * b - self.radius**2), 0))
            to_curve = (root - half) / square
        met = np.where(on_floor, to_floor, np.where(on_wall, to_wall, to_curve))
        return np.asarray(np.clip(np.nan_to_num(met, nan=far), 0, far), np.float32)


def cove(depth: float = 3.0, radius: float = 1.6, floor: float = 0.0) -> Cove:
    """Return the cove `depth` behind the product, with a curve of this radius."""
    return Cove(depth, radius, floor)


def cylinder(radius: float, height: float, at: Point = ORIGIN, bevel: float = 0.02) -> Distance:
    """A standing round block; `at` is the centre of its foot."""
    x0, y0, z0 = at

    def distance(points: Array) -> Array:
        across = np.hypot(points[:, 0] - x0, points[:, 2] - z0) - radius + bevel
        up = np.abs(points[:, 1] - y0 - height / 2) - height / 2 + bevel
        return _rounded(across, up, bevel)

    return distance


def box(size: Point, at: Point = ORIGIN, bevel: float = 0.02, yaw: float = 0.0) -> Distance:
    """A block turned by `yaw` (rad) about the vertical; `at` is the centre of its foot."""
    half_x, half_y, half_z = (side / 2 for side in size)
    cos, sin = float(np.cos(yaw)), float(np.sin(yaw))

    def distance(points: Array) -> Array:
        x, z = points[:, 0] - at[0], points[:, 2] - at[2]
        qx = np.abs(cos * x - sin * z) - half_x + bevel
        qz = np.abs(sin * x + cos * z) - half_z + bevel
        qy = np.abs(points[:, 1] - at[1] - half_y) - half_y + bevel
        outside = np.sqrt(np.maximum(qx, 0) ** 2 + np.maximum(qy, 0) ** 2 + np.maximum(qz, 0) ** 2)
        return np.asarray(outside + np.minimum(np.maximum(qx, np.maximum(qy, qz)), 0) - bevel)

    return distance


def arch(width: float, height: float, at: Point = ORIGIN, thick: float = 0.25, bevel: float = 0.03) -> Distance:
    """A standing slab with a round top; `at` is the middle of its foot."""
    radius = width / 2

    def distance(points: Array) -> Array:
        x, y = points[:, 0] - at[0], points[:, 1] - at[1]
        top = np.hypot(x, np.maximum(y - (height - radius), 0)) - radius
        return _extruded(np.maximum(top, -y), points[:, 2], at[2], thick, bevel)

    return distance


def niche(
    width: float,
    height: float,
    depth: float,
    wall_z: float,
    at_x: float = 0.0,
    floor_y: float = 0.0,
    bevel: float = 0.03,
) -> Distance:
    """A wall at `wall_z` with an arched recess."""
    radius = width / 2

    def distance(points: Array) -> Array:
        x, y = points[:, 0] - at_x, points[:, 1] - floor_y
        hole = np.hypot(x, np.maximum(y - (height - radius), 0)) - radius
        wall = points[:, 2] - wall_z
        inner = -_extruded(hole, points[:, 2], wall_z - depth / 2, depth + 0.4, 0.0)
        # a subtraction whose edge is rounded by the bevel
        a, b = np.maximum(bevel + wall, 0), np.maximum(bevel + inner, 0)
        return np.asarray(np.minimum(-bevel, np.maximum(wall, inner)) + np.hypot(a, b))

    return distance


def disc(radius: float, at: Point = ORIGIN, thick: float = 0.12, bevel: float = 0.03) -> Distance:
    """A standing disc that faces the camera; `at` is its middle."""

    def distance(points: Array) -> Array:
        flat = np.hypot(points[:, 0] - at[0], points[:, 1] - at[1]) - radius
        return _extruded(flat, points[:, 2], at[2], thick, bevel)

    return distance


def _rounded(a: Array, b: Array, bevel: float) -> Array:
    return np.asarray(np.minimum(np.maximum(a, b), 0) + np.hypot(np.maximum(a, 0), np.maximum(b, 0)) - bevel)


def _extruded(flat: Array, z: Array, middle: float, thick: float, bevel: float) -> Array:
    return _rounded(flat + bevel, np.abs(z - middle) - thick / 2 + bevel, bevel)
