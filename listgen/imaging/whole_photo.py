"""The hero of a photo that cannot be cut out: the whole photo as a framed print on a brand colour."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from listgen.domain.brand_kit import BrandKit
from listgen.imaging.colour import hex_lin, to_srgb
from listgen.imaging.filters import Floats, Pixels, blur
from listgen.imaging.resample import resize
from listgen.imaging.scene.fields import look_at, rank_fields

_PHOTO_SHARE = 0.84  # of the frame, on the side that fits tighter
_LARGEST_UPSCALE = 1.25
_CORNER = 0.012  # of the frame's shorter side
_SHADOW_BLUR, _SHADOW_DOWN, _SHADOW = 0.018, 0.008, 0.26
_FALL_OFF = 0.10  # light at the lower right against the upper left


@dataclass(frozen=True, slots=True, eq=False)
class WholePhotoHero:
    """The finished picture (H x W x 3), and output pixels per pixel of the photo."""

    rgb: Pixels
    scale: float


def render_whole_photo_hero(photo: Pixels, *, width: int, height: int, kit: BrandKit, seed: int) -> WholePhotoHero:
    """Return the whole photo, never cropped, with round corners and a soft shadow on the brand colour that suits it."""
    scale = min(_PHOTO_SHARE * width / photo.shape[1], _PHOTO_SHARE * height / photo.shape[0], _LARGEST_UPSCALE)
    size = (max(1, round(photo.shape[1] * scale)), max(1, round(photo.shape[0] * scale)))
    left, top = (width - size[0]) // 2, (height - size[1]) // 2
    placed = resize(photo, *size)

    short = min(width, height)
    mask = np.zeros((height, width), np.float32)
    mask[top : top + size[1], left : left + size[0]] = _rounded(size, max(2, round(_CORNER * short)))
    drop = np.roll(blur(mask, _SHADOW_BLUR * short), round(_SHADOW_DOWN * short), axis=0)
    canvas = _ground(photo, kit, width, height) * (1 - np.float32(_SHADOW) * drop * (1 - mask))[..., None]
    canvas += np.random.default_rng(seed).random((height, width, 1), dtype=np.float32) - np.float32(0.5)
    print_ = canvas.copy()
    print_[top : top + size[1], left : left + size[0]] = placed
    mixed = canvas * (1 - mask[..., None]) + print_ * mask[..., None]
    return WholePhotoHero(np.clip(mixed + 0.5, 0, 255).astype(np.uint8), scale)


def _ground(photo: Pixels, kit: BrandKit, width: int, height: int) -> Floats:
    """Return the brand colour that the photo's border stands out from, with a quiet fall-off of light."""
    side = 240
    # An oval, because the rim is looked for where a shape ends.
    oval = cv2.ellipse(np.zeros((side, side), np.uint8), (120, 120), (118, 118), 0, 0, 360, 255, -1)
    looks = look_at(np.dstack([resize(photo, side, side), np.asarray(oval, np.uint8)]))
    ranked = rank_fields(looks, kit.palette.colours)
    field = hex_lin(ranked[0].colour if ranked else "#e8e6e1")
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    away = np.hypot(x / np.float32(width) - np.float32(0.2), y / np.float32(height) - np.float32(0.1))
    light = 1 + np.float32(_FALL_OFF) * (np.float32(0.5) - np.clip(away, 0, 1.2))
    return np.asarray(to_srgb(field[None, None] * light[..., None]) * 255, np.float32)


def _rounded(size: tuple[int, int], radius: int) -> Floats:
    """Return a rectangle with round corners, antialiased, 0 to 1."""
    width, height = size
    x = np.maximum(0, np.abs(np.arange(width) + 0.5 - width / 2) - (width / 2 - radius))
    y = np.maximum(0, np.abs(np.arange(height) + 0.5 - height / 2) - (height / 2 - radius))
    return np.asarray(np.clip(radius + 0.5 - np.hypot(x[None, :], y[:, None]), 0, 1), np.float32)
