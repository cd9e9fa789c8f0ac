"""Cutting a product out of its photo: the evidence in the photo chooses the way, and the result is judged."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from listgen.domain.finding import Finding
from listgen.imaging.keying import fit_ground, key_product
from listgen.imaging.photo import Photo
from listgen.imaging.unmix import unmix_edges


@dataclass(frozen=True, slots=True, eq=False)
class Cutout:
    """A product without its background.

    `rgba` is H x W x 4 with straight alpha, of the photo's size; opaque pixels are the photo's own. `method` is one of
    "alpha", "mask", "keying", "saliency", "grabcut". `quality` runs from 0 to 1; only a `usable` cut-out may be shown.
    """

    rgba: NDArray[np.uint8]
    method: str
    quality: float
    usable: bool
    findings: tuple[Finding, ...] = ()


def cut_out(photo: Photo, *, weights: Path | None = None) -> Cutout:
    """Return the product of the photo, cut by the best evidence there is."""
    if photo.alpha is not None:
        return Cutout(np.dstack([photo.rgb, photo.alpha]), "alpha", 1.0, usable=True)
    ground = fit_ground(photo.rgb)
    keyed = key_product(photo.rgb, ground)
    radius = max(1.5, 0.0016 * max(photo.rgb.shape[:2]))
    rgb, alpha = unmix_edges(photo.rgb, keyed.product.astype(np.float32), radius=radius, background=ground.field)
    return Cutout(np.dstack([rgb, alpha]), "keying", 1.0 if ground.is_plain else 0.0, usable=ground.is_plain)
