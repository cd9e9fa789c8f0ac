"""What reading an upload file gives: one record a row, and what is wrong with the file itself."""

from __future__ import annotations

from dataclasses import dataclass

from listgen.domain.finding import Finding, Severity
from listgen.domain.listing import FieldText


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadRecord:
    """One listing of an upload file; `row` counts data rows from 1, None where the format has none.

    `texts` are () for rows that carry no text of their own: variants, further pictures.
    """

    sku: str
    row: int | None
    texts: tuple[FieldText, ...] = ()
    brand: str = ""
    images: tuple[str, ...] = ()  # addresses

    def items(self, name: str) -> tuple[str, ...]:
        """Return the items of a field, () where it is absent."""
        return next((text.items for text in self.texts if text.name == name), ())


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """An upload file as read. `marketplace` is "" for a plain table, `locale` "" where the file does not say."""

    format: str
    marketplace: str
    locale: str
    records: tuple[UploadRecord, ...]
    findings: tuple[Finding, ...] = ()


def problem(
    code: str,
    message: str,
    *,
    severity: Severity = Severity.ERROR,
    sku: str = "",
    row: int | None = None,
    field: str = "",
    text: str = "",
    hint: str = "",
) -> Finding:
    """Return a finding about the file itself."""
    return Finding(
        code=code, severity=severity, message=message, sku=sku, row=row, field=field, text=text[:200], hint=hint
    )
