"""Rendering a set: trace, clean edges, far field, depth of field. The product itself is put on by `compose`."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from listgen.imaging.colour import Array, F
from listgen.imaging.scene.stage import Camera, Piece, Placed, Set, Shot
from listgen.imaging.scene.tools import blur, fbm, fit
from listgen.imaging.scene.trace import Tracer


def render_set(
    stage: Set,
    w: int,
    h: int,
    product: Array | Sequence[Piece],
    *,
    shot: Shot,
    scale: float = 0.5,
    dof: float = 0.0035,
    seed: int = 0,
    backdrop: Array | None = None,
) -> tuple[Array, tuple[Placed, ...]]:
    """Return the set as linear RGB (h, w, 3) with the products' shadows, and where the products go.

    `product` is one uint8 RGBA cut-out, or the pieces of a line-up. `scale` is the resolution of the light calculation;
    the product is full size. `backdrop` is a linear picture that replaces the first solid. `dof` is the blur of the set
    per world unit behind the product, as a share of the picture's long side.
    """
    products = place_products(stage, w, h, product, shot=shot)
    rng = np.random.default_rng(seed)
    one = products[0].camera.px
    small_w, small_h = round(w * scale), round(h * scale)
    camera = Camera(
        small_w,
        small_h,
        cx=small_w * shot.cx,
        base_y=small_h * shot.base,
        px=one * scale,
        elevation=shot.elevation,
        foot=stage.base_y,
        distance=shot.distance,
    )
    tracer = Tracer(stage, camera, products)
    rays, shape = camera.rays()
    texture = fbm(rng, *shape, base=stage.grain_base, octaves=6, gain=0.72).ravel()
    seen = tracer.shade(rays, texture, grid=shape)
    colour = shoulder(seen.colour)
    # edges again with 9 sub-samples, so bevels and outlines are clean
    edges = _edges(seen.solid.reshape(shape), seen.normal.reshape(*shape, 3))
    if len(edges):
        total = np.zeros((len(edges), 3), F)
        for dy in (-1 / 3, 0, 1 / 3):
            for dx in (-1 / 3, 0, 1 / 3):
                again = camera.rays_at((edges % shape[1]).astype(F), (edges // shape[1]).astype(F), dx, dy)
                total += shoulder(tracer.shade(again, texture[edges], known=seen.shadow[edges]).colour)
        colour[edges] = total / 9
    image = np.clip(colour.reshape(*shape, 3), 0, None).astype(F)
    if backdrop is not None:
        image = _with_backdrop(image, backdrop, seen.solid.reshape(shape) == 0, stage.gloss_floor)
    if dof:
        image = _out_of_focus(image, np.clip(-seen.z.reshape(shape) - shot.depth * 0.6, 0, 4), dof * max(shape))
    return np.clip(cv2.resize(image, (w, h), interpolation=cv2.INTER_CUBIC), 0, 1), products


def place_products(stage: Set, w: int, h: int, product: Array | Sequence[Piece], *, shot: Shot) -> tuple[Placed, ...]:
    """Return the products resized into the box of the shot, standing on its lower edge."""
    pieces = [Piece(product)] if isinstance(product, np.ndarray) else list(product)
    images = [fit(p.rgba, w * shot.max_w * p.width, h * shot.max_h * p.height) for p in pieces]
    one = max(max(image.shape[:2]) for image in images)  # one world unit = longest side of the largest product
    camera = Camera(
        w,
        h,
        cx=w * shot.cx,
        base_y=h * shot.base,
        px=one,
        elevation=shot.elevation,
        foot=stage.base_y,
        distance=shot.distance,
    )
    placed = []
    for image, piece in zip(images, pieces, strict=True):
        ph, pw = image.shape[:2]
        x0 = round(w * (shot.cx + (piece.x - 0.5) * shot.max_w) - pw / 2)
        depth = shot.depth * max(ph, pw) / one
        placed.append(Placed(image, x0, round(h * shot.base) - ph, camera, shot.elevation, depth, shot.is_round))
    return tuple(placed)


def shoulder(linear: Array, knee: float = 0.82) -> Array:
    """Return light with a roll-off on the strongest channel, so bright brand colours keep their hue."""
    strongest = linear.max(-1, keepdims=True)
    rolled = knee + (1 - knee) * (1 - np.exp(-(strongest - knee) / (1 - knee)))
    return np.asarray(linear * np.where(strongest > knee, rolled / np.maximum(strongest, 1e-6), 1), F)


def _edges(solid: Array, normal: Array) -> Array:
    edge = np.abs(cv2.Laplacian(solid.astype(F), cv2.CV_32F)) > 0
    edge[:, 1:] |= (normal[:, 1:] * normal[:, :-1]).sum(2) < 0.96
    edge[1:] |= (normal[1:] * normal[:-1]).sum(2) < 0.96
    return np.flatnonzero(cv2.dilate(edge.astype(np.uint8), np.ones((3, 3), np.uint8)).ravel())


def _with_backdrop(image: Array, backdrop: Array, far: Array, mirror: float) -> Array:
    h, w = far.shape
    longest = max(h, w)
    behind = np.asarray(cv2.resize(backdrop, (w, h), interpolation=cv2.INTER_AREA))
    far = far.astype(F)
    horizon = int(np.argmin(far.mean(1) > 0.5))
    if mirror and 0 < horizon < h:
        mirrored = np.zeros_like(image)
        k = min(horizon, h - horizon)
        mirrored[horizon : horizon + k] = blur(behind[horizon - k : horizon][::-1].copy(), 0.02 * longest)
        down = (np.arange(h, dtype=F) - horizon) / (0.55 * (h - horizon))
        image = image + mirrored * mirror * np.clip(1 - down, 0, 1)[:, None, None] ** 1.5 * (1 - far[..., None])
    soft = blur(far, 0.0012 * longest)[..., None]
    return np.asarray(image * (1 - soft) + behind * soft, F)


def _out_of_focus(image: Array, behind: Array, sigma_per_unit: float) -> Array:
    sigma = sigma_per_unit * blur(behind.astype(F), 0.004 * max(image.shape[:2]))
    steps = np.array([0, 0.7, 1.6, 3.2], F) * sigma_per_unit
    levels = [image, *(blur(image, float(s)) for s in steps[1:])]
    level = np.interp(sigma, steps, np.arange(4)).astype(F)[..., None]
    out = np.zeros_like(image)
    for index, blurred in enumerate(levels):
        out += np.clip(1 - np.abs(level - index), 0, 1) * blurred
    return out
