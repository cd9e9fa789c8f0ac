"""The packshot: the product alone on pure white, sized and placed by one set of rules for the whole catalogue."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from listgen.domain.channel import PictureSpec
from listgen.domain.finding import Finding, Severity
from listgen.domain.picture import ProductPlace
from listgen.imaging.resample import (
    Box,
    count_changed,
    crop,
    lay_over,
    made_of_opaque,
    product_box,
    resize,
    resize_cutout,
    untouched,
)

Pixels = NDArray[np.uint8]
Floats = NDArray[np.float32]

WHITE = 255
# Shares of the frame, art direction section 2.
_MARGIN = 0.035
_SHADOW_FREE = 0.04
_WIDE_OR_TALL_BONUS = 0.04
_SLENDER_BONUS = 0.06
_LARGEST_FILL = 1 - 2 * _MARGIN
_SLENDER = 0.35  # shorter over longer side
_COMPACT = (0.75, 1.33)  # width over height
_LARGEST_AREA = 0.58  # of alpha in the frame: a ball looks larger than a bag of the same width
_SMALLEST_FILL = 0.85
_TALL_FOOT = 0.93
_LARGEST_UPSCALE = 1.25
# From here on shoppers can zoom in (Amazon, image guide, marketplaces.md 2.5); a smaller frame is worth a warning.
_ZOOMABLE = 1000
_CONTACT_STRENGTH = 0.5 * 0.85


@dataclass(frozen=True, slots=True, eq=False)
class Packshot:
    """A packshot in pixels (H x W x 3) with the numbers measured on it.

    `fill` is the product's longest side over the frame, `scale` output pixels per pixel of the cut-out,
    `changed_pixels` counts product pixels that differ from the resized photo, `border_white` tells whether every pixel
    that is neither product nor shadow is 255, `strayed` the area of those that are not, over the product's.
    """

    rgb: Pixels
    alpha: Pixels
    fill: float
    scale: float
    changed_pixels: int
    border_white: bool
    strayed: float = 0.0
    place: ProductPlace | None = None  # None where the photo is used whole
    findings: tuple[Finding, ...] = ()


def render_packshot(rgba: Pixels, spec: PictureSpec, *, photo: Pixels | None = None) -> Packshot:
    """Return the packshot of a cut-out (H x W x 4, straight alpha).

    `photo` (H x W x 3) is what the product's pixels are compared with. A cut-out that would have to be enlarged more
    than 1.25 times gets a smaller frame instead, and a finding.
    """
    box = product_box(rgba[..., 3])
    product = np.ascontiguousarray(crop(rgba, box))
    frame, scale, findings = _frame(product, spec)
    width, height = frame
    size = (max(1, round(box.width * scale)), max(1, round(box.height * scale)))
    placed = resize_cutout(product, *size)
    own_alpha = np.asarray(cv2.extractChannel(placed, 3), np.uint8)
    left, top = _place(own_alpha, frame)

    alpha = np.zeros((height, width), np.uint8)
    alpha[top : top + size[1], left : left + size[0]] = own_alpha
    rgb = np.full((height, width, 3), WHITE, np.uint8)
    ground = alpha == 0
    if spec.shadow == "contact":
        where, shadow = contact_shadow(alpha)
        crop(rgb, where)[:] = (WHITE * (1 - shadow) + np.float32(0.5)).astype(np.uint8)[..., None]
        crop(ground, where)[shadow > 0] = False
    window = rgb[top : top + size[1], left : left + size[0]]
    lay_over(window, placed)

    reference = placed[..., :3] if photo is None else resize(np.ascontiguousarray(crop(photo, box)), *size)
    kept = untouched(own_alpha) & made_of_opaque(product[..., 3], *size)
    strayed = int(np.count_nonzero(ground & (cv2.inRange(rgb, (WHITE,) * 3, (WHITE,) * 3) == 0)))
    return Packshot(
        rgb=rgb,
        alpha=alpha,
        fill=max(size[0] / width, size[1] / height),
        scale=scale,
        place=ProductPlace((left, top, *size), (box.left, box.top, box.width, box.height)),
        changed_pixels=count_changed(window, reference, kept),
        border_white=strayed == 0,
        strayed=strayed / max(1, int(np.count_nonzero(alpha))),
        findings=findings,
    )


def render_whole_photo(photo: Pixels, spec: PictureSpec) -> Packshot:
    """Return the uncut photo, fitted into the frame on white: the fall-back where a cut-out would look bad."""
    height, width = photo.shape[:2]
    scale = min(spec.width / width, spec.height / height)
    frame_scale = min(1.0, _LARGEST_UPSCALE / scale)
    frame = (max(1, round(spec.width * frame_scale)), max(1, round(spec.height * frame_scale)))
    scale *= frame_scale
    size = (min(frame[0], max(1, round(width * scale))), min(frame[1], max(1, round(height * scale))))
    placed = resize(photo, *size)
    left, top = (frame[0] - size[0]) // 2, (frame[1] - size[1]) // 2
    rgb = np.full((frame[1], frame[0], 3), WHITE, np.uint8)
    rgb[top : top + size[1], left : left + size[0]] = placed
    alpha = np.zeros((frame[1], frame[0]), np.uint8)
    alpha[top : top + size[1], left : left + size[0]] = 255
    findings = (_small(frame, spec, max(photo.shape[:2])),) if frame_scale < 1 else ()
    return Packshot(rgb, alpha, 1.0, scale, 0, bool((rgb[alpha == 0] == WHITE).all()), findings=findings)


def contact_shadow(alpha: Pixels) -> tuple[Box, Floats]:
    """Return how much a soft line under the foot darkens white (0 to 1), and the box of the frame in which it lies.

    It is 0 near the edges of the frame. Only columns whose lower end is near the lowest point of the product stand on
    the ground.
    """
    height, width = alpha.shape
    box = product_box(alpha)
    longest = max(box.width, box.height)
    solid = crop(alpha, box) >= 128
    columns = np.flatnonzero(solid.any(axis=0))
    if not len(columns):
        return Box(0, 0, 0, 0), np.zeros((0, 0), np.float32)
    lower = np.full(width, -1.0, np.float32)
    lower[box.left + columns] = box.bottom - 1 - solid[::-1, columns].argmax(axis=0)
    foot = float(lower.max())
    weight = np.clip(1 - (foot - lower) / (0.10 * longest), 0, 1) ** 1.5
    weight[lower < 0] = 0
    soft_x, soft_y = max(0.5, 0.006 * longest), max(0.8, 0.003 * longest)
    # Beyond this the line is fainter than a level, with room for the blur.
    standing = np.flatnonzero(weight)
    beside, above = int(10 * soft_x) + 4, int(5 * soft_y + 0.01 * longest) + 4
    left, right = max(0, int(standing[0]) - beside) // 2 * 2, min(width, int(standing[-1]) + beside + 1)
    top = max(0, int(lower[standing].min()) - above)
    bottom = min(height, int(foot + 0.11 * longest + 5 * soft_y) + 4)
    where = Box(left, top, right, bottom)
    # The line runs on a little under the product, so no light gap opens at soft edges, and spreads sideways.
    depth = np.arange(top - height, bottom + 1, dtype=np.float32)
    line = 0.80 * np.exp(-np.abs(depth) / (0.0055 * longest)) + 0.42 * np.exp(-np.abs(depth) / (0.022 * longest))
    line = np.where(depth >= 0, line, depth > -0.01 * longest).astype(np.float32)
    below = np.arange(top, bottom)[:, None] - lower[None, left:right].astype(int)
    shadow = line[below - (top - height)] * weight[None, left:right]
    # Soft sideways, so every second column holds it.
    small = cv2.resize(shadow, (max(1, where.width // 2), where.height), interpolation=cv2.INTER_AREA)
    small = cv2.GaussianBlur(small, (0, 0), sigmaX=soft_x, sigmaY=soft_y)
    shadow = np.asarray(cv2.resize(small, (where.width, where.height), interpolation=cv2.INTER_LINEAR), np.float32)
    shadow = np.clip(shadow * _CONTACT_STRENGTH, 0, 0.6)
    shadow = shadow * _fade(width)[None, left:right] * _fade(height)[top:bottom, None]
    shadow[shadow < 0.004] = 0  # one level of 255: what is shadow and what is ground stays clear
    return where, np.asarray(shadow, np.float32)


def _fade(length: int) -> Floats:
    # A grey pixel on the border counts as a background that is not white.
    at = (np.arange(length) + 0.5) / length
    return np.clip((np.minimum(at, 1 - at) - _SHADOW_FREE) / 0.03, 0, 1).astype(np.float32)


def _frame(product: Pixels, spec: PictureSpec) -> tuple[tuple[int, int], float, tuple[Finding, ...]]:
    """Return (width, height) of the frame and the scale of the product in it."""
    height, width = product.shape[:2]
    fill = _fill(width, height, spec.fill)
    scale = min(fill * spec.width / width, fill * spec.height / height)
    area = float(cv2.sumElems(cv2.extractChannel(product, 3))[0]) / 255 * scale * scale / (spec.width * spec.height)
    if area > _LARGEST_AREA:
        least = min(spec.fill, _SMALLEST_FILL) / fill
        scale *= max(float(np.sqrt(_LARGEST_AREA / area)), least)
    if scale <= _LARGEST_UPSCALE:
        return (spec.width, spec.height), scale, ()
    shrink = _LARGEST_UPSCALE / scale
    frame = (max(1, round(spec.width * shrink)), max(1, round(spec.height * shrink)))
    return frame, _LARGEST_UPSCALE, (_small(frame, spec, max(width, height)),)


def _fill(width: int, height: int, wanted: float) -> float:
    """Return the share of the frame for this shape: long things may be longer, to look as large as compact ones."""
    if wanted < _SMALLEST_FILL:
        return wanted  # the profile asks for air on purpose
    if min(width, height) / max(width, height) < _SLENDER:
        return min(_LARGEST_FILL, wanted + _SLENDER_BONUS)
    if not _COMPACT[0] <= width / height <= _COMPACT[1]:
        return min(_LARGEST_FILL, wanted + _WIDE_OR_TALL_BONUS)
    return min(_LARGEST_FILL, wanted)


def _small(frame: tuple[int, int], spec: PictureSpec, source: int) -> Finding:
    return Finding(
        code="photo.small",
        severity=Severity.INFO if min(frame) >= _ZOOMABLE else Severity.WARNING,
        message=(
            f"the product measures {source} px in the photo, enough for a picture of {frame[0]} x {frame[1]} px "
            f"instead of {spec.width} x {spec.height}"
        ),
        hint=f"a photo with the product at least {round(source * spec.width / frame[0])} px long fills the full size",
    )


def _place(alpha: Pixels, frame: tuple[int, int]) -> tuple[int, int]:
    """Return (left, top): the box centred, then moved towards its centre of mass; tall goods share a foot line."""
    height, width = alpha.shape
    moments = cv2.moments(alpha)
    total = moments["m00"] or 1.0
    mass_x, mass_y = moments["m10"] / total + 0.5, moments["m01"] / total + 0.5
    left = (frame[0] - width) / 2 - _limited(0.4 * (mass_x - width / 2), 0.03 * frame[0])
    top = (frame[1] - height) / 2 - _limited(0.4 * (mass_y - height / 2), 0.03 * frame[1])
    if width / height < _COMPACT[0]:
        top = _TALL_FOOT * frame[1] - height
    return _inside(left, width, frame[0]), _inside(top, height, frame[1])


def _limited(value: float, most: float) -> float:
    return max(-most, min(most, value))


def _inside(start: float, length: int, frame: int) -> int:
    margin = min(_MARGIN * frame, (frame - length) / 2)
    return round(max(margin, min(frame - margin - length, start)))
