"""A language model as the writer of a run, with the run's caps on calls."""

from __future__ import annotations

from pathlib import Path
from threading import Lock

from listgen.copywriting.model_writer import write_with_model
from listgen.domain.brand_kit import Voice
from listgen.domain.channel import Channel
from listgen.domain.fact import FactSheet
from listgen.domain.finding import Finding
from listgen.domain.listing import FieldText
from listgen.domain.variant import Variant
from listgen.engine.settings import RunSettings
from listgen.engine.texts import Written
from listgen.errors import BudgetReached, UsageError
from listgen.marketplaces.rules import check_fields
from listgen.providers.text import TextProvider, TextReply, TextRequest


class ModelTexts:
    """Writes drafts with a model; what fails twice is the composer's."""

    def __init__(self, provider: TextProvider, project: Path, parallel: int = 8) -> None:
        self._provider = provider
        self._project = project
        self.parallel = parallel

    @classmethod
    def from_settings(cls, settings: RunSettings) -> ModelTexts:
        """Return the writer that the settings ask for. Raises UsageError where something is missing."""
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
        provider = OpenAIText(settings.text_model, base_url=settings.text_base_url)
        return cls(CappedText(provider, settings.max_calls), settings.project)

    def write(self, facts: FactSheet, channel: Channel, variant: Variant, *, voice: Voice, seed: int) -> Written:
        """Return the model's draft and the number of calls; the price is unknown."""
        done = write_with_model(self._provider, facts, channel, variant, voice=voice, seed=seed, project=self._project)
        return Written(done.draft, done.calls, None if done.calls else 0.0, done.findings)


def _rules(text: FieldText, channel: Channel) -> tuple[Finding, ...]:
    """Return what the marketplace would refuse in one field."""
    return check_fields((text,), channel, partial=True)


class CappedText:
    """A provider that stops before the cap on calls is passed. A call with retries counts each of them."""

    def __init__(self, provider: TextProvider, most: int | None) -> None:
        self._provider = provider
        self._most = most
        self._used = 0
        self._lock = Lock()

    @property
    def model(self) -> str:
        """Name of the model."""
        return self._provider.model

    def complete(self, request: TextRequest) -> TextReply:
        """Return the provider's reply; raises BudgetReached where the cap leaves no call."""
        with self._lock:
            if self._most is not None and self._used >= self._most:
                raise BudgetReached(
                    f"the cap of {self._most} calls is reached",
                    hint="what was made is kept; run again with a higher --max-calls",
                )
            self._used += 1
        return self._provider.complete(request)
