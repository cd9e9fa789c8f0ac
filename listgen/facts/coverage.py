"""What a listing leaves out: facts that decide a purchase and that no text of it carries."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property

from listgen.domain.fact import Dimensions, Fact, FactKind, FactSheet, Items, Quantity, Words, YesNo
from listgen.facts.claim_codes import plain_code
from listgen.facts.concepts import concept_of_key, find_answers, find_concepts
from listgen.facts.entailment import fact_text
from listgen.facts.lexicon import colour_supports, find_colours, find_materials, material_supports
from listgen.facts.polarity import clause_stems, clauses_of, read_clauses
from listgen.facts.product_types import product_type
from listgen.facts.units import find_dimensions, find_quantities, same_quantity


def dropped_facts(texts: Sequence[str], facts: FactSheet, *, language: str = "en") -> tuple[Fact, ...]:
    """Return the facts of high value that none of a listing's texts carries, in shoppers' order.

    Of high value are the product type's decisive facts and what tells the variation from its siblings.
    """
    wanted = {key for decisive in product_type(facts.type_id).decisive for key in decisive.keys} | set(
        facts.option_keys
    )
    asked = [fact for fact in facts.facts if fact.key in wanted or (fact.part and f"{fact.key}@{fact.part}" in wanted)]
    carried = _Carried("\n".join(texts), language)
    dropped: list[Fact] = []
    for fact in asked:
        # two cells of one attribute ("Color", "Color family") are carried by either
        same = [other for other in asked if (other.key, other.part) == (fact.key, fact.part)]
        if not any(carried.has(one) for one in same):
            dropped.append(fact)
    return tuple({(fact.key, fact.part): fact for fact in reversed(dropped)}.values())[::-1]


def carried_facts(texts: Sequence[str], facts: FactSheet, *, language: str = "en") -> tuple[Fact, ...]:
    """Return the facts that a listing's texts carry, of whatever value they are to shoppers."""
    carried = _Carried("\n".join(texts), language)
    return tuple(fact for fact in facts.facts if carried.has(fact))


class _Carried:
    """What the texts of a listing carry, each kind of thing read once."""

    # Most facts stand in the text as in the cell: the rest is read when one does not.
    def __init__(self, text: str, language: str) -> None:
        self._text, self._language = text, language
        self._lowered = text.lower()

    @cached_property
    def _numbers(self) -> set[str]:
        return set(re.findall(r"\d+", self._text))

    @cached_property
    def _squeezed(self) -> str:
        return plain_code(self._text)

    @cached_property
    def _quantities(self) -> list[Quantity]:
        found = [span.quantity for span in find_quantities(self._text, language=self._language)]
        sizes = find_dimensions(self._text, language=self._language)
        return found + [one for _, _, size in sizes for _, one in size.axes]

    @cached_property
    def _colours(self) -> list[str]:
        found = find_colours(self._text, self._language)
        return [*(self._text[one.start : one.end] for one in found), *(one.name for one in found)]

    @cached_property
    def _materials(self) -> list[str]:
        return [one.name for one in find_materials(self._text, ambiguous=True, language=self._language)]

    @cached_property
    def _keys(self) -> set[str]:
        return {span.key for span in find_answers(self._text, self._language)}

    @cached_property
    def _concepts(self) -> set[str]:
        return {span.id for span in find_concepts(self._text, self._language)}

    @cached_property
    def _stems(self) -> set[str]:
        # The whole text of a listing comes once and is not worth remembering.
        clauses = clauses_of(self._text, self._language)
        return {stem for clause in clauses for stem in clause_stems(clause)}

    def has(self, fact: Fact) -> bool:
        """Return whether a text carries the fact: its value in any spelling, or all the words of it."""
        value = fact.value
        if fact_text(fact).lower() in self._lowered or fact.cell.text.strip().lower() in self._lowered:
            return True
        if isinstance(value, Quantity):
            bare = not value.unit or value.unit in ("year", "month")
            number = f"{value.magnitude.normalize():f}"
            return any(same_quantity(value, one) for one in self._quantities) or (bare and number in self._numbers)
        if isinstance(value, Dimensions):
            return any(same_quantity(mine, one) for _, mine in value.axes for one in self._quantities)
        if isinstance(value, YesNo):
            return fact.key in self._keys or concept_of_key(fact.key) in self._concepts or self._says(fact.label)
        if fact.kind is FactKind.COLOUR and isinstance(value, Words):
            return any(colour_supports(value.text, one) for one in self._colours)
        if fact.kind is FactKind.MATERIAL and isinstance(value, tuple):
            return any(material_supports(one.name, said) for one in value for said in self._materials)
        if fact.kind is FactKind.CODE and isinstance(value, Words):
            return plain_code(value.text) in self._squeezed
        if isinstance(value, Items):
            return any(self._says(item) for item in value.items)
        return self._says(fact_text(fact))

    def _says(self, words: str) -> bool:
        stems = {stem for clause in read_clauses(words.lower(), "en") for stem in clause_stems(clause)}
        return bool(stems) and stems <= self._stems
