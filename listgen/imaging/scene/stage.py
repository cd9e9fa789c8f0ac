"""The stage: the set, the camera that looks at it, and where the product stands in the picture."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from listgen.domain.picture import ProductPlace
from listgen.imaging.colour import Array, F
from listgen.imaging.scene.solids import Distance, Point
from listgen.imaging.scene.textures import Texture
from listgen.imaging.scene.tools import bounds, unit_rows

STANDING_BELOW = 24.0  # degrees; photos taken from higher up show goods that lie on the floor


@dataclass(frozen=True, slots=True)
class Solid:
    """One piece of the set: its shape, its linear colour, gloss 0..1, and a texture that replaces the colour."""

    shape: Distance
    colour: Array
    gloss: float = 0.0
    texture: Texture | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Gobo:
    """A light pattern in front of the key: `size` world units wide, its middle falls on the point `at`."""

    pattern: Array
    size: float = 5.0
    at: Point = (0.0, 0.8, -1.3)
    soft: float = 0.010  # blur, share of the pattern
    outside: float = 0.0  # beyond the pattern: 0 dark room, 1 open light
    floor: float = 0.30  # key light that is left in the dark parts


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A pool of light on the wall around (x, y)."""

    x: float
    y: float
    radius: float
    power: float
    colour: tuple[float, float, float] = (1.0, 1.0, 1.0)  # linear RGB of the light


@dataclass(frozen=True, slots=True, kw_only=True)
class Set:
    """Solids and light. The first solid is the floor and wall; lengths are in product lengths."""

    solids: tuple[Solid, ...]
    base_y: float = 0.0  # height of the surface that the product stands on
    key: Point = (-0.62, 0.95, 0.78)  # direction towards the key light: left, up, front
    size: float = 0.16  # angular radius of the key (rad): 0.03 sun, 0.16 window, 0.35 big softbox
    key_power: float = 1.0
    key_distance: float = 5.5  # nearer = stronger fall-off across the set
    falloff: float = 1.0
    fill: float = 0.62  # dome light as a share of the key
    gobo: Gobo | None = None
    warmth: float = 0.02  # how much warmer the key is than the dome; the lit wall stays neutral
    bounce: float = 0.35  # how much the colour of the set tints its shadows
    grain: float = 0.004  # albedo mottling: 0.004 paper, 0.02 plaster, 0.05 concrete
    grain_base: int = 40  # coarseness of the mottling (features across the picture)
    exposure: float = 1.0
    spot: Spot | None = None
    gloss_floor: float = 0.0  # mirror share of the floor for a backdrop (0.04 satin, 0.12 acrylic)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """Where the product box lies in the picture, and from where it is seen.

    `cx`, `base`: middle and foot of the product box as shares of the picture. `max_w`, `max_h`: the box that the
    product must fit into. `elevation`: how far from above the photo was taken (degrees). `depth`: how deep the product
    is, as a share of its longest side. `is_round`: plan of the product, round (bottle) or square (box).
    """

    cx: float = 0.5
    base: float = 0.80
    max_w: float = 0.60
    max_h: float = 0.60
    elevation: float = 8.0
    depth: float = 0.45
    is_round: bool = True
    distance: float = 7.0
    mirrored: bool = False  # the key light comes from the right


@dataclass(frozen=True, slots=True)
class Piece:
    """One product of a line-up: cut-out (uint8 RGBA), its share of the box and its place `x` (0..1) in the box."""

    rgba: Array
    width: float = 1.0
    height: float = 1.0
    x: float = 0.5


@dataclass(frozen=True, slots=True)
class Backdrop:
    """A far field that replaces the first solid: `paint` returns linear RGB for a width and a height.

    `above_horizon` asks for the part above the horizon alone, so that its lower edge is where the table begins;
    otherwise it is painted for the whole picture.
    """

    paint: Callable[[int, int], Array]
    above_horizon: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Staging:
    """A preset made ready: the set, the shot, and what `render_stage` and `place` need besides."""

    name: str
    set: Set
    shot: Shot
    mirror: float = 0.0  # reflection of the product in the floor
    contact: float = 0.85  # strength of the contact line
    backdrop: Backdrop | None = None


class Camera:
    """World origin (the product's foot) sits at pixel (cx, base_y); one unit is `px` pixels there."""

    def __init__(
        self, w: int, h: int, *, cx: float, base_y: float, px: float, elevation: float, foot: float, distance: float
    ) -> None:
        self.w, self.h, self.cx, self.base_y, self.px, self.distance = w, h, cx, base_y, px, distance
        pitch = np.radians(elevation)
        self.right = np.array([1, 0, 0], F)
        self.forward = np.array([0, -np.sin(pitch), -np.cos(pitch)], F)
        self.up = np.array([0, np.cos(pitch), -np.sin(pitch)], F)
        self.focal = px * distance
        self.position = np.array([0, foot, 0], F) - self.forward * F(distance)
        self.foot = foot

    def rays(self) -> tuple[Array, tuple[int, int]]:
        """Return directions through all pixel middles (n, 3), row by row, and the picture's shape."""
        y, x = np.mgrid[0 : self.h, 0 : self.w].astype(F)
        return self.rays_at(x.ravel(), y.ravel()), (self.h, self.w)

    def rays_at(self, x: Array, y: Array, dx: float = 0.0, dy: float = 0.0) -> Array:
        """Return directions through the middles of pixels (x, y), moved by a part of a pixel."""
        u = (x + F(0.5 + dx) - F(self.cx)) / F(self.focal)
        v = -(y + F(0.5 + dy) - F(self.base_y)) / F(self.focal)
        return unit_rows((self.forward + u[:, None] * self.right + v[:, None] * self.up).astype(F))

    def project(self, points: Array) -> tuple[Array, Array]:
        """Return the pixel coordinates x, y of world points."""
        q = points - self.position
        z = q @ self.forward
        return self.cx + q[..., 0] / z * self.focal, self.base_y - (q @ self.up) / z * self.focal


@dataclass(frozen=True, slots=True)
class Placed:
    """A product on the canvas: straight-alpha float RGBA in sRGB, its upper left corner in pixels, and its camera."""

    rgba: Array
    x0: int
    y0: int
    camera: Camera
    elevation: float
    depth: float  # world units
    is_round: bool = True

    @property
    def stand(self) -> bool:
        """True where the product stands upright, False where it lies and is seen from above."""
        return self.elevation < STANDING_BELOW

    @property
    def world_x(self) -> float:
        """World x of the product's middle."""
        return (self.x0 + float(self.rgba.shape[1]) / 2 - self.camera.cx) / self.camera.px

    def place_of(self, cutout: Array) -> ProductPlace:
        """Return where the product lies, and which part of its uint8 cut-out it is."""
        rows, columns = bounds(cutout)
        height, width = self.rgba.shape[:2]
        source = columns.start, rows.start, columns.stop - columns.start, rows.stop - rows.start
        return ProductPlace((self.x0, self.y0, width, height), source)

    def window(self, w: int, h: int) -> tuple[tuple[slice, slice], tuple[slice, slice]]:
        """Return canvas slices and product slices of the part that lies on a canvas of w x h pixels."""
        ph, pw = self.rgba.shape[:2]
        ys, xs, ye, xe = max(0, self.y0), max(0, self.x0), min(h, self.y0 + ph), min(w, self.x0 + pw)
        on_canvas = (slice(ys, ye), slice(xs, xe))
        return on_canvas, (slice(ys - self.y0, ye - self.y0), slice(xs - self.x0, xe - self.x0))
