"""One number of a marketplace, with its source."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import ClassVar, Literal

from listgen.domain.channel import TextLimit


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """One number of a marketplace with its source.

    `status` "recalled" marks a number without a source; it warns and never fails a build. `date` is the day since
    which the rule holds, or on which the source was read.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}

    value: int
    unit: Literal["characters", "bytes", "GBK bytes", "words", "items", "pixels", "per cent"]
    source: str
    date: datetime.date
    status: Literal["verified", "recalled"]
    note: str = ""
    what: str = ""

    @property
    def text_limit(self) -> TextLimit:
        """Return the number as the limit of a text."""
        # A limit in items or pixels is none of a text; it is not asked for as one.
        unit = self.unit if self.unit in ("bytes", "GBK bytes", "words") else "characters"
        return TextLimit(self.value, unit)
