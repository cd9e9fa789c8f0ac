"""What a marketplace's report says, and what listgen makes of it."""

from __future__ import annotations

from dataclasses import dataclass

from listgen.domain.finding import Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """One remark of a report, as the marketplace words it.

    `attributes` are the marketplace's own names of fields. `row` is the data row (from 1) of the file that was
    uploaded, None where the report names the SKU or neither. `place` says where in the report or upload it stands.
    """

    sku: str
    code: str
    severity: Severity
    message: str
    attributes: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    row: int | None = None
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A report as read: who wrote it, in which form, and its remarks in order. `notes` is what could not be read."""

    marketplace: str
    format: str
    issues: tuple[Issue, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """One issue about one field, with what to do.

    `field` is listgen's name for it, or the marketplace's own where listgen has none, or "" where nobody can tell.
    `attribute` is the marketplace's name. `rule` is the code of the finding or rule of `listgen check` that catches the
    same, "" where none does. `known` tells whether the code, or the wording, is one that listgen knows; `source` and
    `status` belong to that knowledge. `wanted` are the columns of a sheet that hold the answer: roles and ids of facts.
    `column` is what such a column may be called.
    """

    issue: Issue
    field: str
    attribute: str
    rule: str
    fix: str
    known: bool
    source: str = ""
    status: str = ""
    wanted: tuple[str, ...] = ()
    column: str = ""
