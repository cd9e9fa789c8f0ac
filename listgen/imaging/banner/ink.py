"""Colours of type on a picture: measured on the real pixels behind it, with a scrim only where needed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from listgen.imaging.banner.geometry import Box
from listgen.imaging.colour import Array, F, contrast, from_lch, lch, lightness_star, luminance, to_linear, to_srgb

READABLE = 4.5  # WCAG 2.1 level AA for text
_MAX_SCRIM = 0.60  # beyond this a card looks better
_VISIBLE = 1.9  # a pill against its ground
_MOST_MOVED = 0.10  # of lightness; further away a brand colour is another colour


@dataclass(frozen=True, slots=True)
class Pill:
    """Colours of a button (linear RGB) and the contrast of its label."""

    ground: Array
    label: Array
    contrast: float


def ground_luminance(picture: Array, box: Box) -> Array:
    """Return the luminance of the pixels of a box."""
    height, width = picture.shape[:2]
    rows, columns = box.pixels(width, height)
    return luminance(to_linear(picture[rows, columns].reshape(-1, 3)[::5].astype(F) / 255))


def text_contrast(picture: Array, box: Box, colour: Array) -> float:
    """Return the 5th percentile of the contrast between a text colour (linear) and the pixels of its box."""
    ground, own = ground_luminance(picture, box), float(luminance(colour))
    ratio = (np.maximum(ground, own) + 0.05) / (np.minimum(ground, own) + 0.05)
    return float(np.percentile(ratio, 5))


def choose_ink(picture: Array, box: Box, ink: Array, paper: Array) -> Array:
    """Return ink or paper, whichever reads better on the typical pixel; the worst 5 % are checked afterwards."""
    middle = float(np.median(ground_luminance(picture, box)))
    ground = np.full(3, middle, F)
    return ink if contrast(ink, ground) >= contrast(paper, ground) else paper


def add_scrim(picture: Array, box: Box, field: Array, colour: Array, softness: float) -> tuple[Array, float, float]:
    """Return the picture pulled towards its own field colour behind the text, the contrast and the strength used.

    The scrim grows in steps of 0.15 until the text reads; at its limit the contrast may still be too low.
    """
    strength, got, best = 0.0, text_contrast(picture, box, colour), picture
    dark = float(luminance(colour)) > 0.4
    _, chroma, hue = lch(field)
    target = to_srgb(from_lch(0.20, chroma * 0.7, hue) if dark else from_lch(0.965, chroma * 0.35, hue)) * 255
    mask: Array | None = None
    while got < READABLE and strength < _MAX_SCRIM - 0.01:
        strength += 0.15
        if mask is None:
            mask = _feathered(picture.shape[1], picture.shape[0], box, softness)
        best = _mix(picture, target, mask * F(strength))
        got = text_contrast(best, box, colour)
    return best, got, strength


def _feathered(width: int, height: int, box: Box, softness: float) -> Array:
    soft = max(1, round(softness))
    mask = np.zeros((height, width), F)
    rows, columns = box.grown(soft).pixels(width, height)
    mask[rows, columns] = 1
    edge = 3 * soft
    padded = cv2.copyMakeBorder(mask, edge, edge, edge, edge, cv2.BORDER_REPLICATE)
    return np.asarray(cv2.GaussianBlur(padded, (0, 0), soft)[edge:-edge, edge:-edge], F)


def _mix(picture: Array, target: Array, mask: Array) -> Array:
    height, width = mask.shape
    # Dither: a soft gradient would show bands in 8 bits.
    noise = np.random.default_rng(0).random((height, width, 1), dtype=F)
    mixed = picture * (1 - mask[..., None]) + target.astype(F) * mask[..., None]
    return np.asarray(np.where(mask[..., None] > 0.002, np.clip(mixed + noise, 0, 255), picture), np.uint8)


def calmness(picture: Array, box: Box, unit: float) -> float:
    """Return the RMS of L* between blur 0.21 u and 2.4 u: up to 1.5 is calm, above 3 needs a card."""
    height, width = picture.shape[:2]
    rows, columns = box.pixels(width, height)
    star = lightness_star(to_linear(picture[rows, columns].astype(F) / 255)).astype(F)
    fine = cv2.GaussianBlur(star, (0, 0), max(0.3, 0.21 * unit))
    coarse = cv2.GaussianBlur(star, (0, 0), max(0.6, 2.4 * unit))
    return float(np.sqrt(np.mean((fine - coarse) ** 2)))


def choose_pill(accents: Sequence[Array], text: Array, ink: Array, paper: Array, picture: Array, box: Box) -> Pill:
    """Return the colours of a button: the first accent whose lightness has to move least for its label.

    A yellow that would have to become mustard is left out; where no accent shows on the ground the pill takes the
    colour of the text instead.
    """
    middle = np.full(3, float(np.median(ground_luminance(picture, box))), F)
    best: tuple[float, Pill] | None = None
    for rank, accent in enumerate(accents):
        lightness, chroma, hue = lch(accent)
        for step in np.arange(0, _MOST_MOVED + 0.001, 0.02):
            for moved in (lightness - step, lightness + step):
                ground = from_lch(float(np.clip(moved, 0.05, 0.97)), chroma, hue)
                label = paper if contrast(paper, ground) >= READABLE else ink
                readable = contrast(label, ground) >= READABLE and contrast(ground, middle) >= _VISIBLE
                worth = step + 0.03 * rank
                if readable and (best is None or worth < best[0] - 1e-9):
                    best = worth, Pill(ground, label, contrast(label, ground))
    if best is not None:
        return best[1]
    label = paper if contrast(text, paper) > contrast(text, ink) else ink
    return Pill(text, label, contrast(label, text))
