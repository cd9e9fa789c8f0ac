"""The detail crop: a close-up out of the seller's own photo, never enlarged, and nothing in it is changed."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from listgen.domain.finding import Finding, Severity
from listgen.domain.picture import ProductPlace
from listgen.imaging.contents import blur_of
from listgen.imaging.filters import Flags, Floats, Pixels, erode, lab, shrink, slope
from listgen.imaging.resample import Box, crop, product_box, resize

# The longer side of the smallest close-up in pixels: a picture listings still take (500 at Amazon) with some air.
SMALLEST = 600
# Share of the product's longest side that a close-up shows: more is the packshot again, less shows a riddle.
_SHARES = (0.50, 0.58, 0.66)
# Most of a close-up is product; where that cannot be had the shape is too thin for one.
_COVERED = 0.80
# Search on a copy with this longest side of the product, in steps of its pixels.
_SIDE, _STEP = 360, 6
# Texture finer than this is the camera's noise, in L* per pixel; one glaring edge must not outweigh a pattern.
_NOISE, _GLARING = 0.5, 6.0
# Mean texture inside the close-up, L* per pixel, below which there is nothing to see in it.
_LEAST_TEXTURE = 0.20
_MOST_BLUR = 0.80
# Middle of the close-up against the middle of the product, share of the product's side: as good as this much texture.
_OFF_CENTRE = 0.35


@dataclass(frozen=True, slots=True, eq=False)
class Detail:
    """A close-up (H x W x 3). `place` has its window in the photo, `mask` is the product in it (H x W, 0 to 255).

    `scale` is output pixels per pixel of the photo, at most 1; `changed_pixels` counts product pixels that differ from
    the resized photo.
    """

    rgb: Pixels
    mask: Pixels
    place: ProductPlace
    scale: float
    changed_pixels: int


@dataclass(frozen=True, slots=True)
class NoDetail:
    """Why there is no close-up, and what photo would have one."""

    reason: str
    hint: str

    def finding(self) -> Finding:
        """Return the remark that stands in place of the picture."""
        return Finding(
            code="picture.no-detail", severity=Severity.INFO, message=f"no close-up: {self.reason}", hint=self.hint
        )


def render_detail(photo: Pixels, alpha: Pixels, *, width: int, height: int) -> Detail | NoDetail:
    """Return the close-up of the part with most texture inside the product, at most `width` x `height` large.

    `photo` is H x W x 3, `alpha` the cut-out's (H x W). The window has the shape of the wanted picture, at least
    `SMALLEST` source pixels on its longer side, and shows half to two thirds of the product's length. The ground in it
    is the photo's own.
    """
    box = product_box(alpha)
    window = _find_window(photo, alpha, box, width, height)
    if isinstance(window, NoDetail):
        return window
    part, solid = np.ascontiguousarray(crop(photo, window)), np.ascontiguousarray(crop(alpha, window))
    scale = min(1.0, width / window.width, height / window.height)
    size = max(1, round(window.width * scale)), max(1, round(window.height * scale))
    rgb = np.array(resize(part, *size))
    mask = shrink(solid, *size) if scale < 1 else solid
    if blur_of(rgb, mask > 127) > _MOST_BLUR:
        return NoDetail("the photo is not sharp enough for one", "a sharper photo has one")
    inside = erode(mask == 255, 3)
    return Detail(
        rgb=rgb,
        mask=np.asarray(mask, np.uint8),
        place=ProductPlace((0, 0, *size), (window.left, window.top, window.width, window.height)),
        scale=scale,
        changed_pixels=int((rgb[inside] != resize(part, *size)[inside]).any(axis=-1).sum()),
    )


def _find_window(photo: Pixels, alpha: Pixels, box: Box, width: int, height: int) -> Box | NoDetail:
    longest = max(box.width, box.height)
    shape = width / max(width, height), height / max(width, height)
    least = max(SMALLEST, round(_SHARES[0] * longest))
    if least > _SHARES[-1] * longest:
        needed = round(SMALLEST / _SHARES[-1])
        return NoDetail(
            f"the product measures {longest} px in the photo, too few for a close-up",
            f"a photo with the product at least {needed} px long has one",
        )
    scale = min(1.0, _SIDE / longest)
    texture, solid = _texture(photo, alpha, box, scale)
    best: tuple[float, Box] | None = None
    for share in _SHARES:
        side = max(SMALLEST, round(share * longest))
        if side > _SHARES[-1] * longest:
            break
        size = round(side * shape[0]), round(side * shape[1])
        found = _best_place(texture, solid, (size[0] * scale, size[1] * scale))
        if found is not None and (best is None or found[0] > best[0]):
            worth, x, y = found
            left = min(max(0, box.left + round(x / scale)), photo.shape[1] - size[0])
            top = min(max(0, box.top + round(y / scale)), photo.shape[0] - size[1])
            best = worth, Box(left, top, left + size[0], top + size[1])
    if best is None:
        return NoDetail("no part of the product fills a close-up", "a photo taken from nearer has one")
    if best[0] < _LEAST_TEXTURE:
        return NoDetail("the product is plain all over: a close-up would show nothing", "")
    return best[1]


def _texture(photo: Pixels, alpha: Pixels, box: Box, scale: float) -> tuple[Floats, Flags]:
    """The steepness of lightness inside the product, and the product, on a small copy of its box.

    The outline does not count: it is there in every picture of the product.
    """
    size = max(1, round(box.width * scale)), max(1, round(box.height * scale))
    # Fine patterns survive where steepness is taken before the copy is made smaller, half way down.
    half = max(scale, min(1.0, 2 * scale))
    middle = max(1, round(box.width * half)), max(1, round(box.height * half))
    lightness = np.ascontiguousarray(lab(shrink(np.ascontiguousarray(crop(photo, box)), *middle))[..., 0])
    steep = np.clip(slope(lightness) - _NOISE, 0, _GLARING)
    covered = shrink(np.ascontiguousarray(crop(alpha, box)), *middle) >= 250
    steep[~erode(covered, 5)] = 0
    return np.asarray(shrink(steep, *size), np.float32), np.asarray(
        shrink(covered.astype(np.float32), *size) > 0.5, np.bool_
    )


def _best_place(texture: Floats, solid: Flags, size: tuple[float, float]) -> tuple[float, int, int] | None:
    """The place (worth, x, y) of a window with most texture in it; None where no window is covered well."""
    wide, high = max(1, round(size[0])), max(1, round(size[1]))
    rows, columns = solid.shape
    if wide > columns or high > rows:
        return None
    sums = np.asarray(cv2.integral(texture), np.float64)
    areas = np.asarray(cv2.integral(solid.astype(np.float32)), np.float64)
    y, x = np.mgrid[0 : rows - high + 1 : _STEP, 0 : columns - wide + 1 : _STEP]
    inner = _window_sums(sums, x, y, wide, high) / (wide * high)
    covered = _window_sums(areas, x, y, wide, high) / (wide * high)
    off = np.hypot(x + wide / 2 - columns / 2, y + high / 2 - rows / 2) / max(rows, columns)
    worth = np.where(covered >= _COVERED, inner * (1 - _OFF_CENTRE * off), -1.0)
    best = int(np.argmax(worth))
    if worth.flat[best] < 0:
        return None
    return float(inner.flat[best]), int(x.flat[best]), int(y.flat[best])


def _window_sums(
    sums: NDArray[np.float64], x: NDArray[np.int_], y: NDArray[np.int_], wide: int, high: int
) -> NDArray[np.float64]:
    return np.asarray(sums[y + high, x + wide] - sums[y, x + wide] - sums[y + high, x] + sums[y, x], np.float64)
