"""Attribute tables: what can be found in a text of a product type, and by which patterns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from listgen import resources

FILES = ("food.toml", "pets.toml", "care.toml", "wear.toml", "outdoor.toml", "general.toml")
GENERAL = "general"
_MACRO = re.compile(r"\{([a-z_]+)\}")
# Spaces, but not those inside a class of characters.
_SPACE = re.compile(r"(?P<set>\[(?:\\.|[^\]])*\])| (?P<many>[?*+])?")
_GAP = r"(?:\s+|-)"
_NOT_WORDS = re.compile(r"[^\w]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """How one attribute of a product type is found.

    `patterns` are tried in order, the first that matches wins; the value is the group `v` where a pattern has one,
    else the whole match. `pick` chooses among several matches of one pattern. `finder` names other ways: "brand" (the
    words before the first that the type knows), "rest" (what no other rule took). `shared` rules may find what another
    rule took, and take nothing themselves. `sure` values are bound to their attribute by a word of the pattern or by a
    closed list, so that they may stand in an upload file.
    """

    name: str
    finder: str = "pattern"
    patterns: tuple[re.Pattern[str], ...] = ()
    pick: str = "first"
    shared: bool = False
    sure: bool = False
    prose: bool = False
    words: re.Pattern[str] | None = None  # "rest": a run with one of these words is preferred
    only: bool = False  # "rest": runs without one of the words are not taken
    join: bool = False  # "rest": a comma does not end a run
    after: str = ""  # "rest": the run begins after what this rule found
    key: str = ""  # fact key or field of a listing that holds the same ("colour"), "" if none does


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributeTable:
    """One product type of `data/*.toml`: its rules in the order in which they take their words from the text.

    `plain` are words that name the product or praise it and are no value of an open attribute; `stops` end a brand,
    `suffix` may follow it and belongs to it ("Coffee Roasters").
    """

    id: str
    names: tuple[str, ...]
    types: tuple[str, ...]  # ids of the product types that it serves
    rules: tuple[Rule, ...]
    plain: re.Pattern[str]
    stops: re.Pattern[str]
    brands: re.Pattern[str]
    brand_style: str = "leading"
    suffix: re.Pattern[str] | None = None

    def rule(self, name: str) -> Rule | None:
        """Return the rule of an attribute by its name or another name of it, None where the type has none."""
        wanted = synonym(name)
        return next((rule for rule in self.rules if rule.name == name), None) or next(
            (rule for rule in self.rules if synonym(rule.name) == wanted), None
        )


def synonym(name: str) -> str:
    """Return the common name of an attribute name, in lower case ("Colour", "Color" -> "color")."""
    plain = " ".join(_NOT_WORDS.sub(" ", name).lower().split())
    return _synonyms().get(plain, plain)


@cache
def table_of(category: str) -> AttributeTable:
    """Return the attribute table of a category name, a category path or the id of a product type.

    The deepest level that a table knows decides; without one the general table answers.
    """
    levels = [level.strip().lower() for level in re.split(r"[>/|]", category) if level.strip()]
    for level in (category.strip().lower(), *reversed(levels)):
        for table in attribute_tables():
            if level == table.id or level in table.names or level in table.types:
                return table
    return next(table for table in attribute_tables() if table.id == GENERAL)


@cache
def attribute_tables() -> tuple[AttributeTable, ...]:
    """Return all attribute tables in the order of the data files, the general one last."""
    return tuple(_table(row, lexicons) for lexicons, row in _rows())


def _rows() -> Iterator[tuple[Mapping[str, str], Mapping[str, Any]]]:
    shared = _lexicons(_data("lexicons.toml")["lexicons"], {})
    for file in FILES:
        data = _data(file)
        lexicons = shared | _lexicons(data.get("lexicons", {}), shared)
        for row in data["type"]:
            yield lexicons, row


def _table(row: Mapping[str, Any], lexicons: Mapping[str, str]) -> AttributeTable:
    return AttributeTable(
        id=row["id"],
        names=tuple(name.lower() for name in row.get("names", ())),
        types=tuple(row.get("types", ())),
        rules=tuple(_rule(name, rule, lexicons) for name, rule in row["attributes"].items()),
        plain=_compiled((*row.get("plain", ()), "{plain}"), lexicons),
        stops=_compiled((*row.get("stops", ()), *row.get("plain", ()), "{plain}", "{praise}"), lexicons),
        brands=_compiled(row.get("brands", ("(?!)",)), lexicons),
        suffix=_compiled((f"(?: {row['suffix']})",), lexicons, start="") if "suffix" in row else None,
        brand_style=row.get("brand_style", "leading"),
    )


def _rule(name: str, row: Mapping[str, Any], lexicons: Mapping[str, str]) -> Rule:
    words = row.get("words", ())
    return Rule(
        name=name,
        finder=row.get("finder", "pattern"),
        patterns=tuple(_compiled((pattern,), lexicons) for pattern in row.get("patterns", ())),
        pick=row.get("pick", "first"),
        shared=row.get("shared", False),
        sure=row.get("sure", False),
        prose=row.get("prose", False),
        words=_compiled(words, lexicons) if words else None,
        only=row.get("only", False),
        join=row.get("join", False),
        after=row.get("after", ""),
        key=row.get("key", ""),
    )


def _data(name: str) -> dict[str, Any]:
    return resources.read_data("facts", "attributes", "data", name)


def _lexicons(rows: Mapping[str, Any], known: Mapping[str, str]) -> dict[str, str]:
    found = dict(known)
    for name, forms in rows.items():
        # Longest first, so that "light roast" wins over "light" where both begin at one place.
        ordered = sorted(forms, key=lambda form: (-len(form), form))
        found[name] = "(?:" + "|".join(_expanded(_spaced(form), found) for form in ordered) + ")"
    return found


def _spaced(form: str) -> str:
    # A space also stands for the hyphen of "gluten-free", several for one; "g ?" is a space that may be missing.
    return _SPACE.sub(lambda match: match.group() if match["set"] else _GAP + (match["many"] or ""), form)


def _expanded(pattern: str, lexicons: Mapping[str, str]) -> str:
    return _MACRO.sub(lambda macro: lexicons[macro.group(1)], pattern)


def _compiled(
    patterns: tuple[str, ...] | list[str], lexicons: Mapping[str, str], *, start: str = r"(?<!\w)"
) -> re.Pattern[str]:
    body = "|".join(_expanded(_spaced(pattern), lexicons) for pattern in patterns)
    return re.compile(rf"{start}(?:{body})(?!\w)", re.IGNORECASE)


@cache
def _synonyms() -> dict[str, str]:
    rows = _data("lexicons.toml")["names"]
    return {form: name for name, forms in rows.items() for form in (name, *forms)}


@cache
def display_names() -> dict[str, str]:
    """Return what shoppers read instead of a fact's label, by fact key."""
    return dict(_data("lexicons.toml")["display"])
