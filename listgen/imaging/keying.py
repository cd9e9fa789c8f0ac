"""Cutting out on a plain background: the ground is a smooth colour field, whatever differs from it is product."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np
from numpy.typing import NDArray

from listgen.imaging.filters import (
    Flags,
    Floats,
    Pixels,
    blur,
    dilate,
    disc,
    enlarge,
    erode,
    lab,
    linear,
    shrink,
    slope,
    touching_border,
)

# Share of the border that has to follow one smooth field for a background to count as plain: a product may run out of
# the picture on one or two sides.
_PLAIN_BORDER = 0.62
# Spread of the border around that field, in Lab units; wood, fabric and blurred rooms lie above.
_PLAIN_SPREAD = 2.6
_FLAT_SPREAD, _FLAT_RANGE = 0.6, 7.0  # the range in levels of 255
# A shadow changes lightness, a product mostly colour too, so colour counts more.
_LAB_WEIGHTS = np.array([0.7, 1.3, 1.3], np.float32)
# The field is fitted on a copy of this size: it is smooth, and the fit looks at every border pixel.
_FIT_SIDE = 400
# Linear light of a cast shadow over the lit ground; darker is an object or a contact line, unless its hue tells.
_SHADOW_DARKEST, _SHADOW_DARKEST_ON_COLOUR = 0.30, 0.05
# How far the three channels of a shadow may part: light from walls tints shadows a little, and on a coloured ground
# more, but there no product has the ground's own colour by chance.
_SHADOW_TINT, _SHADOW_TINT_ON_COLOUR = 0.10, 0.28
_REFLECTING, _REFLECTED_TINT = 0.45, 0.95
# Steepest slope of a soft shadow in Lab lightness per pixel, on a picture of 1,600 px. Product edges have 8 and more.
_SHADOW_SLOPE = 1.1
# Height of the ripples that JPEG leaves around sharp edges, Lab units.
_RIPPLE = 12.0
# Distance from the ground a few pixels outside of a hole.
_RIM, _JUMP = 5, 14.0
_BLOCK = 8  # pixels of a JPEG block
# Share of the product in the ground's own hue above which hue tells nothing.
_OWN_HUE = 0.25


@dataclass(frozen=True, eq=False)
class Ground:
    """The background of a photo as one smooth field, and how far each pixel is from it.

    `field` and the others are H x W (x 3); `spread` is the robust deviation of the border from the field in Lab units,
    `plain` the share of the border that follows it. What several steps of a cut ask for is worked out once.
    """

    field: Floats  # RGB, 0 to 255
    distance: Floats
    lightness: Floats  # L of the photo, 0 to 100
    light: Floats  # of the photo over that of the field, mean of the channels in linear light
    tint: Floats  # how far the channels part from that mean
    spread: float
    plain: float

    @property
    def is_plain(self) -> bool:
        """True where the background is one smooth colour field."""
        return self.plain >= _PLAIN_BORDER and self.spread <= _PLAIN_SPREAD

    @cached_property
    def is_dark(self) -> bool:
        """True for a plain ground on which shade and dark products look alike."""
        return self.is_plain and float(np.median(self.field[::8, ::8])) < 52

    @cached_property
    def is_colourful(self) -> bool:
        """True for a ground whose own colour tells its shade from most products."""
        step = max(1, max(self.field.shape) // 200)
        field = linear(self.field[::step, ::step])
        return float(np.median(field.max(axis=-1) / np.maximum(field.min(axis=-1), 0.01))) > 1.6

    @property
    def is_flat(self) -> bool:
        """True for a ground of one even colour, as in photos that somebody has cleaned already."""
        ends = self.field[:: max(1, self.field.shape[0] // 20), :: max(1, self.field.shape[1] // 20)]
        even = float(np.ptp(ends.reshape(-1, 3), axis=0).max()) <= _FLAT_RANGE
        return self.is_plain and self.spread <= _FLAT_SPREAD and even

    @property
    def tolerance(self) -> float:
        """Distance from the field up to which a pixel has the colour of the ground."""
        return max(2.5, 3.0 * self.spread)

    @property
    def looks_like(self) -> Flags:
        """The pixels that have the colour of the ground, H x W."""
        return np.asarray(self.distance < self.tolerance, bool)

    @cached_property
    def shaded(self) -> tuple[Flags, Flags]:
        """(The pixels that have the ground's own colour, only darker; those that may be part of a cast shadow)."""
        return _shaded(self)

    @cached_property
    def stands_out(self) -> Flags:
        """What is neither ground nor shade on it, by its colour alone."""
        shaded, soft = self.shaded
        product = ~_outside(self.looks_like, shaded & soft)
        # On a coloured ground a dark gap has the ground's hue.
        return product & ~shaded if self.is_colourful else product


@dataclass(frozen=True, slots=True, eq=False)
class Keyed:
    """A mask by keying, H x W each: `product` is everything that is not ground.

    `doubtful_holes` are enclosed pieces that may be ground or a white part of the product, `shaded` what still has the
    colour of shaded ground (on a coloured ground; on white every grey product has); `severed` is what stood out from
    the ground beside the product but was left out, because the network does not count it as product.
    """

    product: Flags
    doubtful_holes: Flags
    shaded: Flags
    severed: Flags


def fit_ground(rgb: Pixels) -> Ground:
    """Return the smooth colour field that the border of the photo follows best."""
    height, width = rgb.shape[:2]
    scale = min(1.0, _FIT_SIDE / max(height, width))
    small = shrink(rgb, max(8, round(width * scale)), max(8, round(height * scale)))
    colours = lab(small)
    rows, columns = colours.shape[:2]
    border = _border(rows, columns, max(3, round(0.02 * min(rows, columns))))
    basis = _polynomial(rows, columns)
    values, at = colours[border], basis[border]

    # The field is looked for where most of the border is, so that a product on the border does not pull it.
    centre = np.median(values, axis=0)
    deviation = np.linalg.norm((values - centre) * _LAB_WEIGHTS, axis=1)
    follows = deviation <= max(6.0, 1.5 * float(np.median(deviation)))
    spread = 0.0
    for _ in range(5):
        coefficients = np.linalg.lstsq(at[follows], values[follows], rcond=None)[0]
        deviation = np.linalg.norm((values - at @ coefficients) * _LAB_WEIGHTS, axis=1)
        spread = 1.48 * float(np.median(deviation[follows]))
        follows = deviation < max(2.5, 3.0 * spread)
    field = (basis.reshape(-1, basis.shape[-1]) @ coefficients).reshape(rows, columns, 3).astype(np.float32)

    field = enlarge(field, width, height)
    photo = lab(rgb)
    away = (photo - field) * _LAB_WEIGHTS
    distance = np.sqrt(np.einsum("yxc,yxc->yx", away, away))
    in_rgb = (np.clip(cv2.cvtColor(field, cv2.COLOR_LAB2RGB), 0, 1) * 255).astype(np.float32)
    light, tint = _shade_of(rgb, in_rgb)
    return Ground(in_rgb, distance, photo[..., 0], light, tint, spread, float(follows.mean()))


def key_product(ground: Ground, opinion: Floats | None = None) -> Keyed:
    """Return what stands on the plain `ground`.

    Ground is what looks like the field and hangs together with the border, soft cast shadows included. Enclosed pieces
    that are ground to the last shade are holes (a handle, a chair back); a saliency map as `opinion` (H x W, 0 to 1)
    decides where a white print would look the same, and what stands beside the product.
    """
    like_ground = ground.looks_like
    shaded, soft = ground.shaded
    product = ~_outside(like_ground, shaded & soft)
    severed = np.zeros_like(product)
    if opinion is not None:
        # Far from everything that the network sees there are only creases, horizons and shadows.
        near = dilate(opinion > 0.25, max(2, round(0.012 * max(product.shape))))
        severed = product & ~near & ~shaded & (ground.distance > 12)
        product &= near
        # What has the colour of shade and is no product to the network either is the shadow under the foot.
        product &= ~(_like_shade(ground) & (opinion < 0.5))
        if ground.is_colourful:
            # Ground that the product lights up, or that the fitted field misses, still has the ground's hue.
            same_hue = (ground.tint < 0.2) & (ground.light > 0.12) & (ground.light < 1.4)
            product &= ~(same_hue & (opinion < 0.2))

    colourful = ground.is_colourful
    shade = shaded & product if colourful else np.zeros_like(product)
    # A shadow between the loops of a rope does not reach the border. Where much of the product has the ground's hue,
    # shade and product cannot be told apart.
    own_hue = float(shade.sum()) > _OWN_HUE * max(1, int(product.sum()))
    enclosed = product & (like_ground | shade) if not own_hue else product & like_ground
    holes, doubtful = _holes(ground, enclosed, opinion, shade=None if own_hue else shade)
    product &= ~holes
    product &= ~_ripples(product, ground.distance)
    return Keyed(product, doubtful, shade & product, severed)


def _outside(like_ground: Flags, soft_shade: Flags) -> Flags:
    outside = touching_border(like_ground)
    return outside | touching_border(outside | soft_shade)


def stands_out(ground: Ground) -> Flags:
    """Return what is neither ground nor shade on it (H x W), by its colour alone."""
    return ground.stands_out


def _ripples(product: Flags, distance: Floats) -> Flags:
    """Return the faint fringe that JPEG leaves around sharp edges, up to a block wide.

    Faint parts that are thicker than a fringe are pale parts of the product and stay.
    """
    strong = product & (distance >= _RIPPLE)
    faint = product & ~strong
    thick = dilate(erode(faint, 5), 6) & faint
    # Halved chroma makes blocks of twice the width, which come alone.
    count, labels, stats, _ = cv2.connectedComponentsWithStats(thick.astype(np.uint8))
    large = stats[:, cv2.CC_STAT_AREA] > 2 * (2 * _BLOCK) ** 2
    large[0] = False
    thick &= np.asarray(large[labels], bool)
    fringe = faint & ~thick & dilate(strong, 2 * _BLOCK)
    # Only what hangs together with the ground outside or in a hole; the rest is a pattern inside the product.
    count, labels = cv2.connectedComponents((~product | fringe).astype(np.uint8), connectivity=4)
    grounded = np.zeros(count, bool)
    grounded[np.unique(labels[~product])] = True
    return np.asarray(fringe & grounded[labels], bool)


def _border(rows: int, columns: int, depth: int) -> Flags:
    border = np.zeros((rows, columns), bool)
    border[:depth] = border[-depth:] = True
    border[:, :depth] = border[:, -depth:] = True
    return border


def _polynomial(rows: int, columns: int) -> NDArray[np.float64]:
    y, x = np.mgrid[0:rows, 0:columns]
    y, x = y / rows - 0.5, x / columns - 0.5
    return np.stack([np.ones_like(x), x, y, x * x, y * y, x * y], axis=-1)


def open_gaps(ground: Ground, mask: Flags, opinion: Floats) -> Flags:
    """Return the parts of a `mask` from elsewhere that are ground: gaps seen through handles, shadow at the foot."""
    holes, _ = _holes(ground, mask & ground.looks_like, opinion, shade=None)
    return holes | (mask & _like_shade(ground) & (opinion < 0.35))


def foot_shade(ground: Ground, product: Flags) -> Flags:
    """Return the rim of the lower half of `product` that may as well be a shadow, for want of a second opinion."""
    rows = np.flatnonzero(product.any(axis=1))
    if not len(rows) or ground.is_flat:
        return np.zeros_like(product)
    rim = product & ~erode(product, max(4, round(0.03 * max(product.shape))))
    rim[: int(rows[0] + rows[-1]) // 2] = False
    return rim & _like_shade(ground)


def _like_shade(ground: Ground) -> Flags:
    """Return the pixels that might be ground in the shade, soft or hard, tinted or not."""
    if ground.is_dark:
        return np.zeros(ground.light.shape, bool)
    return np.asarray((ground.light > 0.12) & (ground.light < 1.06) & (ground.tint < 0.35), bool)


def _shade_of(rgb: Pixels, field: Floats) -> tuple[Floats, Floats]:
    """Return light over the ground's light, mean of the channels, and how far the channels part from it."""
    # Channel by channel: sums over an axis of three are slow in numpy.
    red, green, blue = (
        linear(rgb[..., channel]) / np.maximum(linear(field[..., channel]), np.float32(0.02)) for channel in range(3)
    )
    mean = np.asarray((red + green + blue) / np.float32(3), np.float32)
    apart = np.maximum(np.maximum(red, green), blue) - np.minimum(np.minimum(red, green), blue)
    return mean, np.asarray(apart / np.maximum(mean, np.float32(0.05)), np.float32)


def _shaded(ground: Ground) -> tuple[Flags, Flags]:
    """Return (has the ground's own colour, only darker; may be part of a cast shadow).

    On a coloured ground the colour tells shade from product. On a grey or white ground a grey product has the shade's
    colour, so there only soft slopes count, and the sharp edge of the product stops the growth.
    """
    if ground.is_dark:
        nothing = np.zeros(ground.light.shape, bool)
        return nothing, nothing
    mean, tint = ground.light, ground.tint
    colourful = ground.is_colourful
    # The darker the shade, the more the camera's noise parts the channels.
    limit = _SHADOW_TINT_ON_COLOUR * (1 + 0.12 / np.maximum(mean, 0.02)) if colourful else _SHADOW_TINT
    darkest = _SHADOW_DARKEST_ON_COLOUR if colourful else _SHADOW_DARKEST
    shaded = (mean > darkest) & (mean < 1.06) & (tint < limit)
    if not colourful:
        # Right under a bright product the shade on white takes its colour.
        shaded |= (mean > _REFLECTING) & (mean < 1.06) & (tint < _REFLECTED_TINT)
    if colourful:
        return shaded, np.ones_like(shaded)
    allowed = _SHADOW_SLOPE * 1600 / max(mean.shape)
    return shaded, slope(blur(ground.lightness, 1.0)) < allowed


def _holes(ground: Ground, enclosed: Flags, opinion: Floats | None, *, shade: Flags | None) -> tuple[Flags, Flags]:
    """Return (holes, doubtful holes) among the enclosed pieces that look like ground, or like `shade` of it."""
    holes = np.zeros(enclosed.shape, bool)
    doubtful = np.zeros(enclosed.shape, bool)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(enclosed.astype(np.uint8), connectivity=4)
    smallest = max(12.0, 2e-5 * enclosed.size)
    exact = max(0.8, 1.3 * ground.spread)
    for number in range(1, count):
        left, top, width, height, area = stats[number]
        if area < smallest:
            continue
        window = (
            slice(max(0, int(top) - _RIM), int(top + height) + _RIM),
            slice(max(0, int(left) - _RIM), int(left + width) + _RIM),
        )
        piece = labels[window] == number
        # Its rim is mixed with the product, the core shows what it is.
        core = cv2.erode(np.pad(piece.astype(np.uint8), 1), disc(1))[1:-1, 1:-1] > 0
        if not core.any():
            continue
        rim = dilate(piece, _RIM) & ~dilate(piece, _RIM - 2)
        jump = float(np.median(ground.distance[window][rim])) if rim.any() else 0.0
        # A highlight on chrome or glass is white too, but it fades out; a hole ends.
        is_ground = float(np.median(ground.distance[window][core])) <= exact and jump > _JUMP
        if shade is not None and not is_ground:
            is_ground = float(shade[window][core].mean()) > 0.9
            seen = 0.5  # colours are the better witness here, shadows look like things to the network
        else:
            seen = float(opinion[window][core].mean()) if opinion is not None else 0.5
        if (is_ground and seen < 0.85) or seen < 0.35:
            holes[window] |= piece
            if seen > 0.5:
                doubtful[window] |= piece  # a white print, perhaps
        elif seen < 0.85:
            doubtful[window] |= piece
    return holes, doubtful
