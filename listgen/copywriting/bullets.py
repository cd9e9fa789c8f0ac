"""Bullets: `Header: body`, grouped by idea, one to five by the number of facts (copywriting guide, section 3)."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from listgen.copywriting.bullet_body import NOUN_GROUPS, unit_body
from listgen.copywriting.bullet_groups import USE_KEYS, clusters_of, regrouped
from listgen.copywriting.grammar import capitalise, join_list, number_words, title_case
from listgen.copywriting.headers import header_options
from listgen.copywriting.joining import measure_of, of_each, say_measures
from listgen.copywriting.units import Unit, sort_items
from listgen.domain.channel import FieldSpec, TextLimit
from listgen.domain.names import derive_seed

ANGLES = ("benefit", "specification", "use", "gift")
GIFT_KEYS = ("packaging", "pack_count", "contents", "pieces")
_MAX_BODY_WORDS = 28
# Candidates of an arm: from figures for every header to names for most (longer, where lengths must match).
_ARMS = 9
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


@dataclass(frozen=True, slots=True)
class Style:
    """What all bullets of one listing share."""

    angle: str
    tone: str
    locale: str
    plural: bool
    amazon: bool
    spec: FieldSpec


def available_angle(units: Sequence[Unit], angle: str) -> str:
    """Return the angle, or "benefit" where no fact carries it: use needs a use cell, gift packaging or a set."""
    names = {unit.name.split("#")[0] for unit in units}
    if angle == "use" and not names & set(USE_KEYS):
        return "benefit"
    if angle == "gift" and not names & set(GIFT_KEYS):
        return "benefit"
    return angle if angle in ANGLES else "benefit"


def compose_bullets(
    units: Sequence[Unit],
    spec: FieldSpec,
    *,
    plural: bool,
    angle: str,
    tone: str,
    locale: str,
    seed: int,
    amazon: bool,
) -> Bullets:
    """Return the bullets; every angle tells the same facts in as many bullets and about the same length."""
    clusters = clusters_of(units, spec)
    angle = available_angle(units, angle)
    ids = tuple(dict.fromkeys(number for cluster in clusters for unit in cluster for number in unit.ids))
    style = Style("benefit", tone, locale, plural, amazon, spec)
    table = _Table()
    control = _write(clusters, style, table, derive_seed(seed, "benefit"))
    if angle == "benefit":
        return Bullets(control, ids, angle)
    size = sum(map(len, control))
    style = Style(angle, tone, locale, plural, amazon, spec)
    if angle == "specification":
        clusters = regrouped(clusters)
    arms = [
        _write(
            clusters,
            style,
            table,
            derive_seed(seed, angle, number),
            target=size,
            share=1 - number / (_ARMS - 1),
            other=control,
        )
        for number in range(_ARMS)
    ]

    def cost(items: tuple[str, ...]) -> tuple[int, int]:
        off = abs(sum(map(len, items)) - size)
        figures = sum(bool(re.search(r"\d", item.partition(": ")[0])) for item in items)
        return (off if off > max(size * 0.14, 20) else 0, 2 * len(set(items) & set(control)) - figures)

    best = min(arms, key=cost)
    return Bullets(best, ids, angle)


def _write(
    clusters: Sequence[Sequence[Unit]],
    style: Style,
    table: _Table,
    seed: int,
    *,
    target: int = 0,
    share: float = 1.0,
    other: Sequence[str] = (),
) -> tuple[str, ...]:
    rng = random.Random(seed)  # noqa: S311  # choice of words, no secret
    ordered = [list(cluster) for cluster in clusters]
    if style.angle in ("use", "gift"):
        keys = USE_KEYS if style.angle == "use" else GIFT_KEYS
        ordered.sort(key=lambda cluster: not any(unit.name.split("#")[0] in keys for unit in cluster))
    items: list[str] = []
    said: list[tuple[str, ...]] = []
    starts: list[str] = []
    for cluster in ordered:
        figures = share == 1 or rng.random() < share
        text, eaten = _choose(table.options(cluster, style, figures=figures), rng, starts)
        items.append(text)
        said.append(eaten)
        starts.append(_start(text))
    if target and sum(map(len, items)) < target * 0.9:
        # Figures are shorter by nature; whole forms in the last bullets bring the arms level.
        last = range(len(ordered) - 1, -1, -1)
        for at, again in [*((at, False) for at in last), *((at, True) for at in last)]:
            if sum(map(len, items)) >= target * 0.9:
                break
            header = items[at].partition(": ")[0]
            longer = _polish(f"{header}: {_body(ordered[at], said[at], 'benefit', style, header)}", style.amazon)
            if len(longer) > len(items[at]) and (again or longer not in other) and _fits(longer, style.spec):
                items[at] = longer
    return _within_total(items, style.spec)


def _start(bullet: str) -> str:
    return bullet.split(" ")[0].strip(":").lower()


@dataclass(frozen=True, slots=True)
class _Option:
    """A bullet, the units in its header, and what of its cost chance and its neighbours do not decide."""

    text: str
    start: str
    eaten: tuple[str, ...]
    weight: float
    echo: float
    too_long: int


@dataclass(slots=True)
class _Table:
    """The bullets that a group of units allows: ten candidates choose from the same few."""

    found: dict[tuple[object, ...], tuple[_Option, ...]] = field(default_factory=dict)

    def options(self, cluster: Sequence[Unit], style: Style, *, figures: bool) -> tuple[_Option, ...]:
        key = (tuple(unit.name for unit in cluster), style.angle, figures)
        if key not in self.found:
            self.found[key] = tuple(_options(cluster, style, figures=figures))
        return self.found[key]


def _options(cluster: Sequence[Unit], style: Style, *, figures: bool) -> Iterator[_Option]:
    for header, eaten, weight in header_options(cluster, style.angle, style.tone, figures=figures):
        body = _body(cluster, eaten, style.angle, style, header)
        # "Shell: the shell is water-resistant" says the header twice.
        body = re.sub(rf"(?i)^the {re.escape(header)} (?:is|are|has|have) ", "", body)
        if not body or body.lower() == header.lower():
            continue
        text = _polish(f"{title_case(header)}: {body}", style.amazon)
        both = _content_words(header) & _content_words(body)
        yield _Option(text, _start(text), eaten, weight, 0.3 * len(both), 0 if _fits(text, style.spec) else 10)


def _choose(options: Sequence[_Option], rng: random.Random, starts: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    best: tuple[float, _Option] | None = None
    for option in options:
        cost = option.weight + rng.random() * 0.5
        if option.start in starts:
            cost += 5
        cost += option.echo
        cost += option.too_long
        if best is None or cost < best[0]:
            best = (cost, option)
    assert best is not None
    return best[1].text, best[1].eaten


def _content_words(text: str) -> set[str]:
    return {word.rstrip("s") for word in re.findall(r"[a-z]{3,}", text.lower())} - {"and", "for", "the", "what", "with"}


def _body(cluster: Sequence[Unit], eaten: Sequence[str], angle: str, style: Style, header: str) -> str:
    """Return the facts of a bullet, parts of one kind in one list; `eaten` are units or adjectives in the header."""
    out: list[str] = []
    nouns: list[str] = []
    rest = [unit for unit in cluster if unit.name not in eaten]
    measured = [unit for unit in rest if measure_of(unit)]
    figures = angle == "specification" or style.tone == "technical"
    together = say_measures(measured, locale=style.locale, plural=style.plural, figures=figures)
    service = [unit for unit in rest if unit.name in ("origin", "warranty", "packaging") and unit.figures]
    for unit in rest:
        base = unit.name.split("#")[0]
        if unit in measured and (len(measured) > 1 or of_each(measured)):
            if unit is measured[0]:
                out.append(together)
            continue
        if len(service) > 1 and unit in service:
            if unit is service[0]:
                out.append(", ".join(figure for other in service for figure in other.figures))
            continue
        if base in NOUN_GROUPS and base != "contents" and unit.nouns:
            if not nouns:
                out.append("\0")
            nouns.extend(noun for noun in unit.nouns if noun not in eaten)
        elif base == "adjectives":
            kept = [point.adjective for point in unit.points if point.adjective not in eaten]
            out.append(join_list(kept, locale=style.locale))
        else:
            out.append(unit_body(unit, angle, style.locale, plural=style.plural, header=header))
    text = "; ".join(filter(None, out))
    return text.replace("\0", join_list(sort_items(nouns), locale=style.locale))


def _polish(text: str, amazon: bool) -> str:
    text = capitalise(text)
    if amazon:
        text = re.sub(r"[°®™!]", "", text).replace("×", "x").rstrip(".")
        text = re.sub(_COUNTED, lambda match: f"{number_words(int(match[1]))} ", text)
    return re.sub(r"\s+", " ", text).strip()


def _fits(text: str, spec: FieldSpec) -> bool:
    limit = spec.limit or TextLimit(255)
    return limit.measure(text) <= limit.maximum and len(text.partition(": ")[2].split()) <= _MAX_BODY_WORDS


def _within_total(items: Sequence[str], spec: FieldSpec) -> tuple[str, ...]:
    kept = list(items)
    limit = spec.limit or TextLimit(255)
    for at, text in enumerate(kept):
        while limit.measure(text) > limit.maximum and "; " in text:
            text = text.rpartition("; ")[0]
        while limit.measure(text) > limit.maximum and ", " in text.partition(": ")[2]:
            text = text.rpartition(", ")[0]
        while limit.measure(text) > limit.maximum and " " in text:
            text = text.rpartition(" ")[0]
        kept[at] = text.rstrip(" ,;:")
    if spec.total is not None:
        while kept and spec.total.measure("".join(kept)) > spec.total.maximum:
            kept.pop()
    return tuple(kept)
