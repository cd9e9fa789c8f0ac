"""Where a value came from: the cell that every fact and claim points back to."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CellRef:
    """One cell of a product sheet, or one line of a brand kit.

    `row` is the number that a spreadsheet program shows (the header counts), so a user finds the cell at once.
    """

    file: str
    row: int
    column: str
    text: str
    sheet: str | None = None

    def __str__(self) -> str:
        """Return the place in words, e.g. ``products.csv row 14, column `Material` ``."""
        name = f"{self.file} [{self.sheet}]" if self.sheet else self.file
        return f"{name} row {self.row}, column `{self.column}`"
