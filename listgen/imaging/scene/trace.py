"""The sphere tracer: what the camera sees of a set, and the light that arrives there from one key light and a dome."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from listgen.imaging.colour import Array, F
from listgen.imaging.scene.shadow import ProductShadow
from listgen.imaging.scene.solids import Cove
from listgen.imaging.scene.stage import Camera, Gobo, Placed, Set
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
_DOME_TOTAL = sum(share for _, share in _DOME)
_FAR = 40.0  # world units; nothing is looked for beyond
_AMBIENT_REACH = (0.05, 0.12, 0.28, 0.6)
_TETRAHEDRON = ((1, -1, -1), (-1, -1, 1), (-1, 1, -1), (1, 1, 1))


@dataclass(frozen=True, slots=True)
class Hits:
    """Where rays meet the set: distance along the ray, number of the solid, point and normal."""

    t: Array
    solid: Array
    point: Array
    normal: Array


@dataclass(frozen=True, slots=True)
class ProductShade:
    """What the products take: of the key light (n,), and of each direction of the dome (n, directions)."""

    key: Array
    dome: Array


@dataclass(frozen=True, slots=True)
class Light:
    """Light that arrives at points of the set: diffuse RGB and mirror-like sheen, with the products and without."""

    diffuse: Array  # (n, 3)
    sheen: Array  # (n,)
    diffuse_open: Array  # (n, 3), as if no product stood there


class Tracer:
    """Rays into one set."""

    def __init__(
        self, stage: Set, camera: Camera, products: Sequence[Placed], *, light_of: Tracer | None = None
    ) -> None:
        self.stage, self.camera, self.standing = stage, camera, products[0].stand
        self.shapes = [s.shape for s in stage.solids]
        self.colours = np.array([s.colour for s in stage.solids], F)
        self.gloss = np.array([s.gloss for s in stage.solids], F)
        # A finer look at a set that is lit already needs neither the shadows nor the light pattern anew.
        self.shadows: list[ProductShadow] = (
            [ProductShadow(p) for p in products] if light_of is None else light_of.shadows
        )
        self.light = unit(stage.key)
        self.lamp = self.light * F(stage.key_distance) + np.array([0, stage.base_y, 0], F)
        mean = np.average(self.colours, axis=0, weights=[2] + [1] * (len(self.shapes) - 1)).astype(F)
        self.mean = mean
        # Shadows of a coral set are coral, never grey; the strongest channel is kept.
        bounced = (1 - stage.bounce) + stage.bounce * mean / max(1e-3, float(mean.max()))
        warm = F(stage.warmth)
        self.key_colour = np.array([1 + warm, 1, 1 - 1.3 * warm], F)
        self.dome_colour = (bounced * np.array([1 - warm, 1, 1 + 1.3 * warm], F)).astype(F)
        self.exposure = self._exposure()
        if stage.gobo is not None:
            self.pattern: Array = _soft_pattern(stage.gobo) if light_of is None else light_of.pattern
            self.across = unit(np.cross(np.array([0, 1, 0], F), self.light))
            self.upward = np.cross(self.light, self.across).astype(F)

    def hits(self, rays: Array) -> Hits:
        """Return where rays from the camera meet the set."""
        n, first = len(rays), self.shapes[0]
        t, solid, live = np.full(n, 0.5, F), np.zeros(n, np.int8), np.arange(n)
        # Where a cove ends a ray is known; only what stands in front of it has to be looked for.
        known = first.met_by(self.camera.position, rays, far=_FAR) if isinstance(first, Cove) else None
        start = 0 if known is None else 1
        for _ in range(120 if len(self.shapes) > start else 0):
            d, which = self._distance(self.camera.position + rays[live] * t[live, None], start)
            t[live] += d * F(0.97)
            solid[live] = which
            live = live[(d > F(0.0004) * t[live]) & (t[live] < (_FAR if known is None else known[live]))]
            if len(live) < 4:
                break
        if known is not None:
            behind = (t >= known) if len(self.shapes) > 1 else np.ones(n, bool)
            t, solid = np.where(behind, known, t), np.where(behind, np.int8(0), solid)
        point = self.camera.position + rays * t[:, None]
        return Hits(t, solid, point, self._normals(point, solid))

    def product_shade(self, points: Array, grid: tuple[int, int]) -> ProductShade:
        """Return what the products take from the light at the points of a whole picture of shape `grid`."""
        slices = 14 if self.stage.size > 0.1 else 24
        key = self._taken(points, self.light, self.stage.size * 0.6, slices, _jitter(grid))
        # melts the last traces of the single cards
        key = np.asarray(cv2.GaussianBlur(key.reshape(grid), (0, 0), max(0.8, 0.0026 * max(grid)))).ravel()
        # The dome is so soft that half the resolution holds it.
        small = points.reshape(*grid, 3)[::2, ::2]
        shape = small.shape[:2]
        flat = np.ascontiguousarray(small.reshape(-1, 3))
        offsets = _jitter(shape)
        parts = [self._taken(flat, unit(v), 0.30, 5, offsets).reshape(shape) for v, _ in _DOME]
        dome = np.stack([cv2.GaussianBlur(part, (0, 0), 1.2) for part in parts], axis=-1)
        height, width = grid
        y, x = np.mgrid[0:height, 0:width].astype(F) / 2
        planes = [
            cv2.remap(np.ascontiguousarray(dome[..., k]), x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
            for k in range(len(_DOME))
        ]
        return ProductShade(key, np.stack([plane.ravel() for plane in planes], axis=1).astype(F))

    def light_at(self, hits: Hits, shade: ProductShade, rays: Array) -> Light:
        """Return the light at the points that rays hit."""
        stage, points, normal = self.stage, hits.point, hits.normal
        to = self.lamp - points
        squared = np.einsum("ij,ij->i", to, to)
        toward = to / np.sqrt(squared)[:, None]
        near = np.clip(F(stage.key_distance**2) / squared, 0, 2.2) ** F(stage.falloff)
        lifted = points + normal * F(0.006)
        facing = np.einsum("ij,ij->i", normal, toward)
        wrapped = np.clip(facing, 0, 1) * F(0.86) + F(0.14) * np.clip((facing + F(0.4)) / F(1.4), 0, 1)
        let = self._open(lifted, toward, facing) * near * F(stage.key_power)
        if stage.gobo is not None:
            let = let * self._through_gobo(points)
        key = let * wrapped
        sky_open = np.zeros(len(points), F)
        sky = np.zeros(len(points), F)
        for index, (direction, share) in enumerate(_DOME):
            part = F(share / _DOME_TOTAL) * (np.clip(normal @ unit(direction), 0, 1) * F(0.75) + F(0.25))
            sky_open += part
            sky += part * (1 - F(0.94) * shade.dome[:, index])
        # Light in a corner has bounced off the walls: pale corners stay paler, coloured ones take their colour.
        occluded = self._occlusion(lifted, normal)[:, None]
        bright = np.clip(self.colours[hits.solid], 0, 1)
        occlusion = occluded ** (F(1.25) - F(0.6) * bright)
        ambient = F(stage.fill) * occlusion * self.dome_colour
        key_rgb = key[:, None] * self.key_colour
        glow = self._glow(points)
        diffuse = key_rgb * (1 - shade.key)[:, None] + ambient * sky[:, None]
        diffuse_open = key_rgb + ambient * sky_open[:, None]
        if glow is not None:
            diffuse, diffuse_open = diffuse + glow, diffuse_open + glow
        sheen = np.zeros(len(points), F)
        if self.gloss.max() > 0:
            half = unit_rows(toward - rays)
            lobe = np.clip(np.einsum("ij,ij->i", normal, half), 0, 1) ** F(60)
            graze = (1 - np.clip(-np.einsum("ij,ij->i", normal, rays), 0, 1)) ** 5  # Fresnel: edges of satin shine
            sheen = self.gloss[hits.solid] * (lobe * let * (1 - shade.key) * F(0.6) + graze * sky * F(0.5))
        return Light(diffuse * self.exposure, sheen * float(self.exposure.mean()), diffuse_open * self.exposure)

    def albedo(self, hits: Hits, mottling: Array) -> Array:
        """Return the linear colour of the surfaces that were hit; `mottling` is noise with standard deviation 1."""
        albedo = self.colours[hits.solid] * (1 + F(self.stage.grain) * mottling)[:, None]
        for index, one in enumerate(self.stage.solids):
            if one.texture is not None and (m := np.flatnonzero(hits.solid == index)).size:
                albedo[m] = one.texture(hits.point[m], hits.t[m], self.camera)
        return np.asarray(albedo, F)

    def _exposure(self) -> Array:
        """Per channel: the light around the product (wall at eye level, floor from above) becomes 1.

        There the brand colour has to come out, whatever the lamps do.
        """
        stage = self.stage
        facing = float(self.light[2] if self.standing else self.light[1])
        at = np.array((0, stage.base_y + 0.6, -2.2) if self.standing else (0, stage.base_y, -0.3), F)
        near = (stage.key_distance**2 / float(((self.lamp - at) ** 2).sum())) ** stage.falloff
        key = 1.12 * stage.key_power * near * (max(0.0, facing) * 0.86 + 0.14 * (facing + 0.4) / 1.4)
        dome = stage.fill * (0.62 if self.standing else 0.80)
        # The bounce tint is meant to colour shadows only, so it is no part of the white balance.
        warm = F(stage.warmth)
        dome_colour = np.array([1 - warm, 1, 1 + 1.3 * warm], F)
        return np.asarray(F(stage.exposure) / (F(key) * self.key_colour + F(dome) * dome_colour), F)

    def _glow(self, points: Array) -> Array | None:
        spot = self.stage.spot
        if spot is None:
            return None
        away = ((points[:, 0] - F(spot.x)) ** 2 + (points[:, 1] - F(spot.y)) ** 2) / F(spot.radius**2)
        strength = F(spot.power) * np.exp(-away) * np.clip((-points[:, 2] - F(0.6)) / F(1.2), 0, 1)
        return np.asarray(strength[:, None] * np.asarray(spot.colour, F), F)

    def _distance(self, points: Array, start: int = 0) -> tuple[Array, Array]:
        nearest, solid = self.shapes[start](points), np.full(len(points), start, np.int8)
        for index, shape in enumerate(self.shapes[start + 1 :], start + 1):
            d = shape(points)
            closer = d < nearest
            nearest, solid = np.where(closer, d, nearest), np.where(closer, np.int8(index), solid)
        return nearest.astype(F, copy=False), solid

    def _normals(self, points: Array, solid: Array) -> Array:
        out = np.zeros_like(points)
        for index, shape in enumerate(self.shapes):
            m = np.flatnonzero(solid == index)
            if m.size:
                here = points[m]
                slope = np.zeros_like(here)
                for corner in _TETRAHEDRON:
                    c = np.array(corner, F)
                    slope += c * shape(here + c * F(0.0022))[:, None]
                out[m] = slope
        return unit_rows(out)

    def _open(self, origin: Array, light: Array, facing: Array, *, far: float = 6.0, steps: int = 30) -> Array:
        """Share of the key that the set itself lets through (soft shadows after Inigo Quilez)."""
        out = np.ones(len(origin), F)
        if len(self.shapes) == 1:
            return out
        width = F(self.stage.size)
        t, live = np.full(len(origin), 0.02, F), np.flatnonzero(facing > -0.4)
        for _ in range(steps):
            d = self._distance(origin[live] + light[live] * t[live, None])[0]
            out[live] = np.minimum(out[live], np.clip(d / (width * t[live]), -1, 1) * F(0.5) + F(0.5))
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
        # never quite dark: light finds its way into every gap
        return np.asarray(F(0.10) + F(0.90) * total / F(weight), F)

    def _taken(self, points: Array, light: Array, width: float, slices: int, jitter: Array) -> Array:
        left = np.ones(len(points), F)
        for shadow in self.shadows:
            left *= 1 - shadow.taken(points, light, width=width, slices=slices, jitter=jitter)
        return 1 - left

    def _through_gobo(self, points: Array) -> Array:
        gobo = self.stage.gobo
        assert gobo is not None
        side = gobo.pattern.shape[0]
        off = points - np.array(gobo.at, F)
        u = np.clip((off @ self.across) / F(gobo.size) + 1, 0, 1.999) * side
        v = np.clip(1 - (off @ self.upward) / F(gobo.size), 0, 1.999) * side
        return np.asarray(gobo.floor + (1 - gobo.floor) * remap(self.pattern, u, v), F)


def _soft_pattern(gobo: Gobo) -> Array:
    side = gobo.pattern.shape[0]
    padded = np.pad(gobo.pattern, side // 2, mode="constant", constant_values=gobo.outside)
    return blur(padded, gobo.soft * side)


def _jitter(grid: tuple[int, int]) -> Array:
    """Return -0.5..0.5 for each pixel (n,): a 4 x 4 ordered pattern, which any small blur averages out."""
    bayer = np.array([[0, 8, 2, 10], [12, 4, 14, 6], [3, 11, 1, 9], [15, 7, 13, 5]], F)
    rows, columns = -(-grid[0] // 4), -(-grid[1] // 4)
    tiled = np.tile((bayer + F(0.5)) / 16 - F(0.5), (rows, columns))[: grid[0], : grid[1]]
    return np.ascontiguousarray(tiled.ravel())
