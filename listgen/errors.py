"""The few errors that listgen raises on purpose."""

from __future__ import annotations


class ListgenError(Exception):
    """An error that a user can act on: what is wrong, where, and the next step as `hint`."""

    exit_code = 2

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(ListgenError):
    """The command line, `listgen.toml` or a brand kit asks for something that does not exist."""


class LedgerError(ListgenError):
    """The ledger cannot be opened or written: rights, or a full disk. Stops a run, since nothing could be kept."""


class CatalogError(ListgenError):
    """A product sheet cannot be read; names file, row and cell."""


class ImageError(ListgenError):
    """A photo or picture cannot be used; costs one SKU, never the run."""

    exit_code = 1


class MarketplaceError(ListgenError):
    """A profile is unknown or broken, or a listing file belongs to no known format."""


class ProviderError(ListgenError):
    """A text or image provider cannot go on: bad key, unknown model, no credit."""

    exit_code = 3


class ProviderBusy(ProviderError):  # noqa: N818 - the name is part of the style guide
    """A provider failure that is worth another try: rate limit, server fault, broken connection.

    `retry_after` is the pause in seconds that the server asked for, None where it named none; `calls` tells how many
    requests were made until it was given up. `overloaded` is set where the server asks for fewer requests.
    """

    def __init__(
        self,
        message: str,
        *,
        hint: str | None = None,
        retry_after: float | None = None,
        calls: int = 1,
        overloaded: bool = False,
    ) -> None:
        super().__init__(message, hint=hint)
        self.retry_after = retry_after
        self.calls = calls
        self.overloaded = overloaded


class BudgetReached(ProviderError):  # noqa: N818 - reads as a state, not as a fault
    """The cap on cost or calls stops the run; everything so far is kept."""


class RunStopped(ProviderError):  # noqa: N818 - reads as a state, not as a fault
    """The run was told to stop before this call was made."""


class BatchPending(ProviderError):  # noqa: N818 - reads as a state, not as a fault
    """A batch is still with the provider; a later run fetches it."""


class UnusableReply(ListgenError):  # noqa: N818 - says what it is
    """A model answered, but not with what was asked: prose, cut JSON, a refusal. Costs that field, never the run."""

    exit_code = 1
