"""Names for skia's objects: the library comes without types, so the checker sees `Any`, the reader what is meant."""

from __future__ import annotations

from typing import Any, TypeAlias

Canvas: TypeAlias = Any
Drawing: TypeAlias = Any  # an SVG document
Paragraph: TypeAlias = Any
Path: TypeAlias = Any
Typeface: TypeAlias = Any
