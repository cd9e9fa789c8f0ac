"""Cutting a product out of its photo: the evidence in the photo chooses the way, and the result is judged."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from listgen.domain.finding import Finding
from listgen.imaging import remarks
from listgen.imaging.filters import Floats, Pixels, dilate, erode
from listgen.imaging.keying import Ground, fit_ground, foot_shade, key_product, open_gaps
from listgen.imaging.photo import Photo
from listgen.imaging.quality import Evidence, Signs, measure_signs, quality_of
from listgen.imaging.saliency import saliency
from listgen.imaging.second_look import missed_parts, shade_at_foot
from listgen.imaging.separation import centre_prior, keep_main_parts, left_overs, separate
from listgen.imaging.unmix import unmix_edges

# Below this a cut-out is not shown. Without the network there is no second opinion, so the bar is higher.
_BAR = {"keying": 0.93, "saliency": 0.90, "grabcut": 0.95}
_BAR_FLAT = 0.70  # on a clean ground what is doubtful is small
_BAR_ALONE, _BAR_ALONE_SHADED = 0.90, 0.97
# Keying alone is trusted from here on, and the network is not asked.
_SURE = 0.97


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
    signs: Signs | None = None


def cut_out(photo: Photo, *, weights: Path | None = None) -> Cutout:
    """Return the product of the photo, cut by the best evidence there is.

    In this order: the photo's own alpha or mask, a plain background, what the network of `weights` sees, and without
    one the middle of the picture.
    """
    if photo.alpha is not None:
        return _from_alpha(photo, photo.alpha)
    ground = fit_ground(photo.rgb)
    alone = _keyed(photo, ground, None) if ground.is_flat or (ground.is_plain and weights is None) else None
    if alone and (weights is None or alone.quality >= _SURE):
        return _finished(alone, photo, ground)
    opinion = None if weights is None else saliency(photo.rgb, weights)
    tried = [_separated(photo, opinion, ground)]
    if ground.is_plain:
        tried.append(_keyed(photo, ground, opinion))
    if ground.is_flat:
        tried.reverse()  # where both do well, colours on a clean ground draw the finer edge
    return _finished(max(tried, key=lambda mask: mask.quality), photo, ground)


@dataclass(frozen=True, slots=True, eq=False)
class _Mask:
    """A way to cut the photo that was tried, before its edges are worked on."""

    mask: Floats
    method: str
    radius: float  # of the band in which the edge lies
    evidence: Evidence
    quality: float


def _from_alpha(photo: Photo, alpha: Pixels) -> Cutout:
    # Palettes and editors leave almost opaque pixels inside, which would let the scene shine through.
    levels = np.where(alpha >= 250, 255, np.where(alpha <= 4, 0, alpha)).astype(np.uint8)
    signs = measure_signs(photo.rgb, levels, Evidence())
    # The seller cut it like this on purpose, so it is used; but it may stand on no ground.
    findings = (remarks.cropped(photo.path, signs, whole=False),) if signs.contact > remarks.CROPPED else ()
    if photo.alpha_origin == "mask":
        # The photo's background is still in the colours of the edge.
        rgb, levels = unmix_edges(
            photo.rgb, levels.astype(np.float32) / np.float32(255), radius=max(1.5, 0.001 * max(levels.shape))
        )
        return Cutout(np.dstack([rgb, levels]), "mask", 1.0, True, findings, signs)
    return Cutout(np.dstack([photo.rgb, levels]), "alpha", 1.0, True, findings, signs)


def _keyed(photo: Photo, ground: Ground, opinion: Floats | None) -> _Mask:
    keyed = key_product(photo.rgb, ground, opinion)
    mask = keep_main_parts(keyed.product.astype(np.float32), share=0.004)
    if opinion is not None:
        mask, opinion = _looked_at_again(photo, ground, mask, opinion)
    shade = foot_shade(photo.rgb, ground, keyed.product) | keyed.shaded if opinion is None else keyed.shaded
    evidence = Evidence(opinion=opinion, holes=keyed.doubtful_holes, shade=shade, severed=keyed.severed)
    signs = measure_signs(photo.rgb, _levels(mask), evidence, trust_colours=True)
    return _Mask(mask, "keying", max(1.5, 0.0016 * max(mask.shape)), evidence, quality_of(signs))


def _separated(photo: Photo, opinion: Floats | None, ground: Ground) -> _Mask:
    prior = centre_prior(photo.rgb) if opinion is None else opinion
    mask = separate(photo.rgb, prior)
    if opinion is not None:
        # The network knows what the thing is, the colours where it ends.
        mask = np.where(
            (mask < 0.05) & (opinion < 0.6),
            0.3 * opinion,
            np.where(opinion > 0.15, np.maximum(opinion, 0.98 * mask), 0.6 * opinion),
        ).astype(np.float32)
        if ground.is_plain:
            mask = np.where(open_gaps(photo.rgb, ground, mask > 0.5, opinion), 0, mask).astype(np.float32)
    mask = keep_main_parts(mask)
    if opinion is not None and ground.is_plain:
        mask, opinion = _looked_at_again(photo, ground, mask, opinion)
    left = left_overs(photo.rgb, mask)
    if opinion is not None:
        # Where the network hesitates too, it is ground: gaps in chair backs, between shoes.
        mask = np.where(left & (opinion < 0.8), 0, mask).astype(np.float32)
        if ground.is_plain:
            # Steel on grey, cream on beige: the ground's colour alone is no proof where the network has no doubt.
            left &= opinion < 0.97
    if ground.is_dark:
        # Dark parts on a dark ground: wheels and hinges that nobody can tell from what is behind them.
        left |= ground.looks_like
    evidence = Evidence(opinion=opinion, left=left & (mask > 0.5))
    signs = measure_signs(photo.rgb, _levels(mask), evidence)
    method = "grabcut" if opinion is None else "saliency"
    return _Mask(mask, method, max(2.0, 0.005 * max(mask.shape)), evidence, quality_of(signs))


def _looked_at_again(photo: Photo, ground: Ground, mask: Floats, opinion: Floats) -> tuple[Floats, Floats]:
    """Return mask and opinion without the shade at the foot and with the parts that the network missed."""
    solid = mask > 0.5
    missed = missed_parts(photo.rgb, ground, solid)
    shade = shade_at_foot(photo.rgb, ground, solid | missed, opinion)
    # The faint surroundings of the shade go with it, and the slivers that its ragged edge leaves.
    kept = (solid | missed) & ~shade
    slivers = kept & ~dilate(erode(kept, 5), 5) & dilate(shade, 16)
    edge = dilate(kept & ~slivers, 2)
    faint = shade | slivers | ((mask <= 0.5) & dilate(shade, 12) & ~(edge & ~dilate(shade, 3)))
    mask = np.where(faint, 0, np.where(missed, 1, mask)).astype(np.float32)
    mask = keep_main_parts(mask) if shade.any() else mask
    return mask, np.where(shade, 0, np.where(missed, 1, opinion)).astype(np.float32)


def _levels(mask: Floats) -> Pixels:
    return (mask * 255 + 0.5).astype(np.uint8)


def _finished(tried: _Mask, photo: Photo, ground: Ground) -> Cutout:
    background = ground.field if ground.is_plain else None
    rgb, alpha = unmix_edges(photo.rgb, tried.mask, radius=tried.radius, background=background)
    keyed = tried.method == "keying"
    signs = measure_signs(photo.rgb, alpha, tried.evidence, trust_colours=keyed)
    quality = quality_of(signs)
    alone = tried.evidence.opinion is None
    bar = _BAR[tried.method]
    if keyed and alone:
        bar = _BAR_ALONE if ground.is_flat else _BAR_ALONE_SHADED
    elif keyed and ground.is_flat:
        bar = _BAR_FLAT
    findings = []
    if quality < bar:
        findings.append(remarks.poor_cutout(photo.path, signs, quality, alone=alone and not ground.is_plain))
    elif signs.contact > remarks.CROPPED:
        findings.append(remarks.cropped(photo.path, signs, whole=True))
    elif pale := remarks.white_on_white(photo.path, signs):
        findings.append(pale)
    usable = quality >= bar and signs.contact <= remarks.CROPPED
    if usable:
        findings += remarks.light_of(photo.path, photo.rgb, alpha, ground)
    return Cutout(np.dstack([rgb, alpha]), tried.method, quality, usable, tuple(findings), signs)
