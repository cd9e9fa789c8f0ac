"""Choosing the backdrop: which brand colour, in which tone, sets this product off best (art direction 3.2, 3.3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from listgen.imaging.colour import Array, from_lch, hex_lin, lch, oklab, to_hex, to_linear
from listgen.imaging.scene.tools import crop

# tone: lightness, share of the chroma
_TONES = (
    ("tint", 0.93, 0.30),
    ("soft", 0.86, 0.45),
    ("mid", 0.62, 0.85),
    ("deep", 0.34, 0.80),
    ("night", 0.25, 0.55),
)


@dataclass(frozen=True, slots=True)
class Roles:
    """What each colour does in a picture (hex)."""

    field: str  # wall and floor, 60-75 % of the picture
    support: str  # plinth, arch, second plane, 15-25 %
    accent: str  # one prop, badge, button, 3-8 %
    ink: str = "#1b1b1f"
    paper: str = "#ffffff"


@dataclass(frozen=True, slots=True, order=True)
class FieldChoice:
    """A backdrop for a product: `distance` is the median dE at the rim, `weak` the share of the rim below dE 8."""

    score: float
    colour: str
    tone: str  # "brand", "tint", "soft", "mid", "deep", "night"
    distance: float
    weak: float


def field_candidates(palette: Sequence[str]) -> list[tuple[str, str, float]]:
    """Return every brand colour as it is and five tones of it: (hex, tone, how much it is still the brand)."""
    out = []
    for colour in palette:
        _, chroma, hue = lch(colour)
        out.append((colour, "brand", 1.0))
        for name, lightness, share in _TONES:
            made = from_lch(lightness, min(chroma * share, 0.16), hue)
            out.append((to_hex(made), name, 0.8 if name == "mid" else 0.72))
    return out


def pick_field(rgba: Array, palette: Sequence[str], n: int = 3) -> list[FieldChoice]:
    """Return the best backdrops for a uint8 RGBA cut-out, best first.

    Compared are the outer 2.5 % of the product and the field at 80 % and at 100 % light.
    """
    product = crop(rgba)
    scale = 400 / max(product.shape[:2])
    product = np.asarray(cv2.resize(product, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA))
    solid = product[..., 3] > 0.9
    rim = solid & (cv2.erode(solid.astype(np.uint8), np.ones((21, 21), np.uint8)) == 0)
    edge = oklab(to_linear(product[rim][:, :3])) * 100
    body = oklab(to_linear(product[solid][:, :3]))
    chroma = float(np.median(np.hypot(body[:, 1], body[:, 2])))
    out = []
    for colour, name, brand in field_candidates(palette):
        light = hex_lin(colour)
        apart = np.minimum(*(np.linalg.norm(edge - oklab(light * k) * 100, axis=1) for k in (0.8, 1.0)))
        lightness, own_chroma, _ = lch(colour)
        weak, middle = float((apart < 8).mean()), float(np.median(apart))
        loud = max(0.0, own_chroma - max(0.10, 1.1 * chroma))  # a field louder than the product
        score = min(middle, 30) / 30 - 1.6 * weak + 0.35 * brand - 1.2 * loud
        score -= 0.25 if 0.55 < lightness < 0.70 else 0
        out.append(FieldChoice(round(score, 2), colour, name, round(middle, 1), round(weak, 2)))
    return sorted(out, reverse=True)[:n]
