"""One thing that can be said of a product, in every form that a sentence may need."""

from __future__ import annotations

from dataclasses import dataclass, field

from listgen.copywriting.grammar import agreed, article, is_plural
from listgen.copywriting.slots import Slots

# Values that a column holds and nobody says aloud; they are tags and search terms.
SILENT = ("style", "category_words", "theme_words")


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """What one fact (or a part of a list) lets a writer say.

    `verb` is a predicate with `~s` after the verb, `clause` a sentence without capital and full stop, `noun` a noun
    phrase with its article, `adjective` can follow *is*, `figure` is the short form for lists and titles; "" where a
    form does not exist. `slots` fill the sentence patterns of the key. A `silent` point serves tags and search terms.
    """

    ids: tuple[int, ...]
    key: str
    idea: str
    part: str = ""
    group: str = ""
    verb: str = ""
    clause: str = ""
    noun: str = ""
    adjective: str = ""
    figure: str = ""
    body: str = ""  # what a bullet says under a header that names the fact
    negative: bool = False
    option: bool = False
    silent: bool = False
    named: bool = False  # the product's name says it already
    slots: Slots = field(default_factory=dict)
    headers: tuple[str, ...] = ()
    benefit_headers: tuple[str, ...] = ()


def third_person(verb: str, *, plural: bool) -> str:
    """Return a predicate with its verbs agreed: "hold~s 24 liters" becomes "holds 24 liters"."""
    return agreed(verb, plural=plural)


def labelled(label: str) -> str:
    """Return a label with its article."""
    return label if is_plural(label) else f"{article(label)} {label}"
