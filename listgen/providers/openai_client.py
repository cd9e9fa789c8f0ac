"""The client of an endpoint, and what its failures mean for a run, live or in a batch."""

from __future__ import annotations

import os
import time
from threading import Lock, local
from typing import TYPE_CHECKING, Any

from listgen.errors import ProviderBusy, ProviderError
from listgen.providers.address import bare_address
from listgen.providers.limit_headers import read_pause

if TYPE_CHECKING:
    from openai import OpenAI


def open_client(base_url: str, api_key: str | None, timeout: float) -> OpenAI:
    """Return the client of an endpoint. Raises ProviderError where OpenAI itself is asked without a key."""
    # Importing the client takes more than a second, and no key is no error for local servers.
    from openai import OpenAI

    key = api_key or os.environ.get("OPENAI_API_KEY")
    if not key and not base_url:
        raise ProviderError(
            "OPENAI_API_KEY is not set", hint="set it, or set OPENAI_BASE_URL, or use `--text composer`"
        )
    return OpenAI(api_key=key or "none", base_url=base_url or None, timeout=timeout, max_retries=0)


class ClientsOfThreads:
    """A client for each thread, all of one endpoint.

    With one client for sixty threads, most of them wait for the lock of its connection pool (measured: half of the
    time at 200 ms a call).
    """

    def __init__(self, base_url: str, api_key: str | None, timeout: float) -> None:
        self._base_url = base_url
        self._api_key = api_key
        self._timeout = timeout
        self._lock = Lock()
        self._first: OpenAI | None = None
        self._certificates: Any = None
        self._own = local()

    def client(self) -> OpenAI:
        """Return this thread's client. Raises ProviderError as open_client does."""
        found: OpenAI | None = getattr(self._own, "client", None)
        if found is None:
            found = self._own.client = self._open()
        return found

    def _open(self) -> OpenAI:
        with self._lock:
            if self._first is None:
                self._first = open_client(self._base_url, self._api_key, self._timeout)
                return self._first
            import httpx2
            from openai import DefaultHttpxClient

            if self._certificates is None:
                # Read once: that takes a hundred times longer than the rest.
                self._certificates = httpx2.create_ssl_context()
            return self._first.copy(http_client=DefaultHttpxClient(verify=self._certificates))


def explained(error: Any, *, missing: ProviderError) -> ProviderError:  # noqa: ANN401 - openai.APIStatusError, imported lazily
    """Return what a status means for the run; `missing` is the meaning of 404."""
    status, text = error.status_code, str(error.message)[:300]
    if status in (401, 403):
        return ProviderError(f"the endpoint refuses the key ({status})", hint="check OPENAI_API_KEY")
    if status == 404:
        return missing
    if status == 402 or (status == 429 and "insufficient_quota" in str(error)):
        return ProviderError("the account has no credit left", hint="what was made so far is kept")
    if status in (408, 409, 429) or status >= 500:
        return ProviderBusy(
            f"the endpoint is busy ({status})",
            retry_after=read_pause(error.response.headers, time.time()),
            overloaded=status in (429, 503, 529),
        )
    return ProviderError(f"the endpoint refuses the request ({status}): {text}")


def unreachable(error: Exception, base_url: str) -> ProviderBusy:
    """Return what a broken connection or an unreadable answer means for the run."""
    import openai

    if isinstance(error, (openai.APIConnectionError, openai.APITimeoutError)):
        return ProviderBusy(
            f"no answer from {bare_address(base_url) or 'the OpenAI endpoint'}: {type(error).__name__}",
            hint="is the server running, and is OPENAI_BASE_URL right?",
        )
    return ProviderBusy(f"the endpoint sent something unreadable: {type(error).__name__}")
