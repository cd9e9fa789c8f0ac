"""What a run will take before it begins: calls, tokens, time and money, each as low, expected and high."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from listgen.copywriting.model_writer import Ask, WritingJob, next_step
from listgen.engine.ledger import Ledger
from listgen.engine.paid_texts import field_findings
from listgen.engine.replies import find_reply, prompt_size, recent_usage
from listgen.providers.prices import Price
from listgen.providers.text import Answer, Usage

# Tokens a byte of prompt and a field of reply, for a model that has answered nothing yet: 4.2 characters of English
# text make a token (OpenAI's tokenizers on listings), bullets and descriptions run to 150 tokens.
_TOKENS_A_BYTE = 0.25
_TOKENS_A_FIELD = {"title": 35, "highlights": 40, "bullets": 150, "description": 150}
# How many listings are asked again for fields that failed.
_AGAIN = 0.15
# Tokens a second of one answer, as hosted models of 2026 write.
_TOKENS_A_SECOND = 60
_SECONDS_A_PICTURE = 2.5


@dataclass(frozen=True, slots=True)
class Span:
    """A figure that is not known yet."""

    low: float
    expected: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """What a run will take. `cost_usd` is None where the price is unknown, never 0 for "we do not know"."""

    calls: Span
    prompt_tokens: Span
    completion_tokens: Span
    cost_usd: Span | None
    price: Price | None
    pictures: int
    seconds: float


def estimate(
    jobs: Iterable[WritingJob],
    ledger: Ledger | None,
    *,
    who: Sequence[str],
    price: Price | None,
    pictures: int,
    concurrency: int,
    processes: int,
    batch: bool = False,
) -> Estimate:
    """Return what these listings and pictures will take; requests that `who` has answered already take nothing.

    Prompts are rendered, so their length is known; replies are taken to be as long as those that the ledger has, else
    as listings usually are. Low: every answer is good at once. High: every listing is asked twice. With `batch` the
    first requests cost what a batch costs, and those that are asked again what live calls cost.
    """
    sizes, lengths = [], []
    for job in jobs:
        step = _open_step(job, ledger, who)
        if step is not None:
            sizes.append(prompt_size(step.request))
            lengths.append(sum(_TOKENS_A_FIELD.get(name, 60) for name in step.fields))
    ratio, length = _measured(ledger)
    prompt = sum(sizes) * (ratio or _TOKENS_A_BYTE)
    completion = length * len(sizes) if length else float(sum(lengths))
    calls = Span(len(sizes), len(sizes) * (1 + _AGAIN), 2.0 * len(sizes))
    prompts = Span(prompt * 0.9, prompt * (1 + _AGAIN), prompt * 2.2)
    completions = Span(completion * 0.7, completion * (1 + _AGAIN), completion * 3)
    answer_seconds = (completion / len(sizes) / _TOKENS_A_SECOND + 0.5) if sizes else 0.0
    return Estimate(
        calls=calls,
        prompt_tokens=prompts,
        completion_tokens=completions,
        cost_usd=_cost(prompts, completions, price, calls if batch else None) if sizes else Span(0, 0, 0),
        price=price,
        pictures=pictures,
        seconds=calls.expected * answer_seconds / concurrency + pictures * _SECONDS_A_PICTURE / processes,
    )


def _open_step(job: WritingJob, ledger: Ledger | None, who: Sequence[str]) -> Ask | None:
    """Return the first request of a listing that the ledger has no answer to, None where it has all of them."""
    answers: list[Answer] = []
    while True:
        step = next_step(job, answers, field_findings)
        if not isinstance(step, Ask):
            return None
        kept = find_reply(ledger, who, step.request) if ledger is not None else None
        if kept is None:
            return step
        answers.append(kept)


def _cost(prompts: Span, completions: Span, price: Price | None, calls: Span | None) -> Span | None:
    """Return the cost; `calls` are given where the first of them go into a batch."""
    if price is None or (calls is not None and price.batch is None):
        return None

    def of(which: str) -> float:
        prompt, completion = getattr(prompts, which), getattr(completions, which)
        share = calls.low / getattr(calls, which) if calls is not None else 0.0
        usage = Usage(
            prompt_tokens=round(prompt),
            completion_tokens=round(completion),
            batch_prompt_tokens=round(prompt * share),
            batch_completion_tokens=round(completion * share),
        )
        return float(price.of(usage))

    return Span(of("low"), of("expected"), of("high"))


def _measured(ledger: Ledger | None) -> tuple[float, float]:
    """Return tokens a byte of prompt and tokens a reply, as the endpoint counted them lately; zeros without any."""
    if ledger is None:
        return 0.0, 0.0
    sizes = prompts = completions = answers = 0
    for size, usage in recent_usage(ledger):
        if usage.calls and usage.prompt_tokens and size:
            sizes += size
            prompts += usage.prompt_tokens
            completions += usage.completion_tokens
            answers += 1
    return (prompts / sizes, completions / answers) if answers else (0.0, 0.0)
