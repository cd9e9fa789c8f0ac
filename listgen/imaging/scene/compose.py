"""Putting the product on the set: contact line, reflection, alpha over, finish. Its own pixels stay as they are."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from listgen.imaging.colour import Array, F, to_linear, to_srgb
from listgen.imaging.scene.shadow import lower_contour
from listgen.imaging.scene.stage import Placed
from listgen.imaging.scene.tools import blur

# depth, softness and height above the contour (shares of the product's longest side), strength
_CONTACT = ((0.0055, 0.0025, 0.02, 0.80), (0.022, 0.010, 0.03, 0.42))


def contact(placed: Placed, w: int, h: int, strength: float = 0.85) -> Array:
    """Return the light (h, w; 0..1) that is left around the line where the product touches the ground."""
    alpha = placed.rgba[..., 3]
    ph, pw = alpha.shape
    longest = max(ph, pw)
    has, lowest = lower_contour(alpha)
    lowest = np.where(has, lowest, ph - 1).astype(F)
    # Only columns that end near the floor touch it; the further from above, the higher the back of a foot ends.
    back = placed.depth * placed.camera.px * float(-placed.camera.forward[1])
    reach, power = (max(0.10 * ph, back), 1.5) if placed.stand else (0.55 * ph, 0.6)
    near = np.where(has, np.clip(1 - (ph - 1 - lowest) / reach, 0, 1) ** power, 0).astype(F)
    lowest = np.asarray(cv2.GaussianBlur(lowest[None], (0, 0), max(1, 0.004 * longest)))[0]
    near = np.asarray(cv2.GaussianBlur(near[None], (0, 0), max(1, 0.008 * longest)))[0]
    out = np.ones((h, w), F)
    for deep, soft, above, share in _CONTACT:
        deep, soft, above = deep * longest, soft * longest, above * longest
        pad = int(deep * 3 + soft * 3) + 4
        d = np.arange(ph + pad, dtype=F)[:, None] - lowest[None]
        dark = near[None] * np.where(d > 0, np.exp(-np.maximum(d, 0) / F(deep)), np.clip(1 + d / F(above), 0, 1))
        canvas = np.zeros((h, w), F)
        ys, xs = max(0, placed.y0), max(0, placed.x0)
        ye, xe = min(h, placed.y0 + ph + pad), min(w, placed.x0 + pw)
        canvas[ys:ye, xs:xe] = dark[ys - placed.y0 : ye - placed.y0, xs - placed.x0 : xe - placed.x0]
        out *= 1 - np.clip(blur(canvas, soft), 0, 1) * F(share * strength)
    return out


def place(
    background: Array,
    products: Sequence[Placed],
    *,
    mirror: float = 0.0,
    mirror_blur: float = 0.004,
    contact_strength: float = 0.85,
) -> Array:
    """Return the sRGB float picture with the products on a linear background (alpha over, in sRGB)."""
    h, w = background.shape[:2]
    out = background
    for placed in products:
        out = out * contact(placed, w, h, contact_strength)[..., None]
        if mirror > 0:
            out = _mirrored(out, placed, mirror, mirror_blur)
    image = to_srgb(np.clip(out, 0, 1))
    for placed in products:
        on_canvas, on_product = placed.window(w, h)
        alpha = placed.rgba[on_product][..., 3:]
        image[on_canvas] = image[on_canvas] * (1 - alpha) + placed.rgba[on_product][..., :3] * alpha
    return image


def cover(products: Sequence[Placed], w: int, h: int) -> Array:
    """Return the products' alpha on the canvas (h, w; 0..1)."""
    mask = np.zeros((h, w), F)
    for placed in products:
        on_canvas, on_product = placed.window(w, h)
        mask[on_canvas] = np.maximum(mask[on_canvas], placed.rgba[on_product][..., 3])
    return mask


def finish(
    image: Array, products: Sequence[Placed] = (), *, vignette: float = 0.10, grain: float = 0.0035, seed: int = 0
) -> Array:
    """Return 8-bit sRGB with vignette and grain on the scene only, and dither everywhere but on the product."""
    h, w = image.shape[:2]
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[0:h, 0:w].astype(F)
    corner = np.clip(((x / w - F(0.5)) ** 2 + (y / h - F(0.5)) ** 2) / F(0.5) - F(0.12), 0, 1)
    scene = 1 - cover(products, w, h)
    noise = rng.standard_normal((h, w), dtype=F) * F(grain) * scene
    out = image * (1 - F(vignette) * corner * scene)[..., None] + noise[..., None]
    dither = np.where(scene[..., None] > 0, rng.random((h, w, 1), dtype=F), F(0.5))
    return np.asarray(np.clip(out * 255 + dither, 0, 255), np.uint8)


def _mirrored(background: Array, placed: Placed, share: float, softness: float) -> Array:
    """Background with the product's reflection; each column is mirrored at its own lowest point."""
    h, w = background.shape[:2]
    alpha = placed.rgba[..., 3]
    ph, pw = alpha.shape
    has, lowest = lower_contour(alpha)
    # What ends high above the ground (a handle, a brim) is mirrored at the ground, not at its own end.
    ground = float(lowest[has].max()) if has.any() else ph - 1.0
    lowest = np.where(has & (lowest > ground - 0.08 * max(ph, pw)), lowest, ground).astype(F)
    lowest = np.asarray(cv2.GaussianBlur(lowest[None], (0, 0), max(1, 0.006 * pw)))[0]
    deep = int(min(ph * 0.36, h - placed.y0 - ph + ph * 0.3))
    y = np.arange(ph + deep, dtype=F)[:, None]
    map_y = (2 * lowest[None] - y).astype(F)
    map_x = np.repeat(np.arange(pw, dtype=F)[None], ph + deep, 0)
    rgb = cv2.remap(to_linear(placed.rgba[..., :3]), map_x, map_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT)
    seen = cv2.remap(alpha, map_x, map_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=0)
    fade = (1 - np.clip((y - lowest[None]) / max(1, deep), 0, 1)) ** F(2.6)
    seen = seen * (y > lowest[None]) * F(share) * fade
    image = Placed(np.dstack([rgb, seen]), placed.x0, placed.y0, placed.camera, 0, 0)
    on_canvas, on_product = image.window(w, h)
    mask, light = np.zeros((h, w), F), np.zeros((h, w, 3), F)
    mask[on_canvas] = seen[on_product]
    light[on_canvas] = (rgb * seen[..., None])[on_product]
    # A satin floor blurs what is further away from it.
    soft = softness * max(ph, pw)
    below = np.clip((np.arange(h, dtype=F) - (placed.y0 + ground)) / max(1.0, 0.4 * ph), 0, 1)[:, None]
    mask = blur(mask, soft) * (1 - below) + blur(mask, soft * 4) * below
    light = blur(light, soft) * (1 - below[..., None]) + blur(light, soft * 4) * below[..., None]
    return np.asarray(background * (1 - mask[..., None]) + light, F)
