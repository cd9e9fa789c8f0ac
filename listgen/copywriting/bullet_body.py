"""What a bullet says of one unit under a given header."""

from __future__ import annotations

import re

from listgen.copywriting.grammar import join_list
from listgen.copywriting.point import third_person
from listgen.copywriting.units import Unit, sort_items

NOUN_GROUPS = ("has", "build", "stowage", "carry", "closure", "readout", "contents")


def unit_body(unit: Unit, angle: str, locale: str, *, plural: bool, header: str = "") -> str:
    """Return what a bullet says of a unit: a predicate for the benefit, the figure first for a specification.

    Under a header that names the fact its bare value is enough: "Made In: Portugal".
    """
    base = unit.name.split("#")[0]
    if base == "contents" and unit.nouns:
        text = join_list(unit.nouns, locale=locale)
        return text if re.search(r"Box|Contents|You Get", header) else f"in the box: {text}"
    rest = unit.slots.get("uses_rest", "")
    if base == "use" and rest and header.lower() == f"for {unit.slots['use1']}".lower():
        return f"also for {rest}"
    if unit.nouns and base in NOUN_GROUPS:
        return join_list(sort_items(unit.nouns), locale=locale)
    if unit.adjective:
        return unit.adjective
    if base in ("origin", "warranty", "packaging", "not_included") and unit.figures and header.lower() != base:
        return ", ".join(unit.figures)
    if base == "hobs" and header == unit.slots.get("on_induction"):
        return f"also on {unit.slots['other_hobs']}"
    if base == "hot_hours" and "q" in unit.slots and header.lower().startswith("cold"):
        return f"hot for {unit.slots['q']}"
    body = next((point.body for point in unit.points if point.body), "")
    # Two names in a header: a bare "28 cm" would leave open which of them it is.
    bare = " and " not in header or base in ("movement", "origin")
    if base == "dimensions" and angle == "specification":
        return ", ".join(unit.figures)
    if body and bare and _named_in(unit, header):
        return body
    if base == "material" or (angle == "specification" and unit.figures and base != "care"):
        return ", ".join(unit.figures)
    if unit.verb:
        verb = unit.verb
        return verb.removeprefix("be~s ") if verb.startswith("be~s ") else third_person(verb, plural=plural)
    clause = third_person(unit.clause, plural=plural)
    if unit.figures and not unit.points[0].part and re.match(r"the [\w ]{3,20} (is|are) [\w-]+( [\w-]+)?$", clause):
        return ", ".join(unit.figures)
    return clause or ", ".join(unit.figures)


def _named_in(unit: Unit, header: str) -> bool:
    low = header.lower()
    names = (name for point in unit.points for name in (*point.headers, *point.benefit_headers))
    return any(name.lower() in low for name in names)
