"""Alt texts: what the picture shows, in one phrase of 40 to 125 characters (copywriting guide, section 8)."""

from __future__ import annotations

from listgen.copywriting.compose import build_subject
from listgen.copywriting.grammar import capitalise, is_plural, soften, with_article
from listgen.copywriting.points import build_points
from listgen.domain.fact import FactKind, FactSheet, Words

_LONGEST = 125
_SHORTEST = 40


def compose_alt_text(facts: FactSheet, *, kind: str, setting: str, slot: str) -> str:
    """Return the alt text of a picture: colour, noun and what is seen around the product.

    `kind` is packshot, hero, size, features, detail or banner; `setting` are the words of the scene ("on a pale stone
    table"), "" where nothing is known. Nothing that the eye cannot check is said, no brand, no capacity.
    """
    points = build_points(facts, "en-US")
    subject = build_subject(facts, points)
    thing = soften(subject.name) if subject.noun.lower() in subject.name.lower() and not facts.line else subject.noun
    colour = next((_colour(fact.value) for fact in facts.facts if fact.kind is FactKind.COLOUR and not fact.part), "")
    if colour and colour.lower() not in thing.lower():
        thing = f"{colour} {thing}"
    place = setting.strip(" .,")
    if kind == "packshot":
        tails = ["on a plain white background", "shown whole on a plain white background"]
    elif place:
        tails = [place, f"{place}, shown whole", f"shown whole, {place}"]
    else:
        tails = ["shown whole", "shown whole in a studio setting"]
    if kind == "size":
        tails = ["with its size in figures", "shown whole with its size in figures"]
        if is_plural(thing):
            tails = [tail.replace(" its ", " their ") for tail in tails]
    if kind == "features":
        tails = ["beside a list of its features"]
        if is_plural(thing):
            tails = ["beside a list of their features"]
    if kind == "banner":
        tails = [f"{tail}, with words beside {'them' if is_plural(thing) else 'it'}" for tail in tails] + tails
    options = [capitalise(f"{start} {tail}") for tail in tails for start in (thing, with_article(thing))]
    if kind == "detail":
        them = "them" if is_plural(thing) else "it"
        options = [
            f"Close-up of {with_article(thing)}{tail}" for tail in ("", f", a part of {them} filling the picture")
        ]
    fitting = [text for text in options if _SHORTEST <= len(text) <= _LONGEST]
    if fitting:
        return fitting[0]
    short = [text for text in options if len(text) <= _LONGEST]
    return max(short, key=len) if short else capitalise(thing)[:_LONGEST].rsplit(" ", 1)[0]


def _colour(value: object) -> str:
    return value.text.lower() if isinstance(value, Words) and len(value.text) <= 25 else ""
