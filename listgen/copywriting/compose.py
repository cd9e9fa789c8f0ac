"""The offline composer: writes every text field of a channel from the facts alone, the same text for the same seed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from listgen.copywriting.bullets import compose_bullets
from listgen.copywriting.description import Prose, compose_description
from listgen.copywriting.fields import compose_highlights, compose_search_terms, compose_seo, compose_tags
from listgen.copywriting.grammar import capitalise, soften
from listgen.copywriting.patterns import Subject
from listgen.copywriting.point import Point
from listgen.copywriting.points import build_points
from listgen.copywriting.titles import compose_title, product_name, said_noun
from listgen.copywriting.units import build_units
from listgen.domain.brand_kit import Voice
from listgen.domain.channel import Channel
from listgen.domain.fact import FactSheet
from listgen.domain.listing import Draft, FieldText
from listgen.domain.names import derive_seed
from listgen.domain.variant import Variant
from listgen.errors import UsageError

LOCALES = ("en-US", "en-GB")
TONES = ("plain", "warm", "technical", "playful")


def check_locale(locale: str) -> None:
    """Raise UsageError where the composer does not write the language of the locale."""
    if locale not in LOCALES:
        raise UsageError(
            f"the composer does not write `{locale}` yet",
            hint=f"choose one of {', '.join(LOCALES)}, or a language model with --text",
        )


def compose_draft(facts: FactSheet, channel: Channel, variant: Variant, *, voice: Voice, seed: int) -> Draft:
    """Return a draft with every text field that the channel has and the facts can fill.

    Each field has its own seed, and a factor of the variant reaches only its own fields, so that arms of an
    experiment are byte-equal elsewhere. Raises UsageError for a language that the composer does not write.
    """
    check_locale(channel.locale)
    tone = variant.choices.tone or voice.tone
    tone = tone if tone in TONES else "plain"
    points = _allowed(build_points(facts, channel.locale), voice)
    plain = (
        points
        if channel.bullet_style != "amazon"
        else _allowed(build_points(facts, channel.locale, ascii_only=True), voice)
    )
    units = build_units(points, channel.locale)
    told = tuple(unit for unit in units if not all(point.named for point in unit.points))
    subject = build_subject(facts, points)
    base = derive_seed(seed, facts.sku)
    fields: list[FieldText] = []
    title, title_ids = compose_title(facts, plain, channel, pattern=variant.choices.title_pattern)
    standard, _ = (title, ()) if variant.choices.title_pattern == "standard" else compose_title(facts, plain, channel)
    if channel.field("title"):
        fields.append(FieldText("title", (title,), cites=title_ids))
    spec = channel.field("highlights")
    if spec:
        text, ids = compose_highlights(plain, standard, spec)
        if text:
            fields.append(FieldText("highlights", (text,), cites=ids))
    bullets: tuple[str, ...] = ()
    spec = channel.field("bullets")
    if spec and units:
        written = compose_bullets(
            build_units(_bulletable(plain, title), channel.locale),
            spec,
            plural=subject.plural,
            angle=variant.choices.angle,
            tone=tone,
            locale=channel.locale,
            seed=derive_seed(base, "bullets"),
            amazon=channel.bullet_style == "amazon",
        )
        bullets = written.items
        if bullets:
            fields.append(FieldText("bullets", bullets, cites=written.ids))
    prose = compose_description(
        facts, told, subject, tone=tone, locale=channel.locale, seed=derive_seed(base, "description")
    )
    if channel.field("description"):
        fields.append(_description(prose, channel, voice))
    spec = channel.field("search_terms")
    if spec:
        control = bullets
        if variant.choices.angle != "benefit" and channel.field("bullets"):
            # Search terms leave out what the bullets say; the control's bullets decide, or the arms would differ twice.
            control = compose_draft(facts, channel, _control(variant), voice=voice, seed=seed).items("bullets")
        terms = compose_search_terms(facts, plain, [standard, *control], spec)
        if terms:
            fields.append(FieldText("search_terms", terms))
    spec = channel.field("tags")
    if spec:
        tags = compose_tags(facts, points, spec)
        if tags:
            fields.append(FieldText("tags", tags))
    fields.extend(compose_seo(facts, points, channel, prose))
    voiced = tuple(_in_voice(text, voice, channel) for text in fields)
    return Draft(sku=facts.sku, channel=channel.id, variant=variant.name, fields=voiced)


# Fields that shoppers read as prose; a title or a search term keeps the words that they type.
_VOICED = ("highlights", "bullets", "description", "seo_description")


def _in_voice(text: FieldText, voice: Voice, channel: Channel) -> FieldText:
    """Return the field with the words that the brand prefers, unless an item would outgrow its limit."""
    if text.name not in _VOICED or not voice.preferred:
        return text
    spec = channel.field(text.name)
    items = []
    for item in text.items:
        said = item
        for old, new in voice.preferred:
            said = re.sub(
                rf"(?i)(?<!\w){re.escape(old)}(?!\w)",
                lambda match, new=new: capitalise(new) if match.group()[0].isupper() else new,  # type: ignore[misc]  # bound per pair
                said,
            )
        fits = spec is None or spec.limit is None or spec.limit.measure(said) <= spec.limit.maximum
        items.append(said if fits else item)
    return replace(text, items=tuple(items))


def _control(variant: Variant) -> Variant:
    return replace(
        variant, choices=replace(variant.choices, angle="benefit", title_pattern="standard"), factor=None, level=""
    )


def build_subject(facts: FactSheet, points: Sequence[Point]) -> Subject:
    """Return how the product is named in running text: the line keeps its capitals, the rest is small."""
    name = product_name(facts, points)
    noun, plural = said_noun(facts, points)
    whole = (name.whole or facts.name).split(",")[0]
    # "Notebook A5" is said "A5 notebook".
    whole = re.sub(rf"(?i)({re.escape(noun)}) ([A-C]\d)$", r"\2 \1", whole) if noun else whole
    line = facts.line.strip()
    if line and whole.lower().startswith(line.lower()) and line.lower() != whole.lower():
        return Subject(f"{line} {soften(whole[len(line) :].strip())}", line, noun, plural, facts.type_id)
    return Subject(soften(whole), "", noun, plural, facts.type_id)


def _allowed(points: Sequence[Point], voice: Voice) -> tuple[Point, ...]:
    """Leave out points with a word that the brand has banned."""
    if not voice.banned:
        return tuple(points)
    banned = re.compile(r"(?i)(?<!\w)(?:" + "|".join(map(re.escape, voice.banned)) + r")(?!\w)")
    return tuple(
        point
        for point in points
        if not banned.search(" ".join((point.verb, point.clause, point.noun, point.figure, point.adjective)))
    )


def _bulletable(points: Sequence[Point], title: str) -> tuple[Point, ...]:
    """Leave out what needs no bullet: option values, a colour that the title says."""
    kept = tuple(
        point
        for point in points
        if not point.option and not (point.key == "colour" and point.slots.get("v", "").lower() in title.lower())
    )
    return kept or tuple(points)


def _description(prose: Prose, channel: Channel, voice: Voice) -> FieldText:
    paragraphs = list(prose.paragraphs)
    if voice.slogan and len(paragraphs) > 1:
        paragraphs[-1] = f"{paragraphs[-1]} {voice.slogan}"
    spec = channel.field("description")
    if spec and spec.limit:
        while len(paragraphs) > 1 and spec.limit.measure("\n\n".join(paragraphs)) > spec.limit.maximum:
            paragraphs.pop()
        text = paragraphs[0]
        while spec.limit.measure(text) > spec.limit.maximum and ". " in text:
            text = text.rpartition(". ")[0] + "."
        paragraphs[0] = text
    return FieldText("description", tuple(paragraphs), cites=prose.ids)
