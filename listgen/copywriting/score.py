"""Scores a draft: gates, then a hundred points (copywriting guide, section 10)."""

from __future__ import annotations

import re
import statistics
from dataclasses import dataclass, field

from listgen.copywriting.points import build_points
from listgen.copywriting.tells import Tell, check_prose, check_words, opening_word, sentences_of, slot_scars
from listgen.domain.channel import Channel
from listgen.domain.fact import FactSheet
from listgen.domain.listing import Draft


@dataclass(frozen=True, slots=True)
class Score:
    """Points out of a hundred, 0 where a gate is broken; `parts` by subject, `tells` the hits of section 6."""

    points: float
    gates: tuple[str, ...] = ()
    parts: dict[str, float] = field(default_factory=dict)
    tells: tuple[Tell, ...] = ()


def score_draft(draft: Draft, facts: FactSheet, channel: Channel) -> Score:
    """Return the score of a draft against the facts that it was written from, by rules alone."""
    points = build_points(facts, channel.locale)
    sayable = {number for point in points if not point.silent for number in point.ids}
    exempt = (facts.brand, facts.line, facts.name)
    prose = draft.items("description")
    bullets = draft.items("bullets")
    cited = set(next((text.cites for text in draft.fields if text.name == "description"), ()))
    tells = [*check_prose(prose, facts=len(cited), exempt=exempt)]
    for text in (*draft.items("title"), *draft.items("highlights"), *bullets):
        tells.extend(check_words(_without(text, exempt)))
    starts = [opening_word(text) for text in bullets]
    if len(set(starts)) < len(starts):
        tells.append(Tell("bullets-alike", ", ".join(starts)))
    tells = list({(tell.code, tell.text): tell for tell in tells}.values())
    gates = [tell.code for tell in tells if tell.gate]
    gates.extend(_broken_limits(draft, channel))
    parts = _points(draft, facts, sayable, tells, channel)
    total = 0.0 if gates else round(sum(parts.values()), 1)
    return Score(total, tuple(gates), parts, tuple(tells))


def _without(text: str, exempt: tuple[str, ...]) -> str:
    for words in sorted(filter(None, exempt), key=len, reverse=True):
        text = re.sub(rf"(?i)(?<!\w){re.escape(words)}(?!\w)", "X", text)
    return text


def _broken_limits(draft: Draft, channel: Channel) -> list[str]:
    out = []
    for spec in channel.fields:
        items = draft.items(spec.name)
        if spec.required and not items:
            out.append(f"{spec.name}.missing")
        if spec.limit and any(spec.limit.measure(item) > spec.limit.maximum for item in items) and not spec.soft:
            out.append(f"{spec.name}.too-long")
        if len(items) > spec.max_items and spec.name == "bullets":
            out.append(f"{spec.name}.too-many")
    return out


def _points(draft: Draft, facts: FactSheet, sayable: set[int], tells: list[Tell], channel: Channel) -> dict[str, float]:
    said = {name: set(text.cites) for text in draft.fields if (name := text.name)}
    everywhere = set().union(*said.values()) if said else set()
    covered = len(everywhere & sayable) / len(sayable) if sayable else 1.0
    front = said.get("title", set()) | said.get("bullets", set()) | said.get("highlights", set())
    if channel.field("bullets") is None:
        front = front | said.get("description", set())
    decisive = _decisive(facts) & sayable
    sentences = [sentence for paragraph in draft.items("description") for sentence in sentences_of(paragraph)]
    lengths = [len(sentence.split()) for sentence in sentences] or [0]
    mean = statistics.mean(lengths)
    few = len(sayable) <= 3
    hits = len({tell.code for tell in tells})
    title = " ".join(draft.items("title"))
    spec = channel.field("title")
    maximum = spec.limit.maximum if spec and spec.limit else 150
    enough = len(title) >= 0.6 * maximum or len(said.get("title", ())) >= min(3, len(sayable))
    uses = channel.title_order == "shop" or enough
    return {
        "decisive": 20.0 * (len(decisive & front) / len(decisive) if decisive else 1.0),
        "coverage": 10.0 if covered >= 0.8 else 10.0 * covered / 0.8,
        "order": 10.0 * (_order(draft, facts) >= 0.5),
        "numbers": 10.0 * (not any(slot_scars(item) for text in draft.fields for item in text.items)),
        "tells": max(0.0, 25.0 - 5.0 * hits),
        "sentences": 10.0 if few or 7 <= mean <= 17 else 5.0,
        "title": 5.0 if uses else 2.0,
        "repeats": 5.0 * (not _repeats(draft)),
        "missing": 5.0,
    }


def _decisive(facts: FactSheet) -> set[int]:
    keys = {
        "capacity", "dimensions", "size", "material", "lid", "fit", "laptop_size", "screen_size", "memory", "storage",
        "compatibility", "voltage", "age_range", "pack_count", "pieces", "strap_range", "weight", "diameter",
        "bed_size",
        "movement", "closure", "induction", "dishwasher", "placement", "metal", "length",
    }  # fmt: skip
    return {fact.id for fact in facts.facts if fact.key in keys}


def _order(draft: Draft, facts: FactSheet) -> float:
    """Return Kendall's tau between the order of ideas in the description and the order in which shoppers ask."""
    points = build_points(facts, draft.channel[-5:] if draft.channel[-5:] in ("en-US", "en-GB") else "en-US")
    # The place of the use is free: it opens the plan "use" and closes others.
    rank = {"size": 0, "fit": 0, "function": 1, "make": 1, "own": 2}
    idea = {number: rank[point.idea] for point in points if point.idea in rank for number in point.ids}
    cites = next((text.cites for text in draft.fields if text.name == "description"), ())
    values = [idea[number] for number in cites if number in idea]
    pairs = [(one, two) for at, one in enumerate(values) for two in values[at + 1 :] if one != two]
    if not pairs:
        return 1.0
    agreeing = sum(1 if one < two else -1 for one, two in pairs)
    return agreeing / len(pairs)


def _repeats(draft: Draft) -> bool:
    """Tell whether five words in a row stand twice inside the description."""
    words = re.findall(r"\w+", " ".join(draft.items("description")).lower())
    runs = [tuple(words[at : at + 5]) for at in range(len(words) - 4)]
    return len(runs) != len(set(runs))
