"""Places far behind a table, painted by the studio; the scene model has learnt from them.

A place is what one remembers of it after squinting: a few large planes, some things, some lights. All colours start
from the palette; leaves, sky and wood keep half of their own hue.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

import cv2
import numpy as np

from listgen.imaging.colour import Array, F, luminance
from listgen.imaging.scene.far_canvas import Canvas, FarPalette
from listgen.imaging.scene.far_indoors import kitchen, office, room, studio
from listgen.imaging.scene.far_lights import evening, festive
from listgen.imaging.scene.far_outdoors import garden, shore, stone, winter

PAINTERS: Final[Mapping[str, Callable[[Canvas, FarPalette], None]]] = {
    "room": room,
    "kitchen": kitchen,
    "garden": garden,
    "evening": evening,
    "festive": festive,
    "shore": shore,
    "stone": stone,
    "winter": winter,
    "office": office,
    "studio": studio,
}
# Height and width in which a place is composed: square, landscape, banner, tall.
_SHAPES: Final = ((96, 96), (72, 120), (48, 192), (120, 72))
# Share of the picture that is darker than the wall: where lamps shine in the dark, most of it is not wall.
_EXPOSED_AT: Final = {"evening": 40.0, "festive": 45.0}


def draw_far(place: str, palette: FarPalette, w: int, h: int, *, seed: int) -> Array:
    """Return a far field as linear RGB (h, w, 3), lit from the left."""
    shape = min(_SHAPES, key=lambda one: abs(np.log(one[1] / one[0] * h / w)))
    return enlarged(compose_far(place, palette, shape, np.random.default_rng(seed)), w, h, lens=0.0)


def compose_far(place: str, palette: FarPalette, shape: tuple[int, int], rng: np.random.Generator) -> Array:
    """Return a small picture of a place, linear RGB in the (height, width) `shape`."""
    canvas = Canvas(*shape, rng)
    PAINTERS[place](canvas, palette)
    return canvas.developed(
        float(luminance(palette.far)) * rng.uniform(0.88, 1.04), percentile=_EXPOSED_AT.get(place, 50.0)
    )


def enlarged(small: Array, w: int, h: int, *, lens: float) -> Array:
    """Return a small linear picture cropped to the shape of the canvas and enlarged without steps.

    `lens` is the opening of a lens over it, in pixels of the small picture.
    """
    from listgen.imaging.scene.far import lens as seen_through

    rows, columns = small.shape[:2]
    if columns * h > rows * w:
        keep = max(2, round(rows * w / h))
        small = small[:, (columns - keep) // 2 : (columns - keep) // 2 + keep]
    else:
        keep = max(2, round(columns * h / w))
        small = small[rows - keep :]  # what stands on the ground stays
    # In two steps, with a lens between them: enlarged thirty times at once, a cubic would show its grid.
    rows, columns = small.shape[:2]
    middle = cv2.resize(np.ascontiguousarray(small), (columns * 6, rows * 6), interpolation=cv2.INTER_CUBIC)
    middle = np.maximum(middle, 0)
    if lens:
        middle = seen_through(middle, lens * 6)
    middle = cv2.GaussianBlur(middle, (0, 0), 0.4 * 6, borderType=cv2.BORDER_REFLECT_101)
    return np.asarray(np.maximum(cv2.resize(middle, (w, h), interpolation=cv2.INTER_CUBIC), 0), F)
