"""What a model costs: the project's own price first, then a dated public table; unknown stays unknown."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal

from listgen.providers.batch import batch_terms
from listgen.providers.text import Usage

_MILLION = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """US dollars for a million tokens: of the prompt, of the reply, and of the part of a prompt that a cache served.

    `batch` is what a batch costs as a share of that, None where nobody knows.
    """

    prompt: Decimal
    completion: Decimal
    cached: Decimal
    source: str  # "listgen.toml", or the table and its version
    batch: Decimal | None = None

    def of(self, usage: Usage) -> Decimal:
        """Return what a usage costs in US dollars; a batch of unknown price counts like live calls, which is more."""
        total = self._of(usage.prompt_tokens, usage.cached_tokens, usage.completion_tokens)
        if self.batch is not None and usage.batch_prompt_tokens + usage.batch_completion_tokens:
            in_batches = self._of(usage.batch_prompt_tokens, usage.batch_cached_tokens, usage.batch_completion_tokens)
            total -= (1 - self.batch) * in_batches
        return total / _MILLION

    def covers(self, usage: Usage) -> bool:
        """Return whether the cost of a usage is known."""
        return self.batch is not None or not usage.batch_prompt_tokens + usage.batch_completion_tokens

    def _of(self, prompt: int, cached: int, completion: int) -> Decimal:
        return (prompt - cached) * self.prompt + cached * self.cached + completion * self.completion


# In the place of an address: a model that runs in this process.
LOCAL = "local"

FREE = Price(prompt=Decimal(0), completion=Decimal(0), cached=Decimal(0), source="nobody is paid", batch=Decimal(1))


def find_price(model: str, base_url: str, day: datetime.date) -> Price | None:
    """Return the public price of a model at an address ("" is OpenAI) on a day, None where nobody lists one.

    Where a price depends on the hour, the dearest of the day counts; where it depends on the length of a prompt, that
    of short ones. Prices and their history come from the `genai-prices` package.
    """
    from importlib.metadata import version

    from genai_prices import Usage as Measured
    from genai_prices import calc_price

    def dearest(**tokens: int) -> Decimal:
        usage = Measured(**tokens)
        found = []
        for hour in (0, 6, 12, 18):
            when = datetime.datetime.combine(day, datetime.time(hour), datetime.UTC)
            found.append(
                calc_price(usage, model, provider_api_url=base_url, genai_request_timestamp=when)
                if base_url
                else calc_price(usage, model, provider_id="openai", genai_request_timestamp=when)
            )
        return max(Decimal(one.total_price) for one in found)

    try:
        prompt = dearest(input_tokens=1000) * 1000
        completion = dearest(output_tokens=1000) * 1000
        cached = dearest(input_tokens=1000, cache_read_tokens=1000) * 1000
    except LookupError:
        return None
    return Price(
        prompt=prompt,
        completion=completion,
        cached=cached,
        source=f"genai-prices {version('genai-prices')}, {day}",
        batch=batch_terms(base_url).share,
    )
