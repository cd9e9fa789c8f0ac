"""The language model of a run, behind the run's budget."""

from __future__ import annotations

import datetime
import time
from dataclasses import dataclass
from decimal import Decimal

from listgen.engine.budget import Budget, Caps
from listgen.engine.model_file import note_digest
from listgen.engine.recorder import Recorder
from listgen.engine.settings import RunSettings
from listgen.errors import UsageError
from listgen.providers.batch import BatchEndpoint
from listgen.providers.chat_form import ChatForm
from listgen.providers.pace import Pace, PaceLimits
from listgen.providers.prices import FREE, LOCAL, Price, find_price
from listgen.providers.text import TextProvider


def price_of(settings: RunSettings, today: datetime.date) -> Price | None:
    """Return the price of the text model: the project's own, else the public one; None where it is unknown."""
    if settings.text_base_url == LOCAL:
        return settings.text_price or FREE
    return settings.text_price or find_price(settings.text_model, settings.text_base_url, today)


@dataclass(frozen=True, slots=True)
class PaidProvider:
    """A provider, and the budget that each of its calls passes."""

    provider: TextProvider
    budget: Budget


def open_provider(settings: RunSettings) -> PaidProvider | None:
    """Return the provider that the settings ask for, None for the offline composer.

    Raises UsageError where something is missing.
    """
    if settings.text == "composer":
        return None
    if settings.text == "replay":
        from listgen.providers.replay import ReplayText

        price = price_of(settings, datetime.datetime.now(datetime.UTC).date())
        return PaidProvider(
            ReplayText(settings.recordings or settings.project, settings.text_model), Budget(Caps(), price)
        )
    if not settings.text_model:
        raise UsageError(
            "no text model is named",
            hint='set LISTGEN_TEXT_MODEL, or `model = "…"` under [text] in listgen.toml; or use `--text composer`',
        )
    price = price_of(settings, datetime.datetime.now(datetime.UTC).date())
    if settings.max_cost is not None and price is None:
        raise UsageError(
            f"the price of `{settings.text_model}` is unknown, so --max-cost cannot be kept",
            hint="give it under [text.price] in listgen.toml, or cap the run with --max-calls",
        )
    cap = Decimal(str(settings.max_cost)) if settings.max_cost is not None else None
    limits = PaceLimits(settings.concurrency, settings.requests_per_minute, settings.tokens_per_minute)
    budget = Budget(Caps(settings.max_calls, cap), price, behind=Pace(limits, time.monotonic))
    provider: TextProvider
    if settings.text == "local" and settings.text_file is not None:
        from listgen.providers.local_text import LocalText

        note_digest(settings.text_file, settings.text_identity, settings.ledger)
        provider = LocalText(
            settings.text_file,
            parallel=settings.concurrency,
            timeout=settings.timeout,
            attempts=settings.attempts,
            gate=budget,
        )
    else:
        from listgen.providers.openai_text import OpenAIText

        provider = OpenAIText(
            settings.text_model,
            base_url=settings.text_base_url,
            timeout=settings.timeout,
            attempts=settings.attempts,
            gate=budget,
        )
    return PaidProvider(provider, budget)


def open_batches(settings: RunSettings, form: ChatForm | None) -> BatchEndpoint:
    """Return the batch side of the endpoint; `form` is how the model wants to be asked, None where nobody knows."""
    from listgen.providers.openai_batch import OpenAIBatches

    return OpenAIBatches(
        settings.text_model,
        base_url=settings.text_base_url,
        timeout=settings.timeout,
        attempts=settings.attempts,
        form=form,
    )


def open_recorder(settings: RunSettings) -> Recorder | None:
    """Return what writes answers into the project's recordings, None where the run records nothing."""
    if not settings.record or settings.recordings is None:
        return None
    return Recorder(settings.recordings, model=settings.text_model, address=settings.text_base_url)
