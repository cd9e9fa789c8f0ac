"""Findings: remarks about input or output that are returned, never raised."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a finding matters: an error keeps a field or a SKU out of the upload files."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"

    @property
    def rank(self) -> int:
        """The place in a list that begins with what matters most: 0 for an error."""
        return (Severity.ERROR, Severity.WARNING, Severity.INFO).index(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A remark with code and severity about a place in the input or the output.

    `start` and `end` count characters of `field`. `code` is stable and documented, e.g. `title.too-long`.
    `verdict` is the fact lock's word where the finding comes from the lock, else empty.
    """

    code: str
    severity: Severity
    message: str
    sku: str = ""
    field: str = ""
    row: int | None = None
    start: int | None = None
    end: int | None = None
    text: str = ""
    verdict: str = ""
    evidence: str = ""
    hint: str = ""
    place: str = ""  # file, row and column, or the picture's file name
    channel: str = ""
    variant: str = ""
    item: int | None = None  # index of the text inside its field: bullet 0 … 4
    nearest: str = ""  # what the sheet says instead
    suggestion: str = ""  # what to write, where that can be said

    @property
    def blocking(self) -> bool:
        """True where the finding keeps the field or the SKU out of an upload file."""
        return self.severity is Severity.ERROR
