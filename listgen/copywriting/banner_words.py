"""The few words of a banner: a headline made of one fact, a subline, an eyebrow (copywriting guide, section 3)."""

from __future__ import annotations

import re

from listgen.copywriting.compose import build_subject
from listgen.copywriting.grammar import agree, capitalise, is_mass, pluralise
from listgen.copywriting.lexicon import load
from listgen.copywriting.point import Point
from listgen.copywriting.points import build_points
from listgen.domain.brand_kit import Voice
from listgen.domain.fact import FactSheet
from listgen.domain.picture import BannerWords

_HEADLINE_WORDS = 7
_SUBLINE_WORDS = 12
_LABEL_CHARACTERS = 24


def compose_banner_words(
    facts: FactSheet, *, voice: Voice, seed: int, button: bool, locale: str = "en-US"
) -> BannerWords:
    """Return headline (at most seven words), subline (at most twelve), eyebrow, and a button where one is asked for.

    The headline says the strongest fact; without one it is the product's name. Words that the brand has banned are not
    used.
    """
    points = build_points(facts, locale)
    subject = build_subject(facts, points)
    del seed  # the strongest fact is the same for every seed
    headlines: list[tuple[str, tuple[int, ...]]] = []
    for row in load("banner")["headline"]:
        point = next(
            (point for point in points if point.key == row["key"] and not point.option and not point.part), None
        )
        if point is None:
            continue
        texts = [text for template in row["text"] if (text := _fill(template, point, subject.noun, subject.plural))]
        texts = [text for text in texts if len(text.split()) <= _HEADLINE_WORDS and not _banned(text, voice)]
        if texts:
            headlines.append((texts[0], point.ids))
    name = subject.name
    headline, used = headlines[0] if headlines else (name, ())
    if len(headline.split()) > _HEADLINE_WORDS:
        headline = " ".join(headline.split()[:_HEADLINE_WORDS])
    subline = name if headline != name else ""
    extra = _figures(points, used, headline)
    if subline and extra:
        glue = " " if extra[0].startswith("in ") else ", "
        subline = f"{subline}{glue}{extra[0]}"
    elif extra:
        subline = capitalise(", ".join(extra[:2]))
    if len(subline.split()) > _SUBLINE_WORDS or _banned(subline, voice):
        subline = name if headline != name else ""
    eyebrow = facts.brand
    noun = subject.noun
    label = f"Shop {pluralise(noun)}" if noun and not is_mass(noun) and len(noun) <= _LABEL_CHARACTERS else "Shop now"
    return BannerWords(capitalise(headline), capitalise(subline), eyebrow, label if button else "")


def _fill(template: str, point: Point, noun: str, plural: bool) -> str:
    names = re.findall(r"\{([^}]*)\}", template)
    slots = {**point.slots, "noun": noun, "figure": point.figure}
    if any(not slots.get(name) for name in names):
        return ""
    text = template
    for name in names:
        text = text.replace("{" + name + "}", slots[name])
    text = re.sub(r"(\w+)~s", lambda match: agree(match[1], plural=plural), text)
    return capitalise(re.sub(r"\s+", " ", text))


def _figures(points: tuple[Point, ...], used: tuple[int, ...], headline: str) -> list[str]:
    keep = ("capacity", "dimensions", "weight", "material", "screen_size", "memory", "storage", "diameter", "length")
    out = []
    for point in points:
        text = point.figure
        fits = bool(text) and len(text) <= 28 and text.lower() not in headline.lower()
        whole = point.key in keep and not point.option and not point.part
        if fits and whole and not set(point.ids) & set(used):
            out.append(f"in {text}" if point.key == "material" else text)
    return out


def _banned(text: str, voice: Voice) -> bool:
    return any(re.search(rf"(?i)(?<!\w){re.escape(word)}(?!\w)", text) for word in voice.banned if word)
