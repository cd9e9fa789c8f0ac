"""The language model of a run, behind the run's budget."""

from __future__ import annotations

from dataclasses import dataclass

from listgen.engine.budget import Budget
from listgen.engine.settings import RunSettings
from listgen.errors import UsageError
from listgen.providers.text import TextProvider


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
    from listgen.providers.openai_text import OpenAIText

    if not settings.text_model:
        raise UsageError(
            "no text model is named", hint='set LISTGEN_TEXT_MODEL, or `model = "…"` under [text] in listgen.toml'
        )
    if settings.max_cost is not None:
        raise UsageError(
            f"the price of `{settings.text_model}` is unknown, so --max-cost cannot be kept",
            hint="cap the run with --max-calls",
        )
    budget = Budget(settings.max_calls)
    return PaidProvider(OpenAIText(settings.text_model, base_url=settings.text_base_url, gate=budget), budget)
