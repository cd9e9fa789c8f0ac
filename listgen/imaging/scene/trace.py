"""The sphere tracer: what the camera sees of a set, lit by one key light and a dome, with the products' shadows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from listgen.imaging.colour import Array, F
from listgen.imaging.scene.shadow import ProductShadow
from listgen.imaging.scene.stage import Camera, Placed, Set
from listgen.imaging.scene.tools import blur, remap, unit, unit_rows

# dome light: direction, share
_DOME = (
    ((0.0, 1.0, 0.12), 0.30),
    ((-0.75, 0.62, 0.30), 0.17),
    ((0.75, 0.62, 0.30), 0.17),
    ((0.0, 0.55, 0.85), 0.20),
    ((-0.35, 0.75, -0.5), 0.08),
    ((0.35, 0.75, -0.5), 0.08),
)
_AMBIENT_REACH = (0.05, 0.12, 0.28, 0.6)
_TETRAHEDRON = ((1, -1, -1), (-1, -1, 1), (-1, 1, -1), (1, 1, 1))


@dataclass(frozen=True, slots=True)
class Seen:
    """What the rays hit: linear colour, world z, number of the solid, normal, key light lost to the product."""

    colour: Array
    z: Array
    solid: Array
    normal: Array
    shadow: Array


class Tracer:
    """Rays into one set."""

    def __init__(self, stage: Set, camera: Camera, products: Sequence[Placed]) -> None:
        self.stage, self.camera, self.first = stage, camera, products[0]
        self.shapes = [s.shape for s in stage.solids]
        self.colours = np.array([s.colour for s in stage.solids], F)
        self.gloss = np.array([s.gloss for s in stage.solids], F)
        self.shadows = [ProductShadow(p) for p in products]
        self.light = unit(stage.key)
        self.lamp = self.light * F(stage.key_distance) + np.array([0, stage.base_y, 0], F)
        mean = np.average(self.colours, axis=0, weights=[2] + [1] * (len(self.shapes) - 1)).astype(F)
        self.mean = mean
        # Shadows of a coral set are coral, never grey; the strongest channel is kept.
        self.tint = ((1 - stage.bounce) + stage.bounce * mean / max(1e-3, float(mean.max()))).astype(F)
        if stage.gobo is not None:
            self.across = unit(np.cross(np.array([0, 1, 0], F), self.light))
            self.upward = np.cross(self.light, self.across).astype(F)
            side = stage.gobo.pattern.shape[0]
            padded = np.pad(stage.gobo.pattern, side // 2, mode="constant", constant_values=stage.gobo.outside)
            self.pattern = blur(padded, stage.gobo.soft * side)

    def shade(
        self, rays: Array, texture: Array, *, grid: tuple[int, int] | None = None, known: Array | None = None
    ) -> Seen:
        """Return what the rays see. `grid` is the picture's shape, to smooth the product shadow; `known` is a product
        shadow worked out before (edge pass)."""
        stage = self.stage
        t, solid = self._hit(rays)
        points = self.camera.position + rays * t[:, None]
        normal = self._normal(points)
        to = self.lamp - points
        squared = (to**2).sum(1)
        toward = to / np.sqrt(squared)[:, None]
        near = np.clip(F(stage.key_distance**2) / squared, 0, 2.2) ** F(stage.falloff)
        lifted = points + normal * F(0.006)
        lit = self._open(lifted, toward, stage.size)
        if known is None:
            shadow = self._taken(points, self.light, stage.size * 0.6, 12 if stage.size > 0.1 else 24)
        else:
            shadow = known
        if grid is not None:  # melts the last traces of the single cards
            shadow = np.asarray(cv2.GaussianBlur(shadow.reshape(grid), (0, 0), 0.0032 * max(grid))).ravel()
        lit = lit * (1 - shadow)
        if stage.gobo is not None:
            lit = lit * self._through_gobo(points)
        facing = (normal * toward).sum(1)
        wrapped = np.clip(facing, 0, 1) * F(0.86) + F(0.14) * np.clip((facing + F(0.4)) / F(1.4), 0, 1)
        key = F(stage.key_power) * near * lit * wrapped
        ambient = F(stage.fill) * self._dome(points, normal) * self._occlusion(lifted, normal)
        if stage.spot:
            spot = stage.spot
            away = ((points[:, 0] - F(spot.x)) ** 2 + (points[:, 1] - F(spot.y)) ** 2) / F(spot.radius**2)
            ambient = ambient + F(spot.power) * np.exp(-away) * np.clip((-points[:, 2] - F(0.6)) / F(1.2), 0, 1)
        albedo = self.colours[solid] * (1 + F(stage.grain) * texture)[:, None]
        for index, one in enumerate(stage.solids):
            if one.texture is not None and (m := np.flatnonzero(solid == index)).size:
                albedo[m] = one.texture(points[m], t[m], self.camera)
        colour = albedo * (key[:, None] + ambient[:, None] * self.tint)
        if self.gloss.max() > 0:
            half = unit_rows(toward - rays)
            colour += (self.gloss[solid] * np.clip((normal * half).sum(1), 0, 1) ** 60 * lit * F(0.6))[:, None]
        if stage.fog:
            fog = (np.clip((-points[:, 2] - F(0.5)) / 4, 0, 1) * F(stage.fog))[:, None]
            colour = colour * (1 - fog) + self.mean * F(1.25) * fog
        return Seen((colour * F(stage.exposure / self._nominal())).astype(F), points[:, 2], solid, normal, shadow)

    def _nominal(self) -> float:
        """Light around the product (wall at eye level, floor from above), where the brand colour has to come out."""
        stage = self.stage
        standing = self.first.stand
        facing = float(self.light[2] if standing else self.light[1])
        at = np.array((0, stage.base_y + 0.6, -2.2) if standing else (0, stage.base_y, -0.3), F)
        near = (stage.key_distance**2 / float(((self.lamp - at) ** 2).sum())) ** stage.falloff
        key = 1.12 * stage.key_power * near * (max(0.0, facing) * 0.86 + 0.14 * (facing + 0.4) / 1.4)
        return float(key + stage.fill * (0.62 if standing else 0.80))

    def _distance(self, points: Array) -> tuple[Array, Array]:
        nearest, solid = self.shapes[0](points), np.zeros(len(points), np.int8)
        for index, shape in enumerate(self.shapes[1:], 1):
            d = shape(points)
            closer = d < nearest
            nearest, solid = np.where(closer, d, nearest), np.where(closer, np.int8(index), solid)
        return nearest.astype(F), solid

    def _hit(self, rays: Array) -> tuple[Array, Array]:
        n = len(rays)
        t, solid, live = np.full(n, 0.5, F), np.zeros(n, np.int8), np.arange(n)
        for _ in range(120):
            d, which = self._distance(self.camera.position + rays[live] * t[live, None])
            t[live] += d * F(0.96)
            solid[live] = which
            live = live[(d > F(0.0005) * t[live]) & (t[live] < 40)]
            if len(live) < 4:
                break
        return t, solid

    def _normal(self, points: Array) -> Array:
        out = np.zeros_like(points)
        for corner in _TETRAHEDRON:
            c = np.array(corner, F)
            out += c * self._distance(points + c * F(0.0022))[0][:, None]
        return unit_rows(out)

    def _open(self, origin: Array, light: Array, width: float, *, far: float = 6.0, steps: int = 30) -> Array:
        """Share of the key that the set itself lets through (soft shadows after Inigo Quilez)."""
        n = len(origin)
        if len(self.shapes) == 1:
            return np.ones(n, F)
        out, t, live = np.ones(n, F), np.full(n, 0.02, F), np.arange(n)
        for _ in range(steps):
            d = self._distance(origin[live] + light[live] * t[live, None])[0]
            out[live] = np.minimum(out[live], np.clip(d / (F(width) * t[live]), -1, 1) * F(0.5) + F(0.5))
            t[live] += np.clip(d, 0.03, 0.35)
            live = live[(out[live] > 0.004) & (t[live] < far)]
            if len(live) < 4:
                break
        return np.asarray(out * out * (3 - 2 * out), F)

    def _occlusion(self, origin: Array, normal: Array) -> Array:
        total, weight = np.zeros(len(origin), F), 0.0
        for k, reach in enumerate(_AMBIENT_REACH):
            total += F(0.75**k) * np.clip(self._distance(origin + normal * F(reach))[0] / F(reach), 0, 1)
            weight += 0.75**k
        return np.asarray((total / F(weight)) ** F(1.2), F)

    def _dome(self, points: Array, normal: Array) -> Array:
        total = np.zeros(len(points), F)
        for direction, share in _DOME:
            v = unit(direction)
            open_sky = 1 - F(0.94) * self._taken(points, v, 0.30, 4)
            total += F(share) * (np.clip(normal @ v, 0, 1) * F(0.75) + F(0.25)) * open_sky
        return np.asarray(total / F(sum(share for _, share in _DOME)), F)

    def _taken(self, points: Array, light: Array, width: float, slices: int) -> Array:
        left = np.ones(len(points), F)
        for shadow in self.shadows:
            left *= 1 - shadow.taken(points, light, width=width, slices=slices)
        return 1 - left

    def _through_gobo(self, points: Array) -> Array:
        gobo = self.stage.gobo
        assert gobo is not None
        side = gobo.pattern.shape[0]
        off = points - np.array(gobo.at, F)
        u = np.clip((off @ self.across) / F(gobo.size) + 1, 0, 1.999) * side
        v = np.clip(1 - (off @ self.upward) / F(gobo.size), 0, 1.999) * side
        return np.asarray(gobo.floor + (1 - gobo.floor) * remap(self.pattern, u, v), F)
