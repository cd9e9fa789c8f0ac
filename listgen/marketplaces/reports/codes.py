"""What issue codes and attribute names of marketplaces mean: data with source, date and status."""

from __future__ import annotations

import datetime
import re
import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import ClassVar, Literal

from listgen.marketplaces.reports.records import Explained, Issue

_FOLDER = Path(__file__).parent
_INDEX = re.compile(r"\[[^\]]*\]|#\d+|\.value$")


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeNote:
    """What a kind of issue means. It is told by its `codes`, else by `pattern` in the message, else by `categories`.

    A group `attribute` of the pattern is the name of the attribute. `field` is what the issue is about where the
    report names no attribute. In `fix`, `{attribute}` is the marketplace's name of the field; in `rule`, `{field}` is
    listgen's.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}

    fix: str
    codes: tuple[str, ...] = ()
    pattern: str = ""
    categories: tuple[str, ...] = ()
    field: str = ""
    rule: str = ""
    source: str = ""
    status: Literal["", "verified", "recalled"] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributeNote:
    """What a marketplace's attribute is called elsewhere: listgen's field, and the columns of a sheet that fill it.

    `sheet` holds roles of columns and ids of facts. `column` is a name that a new column may have.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}

    names: tuple[str, ...]
    field: str = ""
    sheet: tuple[str, ...] = ()
    column: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeBook:
    """Everything known of one marketplace's reports, compared with its `source` on `date`."""

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}

    source: str
    date: datetime.date
    status: Literal["verified", "recalled"]
    mentions: tuple[str, ...] = ()  # patterns that find an attribute's name in a message
    codes: tuple[CodeNote, ...] = ()
    attributes: tuple[AttributeNote, ...] = field(default=())


@cache
def code_book(marketplace: str) -> CodeBook:
    """Return what is known of a marketplace's reports; an empty book for a marketplace without one."""
    from pydantic import TypeAdapter

    common = tomllib.loads((_FOLDER / "common.toml").read_text(encoding="utf-8"))
    path = _FOLDER / f"{marketplace}.toml"
    content = tomllib.loads(path.read_text(encoding="utf-8")) if marketplace and path.is_file() else common
    if content is not common:
        for table in ("codes", "attributes"):
            content[table] = [*content.get(table, []), *common.get(table, [])]
    return TypeAdapter(CodeBook).validate_python(content)


def book_names() -> tuple[str, ...]:
    """Return the marketplaces that have a book of their own."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.toml") if path.stem not in ("common", "tables")))


def explain_issue(issue: Issue, marketplace: str) -> tuple[Explained, ...]:
    """Return what to do about an issue, one entry for each field that it names; one where it names none.

    An unknown code is explained by its attribute alone, and keeps the marketplace's message; none is left out.
    """
    book = code_book(marketplace)
    note = _note(book, issue)
    names = issue.attributes or _mentioned(book, note, issue.message)
    return tuple(_explained(issue, book, note, name) for name in names or ("",))


def _note(book: CodeBook, issue: Issue) -> CodeNote | None:
    if issue.code:
        # Some reports write a code as a number with zeros in front.
        code = issue.code.strip().lower().lstrip("0")
        for note in book.codes:
            if any(code == known.lower().lstrip("0") for known in note.codes):
                return note
    for note in book.codes:
        if note.pattern and _compiled(note.pattern).search(issue.message):
            return note
    return next((note for note in book.codes if set(note.categories) & set(issue.categories)), None)


def _mentioned(book: CodeBook, note: CodeNote | None, message: str) -> tuple[str, ...]:
    """Return the attributes that the message names, in order and each once."""
    patterns = [note.pattern] if note and "(?P<attribute>" in note.pattern else []
    found: list[str] = []
    for pattern in (*patterns, *book.mentions):
        for match in _compiled(pattern).finditer(message):
            found += [name.strip() for name in match["attribute"].split(",") if name.strip()]
        if found:
            break
    return tuple(dict.fromkeys(found))


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def _explained(issue: Issue, book: CodeBook, note: CodeNote | None, name: str) -> Explained:
    about = _about(book, name) if name else None
    own = note.field if note else ""
    field = about.field if about and about.field else "" if name else own
    if about is None and not name:
        about = next((entry for entry in book.attributes if own and entry.field == own), None)
    words = f"`{name}`" if name else own.replace("_", " ") or "the field"
    said = note.fix.replace("{attribute}", words) if note else ""
    return Explained(
        issue=issue,
        field=field or plain_name(name),
        attribute=name,
        rule=(note.rule if note else "").replace("{field}", field or "FIELD"),
        fix=" ".join(part for part in (said, about.hint if about else "") if part),
        known=note is not None,
        source=(note.source or book.source) if note else "",
        status=(note.status or book.status) if note else "",
        wanted=about.sheet if about else (),
        column=about.column if about and about.column else plain_name(name).replace("_", " ").capitalize(),
    )


def _about(book: CodeBook, name: str) -> AttributeNote | None:
    """Return the note of an attribute; `purchasable_offer.our_price` falls back to `purchasable_offer`."""
    plain = plain_name(name)
    while plain:
        found = next((entry for entry in book.attributes if plain in entry.names), None)
        if found or "." not in plain:
            return found
        plain = plain.rpartition(".")[0]
    return None


def plain_name(name: str) -> str:
    """Return an attribute's name without indexes: `item_name[language_tag=en_US]#1.value` is `item_name`."""
    return _INDEX.sub("", name.strip().lower()).strip(" .'\"").replace(" ", "_").replace("-", "_")
