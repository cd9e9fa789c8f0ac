"""What a run tells while it works. The engine calls, the command line prints."""

from __future__ import annotations

from typing import Protocol

from listgen.domain.run import Status


class Story(Protocol):
    """Listens to a run. All calls come from the main thread."""

    def note(self, text: str) -> None:
        """Tell something that is true of the whole run."""

    def begin(self, total: int) -> None:
        """Announce how many SKUs there are."""

    def step(self, sku: str, what: str) -> None:
        """Tell that something of a SKU was made, e.g. `hero 2000x2000`."""

    def done(self, sku: str, status: Status, reason: str, made: int, kept: int) -> None:
        """Tell how a SKU ended, and how many artefacts were made or taken from the ledger."""


class Silence:
    """A story that nobody listens to."""

    def note(self, text: str) -> None:
        """Say nothing."""

    def begin(self, total: int) -> None:
        """Say nothing."""

    def step(self, sku: str, what: str) -> None:
        """Say nothing."""

    def done(self, sku: str, status: Status, reason: str, made: int, kept: int) -> None:
        """Say nothing."""
