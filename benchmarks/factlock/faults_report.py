"""The tables of fault injection: recall per kind, language and group, and false alarms."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks.factlock.baselines import feedgen_rule, number_rule
from benchmarks.factlock.corpora import composer_texts, seller_texts
from benchmarks.factlock.fault_data import fault_languages
from benchmarks.factlock.fault_record import KINDS
from benchmarks.factlock.measure import Alarms, Recall, measure_alarms, measure_recall
from benchmarks.factlock.texts import BLIND_GROUPS, Text, blind_texts, gold_languages, gold_texts


@dataclass(frozen=True, slots=True)
class Group:
    """What was measured on one group of sentences in one language."""

    language: str
    name: str
    recalls: tuple[Recall, ...]
    alarms: Alarms


def texts_of(language: str) -> Iterator[tuple[str, tuple[Text, ...]]]:
    """Yield the groups of a language's sentences: gold, held-out, blind, in English the sellers' and composer's too."""
    gold = gold_texts(language) if language in gold_languages() else ()
    for name in ("gold", "heldout"):
        yield name, tuple(text for text in gold if text.group == name)
    for name in BLIND_GROUPS:
        yield name, blind_texts(name, language)
    if language == "en":
        yield "seller", seller_texts()
        yield "composer", composer_texts()


def measure(languages: Sequence[str], *, groups: Sequence[str] = (), most: int) -> tuple[Group, ...]:
    """Return the measurements of the languages; a language without a file of faults has false alarms only."""
    return tuple(
        Group(
            language,
            name,
            measure_recall(texts, most=most) if language in fault_languages() else (),
            measure_alarms(texts),
        )
        for language in languages
        for name, texts in texts_of(language)
        if texts and (not groups or name in groups)
    )


def measure_baselines(language: str, *, most: int) -> tuple[Group, ...]:
    """Return what the baselines reach on all sentences of a language."""
    texts = [text for _, group in texts_of(language) for text in group]
    return tuple(
        Group(
            language,
            name,
            measure_recall(texts, most=most, checker=checker) if language in fault_languages() else (),
            measure_alarms(texts, checker=checker),
        )
        for name, checker in (("FeedGen", feedgen_rule), ("numbers", number_rule))
    )


def table(groups: Sequence[Group]) -> str:
    """Return the table of recall in per cent with the number of faults, and of false alarms per 100 sentences."""
    head = f"{'class':18}" + "".join(f"{group.language + ' ' + group.name:>16}" for group in groups)
    lines = [head]
    for kind in KINDS:
        cells = []
        for group in groups:
            recall = next((one for one in group.recalls if one.kind == kind), None)
            cells.append(f"{_share(recall):>16}")
        lines.append(f"{kind:18}" + "".join(cells))
    lines.append(f"{'alarms/100':18}" + "".join(f"{group.alarms.per_hundred:>16.1f}" for group in groups))
    stopped = [f"{len(group.alarms.alarms)}/{group.alarms.sentences}" for group in groups]
    lines.append(f"{'sentences stopped':18}" + "".join(f"{cell:>16}" for cell in stopped))
    return "\n".join(lines)


def _share(recall: Recall | None) -> str:
    if recall is None or not recall.faults:
        return "-"
    return f"{100 * recall.share:.1f} ({100 * recall.anywhere / recall.faults:.0f}) {recall.faults:3}"


def details(group: Group, show: int, *, kind: str = "") -> Iterator[str]:
    """Yield the misses of each kind and the false alarms, at most `show` of each, with reasons."""
    for recall in group.recalls:
        if kind not in ("", recall.kind):
            continue
        for miss in recall.misses[:show]:
            yield f"MISS {group.language} {group.name} {recall.kind} {miss.fault.text.sku}"
            yield f"     was  {miss.fault.text.sentence}"
            yield f"     now  {miss.fault.sentence}"
            for finding in miss.found:
                yield f"     elsewhere: {finding.message}"
    for alarm in group.alarms.alarms[: 0 if kind else show]:
        yield f"ALARM {group.language} {group.name} {alarm.text.sku}: {alarm.text.sentence}"
        for finding in alarm.findings:
            yield f"     {finding.message}"


def as_json(groups: Sequence[Group]) -> list[dict[str, Any]]:
    """Return the measurements as plain values."""
    return [
        {
            "language": group.language,
            "group": group.name,
            "recall": {
                one.kind: {"faults": one.faults, "found": one.found, "anywhere": one.anywhere} for one in group.recalls
            },
            "sentences": group.alarms.sentences,
            "alarms": group.alarms.findings,
            "sentences_stopped": len(group.alarms.alarms),
        }
        for group in groups
    ]
