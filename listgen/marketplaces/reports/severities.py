"""The words of marketplaces for how much an issue matters."""

from __future__ import annotations

from listgen.domain.finding import Severity

_WARNINGS = frozenset({"warning", "warn", "demoted", "unaffected", "not impacted", "suggestion", "medium", "low"})
_NOTES = frozenset({"info", "information", "notice", "success", "ok", "none", "eligible", "approved"})


def severity_of(word: str, default: Severity = Severity.ERROR) -> Severity:
    """Return the severity that a report's word stands for; `default` for words that nobody knows."""
    plain = " ".join(word.lower().replace("_", " ").split())
    if plain in _WARNINGS:
        return Severity.WARNING
    return Severity.INFO if plain in _NOTES else Severity.ERROR if plain else default
