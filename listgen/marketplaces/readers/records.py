"""What reading an upload file gives: one record a row, and what is wrong with the file itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from listgen.domain.finding import Finding, Severity
from listgen.domain.listing import FieldText
from listgen.marketplaces.texts import unsafe_markup


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
    price: str = ""  # as the file writes it, perhaps with a currency
    sale_price: str = ""
    others: tuple[FieldText, ...] = ()  # prose in columns of other names: no rule knows them, but they make claims

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


def unsafe_findings(markup: str, *, sku: str, row: int, field: str) -> Iterator[Finding]:
    """Yield HTML in a cell that runs code or loads other pages."""
    if found := unsafe_markup(markup):
        yield problem(
            "file.unsafe-html",
            f"`{field}` holds HTML that runs code or loads other pages",
            severity=Severity.WARNING,
            sku=sku,
            row=row,
            field=field,
            text=found,
            hint="keep paragraphs, lists and emphasis; delete the rest",
        )


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
