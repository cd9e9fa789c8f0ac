"""What else is in a photo: a person, words, several pictures in one, blur, damage. Careful rules of thumb, no network.

They only lead to findings. Each rule asks for much evidence: a false alarm on every second photo would be ignored.
"""

from __future__ import annotations

import cv2
import numpy as np

from listgen.imaging.filters import Flags, Floats, Pixels, dilate, erode, shrink

_SIDE = 500

# Skin in YCbCr (Chai and Ngan 1999), for people of all complexions; wood, terracotta and leather have the same
# colours, so it only counts where the thing that runs out of the photo is skin there and something else elsewhere.
_SKIN_CR, _SKIN_CB = (136, 173), (77, 127)
_SKIN_AT_BORDER, _SKIN_LEAST, _SKIN_MOST = 0.6, 0.04, 0.75

# Sharpness: how much of the local variation survives a further blur (Crete et al. 2007); 0 sharp, 1 blurred.
_BLUR_SIDE, _BLUR_TAPS = 900, 9
BLURRED = 0.72  # on 76 shop and lifestyle photos sharp ones reach 0.65; a blur of 0.3 % of the side gives 0.73 to 0.91
_BLUR_LEAST = 300  # px of the product, below which nothing can be said

# Panels: a jump of this many levels between two neighbouring rows or columns along nearly their whole length.
_PANEL_JUMP, _PANEL_LENGTH, _PANEL_MARGIN = 14, 0.92, 0.12

# Words: small parts of one height, side by side.
_LETTERS, _LETTER_LOW, _LETTER_HIGH = 5, 0.012, 0.14

# Rows of blocks that do not continue each other: the decoder lost its place in the file.
_TORN_JUMP, _TORN_RATIO = 12.0, 2.5


def blur_of(rgb: Pixels, product: Flags | None = None) -> float:
    """Return how blurred the product is, 0 (sharp) to 1; the whole photo without `product`."""
    height, width = rgb.shape[:2]
    if product is None:
        product = np.ones((height, width), bool)
    rows, columns = np.flatnonzero(product.any(axis=1)), np.flatnonzero(product.any(axis=0))
    if not len(rows):
        return 0.0
    window = (slice(int(rows[0]), int(rows[-1]) + 1), slice(int(columns[0]), int(columns[-1]) + 1))
    part, inside = rgb[window], product[window]
    if max(part.shape) < _BLUR_LEAST:
        return 0.0
    scale = min(1.0, _BLUR_SIDE / max(part.shape[:2]))
    size = (max(1, round(part.shape[1] * scale)), max(1, round(part.shape[0] * scale)))
    grey = np.asarray(cv2.cvtColor(shrink(part, *size), cv2.COLOR_RGB2GRAY), np.float32)
    where = shrink(inside.astype(np.float32), *size) > 0.5
    # The camera's noise is no detail.
    grey = np.asarray(cv2.GaussianBlur(grey, (0, 0), 0.7), np.float32)
    return max(_lost_variation(grey, where, axis) for axis in (0, 1))


def _lost_variation(grey: Floats, where: Flags, axis: int) -> float:
    kernel = np.full(_BLUR_TAPS, 1 / _BLUR_TAPS, np.float32)
    one = np.ones(1, np.float32)
    soft = cv2.sepFilter2D(grey, cv2.CV_32F, kernel if axis == 1 else one, kernel if axis == 0 else one)
    steps, softer = np.abs(np.diff(grey, axis=axis)), np.abs(np.diff(soft, axis=axis))
    inside = where[1:] if axis == 0 else where[:, 1:]
    # Flat surfaces say nothing about focus.
    telling = inside & (steps > 2)
    total = float(steps[telling].sum())
    if int(telling.sum()) < 200 or total == 0:
        return 0.0
    return 1 - float(np.maximum(0, steps - softer)[telling].sum()) / total


def skin_at_border(rgb: Pixels, solid: Flags) -> bool:
    """Return whether what runs out of the photo is an arm or a person that belongs to the cut-out `solid`."""
    scale = min(1.0, _SIDE / max(solid.shape))
    size = (max(8, round(solid.shape[1] * scale)), max(8, round(solid.shape[0] * scale)))
    inside = shrink(solid.astype(np.float32), *size) > 0.5
    area = int(inside.sum())
    if not area:
        return False
    colours = cv2.cvtColor(shrink(rgb, *size), cv2.COLOR_RGB2YCrCb)
    skin = cv2.inRange(colours, (50, _SKIN_CR[0], _SKIN_CB[0]), (245, _SKIN_CR[1], _SKIN_CB[1])) > 0
    skin = dilate(erode(skin & inside, 2), 2) & inside
    rim = np.zeros_like(inside)
    rim[:3] = rim[-3:] = True
    rim[:, :3] = rim[:, -3:] = True
    at_border = inside & rim
    if int(at_border.sum()) < 12:
        return False
    share = float(skin.sum()) / area
    return bool(_SKIN_LEAST <= share <= _SKIN_MOST and float(skin[at_border].mean()) >= _SKIN_AT_BORDER)


def has_panels(rgb: Pixels) -> bool:
    """Return whether the photo is a collage: straight seams of one pixel across the whole picture."""
    scale = min(1.0, 2 * _SIDE / max(rgb.shape[:2]))
    small = rgb if scale == 1 else cv2.resize(rgb, None, fx=scale, fy=scale, interpolation=cv2.INTER_NEAREST)
    grey = cv2.cvtColor(np.asarray(small, np.uint8), cv2.COLOR_RGB2GRAY).astype(np.int16)
    return _has_seam(grey) or _has_seam(grey.T)


def _has_seam(grey: np.ndarray) -> bool:
    jumps = np.abs(np.diff(grey, axis=1))
    columns = jumps.shape[1]
    margin = max(9, round(_PANEL_MARGIN * columns))
    along = (jumps >= _PANEL_JUMP).mean(axis=0)
    for column in range(margin, columns - margin):
        if along[column] < _PANEL_LENGTH:
            continue
        # An edge in a photo is spread over pixels; a seam is one. A gap between boards has the same on both sides.
        beside = np.concatenate([jumps[:, column - 3 : column - 1], jumps[:, column + 2 : column + 4]], axis=1)
        left, right = grey[:, column - 8 : column - 5].mean(axis=1), grey[:, column + 6 : column + 9].mean(axis=1)
        steps = float((np.abs(left - right) >= _PANEL_JUMP).mean()) >= _PANEL_LENGTH
        if steps and float(np.median(jumps[:, column])) > 6 * max(1.0, float(np.median(beside))):
            return True
    return False


def has_words(around: Flags, product: Flags) -> bool:
    """Return whether letters stand beside the product: `around` is what stands out from a plain ground."""
    scale = min(1.0, 2 * _SIDE / max(product.shape))
    size = (max(8, round(product.shape[1] * scale)), max(8, round(product.shape[0] * scale)))
    goods = shrink(product.astype(np.float32), *size) > 0.4
    parts = (shrink(around.astype(np.float32), *size) > 0.5) & ~dilate(goods, 6)
    count, _, stats, centres = cv2.connectedComponentsWithStats(parts.astype(np.uint8))
    frame = max(size)
    letters = []
    for number in range(1, count):
        _, _, width, height, area = (int(value) for value in stats[number])
        filled = area / max(1, width * height)
        if _LETTER_LOW * frame <= height <= _LETTER_HIGH * frame and width < 1.6 * height and 0.15 < filled < 0.95:
            letters.append((float(centres[number][0]), float(stats[number][1] + height), height))
    for _, foot, height in letters:
        line = [x for x, other, tall in letters if abs(other - foot) < 0.2 * height and 0.6 < tall / height < 1.6]
        if len(line) >= _LETTERS and max(line) - min(line) < 2.2 * height * len(line):
            return True
    return False


def is_torn(grey: Pixels) -> bool:
    """Return whether rows of 8 x 8 blocks do not continue each other, as in a JPEG that lost bytes in between.

    A photo that is only compressed hard shows blocks in both directions, and no large jumps.
    """
    height, width = grey.shape
    if height < 64 or width < 64:
        return False
    down = cv2.absdiff(grey[1:], grey[:-1]).mean(axis=1)
    across = cv2.absdiff(grey[:, 1:], grey[:, :-1]).mean(axis=0)
    rows, columns = _block_ratio(down), _block_ratio(across)
    return bool(rows[0] > _TORN_JUMP and rows[1] > _TORN_RATIO and rows[1] > 2 * columns[1])


def _block_ratio(jumps: np.ndarray) -> tuple[float, float]:
    """Return (mean jump between blocks, its ratio to the median jump inside of blocks)."""
    between = jumps[7::8]
    inside = np.delete(jumps, np.s_[7::8])
    return float(between.mean()), float(between.mean() / max(0.5, float(np.median(inside))))
