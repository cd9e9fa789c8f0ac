"""Single values that upload files have columns for, each taken from a fact."""

from __future__ import annotations

from dataclasses import dataclass

from listgen.domain.fact import Fact, FactSheet, Items, Material, Words

# Google's product data specification knows three genders and five age groups; Shopify's columns follow it.
_GENDERS = {
    "men": "male",
    "man": "male",
    "boys": "male",
    "male": "male",
    "women": "female",
    "woman": "female",
    "girls": "female",
    "female": "female",
    "unisex": "unisex",
}
_AGE_GROUPS = {
    "adult": "adult",
    "adults": "adult",
    "kids": "kids",
    "children": "kids",
    "boys": "kids",
    "girls": "kids",
    "toddler": "toddler",
    "infant": "infant",
    "newborn": "newborn",
    "baby": "infant",
}


@dataclass(frozen=True, slots=True)
class ExportFields:
    """Values in the seller's words; "" where no cell gives one."""

    material: str = ""
    colour: str = ""
    size: str = ""
    gender: str = ""
    age_group: str = ""


def export_fields(facts: FactSheet) -> ExportFields:
    """Return material, colour, size, gender and age group of a product as the sheet gives them."""
    audience = {word.strip().lower() for word in _words(_first(facts, "audience"))}
    genders = {_GENDERS[word] for word in audience if word in _GENDERS}
    ages = {_AGE_GROUPS[word] for word in audience if word in _AGE_GROUPS}
    stated = {word.strip().lower() for word in _words(_first(facts, "age_group"))}
    return ExportFields(
        material=", ".join(_words(_first(facts, "material"))),
        colour=" / ".join(_words(_first(facts, "colour"))),
        size=" ".join(_words(_first(facts, "size"))),
        gender=genders.pop() if len(genders) == 1 else "unisex" if {"male", "female"} <= genders else "",
        age_group=next((_AGE_GROUPS[word] for word in sorted(stated) if word in _AGE_GROUPS), "")
        or (ages.pop() if len(ages) == 1 else ""),
    )


def _first(facts: FactSheet, key: str) -> Fact | None:
    return next((fact for fact in facts.facts if fact.key == key and not fact.part), None)


def _words(fact: Fact | None) -> tuple[str, ...]:
    if fact is None:
        return ()
    value = fact.value
    if isinstance(value, Words):
        return (value.text,)
    if isinstance(value, Items):
        return value.items
    if isinstance(value, tuple):
        return tuple(material.name for material in value if isinstance(material, Material))
    return (fact.cell.text.strip(),)
