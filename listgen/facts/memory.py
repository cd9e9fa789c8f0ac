"""Forgetting: what this room remembers of texts and sheets, let go when a run has done with them."""

from __future__ import annotations

import sys

from listgen.facts import evidence


def forget_sheets() -> None:
    """Empty every bounded cache of this room; data files and what is compiled from them stay.

    Caches make the texts of one product cheap. A run over thousands of products would hold the sheets of all of them.
    """
    evidence.forget()
    for name, module in list(sys.modules.items()):
        if not name.startswith("listgen.facts."):
            continue
        for value in vars(module).values():
            parameters = getattr(value, "cache_parameters", None)
            if callable(parameters) and parameters()["maxsize"] is not None:
                value.cache_clear()
