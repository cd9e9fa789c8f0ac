"""Measures of composed pictures (art direction, section 7), and what they mean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

from listgen.domain.finding import Finding, Severity
from listgen.imaging.colour import Array, F, lightness_star, luminance, oklab, to_linear

if TYPE_CHECKING:
    from listgen.imaging.scene.render import Rendered
    from listgen.imaging.scene.stage import Placed

_RIM_SIDE = 400  # px; the product's longest side when its rim is measured
_TOO_CLOSE = 8.0  # dE


@dataclass(frozen=True, slots=True)
class Limit:
    """Where a measure warns and where it fails; `upward` where larger is worse."""

    warn: float
    fail: float
    upward: bool = True

    def grade(self, value: float | None) -> int:
        """Return 0 fine, 1 warning, 2 failure."""
        if value is None:
            return 0
        sign = 1 if self.upward else -1
        return 2 if sign * (value - self.fail) > 0 else 1 if sign * (value - self.warn) > 0 else 0


# source: art direction, section 7, measured on twelve presets with real cut-outs
LIMITS = {
    "floating": Limit(0.70, 0.80),
    "distance": Limit(12, 6, upward=False),
    "weak": Limit(0.25, 0.55),
    "weak_quarter": Limit(0.50, 0.80),
    "clipped": Limit(0.01, 0.05),
    "banding": Limit(0.25, 0.40),
    "flatness": Limit(20, 12, upward=False),
    "horizon_near_top": Limit(0.5, 0.5),
    "wrong_side": Limit(0.5, 0.5),
    "wrong_elevation": Limit(0.5, 0.5),
    "changed_pixels": Limit(0, 0),
}

_WORDS = {
    "floating": "the product seems to float: light under its foot is {value:.2f} of the empty set",
    "distance": "the product hardly stands out: median distance of its rim to the backdrop is {value:.0f}",
    "weak": "the product melts into the backdrop along {value:.0%} of its contour",
    "weak_quarter": "the product melts into the backdrop on one side: {value:.0%} of a quarter of its contour",
    "clipped": "{value:.1%} of the scene is pure black or burnt out",
    "banding": "the backdrop shows bands: {value:.2f}",
    "flatness": "the picture is flat: its lightness spans only {value:.0f}",
    "horizon_near_top": "the horizon is level with the upper part of the product",
    "wrong_side": "the shadow falls to the side that the product is lit from",
    "wrong_elevation": "the set is seen from another height than the product",
    "changed_pixels": "{value:.0f} product pixels differ from the photo",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurements:
    """Numbers measured on one composed picture; None where a measure does not apply."""

    changed_pixels: int
    fill: float  # longest side of the product over the longer side of the frame
    floating: float | None
    distance: float | None  # dE between product rim and backdrop, median
    weak: float | None  # share of the rim that is too close to the backdrop
    weak_quarter: float | None  # the same in the worst quarter of the contour
    clipped: float
    banding: float | None
    flatness: float  # p95 - p5 of L*
    horizon_near_top: bool = False
    wrong_side: bool = False
    wrong_elevation: bool = False  # the set is seen from another height than the photo

    def grade(self, name: str) -> int:
        """Return 0 fine, 1 warning, 2 failure for one measure."""
        return LIMITS[name].grade(getattr(self, name))

    @property
    def faults(self) -> int:
        """How many measures fail."""
        return sum(self.grade(name) == 2 for name in LIMITS)


def measure(
    rgb: Array, seen: Rendered, *, light_side: float = 0.0, elevation: float | None = None, mirror: bool = False
) -> Measurements:
    """Return the measures of a finished picture (uint8) of a rendered set.

    `light_side` is the L* by which the product's left is lighter than its right, `elevation` the height (degrees) from
    which the product was photographed, None where it is the set's own. `mirror` tells that the floor reflects.
    """
    h, w = rgb.shape[:2]
    mask = np.zeros((h, w), F)
    for placed in seen.products:
        on_canvas, on_product = placed.window(w, h)
        mask[on_canvas] = np.maximum(mask[on_canvas], placed.rgba[on_product][..., 3])
    main = max(seen.products, key=lambda p: p.rgba.shape[0] * p.rgba.shape[1])
    distance, weak, weak_quarter = _indistinct(main, seen.empty)
    scene = rgb[mask < 0.02]
    step = max(1, h // 400)
    star = lightness_star(to_linear(rgb[::step, ::step].astype(F) / F(255)))
    low, high = np.percentile(star, (5, 95))
    return Measurements(
        changed_pixels=sum(changed_pixels(rgb, placed) for placed in seen.products),
        fill=round(max(main.rgba.shape[:2]) / max(w, h), 3),
        floating=_floating(rgb, seen, main, mask, mirror=mirror),
        distance=distance,
        weak=weak,
        weak_quarter=weak_quarter,
        clipped=_clipped(scene),
        banding=_banding(rgb, mask),
        flatness=round(float(high - low), 1),
        horizon_near_top=_horizon_near_top(seen, main),
        wrong_side=_wrong_side(seen, main, light_side),
        wrong_elevation=elevation is not None and abs(elevation - main.elevation) > 12,
    )


def findings_of(measurements: Measurements, *, scale: float = 1.0) -> tuple[Finding, ...]:
    """Return a finding for each measure that warns or fails, and one where the photo had to be enlarged."""
    out = []
    for name in LIMITS:
        grade = measurements.grade(name)
        if grade:
            value = float(getattr(measurements, name))
            out.append(
                Finding(
                    code=f"picture.{name.replace('_', '-')}",
                    severity=Severity.ERROR if name == "changed_pixels" else Severity.WARNING,
                    message=_WORDS[name].format(value=value),
                )
            )
    if scale > 1.25:
        out.append(
            Finding(
                code="picture.enlarged",
                severity=Severity.WARNING,
                message=f"the photo is enlarged {scale:.1f} times, the product looks soft",
                hint="use a photo in which the product is at least as large as in the picture",
            )
        )
    return tuple(out)


def changed_pixels(rgb: Array, placed: Placed) -> int:
    """Return how many product pixels differ from the resized source, inside the mask eroded by two pixels."""
    on_canvas, on_product = placed.window(rgb.shape[1], rgb.shape[0])
    source = placed.rgba[on_product]
    solid = (source[..., 3] >= 0.999).astype(np.uint8)
    inside = cv2.erode(solid, np.ones((5, 5), np.uint8), borderType=cv2.BORDER_CONSTANT, borderValue=0) > 0
    wanted = (source[..., :3] * 255 + F(0.5)).astype(np.uint8)
    return int((wanted != rgb[on_canvas]).any(-1)[inside].sum())


def _clipped(scene: Array) -> float:
    """Share of pixels that are burnt out in a channel, or black: one empty channel is natural in a deep colour."""
    if not scene.size:
        return 0.0
    brightest = np.maximum(np.maximum(scene[..., 0], scene[..., 1]), scene[..., 2])
    return round(float(((brightest == 255) | (brightest == 0)).mean()), 4)


def _floating(rgb: Array, seen: Rendered, placed: Placed, mask: Array, *, mirror: bool) -> float | None:
    """Light just below the foot over the same place in the empty set, median over the columns that touch the ground.

    On a reflecting floor the reflection is left out: it begins just there.
    """
    from listgen.imaging.scene.compose import contact
    from listgen.imaging.scene.shadow import lower_contour

    h, w = mask.shape
    longest = max(placed.rgba.shape[:2])
    has, lowest = lower_contour(placed.rgba[..., 3])
    if not has.any():
        return None
    touching = np.flatnonzero(has & (lowest >= lowest[has].max() - 0.03 * longest))
    x = placed.x0 + touching
    y = (placed.y0 + lowest[touching] + max(1.0, 0.006 * longest)).astype(int) + 1
    ok = (x >= 0) & (x < w) & (y >= 0) & (y < h)
    ok[ok] &= mask[y[ok], x[ok]] < 0.05
    if ok.sum() < 3:
        return None
    if mirror:
        lit = luminance(seen.image[y[ok], x[ok]]) * contact(placed, w, h)[y[ok], x[ok]]
    else:
        lit = luminance(to_linear(rgb[y[ok], x[ok]].astype(F) / F(255)))
    small_h, small_w = seen.empty.shape[:2]
    empty = luminance(seen.empty[y[ok] * small_h // h, x[ok] * small_w // w])
    return round(float(np.median(lit / np.maximum(empty, 0.004))), 3)


def _indistinct(placed: Placed, background: Array) -> tuple[float | None, float | None, float | None]:
    small_h, small_w = background.shape[:2]
    w, h = placed.camera.w, placed.camera.h
    (rows, columns), on_product = placed.window(w, h)
    product = placed.rgba[on_product]
    if not product.size:
        return None, None, None
    top, bottom = rows.start * small_h // h, max(rows.stop * small_h // h, rows.start * small_h // h + 1)
    left, right = columns.start * small_w // w, max(columns.stop * small_w // w, columns.start * small_w // w + 1)
    behind = background[top:bottom, left:right]
    scale = min(1.0, _RIM_SIDE / max(product.shape[:2]))
    product = np.asarray(cv2.resize(product, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA))
    behind = np.asarray(cv2.resize(behind, (product.shape[1], product.shape[0]), interpolation=cv2.INTER_AREA))
    solid = (product[..., 3] > 0.9).astype(np.uint8)
    wide = max(3, round(0.05 * max(product.shape[:2])) | 1)
    core = cv2.erode(solid, np.ones((wide, wide), np.uint8), borderType=cv2.BORDER_CONSTANT, borderValue=0)
    y, x = np.nonzero((solid > 0) & (core == 0))
    if len(y) < 20:
        return None, None, None
    apart = np.linalg.norm(oklab(to_linear(product[y, x, :3])) - oklab(behind[y, x]), axis=1) * 100
    close = apart < _TOO_CLOSE
    quarter = (y > np.median(y)) * 2 + (x > np.median(x))
    worst = max(float(close[quarter == q].mean()) for q in range(4) if (quarter == q).any())
    return round(float(np.median(apart)), 1), round(float(close.mean()), 3), round(worst, 3)


def _banding(rgb: Array, mask: Array) -> float | None:
    """Median lag-1 autocorrelation of what a quadratic leaves over, in windows with a gentle gradient."""
    h, w = mask.shape
    side = 48
    y, x = (np.mgrid[0:side, 0:side] / (side - 1) - 0.5).reshape(2, -1)
    terms = np.stack([np.ones_like(x), x, y, x * x, y * y, x * y], axis=1)
    solve = np.linalg.pinv(terms)
    found = []
    for top in range(0, h - side + 1, max(side, h // 14)):
        for left in range(0, w - side + 1, max(side, w // 14)):
            if mask[top : top + side, left : left + side].any():
                continue
            window = rgb[top : top + side, left : left + side, 1].astype(np.float64).ravel()
            fitted = terms @ (solve @ window)
            if not 1 <= np.ptp(fitted) <= 14:
                continue
            rest = (window - fitted).reshape(side, side)
            power = float((rest * rest).mean())
            # A texture or the rim of a shadow is no gradient: only what is nearly smooth can show bands.
            if 1e-6 < power < 1.4:
                found.append(float((rest[:, 1:] * rest[:, :-1]).mean() / power))
    return round(float(np.median(found)), 3) if len(found) >= 4 else None


def _horizon_near_top(seen: Rendered, placed: Placed) -> bool:
    """True where a hard horizon is level with the product's top or runs through its upper third."""
    far = (seen.solid == 0).mean(1)
    h, full = len(far), placed.camera.h
    if far[0] < 0.9 or far[-1] > 0.5 or int(seen.solid.max()) > 1:
        return False  # no table edge against a far field
    horizon = int(np.argmin(far > 0.5))
    top, foot = placed.y0 * h / full, (placed.y0 + placed.rgba.shape[0]) * h / full
    return bool(top - 0.03 * h < horizon < top + (foot - top) / 3)


def _wrong_side(seen: Rendered, placed: Placed, light_side: float) -> bool:
    if abs(light_side) < 4 or not placed.stand:
        return False
    small_h, small_w = seen.empty.shape[:2]
    image = np.asarray(cv2.resize(seen.image, (small_w, small_h), interpolation=cv2.INTER_AREA))
    lost = luminance(np.maximum(seen.empty - image, 0))
    share = small_w / placed.camera.w
    middle = int(np.clip((placed.x0 + placed.rgba.shape[1] / 2) * share, 1, small_w - 1))
    left, right = float(lost[:, :middle].sum()), float(lost[:, middle:].sum())
    lean = (right - left) / max(left + right, 1e-6)
    return lean * light_side < 0 and abs(lean) > 0.3
