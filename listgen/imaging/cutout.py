"""Cutting a product out of its photo: the evidence in the photo chooses the way, and the result is judged."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from listgen.domain.finding import Finding
from listgen.imaging import contents, remarks
from listgen.imaging.filters import Floats, Pixels, dilate, enlarge, erode, shrink
from listgen.imaging.keying import Ground, fit_ground, foot_shade, key_product, open_gaps, stands_out
from listgen.imaging.local_colours import settle
from listgen.imaging.photo import Photo
from listgen.imaging.quality import (
    Evidence,
    Signs,
    measure_signs,
    quality_model,
    quality_of,
    uncertain_share,
    worst_sign,
)
from listgen.imaging.saliency import saliency, unsteadiness
from listgen.imaging.second_look import missed_parts, shade_at_foot
from listgen.imaging.separation import centre_prior, keep_main_parts, left_overs, separate
from listgen.imaging.unmix import unmix_edges

# Masks are made on a copy of this size.
_MASK_SIDE = 1200
_FINER = 0.05
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
    copy = _copy(photo.rgb)
    ground = fit_ground(copy)
    tried = _ways(copy, ground, weights)
    return _finished(max(tried, key=lambda way: way.quality + _bonus(way, ground)), photo, copy, ground)


def _bonus(way: _Mask, ground: Ground) -> float:
    """Return what decides between two ways that are nearly as good: on a clean ground colours draw the finer edge."""
    return _FINER if ground.is_flat and way.method == "keying" else 0.0


def all_ways(photo: Photo, *, weights: Path | None = None) -> tuple[Cutout, ...]:
    """Return the product cut in every way that the photo allows, for the benchmark."""
    copy = _copy(photo.rgb)
    ground = fit_ground(copy)
    return tuple(_finished(mask, photo, copy, ground) for mask in _ways(copy, ground, weights))


def _copy(rgb: Pixels) -> Pixels:
    """Return the photo in the size in which masks are made; their edges are worked on in full size."""
    scale = _MASK_SIDE / max(rgb.shape[:2])
    if scale >= 1:
        return rgb
    return np.asarray(shrink(rgb, max(8, round(rgb.shape[1] * scale)), max(8, round(rgb.shape[0] * scale))), np.uint8)


@dataclass(frozen=True, slots=True, eq=False)
class _Mask:
    """A way to cut the photo that was tried, before its edges are worked on."""

    mask: Floats
    method: str
    radius: float  # of the band in which the edge lies, share of the longer side
    evidence: Evidence
    signs: Signs | None = None
    quality: float = 0.0


def _ways(rgb: Pixels, ground: Ground, weights: Path | None) -> list[_Mask]:
    if ground.is_flat or (ground.is_plain and weights is None):
        alone = _judged(rgb, _keyed(rgb, ground, None))
        if weights is None or alone.quality >= _SURE:
            return [alone]
    opinion = None if weights is None else saliency(rgb, weights)
    separated = _separated(rgb, opinion, ground)
    if not ground.is_plain:
        return _mirrored(rgb, [_judged(rgb, separated)], opinion, weights)
    keyed = _keyed(rgb, ground, opinion)
    if keyed.evidence.severed is not None:
        # What stands on a plain ground and was left out speaks against either way.
        severed = keyed.evidence.severed & (separated.mask <= 0.5)
        separated = replace(separated, evidence=replace(separated.evidence, severed=severed))
    both = [_judged(rgb, keyed, other=separated), _judged(rgb, separated, other=keyed)]
    # On a flat ground the colours are the second opinion.
    return both if ground.is_flat else _mirrored(rgb, both, opinion, weights)


def _mirrored(rgb: Pixels, ways: list[_Mask], opinion: Floats | None, weights: Path | None) -> list[_Mask]:
    """Return the ways with what a mirror says of the network's opinion, where one of them would be shown else."""
    if opinion is None or weights is None or max(way.quality for way in ways) < quality_model().bar:
        return ways
    unsteady = unsteadiness(rgb, opinion, weights)
    signs = [replace(way.signs, unsteady=unsteady) for way in ways if way.signs is not None]
    return [replace(way, signs=s, quality=quality_of(s)) for way, s in zip(ways, signs, strict=True)]


def _judged(rgb: Pixels, way: _Mask, *, other: _Mask | None = None) -> _Mask:
    """Return the mask with its signs; `other` is what another way of cutting gave."""
    evidence = way.evidence if other is None else replace(way.evidence, other=other.mask)
    signs = measure_signs(rgb, _levels(way.mask), evidence, trust_colours=way.method == "keying")
    return replace(way, signs=signs, quality=quality_of(signs))


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


def _keyed(rgb: Pixels, ground: Ground, opinion: Floats | None) -> _Mask:
    keyed = key_product(ground, opinion)
    mask = keep_main_parts(keyed.product.astype(np.float32), share=0.004)
    if opinion is not None:
        mask, opinion = _looked_at_again(ground, mask, opinion)
    shade = foot_shade(ground, keyed.product) | keyed.shaded if opinion is None else keyed.shaded
    evidence = Evidence(opinion=opinion, holes=keyed.doubtful_holes, shade=shade, severed=keyed.severed)
    return _Mask(mask, "keying", 0.0016, evidence)


def _separated(rgb: Pixels, opinion: Floats | None, ground: Ground) -> _Mask:
    prior = centre_prior(rgb) if opinion is None else opinion
    mask = separate(rgb, prior)
    if opinion is not None:
        # The network knows what the thing is, the colours where it ends.
        mask = np.where(
            (mask < 0.05) & (opinion < 0.6),
            0.3 * opinion,
            np.where(opinion > 0.15, np.maximum(opinion, 0.98 * mask), 0.6 * opinion),
        ).astype(np.float32)
        mask = settle(rgb, mask, opinion)
        if ground.is_plain:
            mask = np.where(open_gaps(ground, mask > 0.5, opinion), 0, mask).astype(np.float32)
    mask = keep_main_parts(mask)
    if opinion is not None and ground.is_plain:
        mask, opinion = _looked_at_again(ground, mask, opinion)
    left = left_overs(rgb, mask)
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
    return _Mask(mask, "grabcut" if opinion is None else "saliency", 0.005, evidence)


def _looked_at_again(ground: Ground, mask: Floats, opinion: Floats) -> tuple[Floats, Floats]:
    """Return mask and opinion without the shade at the foot and with the parts that the network missed."""
    solid = mask > 0.5
    missed = missed_parts(ground, solid)
    shade = shade_at_foot(ground, solid | missed, opinion)
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


def _finished(tried: _Mask, photo: Photo, copy: Pixels, ground: Ground) -> Cutout:
    mask, background = tried.mask, ground.field if ground.is_plain else None
    if copy is not photo.rgb:
        height, width = photo.rgb.shape[:2]
        mask = np.clip(enlarge(mask, width, height), 0, 1)
        background = None if background is None else enlarge(background, width, height)
    radius = max(2.0 if tried.method != "keying" else 1.5, tried.radius * max(mask.shape))
    rgb, alpha = unmix_edges(photo.rgb, mask, radius=radius, background=background)
    assert tried.signs is not None
    signs = replace(tried.signs, uncertain=uncertain_share(alpha))
    quality = quality_of(signs)
    alone = tried.evidence.opinion is None
    findings = []
    is_collage = contents.has_panels(photo.rgb)
    if is_collage:
        findings.append(remarks.seen_in_photo("photo.collage", photo.path))
    elif signs.contact > remarks.CROPPED and contents.skin_at_border(photo.rgb, alpha >= 128):
        findings.append(remarks.seen_in_photo("photo.person", photo.path))
    elif signs.contact > remarks.CROPPED and worst_sign(signs) == "contact":
        findings.append(remarks.cropped(photo.path, signs, whole=True))
    elif quality < quality_model().bar:
        findings.append(remarks.poor_cutout(photo.path, signs, quality, alone=alone and not ground.is_plain))
    elif signs.contact > remarks.CROPPED:
        findings.append(remarks.cropped(photo.path, signs, whole=True))
    elif pale := remarks.white_on_white(photo.path, signs):
        findings.append(pale)
    usable = quality >= quality_model().bar and signs.contact <= remarks.CROPPED and not is_collage
    if usable:
        findings += remarks.light_of(photo.path, photo.rgb, alpha, ground)
        if ground.is_plain and contents.has_words(stands_out(ground), tried.mask > 0.5):
            findings.append(remarks.seen_in_photo("photo.words", photo.path))
        if contents.blur_of(photo.rgb, alpha >= 128) > contents.BLURRED:
            findings.append(remarks.seen_in_photo("photo.blurred", photo.path))
    return Cutout(np.dstack([rgb, alpha]), tried.method, quality, usable, tuple(findings), signs)
