"""Bullets: `Header: body`, grouped by idea, one to five by the number of facts (copywriting guide, section 3)."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from listgen.copywriting.description import Subject
from listgen.copywriting.grammar import agree, capitalise, join_list, number_words, title_case
from listgen.copywriting.lexicon import load
from listgen.copywriting.units import Unit, noun_header
from listgen.domain.channel import FieldSpec, TextLimit
from listgen.domain.names import derive_seed

ANGLES = ("benefit", "specification", "use", "gift")
_GIFT_KEYS = ("packaging", "pack_count", "contents", "pieces")
_MAX_BODY_WORDS = 28
# Amazon wants words for one to nine except in measurements.
_COUNTED = (
    r"(?<![\d.,/x-] )(?<![\d.,/x-])\b([1-9]) (?=(?:pieces|pockets|compartments|handles|straps|drawers|speeds|dials|"
    r"colors|people|settings|shelves|wheels|hands)\b)"
)


@dataclass(frozen=True, slots=True)
class Bullets:
    """The bullets of one angle with the facts that they say; `angle` is the one that could be written."""

    items: tuple[str, ...]
    ids: tuple[int, ...]
    angle: str


def wanted(usable: int) -> int:
    """Return how many bullets so many facts carry (copywriting guide, section 4, table)."""
    if usable <= 1:
        return usable
    return 2 if usable <= 3 else 3 if usable <= 6 else 5


def compose_bullets(
    units: Sequence[Unit],
    subject: Subject,
    spec: FieldSpec,
    *,
    angle: str,
    tone: str,
    locale: str,
    seed: int,
    amazon: bool,
) -> Bullets:
    """Return the bullets; every angle tells the same facts in as many bullets and about the same length."""
    clusters = _clusters(units, spec, locale)
    names = {unit.name.split("#")[0] for unit in units}
    if angle == "use" and not names & {"use", "room"}:
        angle = "benefit"
    if angle == "gift" and not names & set(_GIFT_KEYS):
        angle = "benefit"
    control = _write(clusters, subject, spec, "benefit", tone, locale, seed, amazon)
    if angle == "benefit":
        return Bullets(control, _ids(clusters), angle)
    size = sum(map(len, control))
    best = min(
        (
            _write(clusters, subject, spec, angle, tone, locale, derive_seed(seed, angle, number), amazon, target=size)
            for number in range(6)
        ),
        key=lambda items: abs(sum(map(len, items)) - size),
    )
    return Bullets(best, _ids(clusters), angle)


def _ids(clusters: Sequence[Sequence[Unit]]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(number for cluster in clusters for unit in cluster for number in unit.ids))


# -- grouping ---------------------------------------------------------------------------------------------------------

_KIN = {
    "size": 0,
    "fit": 0,
    "carry": 1,
    "storage": 2,
    "closure": 3,
    "readout": 2,
    "function": 3,
    "use": 4,
    "make": 5,
    "own": 6,
}


def _topic(unit: Unit) -> str:
    base = unit.name.split("#")[0]
    if base in ("carry", "storage", "closure", "readout"):
        return base
    return unit.idea


def _clusters(units: Sequence[Unit], spec: FieldSpec, locale: str) -> list[list[Unit]]:
    groups: dict[str, list[Unit]] = {}
    for unit in units:
        groups.setdefault(_topic(unit), []).append(unit)
    clusters = [members for _, members in sorted(groups.items(), key=lambda item: _KIN.get(item[0], 3))]
    clusters = [part for cluster in clusters for part in _split(cluster)]
    usable = sum(len(unit.points) for unit in units)
    target = max(1, min(wanted(usable), spec.max_items if spec.max_items > 1 else 5))
    while len(clusters) > target:
        # The two neighbours that are shortest together become one bullet.
        costs = [
            (_words_in(one) + _words_in(two) + (0 if _KIN.get(_topic(one[0])) == _KIN.get(_topic(two[0])) else 8), at)
            for at, (one, two) in enumerate(pairwise(clusters))
        ]
        _, at = min(costs)
        clusters[at : at + 2] = [clusters[at] + clusters[at + 1]]
    return clusters


def _split(cluster: list[Unit]) -> list[list[Unit]]:
    out: list[list[Unit]] = []
    for unit in cluster:
        if out and _words_in(out[-1]) + _words_in([unit]) <= 24 and len(out[-1]) < 3:
            out[-1].append(unit)
        else:
            out.append([unit])
    return out


def _words_in(units: Sequence[Unit]) -> int:
    return sum(len(_body(unit, Subject("", "", "", False, ""), "benefit", "en-US").split()) for unit in units)


# -- writing ----------------------------------------------------------------------------------------------------------


def _write(
    clusters: Sequence[Sequence[Unit]],
    subject: Subject,
    spec: FieldSpec,
    angle: str,
    tone: str,
    locale: str,
    seed: int,
    amazon: bool,
    *,
    target: int = 0,
) -> tuple[str, ...]:
    rng = random.Random(derive_seed(seed, "bullets", angle))  # noqa: S311  # choice of words, no secret
    ordered = list(clusters)
    if angle in ("use", "gift"):
        keys = ("use", "room") if angle == "use" else _GIFT_KEYS
        ordered.sort(key=lambda cluster: not any(unit.name.split("#")[0] in keys for unit in cluster))
    items: list[str] = []
    starts: set[str] = set()
    for at, cluster in enumerate(ordered):
        rest = sum(_words_in(other) for other in ordered[at:])
        del rest
        items.append(_bullet(cluster, subject, spec, angle, tone, locale, rng, starts, amazon))
        starts.add(_start(items[-1]))
    if target and sum(map(len, items)) < target * 0.92:
        # The specification angle is shorter by nature; whole forms instead of figures bring it level.
        for at in range(len(ordered) - 1, -1, -1):
            header, _, _ = items[at].partition(": ")
            body = "; ".join(filter(None, (_body(unit, subject, "benefit", locale) for unit in ordered[at])))
            longer = _polish(f"{header}: {body}", amazon)
            if len(longer) > len(items[at]) and _fits(longer, spec):
                items[at] = longer
            if sum(map(len, items)) >= target * 0.92:
                break
    return _within_total(items, spec)


def _start(bullet: str) -> str:
    return bullet.split(" ")[0].strip(":").lower()


def _bullet(
    cluster: Sequence[Unit],
    subject: Subject,
    spec: FieldSpec,
    angle: str,
    tone: str,
    locale: str,
    rng: random.Random,
    starts: set[str],
    amazon: bool,
) -> str:
    best: tuple[float, str] | None = None
    for header, eaten in _headers(cluster, angle, tone, rng):
        said = [unit for unit in cluster if unit.name not in eaten]
        bodies = [_body(unit, subject, angle, locale) for unit in said]
        body = "; ".join(text for text in bodies if text)
        if not body:
            continue
        text = _polish(f"{header}: {body}", amazon)
        cost = rng.random()
        if _start(text) in starts:
            cost += 5
        if header.lower() in body.lower():
            cost += 1.5
        if set(re.findall(r"[a-z]{4,}", header.lower())) & set(re.findall(r"[a-z]{4,}", body.lower())):
            cost += 0.5
        if not _fits(text, spec):
            cost += 10
        if best is None or cost < best[0]:
            best = (cost, text)
    assert best is not None
    return best[1]


def _headers(cluster: Sequence[Unit], angle: str, tone: str, rng: random.Random) -> list[tuple[str, tuple[str, ...]]]:
    """Return headers with the units whose value the header says already."""
    out: list[tuple[str, tuple[str, ...]]] = []
    lead = cluster[0]
    others = cluster[1:]
    if angle == "use":
        use = next((unit for unit in cluster if unit.name in ("use", "room")), None)
        if use is not None and use.slots.get("use1"):
            text = f"For {title_case(use.slots['use1'])}"
            if len(text) <= 30 and len(cluster) > 1:
                return [(text, ())]
            return [(text, ())] if len(text) <= 30 else out
    names = [_nominal(unit) for unit in cluster]
    if angle == "specification":
        texts = [
            " and ".join(names[:2]) if len(names) > 1 and names[0] != names[1] else names[0],
            names[0],
            *(names[1:2]),
        ]
    else:
        texts = []
        for unit in (lead, *others[:1]):
            for text in _benefits(unit):
                eats = (unit.name,) if len(cluster) > 1 and _says_value(text, unit) else ()
                if eats or not _says_value(text, unit):
                    out.append((text, eats))
        if not out:
            texts = [names[0], *([" and ".join(names[:2])] if len(names) > 1 else [])]
        texts = [*texts, *names[:1]] if not out else []
    for text in texts:
        if text and len(text) <= 30:
            out.append((text, ()))
    out = [(title_case(text), eaten) for text, eaten in out]
    return out or [(title_case(names[0][:30]), ())]


def _nominal(unit: Unit) -> str:
    base = unit.name.split("#")[0]
    if base in ("has", "build", "storage", "carry", "closure", "readout", "contents"):
        text = noun_header(unit)
        if text:
            return text
    if base == "adjectives":
        return "Properties"
    for point in unit.points:
        if point.headers:
            return point.headers[0]
    return capitalise(unit.points[0].figure.split(",")[0])[:30]


def _benefits(unit: Unit) -> list[str]:
    base = unit.name.split("#")[0]
    table = load("headers")["groups"].get(base)
    if table:
        return [text for text in table if _header_fits(text, unit)] + ([noun_header(unit)] if noun_header(unit) else [])
    out = [header for point in unit.points for header in point.benefit_headers]
    return out or [header for point in unit.points for header in point.headers]


def _header_fits(text: str, unit: Unit) -> bool:
    words = load("headers")["needs"].get(text)
    return not words or any(word in noun for noun in unit.nouns for word in words)


def _says_value(header: str, unit: Unit) -> bool:
    low = header.lower()
    return any(
        value and len(value) > 1 and value.lower() in low
        for point in unit.points
        for value in (point.slots.get("sym"), point.slots.get("v"), point.slots.get("n"), point.slots.get("list"))
        if value
    )


def _body(unit: Unit, subject: Subject, angle: str, locale: str) -> str:
    base = unit.name.split("#")[0]
    if angle == "specification" and unit.figures and base not in ("care",):
        if base in ("has", "build", "storage", "carry", "closure", "readout", "contents"):
            return join_list(sorted(unit.nouns, key=len), locale=locale)
        return ", ".join(unit.figures)
    if unit.nouns and base in ("has", "build", "storage", "carry", "closure", "readout", "contents"):
        return join_list(sorted(unit.nouns, key=len), locale=locale)
    if unit.adjective:
        return unit.adjective
    if unit.verb:
        return (
            re.sub(r"^be~s ", "", unit.verb)
            if unit.verb.startswith("be~s")
            else re.sub(r"(\w+)~s", lambda match: agree(match[1], plural=subject.plural), unit.verb)
        )
    if unit.clause:
        return re.sub(r"(\w+)~s", lambda match: agree(match[1], plural=subject.plural), unit.clause)
    return ", ".join(unit.figures)


def _polish(text: str, amazon: bool) -> str:
    text = capitalise(text)
    if amazon:
        text = text.replace("°", "").replace("×", "x").replace("®", "").replace("™", "").rstrip(".")
        text = re.sub(
            _COUNTED,
            lambda match: f"{number_words(int(match[1]))} ",
            text,
        )
    return re.sub(r"\s+", " ", text).strip()


def _fits(text: str, spec: FieldSpec) -> bool:
    limit = spec.limit or TextLimit(255)
    return limit.measure(text) <= limit.maximum and len(text.partition(": ")[2].split()) <= _MAX_BODY_WORDS


def _within_total(items: list[str], spec: FieldSpec) -> tuple[str, ...]:
    kept = list(items)
    limit = spec.limit or TextLimit(255)
    for at, text in enumerate(kept):
        while limit.measure(text) > limit.maximum and "; " in text:
            text = text.rpartition("; ")[0]
        while limit.measure(text) > limit.maximum and " " in text:
            text = text.rpartition(" ")[0]
        kept[at] = text.rstrip(" ,;:")
    if spec.total is not None:
        while kept and spec.total.measure("".join(kept)) > spec.total.maximum:
            kept.pop()
    return tuple(kept)
