"""What a listing leaves out: facts that decide a purchase and that no text of it carries."""

from __future__ import annotations

import re
from collections.abc import Sequence

from listgen.domain.fact import Dimensions, Fact, FactKind, FactSheet, Items, Quantity, Words, YesNo
from listgen.facts.claim_codes import plain_code
from listgen.facts.concepts import concept_of_key, find_answers, find_concepts
from listgen.facts.entailment import fact_text
from listgen.facts.lexicon import colour_supports, find_colours, find_materials, material_supports
from listgen.facts.polarity import clause_stems, read_clauses
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


class _Carried:
    """What the texts of a listing carry, each kind of thing read once."""

    def __init__(self, text: str, language: str) -> None:
        self._lowered = text.lower()
        self._numbers = set(re.findall(r"\d+", text))
        self._squeezed = plain_code(text)
        self._quantities = [span.quantity for span in find_quantities(text, language=language)]
        self._quantities += [one for _, _, found in find_dimensions(text, language=language) for _, one in found.axes]
        self._colours = [text[one.start : one.end] for one in find_colours(text, language)]
        self._colours += [one.name for one in find_colours(text, language)]
        self._materials = [one.name for one in find_materials(text, ambiguous=True, language=language)]
        self._keys = {span.key for span in find_answers(text, language)}
        self._concepts = {span.id for span in find_concepts(text, language)}
        self._stems = {stem for clause in read_clauses(text, language) for stem in clause_stems(clause)}

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
