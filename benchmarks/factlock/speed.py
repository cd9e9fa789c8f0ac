"""How long the lock takes for 1,000 listings of 250 words on one core, and FeedGen's rule on the same texts."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from statistics import median

from benchmarks.factlock.baselines import feedgen_words
from benchmarks.factlock.corpora import composer_texts, seller_texts
from benchmarks.factlock.texts import Text, gold_texts
from listgen.domain.brand_kit import Voice
from listgen.domain.fact import FactSheet
from listgen.facts.lock import check_claims

LISTINGS = 1_000
WORDS = 250
AIM_S = 10.0
_ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Job:
    """A listing of about `WORDS` words in sentences about one product, and its sheets."""

    items: tuple[str, ...]
    sheet: FactSheet
    siblings: tuple[FactSheet, ...]


@dataclass(frozen=True, slots=True)
class Speed:
    """Seconds for all listings: the median of the rounds, the first one (words are read in), and FeedGen's rule."""

    listings: int
    words: int
    seconds: float
    first: float
    baseline: float

    @property
    def per_listing_ms(self) -> float:
        """Milliseconds a listing."""
        return 1000 * self.seconds / self.listings


def jobs(listings: int = LISTINGS, round_number: int = 0) -> tuple[Job, ...]:
    """Return listings made of catalogue sentences: a product's own ones first, then those of the products after it.

    Each listing has its own SKU, so nothing that the lock remembers of one sheet helps with the next. `round_number`
    goes into the SKUs, so that a second round is no easier than the first.
    """
    texts = (*seller_texts(), *composer_texts(), *gold_texts("en"))
    order: dict[tuple[str, str], list[Text]] = {}
    for text in texts:
        order.setdefault((text.origin, text.sku), []).append(text)
    groups = list(order.values())
    made: list[Job] = []
    for number in range(listings):
        own = groups[number % len(groups)][0]
        items: list[str] = []
        count = step = 0
        while count < WORDS:
            group = groups[(number * 7 + step) % len(groups)] if step else groups[number % len(groups)]
            items += [text.sentence for text in group]
            count += sum(len(text.sentence.split()) for text in group)
            step += 1
        made.append(Job(_cut(items), _renamed(own.sheet, f"{round_number}-{number}"), own.siblings))
    return tuple(made)


def measure_speed(listings: int = LISTINGS) -> Speed:
    """Return the speed on `listings` listings."""
    work = jobs(listings)
    times = [_timed(_lock, jobs(listings, number)) for number in range(_ROUNDS)]
    words = sum(len(item.split()) for job in work for item in job.items)
    return Speed(listings, words, median(times), times[0], median(_timed(_feedgen, work) for _ in range(_ROUNDS)))


def table(speed: Speed) -> str:
    """Return the figures in words."""
    return (
        f"speed: {speed.listings} listings, {speed.words // speed.listings} words each, one core: "
        f"{speed.seconds:.1f} s, {speed.per_listing_ms:.1f} ms a listing (median of {_ROUNDS}; "
        f"first {speed.first:.1f} s; aim {AIM_S:.0f} s); "
        f"FeedGen's rule {speed.baseline:.2f} s, ratio {speed.seconds / speed.baseline:.0f}"
    )


def _lock(job: Job) -> None:
    check_claims("description", job.items, job.sheet, voice=Voice(), siblings=job.siblings)


def _feedgen(job: Job) -> None:
    for item in job.items:
        feedgen_words(job.sheet, item)


def _timed(check: Callable[[Job], None], work: Sequence[Job]) -> float:
    start = time.process_time()
    for job in work:
        check(job)
    return time.process_time() - start


def _cut(items: Sequence[str]) -> tuple[str, ...]:
    kept: list[str] = []
    left = WORDS
    for item in items:
        words = item.split()
        if left <= 0:
            break
        kept.append(" ".join(words[:left]))
        left -= len(words)
    return tuple(kept)


def _renamed(sheet: FactSheet, number: str) -> FactSheet:
    return replace(sheet, sku=f"{sheet.sku}-{number}")
