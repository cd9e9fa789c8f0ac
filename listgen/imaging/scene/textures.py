"""Textures of surfaces: wood and linen tiles, filtered for the camera that sees them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

import cv2
import numpy as np

from listgen.imaging.colour import Array, F, hex_lin
from listgen.imaging.scene.tools import blur, remap

if TYPE_CHECKING:
    from listgen.imaging.scene.stage import Camera

# points (n, 3), their distance from the camera (n,), camera -> linear RGB (n, 3)
Texture: TypeAlias = Callable[[Array, Array, "Camera"], Array]


def planar(tile: Array, size: float, *, across: bool = False) -> Texture:
    """Return a texture for a horizontal surface: a linear RGB tile repeated every `size` units."""
    tile = _seamless(np.ascontiguousarray(np.rot90(tile)) if across else tile)
    n = tile.shape[0]
    levels: dict[tuple[float, float], list[Array]] = {}

    def texture(points: Array, t: Array, camera: Camera) -> Array:
        key = (camera.focal, float(camera.forward[1]))
        if key not in levels:
            # What one pixel covers across and along the surface, at two distances: without it the far boards shimmer.
            levels[key] = [
                _filtered(tile, d / camera.focal / size * n, -float(camera.forward[1]))
                for d in (camera.distance, camera.distance * 1.6)
            ]
        u, v = (points[:, 0] / size % 1 * n).astype(F), (points[:, 2] / size % 1 * n).astype(F)
        far = np.clip((t / camera.distance - 1) / 0.6, 0, 1)[:, None]
        near_colour, far_colour = (remap(level, u, v, cv2.BORDER_WRAP) for level in levels[key])
        return np.asarray(near_colour * (1 - far) + far_colour * far, F)

    return texture


def wood_tile(rng: np.random.Generator, colour: str, *, planks: int = 5, n: int = 1536) -> Array:
    """Return boards that run away from the camera: own tones, drifting rings, fibres and pores, thin dark joints."""
    base = hex_lin(colour)
    out = np.zeros((n, n, 3), F)
    width = n // planks
    for index in range(planks + 1):
        start, end = index * width, min(n, (index + 1) * width)
        if end <= start:
            break
        w = end - start
        x = (np.mgrid[0:n, 0:w][1] / F(width)).astype(F)  # 0..1 across the board
        drift = _stretched(rng, n, w, 4, 2)
        # a board is cut off the middle of the trunk by chance: rings are wide there and close at its sides
        heart = float(rng.uniform(-0.6, 1.6))
        rings = 6.0 * np.sqrt((x - heart) ** 2 + (0.10 + 0.035 * drift) ** 2) + 0.16 * drift
        phase = (rings * float(rng.uniform(1.6, 2.4)) + float(rng.uniform(0, 9))) % 1
        late = np.clip(phase * 1.35 - 0.15, 0, 1) ** 2.2 - 0.9 * np.clip((phase - 0.88) / 0.12, 0, 1)
        fibres = _stretched(rng, n, w, n // 40, max(6, w // 2))
        streaks = _stretched(rng, n, w, 7, max(6, w // 9))
        pores = np.clip(_stretched(rng, n, w, n // 14, w) - 1.5, 0, 2)
        grain = 1 - 0.10 * late + 0.030 * fibres + 0.045 * streaks - 0.12 * pores
        grain *= float(rng.uniform(0.88, 1.10))
        joint = 0.42 + 0.58 * np.clip(np.minimum(x, (w - 1) / width - x) * width / (0.0016 * n), 0, 1)
        # darker parts of wood are redder, not greyer
        warm = np.stack([grain**0.85, grain, grain**1.22], axis=-1)
        own = base * np.array([1 + rng.normal(0, 0.015), 1, 1 + rng.normal(0, 0.025)], F)
        out[:, start:end] = np.maximum(warm, 0.05) * joint[..., None] * own
    return np.asarray(np.clip(out, 0, 1), F)


def _stretched(rng: np.random.Generator, h: int, w: int, along: int, across: int) -> Array:
    grid = rng.standard_normal((max(2, along), max(2, across))).astype(F)
    return np.asarray(cv2.resize(grid, (w, h), interpolation=cv2.INTER_CUBIC))


def linen_tile(rng: np.random.Generator, colour: str, *, n: int = 1024) -> Array:
    """Return a plain weave with slubs."""
    y, x = np.mgrid[0:n, 0:n].astype(F)
    shift_x = blur(rng.standard_normal((n, n)).astype(F), 8) * 22
    shift_y = blur(rng.standard_normal((n, n)).astype(F), 8) * 22
    warp = np.sin((x + shift_x * 0.3) * 2 * np.pi / 9.0)
    weft = np.sin((y + shift_y * 0.3) * 2 * np.pi / 9.0)
    slubs = cv2.resize(rng.standard_normal((n // 2, 9)).astype(F), (n, n)) * 0.5
    slubs = slubs + cv2.resize(rng.standard_normal((9, n // 2)).astype(F), (n, n)) * 0.5
    weave = 1 + 0.11 * warp * weft + 0.07 * slubs + 0.05 * warp
    return np.asarray(np.clip(hex_lin(colour) * weave[..., None], 0, 1), F)


def _seamless(tile: Array, share: float = 0.12) -> Array:
    """Cross-fade the borders so that the tile repeats without a seam."""
    m = int(tile.shape[0] * share)
    ramp = np.linspace(0, 1, m, dtype=F)
    for axis in (0, 1):
        tile = np.moveaxis(tile, axis, 0).copy()
        weight = ramp.reshape(-1, *([1] * (tile.ndim - 1)))
        tile[:m] = tile[:m] * weight + tile[-m:] * (1 - weight)
        tile = np.moveaxis(tile[:-m], 0, axis)
    return np.ascontiguousarray(tile)


def _filtered(tile: Array, texels: float, sine: float) -> Array:
    tall = cv2.copyMakeBorder(tile, 64, 64, 64, 64, cv2.BORDER_WRAP)
    out = cv2.GaussianBlur(tall, (0, 0), sigmaX=max(0.3, 0.5 * texels), sigmaY=max(0.3, 0.5 * texels / max(0.05, sine)))
    return np.ascontiguousarray(out[64:-64, 64:-64])
