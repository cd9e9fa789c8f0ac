"""What `listgen models doctor` says about the text model."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from listgen.errors import ListgenError

if TYPE_CHECKING:
    from listgen.providers.limit_headers import Limits

_FORMS = {
    "json_schema": "it holds to a JSON schema",
    "json_object": "it knows no JSON schema, but JSON objects; listgen checks the answers",
    "text": "it knows neither JSON schema nor JSON objects: it is asked in words, and listgen checks the answers",
}


def text_checks() -> list[dict[str, Any]]:
    """Return the checks of the text model that the project or the environment names; makes at most two tiny calls."""
    from listgen.cli.project_file import ProjectFile, read_project_file
    from listgen.cli.settings import FILE
    from listgen.cli.text_settings import choose_text
    from listgen.providers.local_text import local_is_installed

    table = (read_project_file(Path(FILE)) if Path(FILE).is_file() else ProjectFile()).text
    installed = local_is_installed()
    extra = _check(
        "local",
        installed,
        "local: llama.cpp is installed, `--text local` takes any GGUF file"
        if installed
        else 'local: llama.cpp is not installed. For `--text local`: pip install "listgen[local]"',
    )
    try:
        text = choose_text(os.environ.get("LISTGEN_TEXT"), table, Path())
    except ListgenError as error:
        return [_check("text", False, f"text: {_said(error.message, error.hint or '')}"), extra]
    why = f" ({text.reason})" if text.reason else ""
    if text.provider == "composer":
        return [_check("text", True, f"text: the offline composer writes{why}; no call was made"), extra]
    if text.provider != "openai":
        return [_check("text", True, f"text: `{text.model}` by {text.provider}; no call was made"), extra]
    return [*_endpoint(text.model, text.base_url, why, priced=table.price is not None), extra]


def _endpoint(model: str, base_url: str, why: str, *, priced: bool) -> list[dict[str, Any]]:
    import datetime
    import time

    from listgen.providers.address import bare_address
    from listgen.providers.prices import find_price
    from listgen.providers.probe import MOST_CALLS, probe_endpoint

    if not model:
        return [_check("text", False, "text: no model is named; set LISTGEN_TEXT_MODEL, or `model` under [text]")]
    probe = probe_endpoint(model, base_url, time.monotonic)
    place = bare_address(base_url) or "OpenAI"
    calls = f"{probe.calls} of at most {MOST_CALLS} tiny calls"
    if probe.problem:
        return [_check("endpoint", False, f"endpoint: {place}{why}: {_said(probe.problem, probe.hint)}; {calls}")]
    price = None if priced else find_price(model, base_url, datetime.datetime.now(datetime.UTC).date())
    known = priced or price is not None
    source = "listgen.toml" if priced else price.source if price else ""
    return [
        _check("endpoint", True, f"endpoint: `{model}` at {place}{why} answers in {probe.seconds:.1f} s; {calls}"),
        _check("schema", probe.format == "json_schema", f"schema: {_FORMS[probe.format]}"),
        _check(
            "price",
            known,
            f"price: known ({source})"
            if known
            else "price: unknown, so --max-cost cannot be kept; give it under [text.price] in listgen.toml",
        ),
        _check("limits", True, f"limits: {_limits(probe.limits)}"),
    ]


def _limits(limits: Limits | None) -> str:
    rooms = ((limits.requests, "requests"), (limits.tokens, "tokens")) if limits else ()
    told = [
        f"{room.remaining}{f' of {room.limit}' if room.limit else ''} {name} are left"
        for room, name in rooms
        if room is not None
    ]
    if not told:
        return (
            "the endpoint does not tell them; set requests_per_minute and tokens_per_minute under [text] "
            "if your account has any"
        )
    return f"{', '.join(told)}; runs keep to what the endpoint says"


def _check(name: str, ok: bool, message: str) -> dict[str, Any]:
    return {"name": name, "ok": ok, "message": message}


def _said(message: str, hint: str) -> str:
    return f"{message} ({hint})" if hint else message
