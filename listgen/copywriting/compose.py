"""The offline composer: writes every text field of a channel from the facts alone, the same text for the same seed."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from listgen.copywriting.bullets import Bullets, compose_bullets
from listgen.copywriting.description import Prose, compose_description
from listgen.copywriting.fields import compose_highlights, compose_seo
from listgen.copywriting.grammar import capitalise, soften
from listgen.copywriting.own_words import own_title, with_own_words
from listgen.copywriting.patterns import Subject
from listgen.copywriting.point import Point
from listgen.copywriting.points import build_points
from listgen.copywriting.search_terms import compose_search_terms, compose_tags, searched_by_tags
from listgen.copywriting.titles import compose_title, product_name, said_noun
from listgen.copywriting.units import Unit, build_units
from listgen.domain.brand_kit import Voice
from listgen.domain.channel import FIELDS, Channel
from listgen.domain.fact import FactSheet
from listgen.domain.listing import Draft, FieldText
from listgen.domain.names import derive_seed
from listgen.domain.variant import Variant
from listgen.errors import UsageError

LOCALES = ("en-US", "en-GB")
# Languages that the composer does not write: such a channel gets the seller's own words where the sheet is in its
# language, else English under the channel's limits. The marketplace's rules say so in a finding.
ENGLISH_FOR = {"zh-CN": "en-US"}
TONES = ("plain", "warm", "technical", "playful")


def writes(locale: str) -> bool:
    """Return whether the composer writes the language of a locale."""
    return locale in LOCALES or locale in ENGLISH_FOR


def check_locale(locale: str) -> None:
    """Raise UsageError where the composer does not write the language of the locale."""
    if locale not in LOCALES:
        raise UsageError(
            f"the composer does not write `{locale}` yet",
            hint=f"choose one of {', '.join(LOCALES)}, or a language model with --text",
        )


def in_order(fields: Iterable[FieldText]) -> tuple[FieldText, ...]:
    """Return the fields as a draft lists them, whoever wrote them."""
    place = {name: number for number, name in enumerate(FIELDS)}
    return tuple(sorted(fields, key=lambda text: place.get(text.name, len(place))))


def compose_draft(
    facts: FactSheet,
    channel: Channel,
    variant: Variant,
    *,
    voice: Voice,
    seed: int,
    without: Collection[str] = (),
    keywords: Sequence[str] = (),
) -> Draft:
    """Return a draft with every text field that the channel has and the facts can fill.

    Each field has its own seed, and a factor of the variant reaches only its own fields, so that arms of an
    experiment are byte-equal elsewhere. Fields named in `without` are left out where that saves time; the others are
    the same as ever. `keywords` are true of the product and most searched first: they reach search terms and tags, no
    other field. A language that the composer does not write gives the product's name as the title and
    nothing else.
    """
    if channel.locale in ENGLISH_FOR:
        english = replace(channel, locale=ENGLISH_FOR[channel.locale])
        draft = compose_draft(facts, english, variant, voice=voice, seed=seed, keywords=keywords)
        return replace(with_own_words(draft, facts, channel), channel=channel.id)
    if not writes(channel.locale):
        # An English sentence in a German listing would be worse than none; the product's own name is the seller's.
        title_alone = (own_title(facts, channel),)
        return Draft(sku=facts.sku, channel=channel.id, variant=variant.name, fields=title_alone)
    desk = _desk_of(facts, voice)
    tone = _tone(variant, voice)
    title, title_ids = desk.title(channel, variant.choices.title_pattern)
    fields: list[FieldText] = []
    if channel.field("title"):
        fields.append(FieldText("title", (title,), cites=title_ids))
    standard, _ = desk.title(channel, "standard")
    plain, points = desk.plain_points(channel), desk.points(channel.locale)
    spec = channel.field("highlights")
    if spec:
        text, ids = compose_highlights(plain, standard, spec)
        if text:
            fields.append(FieldText("highlights", (text,), cites=ids))
    written = desk.bullets(channel, variant, seed)
    if written.items:
        fields.append(FieldText("bullets", written.items, cites=written.ids))
    told_in = [name for name in ("description", "seo_description") if channel.field(name) and name not in without]
    # The description is by far the most work.
    prose = desk.prose(channel.locale, tone, seed) if told_in else Prose((), (), (), 0.0)
    if "description" in told_in:
        fields.append(_description(prose, channel, voice))
    spec = channel.field("search_terms")
    if spec and "search_terms" not in without:
        # Search terms leave out what the bullets say; the control's bullets decide, or the arms would differ twice.
        # The voice has changed the words of the control's, but not those of an arm that has them itself.
        told = desk.bullets(channel, variant, seed).items
        if variant.choices.angle != "benefit" and channel.field("bullets"):
            control = desk.bullets(channel, _control(variant), seed)
            told = _in_voice(FieldText("bullets", control.items), voice, channel).items
        terms = compose_search_terms(facts, plain, [standard, *told], spec, keywords=keywords, locale=channel.locale)
        if terms:
            fields.append(FieldText("search_terms", terms))
    spec = channel.field("tags")
    if spec:
        tags = compose_tags(facts, points, spec, searched=searched_by_tags(channel, spec), keywords=keywords)
        if tags:
            fields.append(FieldText("tags", tags))
    fields.extend(compose_seo(facts, points, channel, prose))
    voiced = tuple(_in_voice(text, voice, channel) for text in fields)
    return Draft(sku=facts.sku, channel=channel.id, variant=variant.name, fields=voiced)


def _tone(variant: Variant, voice: Voice) -> str:
    tone = variant.choices.tone or voice.tone
    return tone if tone in TONES else "plain"


_Made = TypeVar("_Made")


class _Desk:
    """What the texts of one product share, made once: its points, titles, bullets and descriptions."""

    def __init__(self, facts: FactSheet, voice: Voice) -> None:
        self.facts = facts
        self.voice = voice
        self._made: dict[tuple[object, ...], Any] = {}

    def _once(self, key: tuple[object, ...], make: Callable[[], _Made]) -> _Made:
        if key not in self._made:
            self._made[key] = make()
        found: _Made = self._made[key]
        return found

    def points(self, locale: str, *, ascii_only: bool = False) -> tuple[Point, ...]:
        """Return what can be said, without the words that the brand has banned."""
        return self._once(
            ("points", locale, ascii_only),
            lambda: _allowed(build_points(self.facts, locale, ascii_only=ascii_only), self.voice),
        )

    def plain_points(self, channel: Channel) -> tuple[Point, ...]:
        """Return the points in the letters that the channel's bullets take."""
        return self.points(channel.locale, ascii_only=channel.bullet_style == "amazon")

    def units(self, locale: str) -> tuple[Unit, ...]:
        return self._once(("units", locale), lambda: build_units(self.points(locale), locale))

    def subject(self, locale: str) -> Subject:
        return self._once(("subject", locale), lambda: build_subject(self.facts, self.points(locale)))

    def title(self, channel: Channel, pattern: str) -> tuple[str, tuple[int, ...]]:
        key = ("title", channel.locale, channel.bullet_style, channel.title_order, channel.title_case)
        return self._once(
            (*key, channel.field("title"), pattern),
            lambda: compose_title(self.facts, self.plain_points(channel), channel, pattern=pattern),
        )

    def prose(self, locale: str, tone: str, seed: int) -> Prose:
        def make() -> Prose:
            units = self.units(locale)
            told = tuple(unit for unit in units if not all(point.named for point in unit.points))
            base = derive_seed(derive_seed(seed, self.facts.sku), "description")
            return compose_description(self.facts, told, self.subject(locale), tone=tone, locale=locale, seed=base)

        return self._once(("prose", locale, tone, seed), make)

    def bullets(self, channel: Channel, variant: Variant, seed: int) -> Bullets:
        """Return the bullets of a variant; none where the channel has no place for them."""
        spec = channel.field("bullets")
        if spec is None or not self.units(channel.locale):
            return Bullets((), (), variant.choices.angle)
        title, _ = self.title(channel, variant.choices.title_pattern)
        amazon, angle, tone = channel.bullet_style == "amazon", variant.choices.angle, _tone(variant, self.voice)

        def make() -> Bullets:
            return compose_bullets(
                build_units(_bulletable(self.plain_points(channel), title), channel.locale),
                spec,
                plural=self.subject(channel.locale).plural,
                angle=angle,
                tone=tone,
                locale=channel.locale,
                seed=derive_seed(derive_seed(seed, self.facts.sku), "bullets"),
                amazon=amazon,
            )

        return self._once(("bullets", channel.locale, spec, amazon, title, angle, tone, seed), make)


# Channels and variants of one product are written one after the other, and much of their text is the same.
_last: list[_Desk] = []


def _desk_of(facts: FactSheet, voice: Voice) -> _Desk:
    # Known by identity: to compare sheets of a hundred cells would cost more than a title.
    desk = _last[0] if _last else None
    if desk is None or desk.facts is not facts or desk.voice is not voice:
        desk = _Desk(facts, voice)
        _last[:] = [desk]
    return desk


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
