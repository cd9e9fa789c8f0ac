"""`--campaign FILE`: read and checked where it is named."""

from __future__ import annotations

import datetime
import re
from decimal import Decimal
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from listgen.cli.settings import load_toml
from listgen.domain.campaign import Campaign
from listgen.errors import UsageError

# A figure in the file could differ from the sheet's; one that is filled in cannot.
_FIGURE = re.compile(r"\d\s*%|%\s*\d|[$€£¥₹]\s*\d|\d\s*[$€£¥₹]|\d[\d.,]*\s*(?:USD|EUR|GBP|JPY|CNY)\b", re.IGNORECASE)
_NAMES = ("price", "was", "percent")


class CampaignFile(BaseModel):
    """The whole file."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    name: str = Field(min_length=1, max_length=60)
    begins: datetime.date = Field(alias="from")
    ends: datetime.date = Field(alias="until")
    badge: str = Field(default="", max_length=40)
    headline: str = Field(default="", max_length=80)
    skus: tuple[str, ...] = ()
    prices: dict[str, Decimal] = Field(default_factory=dict)

    @field_validator("badge", "headline")
    @classmethod
    def _no_own_figures(cls, text: str) -> str:
        if _FIGURE.search(text):
            raise ValueError("a price or a percentage is filled in from the sheet: write {price}, {was} or {percent}")
        unknown = [name for name in re.findall(r"\{(.*?)\}", text) if name not in _NAMES]
        if unknown:
            raise ValueError(f"unknown name {{{unknown[0]}}}; known are {{price}}, {{was}} and {{percent}}")
        return text

    @field_validator("headline")
    @classmethod
    def _no_names(cls, text: str) -> str:
        if "{" in text:
            raise ValueError("figures stand in the badge, not in the headline")
        return text

    @field_validator("prices")
    @classmethod
    def _above_nothing(cls, prices: dict[str, Decimal]) -> dict[str, Decimal]:
        for sku, price in prices.items():
            if not price.is_finite() or price <= 0:
                raise ValueError(f"the price of {sku} is {price}")
        return prices

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> CampaignFile:
        if self.ends < self.begins:
            raise ValueError(f"it ends on {self.ends}, before it begins on {self.begins}")
        return self


def read_campaign(path: Path, day: datetime.date) -> Campaign:
    """Return the campaign of a file as it is on a day. Raises UsageError that names the file and the key."""
    try:
        file = CampaignFile.model_validate(load_toml(path))
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"]) or "until"
        message = first["msg"].removeprefix("Value error, ")
        known = ", ".join(field.alias or name for name, field in CampaignFile.model_fields.items())
        raise UsageError(f"{path} key `{key}`: {message}", hint=f"keys of a campaign: {known}") from None
    return Campaign(
        name=file.name,
        begins=file.begins,
        ends=file.ends,
        day=day,
        badge=file.badge,
        headline=file.headline,
        skus=file.skus,
        prices=tuple(file.prices.items()),
        file=path.name,
    )
