"""Colour: linear light, OKLab and OKLCH, and tones of brand colours.

Pictures are float32 in linear light unless a name says `srgb`. Distances between colours are Euclidean in OKLab x 100.
"""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

F = np.float32
Array: TypeAlias = NDArray[Any]  # float32 unless a docstring says otherwise

# Björn Ottosson, "A perceptual color space for image processing" (2020): linear sRGB -> cone response -> OKLab.
_CONES = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ],
    F,
)
_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ],
    F,
)
_CONES_BACK = np.linalg.inv(_CONES.astype(np.float64)).astype(F)
_LAB_BACK = np.linalg.inv(_LAB.astype(np.float64)).astype(F)


def to_linear(srgb: ArrayLike) -> Array:
    """Return linear light (0..1) of sRGB values (0..1)."""
    c = np.asarray(srgb, F)
    return np.where(c <= 0.04045, c / F(12.92), ((np.maximum(c, 0) + F(0.055)) / F(1.055)) ** F(2.4)).astype(F)


def to_srgb(linear: ArrayLike) -> Array:
    """Return sRGB values (0..1) of linear light; negative light becomes 0, light above 1 stays above 1."""
    c = np.clip(np.asarray(linear, F), 0, None)
    return np.where(c <= 0.0031308, c * F(12.92), F(1.055) * np.power(c, F(1 / 2.4)) - F(0.055)).astype(F)


def oklab(linear: ArrayLike) -> Array:
    """Return OKLab (lightness 0..1) of linear RGB in the last axis."""
    return np.asarray(np.cbrt(np.clip(np.asarray(linear, F) @ _CONES.T, 0, None)) @ _LAB.T, F)


def from_oklab(lab: ArrayLike) -> Array:
    """Return linear RGB of OKLab; may lie outside 0..1 where the colour is outside sRGB."""
    return np.asarray(((np.asarray(lab, F) @ _LAB_BACK.T) ** 3) @ _CONES_BACK.T, F)


def hex_lin(colour: str) -> Array:
    """Return linear RGB of `#rrggbb`."""
    digits = colour.lstrip("#")
    return to_linear(np.array([int(digits[i : i + 2], 16) for i in (0, 2, 4)], F) / 255)


def to_hex(linear: ArrayLike) -> str:
    """Return `#rrggbb` of linear RGB."""
    r, g, b = (int(v) for v in np.clip(to_srgb(linear), 0, 1) * 255 + 0.5)
    return f"#{r:02x}{g:02x}{b:02x}"


def lch(colour: str | Array) -> tuple[float, float, float]:
    """Return OKLCH of a hex colour or of linear RGB: lightness 0..1, chroma, hue in degrees."""
    lightness, a, b = oklab(hex_lin(colour) if isinstance(colour, str) else colour)
    return float(lightness), float(np.hypot(a, b)), float(np.degrees(np.arctan2(b, a)) % 360)


def from_lch(lightness: float, chroma: float, hue: float) -> Array:
    """Return linear RGB of OKLCH; chroma is reduced until the colour is inside sRGB (lightness and hue stay)."""
    angle = np.radians(hue)
    rgb = np.zeros(3, F)
    for share in np.linspace(1, 0, 41):
        c = chroma * share
        rgb = from_oklab(np.array([lightness, c * np.cos(angle), c * np.sin(angle)], F))
        if rgb.min() >= -1e-4 and rgb.max() <= 1.0001:
            break
    return np.clip(rgb, 0, 1).astype(F)


def tone(
    colour: str | Array,
    *,
    lightness: float | None = None,
    chroma: float | None = None,
    lighter: float = 0.0,
    times_chroma: float = 1.0,
    turn: float = 0.0,
) -> Array:
    """Return linear RGB of a colour moved in OKLCH: absolute lightness and chroma, or steps from its own.

    `lighter` is added to the lightness, `times_chroma` multiplies the chroma, `turn` is added to the hue (degrees).
    """
    own_lightness, own_chroma, hue = lch(colour)
    return from_lch(
        float(np.clip((own_lightness if lightness is None else lightness) + lighter, 0, 1)),
        (own_chroma if chroma is None else chroma) * times_chroma,
        hue + turn,
    )


def luminance(linear: ArrayLike) -> Array:
    """Return relative luminance (WCAG 2, Rec. 709 weights) of linear RGB in the last axis."""
    return np.asarray(np.asarray(linear, F) @ np.array([0.2126, 0.7152, 0.0722], F), F)


def contrast(one: str | Array, other: str | Array) -> float:
    """Return the WCAG 2 contrast ratio (1..21) of two hex colours or linear RGB values."""
    first = float(luminance(hex_lin(one) if isinstance(one, str) else one))
    second = float(luminance(hex_lin(other) if isinstance(other, str) else other))
    return (max(first, second) + 0.05) / (min(first, second) + 0.05)


def hue_distance(one: float, other: float) -> float:
    """Return the angle between two hues, 0..180 degrees."""
    return abs((one - other + 180) % 360 - 180)


def lightness_star(linear: ArrayLike) -> Array:
    """Return CIE L* (0..100) of linear RGB in the last axis."""
    y = luminance(linear)
    return np.asarray(np.where(y > 0.008856, 116 * np.cbrt(y) - 16, 903.3 * y), F)
