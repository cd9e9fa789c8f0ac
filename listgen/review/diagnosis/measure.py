"""The figures of a diagnosis, measured from checked listings and pictures."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Iterable, Sequence

from listgen.domain.channel import TextLimit
from listgen.domain.finding import Finding, Severity
from listgen.review.diagnosis.reading import FLOOR, coverage, reading_ease
from listgen.review.diagnosis.records import (
    Bar,
    Column,
    Diagnosis,
    Dot,
    Histogram,
    PictureSubject,
    Scatter,
    Subject,
    Worst,
)
from listgen.review.diagnosis.twins import find_twins

_MOST_BARS = 12
_MOST_TWINS = 12
_MOST_WORST = 10
_MOST_REASONS = 6
_MOST_DOTS = 600
_MOST_PLOTS = 12
_BINS = 30
_TEXTS = {
    "title": "Title",
    "bullets": "Bullet points",
    "description": "Description",
    "search_terms": "Search terms",
    "tags": "Tags",
}
# Marketplaces ask for 500 pixels at least, zoom begins at 1,000, 1,600 and more are advised.
_SIDES = ((0, 500, "below 500 px", "error"), (500, 1000, "500 to 999 px", "warning"))
_LARGE = ((1000, 1600, "1,000 to 1,599 px", ""), (1600, 1 << 31, "1,600 px and more", "good"))
_WHITE = (
    (0.98, 1.01, "pure white", "good"),
    (0.5, 0.98, "partly white", "warning"),
    (0.0, 0.5, "a scene or a colour", ""),
)


def diagnose(
    name: str,
    files: Sequence[str],
    subjects: Sequence[Subject],
    findings: Sequence[Finding],
    pictures: Sequence[PictureSubject] = (),
) -> Diagnosis:
    """Return the figures of a check. `findings` are all of them, those about no listing included."""
    twins = find_twins(subjects)
    return Diagnosis(
        name=name,
        files=tuple(files),
        totals=_totals(subjects, findings, len(twins)),
        codes=_codes(findings),
        lengths=_lengths(subjects),
        filled=_filled(subjects),
        facts=_facts(subjects),
        missing=_missing(subjects),
        coverage=_coverage(subjects),
        by_file=any(one.keywords for one in subjects),
        searches=_searches(subjects),
        twins=twins[:_MOST_TWINS],
        twins_more=max(0, len(twins) - _MOST_TWINS),
        pictures=_picture_bars(subjects, pictures),
        backgrounds=_ranges([(picture.white, picture.sku) for picture in pictures if picture.slot == "main"], _WHITE),
        worst=_worst(subjects),
    )


def _totals(subjects: Sequence[Subject], findings: Sequence[Finding], twins: int) -> tuple[tuple[str, str, str], ...]:
    clean = sum(all(one.severity is Severity.INFO for one in subject.findings) for subject in subjects)
    errors = sum(one.severity is Severity.ERROR for one in findings)
    warnings = sum(one.severity is Severity.WARNING for one in findings)
    return (
        ("Listings", f"{len(subjects):,}", ""),
        ("Nothing to do", f"{clean:,}", "done"),
        ("Errors", f"{errors:,}", "left-out" if errors else ""),
        ("Warnings", f"{warnings:,}", "attention" if warnings else ""),
        ("Groups of look-alikes", f"{twins:,}", "attention" if twins else ""),
    )


def _codes(findings: Sequence[Finding]) -> tuple[Bar, ...]:
    counts = Counter((one.code, one.severity) for one in findings)
    order = sorted(counts.items(), key=lambda item: (item[0][1].rank, -item[1], item[0][0]))[:_MOST_BARS]
    most = max((count for _, count in order), default=1)
    return tuple(Bar(code, f"{count:,}", 100 * count / most, severity.value) for (code, severity), count in order)


def _lengths(subjects: Sequence[Subject]) -> tuple[Histogram, ...]:
    """Return how long the titles are, one plot for each marketplace and limit."""
    groups: dict[tuple[str, TextLimit | None], list[int]] = {}
    for one in subjects:
        limit = next((spec.limit for spec in one.channel.fields if spec.name == "title"), None)
        if one.title:
            groups.setdefault((one.market, limit), []).append((limit or TextLimit(0)).measure(one.title))
    return tuple(_histogram(market, limit, values) for (market, limit), values in list(groups.items())[:_MOST_PLOTS])


def _histogram(market: str, limit: TextLimit | None, values: Sequence[int]) -> Histogram:
    unit = limit.unit if limit else "characters"
    # Few far-off lengths would squeeze the rest: they share the last bin.
    usual = sorted(values)[min(len(values) - 1, int(0.99 * len(values)))]
    upper = max(round(1.15 * limit.maximum) if limit else 0, usual + 1, 10)
    # The limit is an edge between bins, so that a bin is either within it or past it.
    step = max(1, round(upper / _BINS))
    first = (limit.maximum + 1) % step if limit else 0
    counts = Counter(max(0, (min(value, upper) - first) // step + 1) if value >= first else 0 for value in values)
    most = max(counts.values())
    columns = []
    for place in sorted(counts):
        start = max(0, first + (place - 1) * step) if place else 0
        end = min(first + place * step, upper + 1)
        over = bool(limit and start > limit.maximum)
        columns.append(
            Column(
                round(100 * start / (upper + 1), 2),
                round(100 * (end - start) / (upper + 1), 2),
                round(100 * counts[place] / most, 2),
                over,
            )
        )
    too_long = sum(value > limit.maximum for value in values) if limit else 0
    said = f"median {statistics.median_low(values)} {unit}, longest {max(values)}"
    said += f"; {too_long:,} of {len(values):,} past the limit" if limit else f"; {len(values):,} titles"
    return Histogram(
        market,
        tuple(columns),
        round(100 * (limit.maximum + 1) / (upper + 1), 2) if limit else None,
        f"{limit.maximum} {unit}" if limit else "",
        f"{upper}",
        said,
    )


def _filled(subjects: Sequence[Subject]) -> tuple[Bar, ...]:
    """Return how many listings fill each field, of those whose marketplace or file has it at all."""
    bars = []
    for name, label in _TEXTS.items():
        markets = {one.market for one in subjects if any(item.strip() for item in one.items(name))}
        asked = [one for one in subjects if one.market in markets]
        if asked:
            full = sum(any(item.strip() for item in one.items(name)) for one in asked)
            share = 100 * full / len(asked)
            bars.append(Bar(label, f"{full:,} of {len(asked):,}", share, "" if full == len(asked) else "warning"))
    return tuple(bars)


def _facts(subjects: Sequence[Subject]) -> tuple[Bar, ...]:
    """Return how often each kind of fact is used by a text, those that most texts leave out first."""
    there = Counter(label for one in subjects for label in {label for label, _ in one.facts})
    used = Counter(label for one in subjects for label in {label for label, used in one.facts if used})
    order = sorted(there, key=lambda label: (used[label] - there[label], label))[:_MOST_BARS]
    return tuple(
        Bar(label, f"{used[label]:,} of {there[label]:,}", 100 * used[label] / there[label]) for label in order
    )


def _missing(subjects: Sequence[Subject]) -> tuple[Bar, ...]:
    counts = Counter(label for one in {one.sku: one for one in subjects}.values() for label in one.missing)
    order = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:_MOST_BARS]
    most = max(counts.values(), default=1)
    return tuple(Bar(label, f"{count:,}", 100 * count / most, "warning") for label, count in order)


def _coverage(subjects: Sequence[Subject]) -> Scatter | None:
    english = [one for one in subjects if one.language in ("", "en") and (one.wanted or one.keywords)]
    points = []
    for one in english:
        texts = [item for text in one.texts for item in text.items]
        share = one.keywords.share if one.keywords else coverage(one.wanted, texts)
        ease = reading_ease([*one.items("bullets"), *one.items("description")])
        if share is not None and ease is not None:
            points.append((share, min(100.0, max(0.0, ease)), one.sku))
    if not points:
        return None
    low = sum(ease < FLOOR for _, ease, _ in points)
    half = sum(share < 0.5 for share, _, _ in points)
    shown = points[:: max(1, -(-len(points) // _MOST_DOTS))]
    said = f"{len(points):,} listings; {low:,} hard to read, {half:,} with less than half of the words"
    if len(shown) < len(points):
        said += f"; every {-(-len(points) // _MOST_DOTS)}th is drawn"
    dots = [
        Dot(round(100 * share, 1), round(ease, 1), ease < FLOOR, f"{sku}: {share:.0%} of the words, ease {ease:.0f}")
        for share, ease, sku in shown
    ]
    return Scatter(tuple(dots), FLOOR, said)


def _searches(subjects: Sequence[Subject]) -> tuple[Bar, ...]:
    """Return the keywords that listings lack and may use, those that cost most searches first."""
    asked: Counter[str] = Counter()
    lacking: Counter[str] = Counter()
    weight: dict[str, int] = {}
    known: dict[str, int | None] = {}
    for one in subjects:
        for use in one.keywords.uses if one.keywords else ():
            if use.left_out:
                continue
            text = use.keyword.text
            asked[text] += 1
            lacking[text] += not use.found
            weight[text], known[text] = use.keyword.weight, use.keyword.volume
    order = sorted((text for text in lacking if lacking[text]), key=lambda text: (-weight[text] * lacking[text], text))
    return tuple(
        Bar(
            text,
            f"missing in {lacking[text]:,} of {asked[text]:,}"
            + (f", {known[text]:,} searches" if known[text] is not None else ""),
            100 * lacking[text] / asked[text],
            "warning",
        )
        for text in order[:_MOST_BARS]
    )


def _picture_bars(subjects: Sequence[Subject], pictures: Sequence[PictureSubject]) -> tuple[Bar, ...]:
    if pictures:
        sides: list[tuple[float, str]] = [(max(one.width, one.height), one.sku) for one in pictures]
        return _ranges(sides, (*_SIDES, *_LARGE))
    counts = [(float(one.pictures), one.sku) for one in subjects if one.texts]
    if not any(count for count, _ in counts):
        return ()
    steps = ((0, 1, "no picture", "error"), (1, 2, "1 picture", "warning"), (2, 6, "2 to 5 pictures", ""))
    return _ranges(counts, (*steps, (6, 1 << 31, "6 pictures and more", "good")))


def _ranges(values: Sequence[tuple[float, str]], ranges: Iterable[tuple[float, float, str, str]]) -> tuple[Bar, ...]:
    """Return how many values lie in each range, shares of all of them."""
    if not values:
        return ()
    bars = []
    for low, high, label, kind in ranges:
        count = sum(low <= value < high for value, _ in values)
        bars.append(Bar(label, f"{count:,}", 100 * count / len(values), kind if count else ""))
    return tuple(bars)


def _worst(subjects: Sequence[Subject]) -> tuple[Worst, ...]:
    found = []
    for one in subjects:
        errors = sum(finding.severity is Severity.ERROR for finding in one.findings)
        warnings = sum(finding.severity is Severity.WARNING for finding in one.findings)
        if errors or warnings:
            found.append((errors, warnings, one))
    found.sort(key=lambda entry: (-entry[0], -entry[1]))
    return tuple(
        Worst(one.sku, one.title[:200], one.place, errors, warnings, _reasons(one.findings))
        for errors, warnings, one in found[:_MOST_WORST]
    )


def _reasons(findings: Sequence[Finding]) -> tuple[tuple[str, str, str], ...]:
    order = sorted((one for one in findings if one.severity is not Severity.INFO), key=lambda one: one.severity.rank)
    said: dict[tuple[str, str, str], None] = {}
    for one in order:
        shown = f": {one.text[:60]}" if one.text and one.text not in one.message else ""
        said[one.severity.value, f"{one.message[:200]}{shown}", (one.suggestion or one.hint)[:200]] = None
    reasons = list(said)
    more = len(reasons) - _MOST_REASONS
    tail = [("info", f"and {more} more", "")] if more > 0 else []
    return (*reasons[:_MOST_REASONS], *tail)
