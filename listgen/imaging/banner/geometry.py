"""Boxes on the canvas."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle: upper left corner, width and height, in pixels or in shares of the canvas."""

    x: float
    y: float
    w: float
    h: float

    @property
    def right(self) -> float:
        """The right edge."""
        return self.x + self.w

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return self.y + self.h

    @property
    def area(self) -> float:
        """Width times height."""
        return self.w * self.h

    def scaled(self, width: float, height: float) -> Box:
        """Return a box of shares in pixels of a canvas."""
        return Box(self.x * width, self.y * height, self.w * width, self.h * height)

    def mirrored(self, width: float) -> Box:
        """Return the box on the other side of a canvas, for scripts that run from right to left."""
        return Box(width - self.right, self.y, self.w, self.h)

    def grown(self, by: float) -> Box:
        """Return the box with a margin on all sides."""
        return Box(self.x - by, self.y - by, self.w + 2 * by, self.h + 2 * by)

    def overlap(self, other: Box) -> float:
        """Return the area that two boxes share."""
        across = min(self.right, other.right) - max(self.x, other.x)
        down = min(self.bottom, other.bottom) - max(self.y, other.y)
        return max(0.0, across) * max(0.0, down)

    def pixels(self, width: int, height: int) -> tuple[slice, slice]:
        """Return row and column slices of the part that lies on a canvas, at least one pixel."""
        x, y = min(max(0, round(self.x)), width - 1), min(max(0, round(self.y)), height - 1)
        right, bottom = min(width, round(self.right)), min(height, round(self.bottom))
        return slice(y, max(y + 1, bottom)), slice(x, max(x + 1, right))


def type_unit(width: int, height: int) -> float:
    """Return the unit of type and gaps, sqrt(width x height) / 100 pixels (art direction, section 1)."""
    return math.sqrt(width * height) / 100
