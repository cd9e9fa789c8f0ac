"""Product types: which one a product is, and what a good listing of it has to say."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from listgen.domain.product import Product
from listgen.facts.load import read_data

GENERIC = "generic"


@dataclass(frozen=True, slots=True)
class Noun:
    """What a product is called; `written` is the form for texts ("messenger" is written "messenger bag")."""

    singular: str
    plural: str
    plural_only: bool = False
    written: str = ""


@dataclass(frozen=True, slots=True)
class DecisiveFact:
    """A fact that decides returns: one of `keys` gives it ("material@lid" is the lid's material), `label` names it.

    `only` and `unless` are last words of nouns that it is asked of, or not; both empty: of every product of the type.
    """

    label: str
    keys: tuple[str, ...]
    only: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()

    def asked_of(self, noun: str) -> bool:
        """Return whether a product called `noun` (singular) needs this fact."""
        if self.only:
            return any(_ends_with(noun, word) for word in self.only)
        return not any(_ends_with(noun, word) for word in self.unless)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductType:
    """One product type of `data/product_types.toml`; the head of that file says what the fields mean."""

    id: str
    label: str
    nouns: tuple[Noun, ...]
    default: str  # noun where the name holds none, "" if the type is too broad
    category: tuple[str, ...]
    decisive: tuple[DecisiveFact, ...]
    order: tuple[str, ...]
    slots: tuple[str, ...]
    elevation: int  # degrees
    parts: tuple[str, ...]
    synonyms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def search_words(self, noun: str) -> tuple[str, ...]:
        """Return search-term words for a noun of this type: those of the noun itself, else of its last words."""
        words = noun.lower().split()
        for start in range(len(words)):
            tail = " ".join(words[start:])
            for form in (tail, singular_of(tail)):
                for noun, found in self.synonyms.items():
                    if noun.lower() == form:
                        return found
        return ()

    def rank(self, key: str) -> int:
        """Return the place of a fact key in the shoppers' order; unnamed keys come last."""
        return self.order.index(key) if key in self.order else len(self.order)


@cache
def product_types() -> tuple[ProductType, ...]:
    """Return all product types in the order of the data file; the generic one is last."""
    return tuple(_type_from(row) for row in read_data("product_types.toml")["type"])


@cache
def product_type(type_id: str) -> ProductType:
    """Return the product type with this id; raises KeyError."""
    return _by_id()[type_id]


def type_of(product: Product) -> ProductType:
    """Return the product's type: by the noun in its name, else by category; never by marketing prose.

    A noun that several types know ("ball", "lens", "strap") is decided by the category. A name without a known noun
    takes the category's type, and without a known category the generic type.
    """
    from listgen.facts.product_names import read_name

    return product_type(read_name(product).type_id)


def category_type(*paths: str) -> ProductType | None:
    """Return the type that a category path means, None where no word of it is known; deeper levels win.

    >>> category_type("Home & Garden > Furniture").id, category_type("Misc") is None
    ('furniture', True)
    """
    best: tuple[int, int, ProductType] | None = None
    for path in paths:
        levels = [level.strip().lower() for level in re.split(r"[>/|\n;]| - ", path) if level.strip()]
        for depth, level in enumerate(levels):
            for kind in product_types():
                if level in kind.category:
                    found = (depth + 1, len(level), kind)
                    if best is None or found[:2] > best[:2]:
                        best = found
        if best is not None:
            return best[2]
        lowered = path.lower()
        for kind in product_types():
            for word in kind.category:
                if re.search(rf"(?<![a-z]){re.escape(word)}(?![a-z])", lowered):
                    found = (0, len(word), kind)
                    if best is None or found[:2] > best[:2]:
                        best = found
        if best is not None:
            return best[2]
    return None


@cache
def noun_table() -> dict[str, tuple[tuple[ProductType, Noun, bool], ...]]:
    """Return every noun form in lower case -> the types that know it, and whether the form is a plural."""
    table: dict[str, list[tuple[ProductType, Noun, bool]]] = {}
    for kind in product_types():
        for noun in kind.nouns:
            table.setdefault(noun.plural.lower(), []).append((kind, noun, True))
            if not noun.plural_only and noun.singular != noun.plural:
                table.setdefault(noun.singular.lower(), []).append((kind, noun, False))
    return {form: tuple(rows) for form, rows in table.items()}


def plural_of(noun: str) -> str:
    """Return the plural of a noun phrase; known nouns from the table, others by the rules of spelling.

    >>> plural_of("water bottle"), plural_of("wine glass"), plural_of("yoga mat"), plural_of("jeans")
    ('water bottles', 'wine glasses', 'yoga mats', 'jeans')
    """
    rows = noun_table().get(noun.lower())
    if rows:
        return rows[0][1].plural
    return _plural_by_rule(noun)


def singular_of(noun: str) -> str:
    """Return the singular of a noun phrase; plural-only nouns stay as they are.

    >>> singular_of("boxing gloves"), singular_of("shelves"), singular_of("jeans")
    ('boxing glove', 'shelf', 'jeans')
    """
    rows = noun_table().get(noun.lower())
    if rows:
        return rows[0][1].singular
    words = noun.rsplit(" ", 1)
    rows = noun_table().get(words[-1].lower())
    if rows:
        return " ".join([*words[:-1], rows[0][1].singular])
    last = words[-1]
    if re.search(r"(s|x|z|ch|sh)es$", last):
        return noun[:-2]
    if last.endswith("ies") and len(last) > 4:
        return noun[:-3] + "y"
    return noun[:-1] if last.endswith("s") and not last.endswith(("ss", "us", "is")) else noun


def head_of(noun: str) -> str:
    """Return the last word of a noun phrase, for later mentions ("digital watch" -> "watch")."""
    rows = noun_table().get(noun.lower())
    if rows and rows[0][1].singular.lower() in {"t-shirt", "aloe vera", "light shade"}:
        return noun
    return noun.rsplit(" ", 1)[-1]


def _ends_with(noun: str, word: str) -> bool:
    return noun == word or noun.endswith(" " + word) or noun.endswith(" " + _plural_by_rule(word))


def _plural_by_rule(noun: str) -> str:
    if re.search(r"(s|x|z|ch|sh)$", noun, re.IGNORECASE):
        return noun if noun.endswith("s") and not noun.endswith("ss") else noun + "es"
    if re.search(r"[^aeiou]y$", noun):
        return noun[:-1] + "ies"
    return noun + "s"


def _noun_from(text: str) -> Noun:
    if text.startswith("="):
        return Noun(text[1:], text[1:], plural_only=True)
    singular, _, written = text.partition(">")
    singular, _, plural = singular.partition("|")
    return Noun(singular, plural or _plural_by_rule(singular), written=written)


def _type_from(row: Mapping[str, Any]) -> ProductType:
    return ProductType(
        id=row["id"],
        label=row["label"],
        nouns=tuple(_noun_from(text) for text in row["nouns"]),
        default=row["default"],
        category=tuple(row["category"]),
        decisive=tuple(
            DecisiveFact(one["label"], tuple(one["keys"]), tuple(one.get("only", ())), tuple(one.get("unless", ())))
            for one in row["decisive"]
        ),
        order=tuple(row["order"]),
        slots=tuple(row["slots"]),
        elevation=row["elevation"],
        parts=tuple(row["parts"]),
        synonyms={noun: tuple(words) for noun, words in row.get("synonyms", {}).items()},
    )


@cache
def _by_id() -> dict[str, ProductType]:
    return {kind.id: kind for kind in product_types()}
