"""Rendering a set: light at a third of the size, surfaces and edges at full size, far field, depth of field.

The product itself is put on by `compose`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np

from listgen.imaging.colour import Array, F
from listgen.imaging.scene.stage import Backdrop, Camera, Piece, Placed, Set, Shot
from listgen.imaging.scene.tools import blur, fbm, fit
from listgen.imaging.scene.trace import Hits, ProductShade, Tracer

_BELOW_HORIZON = 0.01  # of the height: how far the far field reaches below the edge of the table, whose rim is soft
_SUB_PIXELS = ((-0.375, -0.125), (0.125, -0.375), (0.375, 0.125), (-0.125, 0.375))


@dataclass(frozen=True, slots=True)
class Rendered:
    """A set in linear RGB (h, w, 3) with the products' shadows, and where the products go.

    `empty` is the set without their shadows and `solid` the number of the solid at each pixel (int8), both at the size
    of the light calculation: they serve the measures only.
    """

    image: Array
    empty: Array
    products: tuple[Placed, ...]
    solid: Array


def render_stage(
    stage: Set,
    w: int,
    h: int,
    product: Array | Sequence[Piece],
    *,
    shot: Shot,
    scale: float | None = None,
    dof: float = 0.0035,
    seed: int = 0,
    backdrop: Backdrop | None = None,
) -> Rendered:
    """Return the set as linear RGB (h, w, 3) with the products' shadows, and where the products stand in it.

    `product` is one uint8 RGBA cut-out, or the pieces of a line-up. `scale` is the resolution of the light calculation
    (None: what the size of the picture needs); surfaces and edges are full size. `backdrop` replaces the first solid.
    `dof` is the blur of the set per world unit behind the product, as a share of the picture's long side.
    """
    products = place_products(stage, w, h, product, shot=shot)
    if not shot.mirrored:
        return _render(stage, w, h, products, shot=shot, scale=scale, dof=dof, seed=seed, backdrop=backdrop)
    # Light from the right: everything is mirrored but the products' own pixels.
    twin = replace(shot, cx=1 - shot.cx, mirrored=False)
    camera = _camera(stage, w, h, shot=twin, px=products[0].camera.px)
    turned = tuple(
        replace(p, rgba=np.ascontiguousarray(p.rgba[:, ::-1]), x0=w - p.x0 - int(p.rgba.shape[1]), camera=camera)
        for p in products
    )
    # The far field is lit from the left like everything else, and is mirrored with it.
    seen = _render(stage, w, h, turned, shot=twin, scale=scale, dof=dof, seed=seed, backdrop=backdrop)
    image, empty, solid = (np.ascontiguousarray(a[:, ::-1]) for a in (seen.image, seen.empty, seen.solid))
    return Rendered(image, empty, products, solid)


def place_products(stage: Set, w: int, h: int, product: Array | Sequence[Piece], *, shot: Shot) -> tuple[Placed, ...]:
    """Return the products resized into the box of the shot, standing on its lower edge."""
    pieces = [Piece(product)] if isinstance(product, np.ndarray) else list(product)
    images = [fit(p.rgba, w * shot.max_w * p.width, h * shot.max_h * p.height) for p in pieces]
    one = max(max(image.shape[:2]) for image in images)  # one world unit = longest side of the largest product
    camera = _camera(stage, w, h, shot=shot, px=one)
    placed = []
    for image, piece in zip(images, pieces, strict=True):
        ph, pw = image.shape[:2]
        x0 = round(w * (shot.cx + (piece.x - 0.5) * shot.max_w) - pw / 2)
        depth = shot.depth * max(ph, pw) / one
        placed.append(Placed(image, x0, round(h * shot.base) - ph, camera, shot.elevation, depth, shot.is_round))
    return tuple(placed)


def shoulder(linear: Array, knee: float = 0.82) -> Array:
    """Return light with a roll-off on the strongest channel, so bright brand colours keep their hue."""
    # three planes: numpy is slow on a last axis of three
    strongest = np.maximum(np.maximum(linear[..., 0], linear[..., 1]), linear[..., 2])[..., None]
    if float(strongest.max()) <= knee:
        return linear
    rolled = knee + (1 - knee) * (1 - np.exp(-(np.maximum(strongest, knee) - knee) / (1 - knee)))
    return np.asarray(linear * np.where(strongest > knee, rolled / np.maximum(strongest, 1e-6), 1), F)


def _camera(stage: Set, w: int, h: int, *, shot: Shot, px: float) -> Camera:
    return Camera(
        w,
        h,
        cx=w * shot.cx,
        base_y=h * shot.base,
        px=px,
        elevation=shot.elevation,
        foot=stage.base_y,
        distance=shot.distance,
    )


def _render(
    stage: Set,
    w: int,
    h: int,
    products: tuple[Placed, ...],
    *,
    shot: Shot,
    scale: float | None,
    dof: float,
    seed: int,
    backdrop: Backdrop | None,
) -> Rendered:
    share = scale or float(np.clip(400 / max(w, h), 1 / 3, 0.5))
    small_w, small_h = max(8, round(w * share)), max(8, round(h * share))
    px = products[0].camera.px
    small = _camera(stage, small_w, small_h, shot=shot, px=px * small_w / w)
    full = _camera(stage, w, h, shot=shot, px=px)
    tracer = Tracer(stage, small, products)
    rays, grid = small.rays()
    hits = tracer.hits(rays)
    shade = tracer.product_shade(hits.point, grid)
    light = tracer.light_at(hits, shade, rays)
    solid = hits.solid.reshape(grid)
    mottling = fbm(np.random.default_rng(seed), h, w, base=stage.grain_base, octaves=6, gain=0.72)

    def up(flat: Array) -> Array:
        plane = flat.reshape(*grid, -1)
        return np.asarray(cv2.resize(plane, (w, h), interpolation=cv2.INTER_CUBIC))

    solid_full = np.asarray(cv2.resize(solid.view(np.uint8), (w, h), interpolation=cv2.INTER_NEAREST)).view(np.int8)
    surface = tracer.colours[solid_full.ravel()].reshape(h, w, 3) * (1 + F(stage.grain) * mottling)[..., None]
    textured = [i for i, one in enumerate(stage.solids) if one.texture is not None]
    if textured:
        points, t = up(hits.point), up(hits.t)
        full_tracer = Tracer(stage, full, products[:1], light_of=tracer)
        for index in textured:
            m = np.flatnonzero(solid_full.ravel() == index)
            here = Hits(t.ravel()[m], solid_full.ravel()[m], points.reshape(-1, 3)[m], points.reshape(-1, 3)[:0])
            surface.reshape(-1, 3)[m] = full_tracer.albedo(here, mottling.ravel()[m])
    sheen = up(light.sheen)[..., None] if tracer.gloss.max() > 0 else F(0)
    image = shoulder(surface * up(light.diffuse) + sheen)
    surface_small = np.asarray(cv2.resize(surface, (small_w, small_h), interpolation=cv2.INTER_AREA))
    empty = shoulder(surface_small * light.diffuse_open.reshape(*grid, 3) + light.sheen.reshape(*grid, 1))
    band = _edge_band(solid, hits.normal.reshape(*grid, 3), (w, h))
    if len(band):
        fine = Tracer(stage, full, products[:1], light_of=tracer)
        image.reshape(-1, 3)[band] = _retrace(fine, band, (w, h), shade, grid, mottling)
    behind = up(np.clip(-hits.point[:, 2], -4, 8)).reshape(h, w)
    if backdrop is not None:
        behind_all = _far_field(backdrop, solid_full == 0)
        image = _with_backdrop(image, behind_all, solid_full == 0, stage.gloss_floor)
        empty = _with_backdrop(empty, behind_all, solid == 0, stage.gloss_floor)
    if dof:
        # Seen from above, the whole ground lies at one distance from the camera.
        out_of_focus = np.clip(behind - F(max(0.5, shot.depth * 0.6)), 0, 4) * (1 if products[0].stand else 0)
        image = _out_of_focus(image, out_of_focus, dof * max(w, h))
    return Rendered(np.clip(image, 0, 1), np.clip(empty, 0, 1), products, solid)


def _edge_band(solid: Array, normal: Array, size: tuple[int, int]) -> Array:
    """Flat indices of the full-size pixels around edges, where light at a third of the size would bleed over."""
    edge = np.abs(cv2.Laplacian(solid.astype(F), cv2.CV_32F)) > 0
    edge[:, 1:] |= (normal[:, 1:] * normal[:, :-1]).sum(2) < 0.985
    edge[1:] |= (normal[1:] * normal[:-1]).sum(2) < 0.985
    wide = cv2.dilate(edge.astype(np.uint8), np.ones((5, 5), np.uint8))
    return np.flatnonzero(cv2.resize(wide, size, interpolation=cv2.INTER_NEAREST))


def _retrace(
    tracer: Tracer, band: Array, size: tuple[int, int], shade: ProductShade, grid: tuple[int, int], mottling: Array
) -> Array:
    """Colours of the edge band at full size: once everywhere, four times more where an edge runs through the pixel."""
    w, h = size
    columns, rows = (band % w).astype(F), (band // w).astype(F)
    known = _shade_at(shade, columns * (grid[1] / w), rows * (grid[0] / h), grid)
    noise = mottling.ravel()[band]

    def look(which: Array, dx: float, dy: float) -> tuple[Array, Hits]:
        rays = tracer.camera.rays_at(columns[which], rows[which], dx, dy)
        hits = tracer.hits(rays)
        light = tracer.light_at(hits, ProductShade(known.key[which], known.dome[which]), rays)
        return shoulder(tracer.albedo(hits, noise[which]) * light.diffuse + light.sheen[:, None]), hits

    image, hits = look(np.arange(len(band)), 0, 0)
    place = np.full((h, w), -1, np.int32)
    place.ravel()[band] = np.arange(len(band))
    sharp = np.zeros(len(band), bool)
    for shift in (1, w):  # right and lower neighbour
        inside = np.flatnonzero(band + shift < w * h)
        other = place.ravel()[band[inside] + shift]
        a, b = inside[other >= 0], other[other >= 0]
        differs = (hits.solid[a] != hits.solid[b]) | ((hits.normal[a] * hits.normal[b]).sum(1) < 0.985)
        sharp[a[differs]] = sharp[b[differs]] = True
    which = np.flatnonzero(sharp)
    if len(which):
        total = image[which]
        for dx, dy in _SUB_PIXELS:
            total = total + look(which, dx, dy)[0]
        image[which] = total / (len(_SUB_PIXELS) + 1)
    return image


def _shade_at(shade: ProductShade, x: Array, y: Array, grid: tuple[int, int]) -> ProductShade:
    i, j = np.minimum(x.astype(np.int32), grid[1] - 1), np.minimum(y.astype(np.int32), grid[0] - 1)
    flat = j * grid[1] + i
    return ProductShade(shade.key[flat], shade.dome[flat])


def _far_field(backdrop: Backdrop, far: Array) -> Array:
    """The far field on the whole canvas; `far` is where it will be seen."""
    h, w = far.shape
    horizon = int(np.argmin(far.mean(1) > 0.5))
    if not backdrop.above_horizon or not 0 < horizon < h:
        return backdrop.paint(w, h)
    above = backdrop.paint(w, min(h, horizon + max(2, round(_BELOW_HORIZON * h))))
    return np.asarray(cv2.copyMakeBorder(above, 0, h - above.shape[0], 0, 0, cv2.BORDER_REPLICATE))


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
        down = (np.arange(h, dtype=F) - horizon) / F(0.55 * (h - horizon))
        fade = np.clip(1 - down, 0, 1)[:, None, None] ** F(1.5)
        image = image + mirrored * F(mirror) * fade * (1 - far[..., None])
    soft = blur(far, 0.0012 * longest)[..., None]
    return np.asarray(image * (1 - soft) + behind * soft, F)


def _out_of_focus(image: Array, behind: Array, sigma_per_unit: float) -> Array:
    """Blur that grows behind the product; what is sharp does not bleed into what is not."""
    if not behind.any():
        return image
    # The floor in front of the horizon is sharp: nothing to do there.
    rows = np.flatnonzero(behind.any(axis=1))
    margin = round(5 * sigma_per_unit * 3.2) + 4
    part = slice(max(0, int(rows[0]) - margin), int(rows[-1]) + margin + 1)
    if part.stop < image.shape[0]:
        whole = image.copy()
        whole[part] = _softened(image[part], behind[part], sigma_per_unit, max(image.shape[:2]))
        return whole
    return _softened(image, behind, sigma_per_unit, max(image.shape[:2]))


def _softened(image: Array, behind: Array, sigma_per_unit: float, longest: int) -> Array:
    sigma = F(sigma_per_unit) * blur(behind.astype(F), 0.002 * longest)
    steps = np.array([0, 0.7, 1.6, 3.2], F) * F(sigma_per_unit)
    level = np.interp(sigma, steps, np.arange(4)).astype(F)[..., None]
    far = np.clip(behind.astype(F) * 20, 0, 1)
    out = image * np.clip(1 - level, 0, 1)
    for index, step in enumerate(steps[1:], 1):
        weight = np.clip(1 - np.abs(level - index), 0, 1)
        if weight.any():
            shared = blur(far, float(step))
            scale = weight[..., 0] / np.maximum(shared, F(0.02))
            clear = shared <= 0.02
            scale[clear] = 0
            out += blur(image * far[..., None], float(step)) * scale[..., None]
            if clear.any():
                out += image * np.where(clear, weight[..., 0], F(0))[..., None]
    return np.asarray(out, F)
