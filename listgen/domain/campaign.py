"""Campaigns: a badge or a price for the banners of some days. Their figures are the sheet's, never the file's alone."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Campaign:
    """A campaign as its file gives it, seen on one `day`.

    `begins` and `ends` are its first and last day. `badge` may hold `{price}`, `{was}` and `{percent}`, which are
    filled from the sheet. `skus` are those it is for, () all; `prices` what it announces by SKU, compared with the
    sheet. `file` is its name, for remarks.
    """

    name: str
    begins: datetime.date
    ends: datetime.date
    day: datetime.date
    badge: str = ""
    headline: str = ""
    skus: tuple[str, ...] = ()
    prices: tuple[tuple[str, Decimal], ...] = ()
    file: str = "campaign.toml"

    @property
    def state(self) -> Literal["not begun", "running", "over"]:
        """Whether the campaign is shown on its day."""
        if self.day < self.begins:
            return "not begun"
        return "over" if self.day > self.ends else "running"
