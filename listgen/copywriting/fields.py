"""The smaller fields: highlights, SEO title and description; search terms and tags have their own module."""

from __future__ import annotations

from collections.abc import Sequence

from listgen.copywriting.description import Prose
from listgen.copywriting.grammar import lower_first, title_case
from listgen.copywriting.lexicon import load
from listgen.copywriting.point import Point
from listgen.copywriting.tells import sentences_of
from listgen.copywriting.titles import plain_stems, product_name
from listgen.domain.channel import Channel, FieldSpec, TextLimit
from listgen.domain.fact import FactSheet
from listgen.domain.listing import FieldText


def compose_highlights(points: Sequence[Point], title: str, spec: FieldSpec) -> tuple[str, tuple[int, ...]]:
    """Return comma-separated phrases without a word of the title, strongest first, within the limit."""
    limit = spec.limit or TextLimit(125)
    titled = plain_stems(title)
    out: list[str] = []
    ids: list[int] = []
    said: set[str] = set()
    for point in sorted(points, key=_strength):
        text = point.figure
        if (
            not text
            or point.silent
            or point.option
            or point.key in ("style", "pattern", "contents")
            or ":" in text
            or ("," in text and point.key not in ("functions",))
        ):
            continue
        words = plain_stems(text) - _SMALL
        if not words or words & titled or words & said:
            continue
        trial = ", ".join([*out, lower_first(text)])
        if limit.measure(trial) > limit.maximum:
            continue
        out.append(lower_first(text))
        ids.extend(point.ids)
        said |= words
    return ", ".join(out), tuple(dict.fromkeys(ids))


def _strength(point: Point) -> int:
    """Return the place of a fact among the headlines of banners, behind all of them where it is none."""
    keys = [row["key"] for row in load("banner")["headline"]]
    strong = keys[: keys.index("pack_count")]
    return strong.index(point.key) if point.key in strong and not point.part else len(strong)


_SMALL = frozenset(
    "h hours a an and for of with in on to the at up by from or no cm mm ml l oz g kg lb ft m x".split()  # noqa: SIM905  # a word list reads better
)


def compose_seo(facts: FactSheet, points: Sequence[Point], channel: Channel, prose: Prose) -> list[FieldText]:
    """Return the SEO title (name, brand) and description (the first sentences), where the channel has these fields."""
    out: list[FieldText] = []
    spec = channel.field("seo_title")
    if spec:
        limit = spec.limit or TextLimit(70)
        name = title_case(product_name(facts, points).whole)
        text = f"{name} | {facts.brand}" if facts.brand and facts.brand.lower() not in name.lower() else name
        if "|" in spec.banned:
            text = text.replace(" | ", ", ")
        if limit.measure(text) > limit.maximum:
            text = name
        if limit.measure(text) <= limit.maximum:
            out.append(FieldText("seo_title", (text,)))
    spec = channel.field("seo_description")
    if spec:
        limit = spec.limit or TextLimit(160)
        kept = ""
        for sentence in [sentence for paragraph in prose.paragraphs for sentence in sentences_of(paragraph)]:
            trial = f"{kept} {sentence}".strip()
            if limit.measure(trial) > limit.maximum:
                break
            kept = trial
        if kept:
            out.append(FieldText("seo_description", (kept,), cites=prose.ids))
    return out
