"""Addresses as they may be shown: without what may be a key."""

from __future__ import annotations

from urllib.parse import urlsplit


def bare_address(address: str) -> str:
    """Return scheme, host and port of an address, without user, password, path and query."""
    parts = urlsplit(address)
    if not parts.hostname:
        return "" if "@" in address else address.partition("?")[0]
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return f"{parts.scheme}://{host}{f':{parts.port}' if parts.port else ''}"
