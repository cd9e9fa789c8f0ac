"""Who writes the texts: `--text`, `LISTGEN_TEXT`, `[text]` and what the environment has, resolved to one choice."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from listgen.errors import UsageError

if TYPE_CHECKING:
    from listgen.cli.project_file import TextTable


@dataclass(frozen=True, slots=True, kw_only=True)
class TextChoice:
    """Who writes, resolved.

    `reason` says why `auto` chose, "" where it was asked for. `identity` is the hash of what answers where name and
    address do not tell: the model file, the recordings.
    """

    provider: str  # "composer", "openai", "local" or "replay"
    model: str = ""
    base_url: str = ""
    reason: str = ""
    identity: str = ""
    file: Path | None = None  # the GGUF of a local model
    recordings: Path | None = None
    record: bool = False


def choose_text(
    asked: str | None,
    table: TextTable,
    project: Path,
    *,
    record: bool = False,
    batch: bool = False,
    pictures: bool = False,
) -> TextChoice:
    """Return who writes. `asked` is the command line's word, None where it said nothing; with `pictures` there is
    something to record besides texts.

    Raises UsageError where something does not fit together, ProviderError for `replay` without recordings.
    """
    provider, reason = asked or table.provider, ""
    base_url = os.environ.get("OPENAI_BASE_URL") or table.base_url
    model = os.environ.get("LISTGEN_TEXT_MODEL") or table.model
    if provider == "auto":
        provider, reason = _auto(base_url)
    folder = project / table.recordings
    if record and provider in ("composer", "replay") and not pictures:
        raise UsageError(
            f"--record has nothing to record: the texts come from `{provider}`",
            hint="add `--text openai` or `--images openai`",
        )
    if batch and provider != "openai":
        raise UsageError(
            f"--batch needs a model behind an endpoint: the texts come from `{provider}`", hint="add `--text openai`"
        )
    if provider == "openai":
        return TextChoice(
            provider=provider,
            model=model,
            base_url=base_url,
            reason=reason,
            recordings=folder,
            record=record or table.record,
        )
    if provider == "local":
        from listgen.engine.model_file import model_digest
        from listgen.providers.local_text import check_model
        from listgen.providers.prices import LOCAL

        file = _model_file(table.model, project)
        check_model(file)
        return TextChoice(
            provider=provider,
            model=file.stem,
            base_url=LOCAL,
            identity=model_digest(file, project / ".listgen"),
            file=file,
            recordings=folder,
            record=record or table.record,
        )
    if provider == "replay":
        from listgen.providers.replay import read_recordings

        found = read_recordings(folder, model)
        return TextChoice(
            provider=provider, model=found.model, base_url=found.address, identity=found.digest, recordings=folder
        )
    return TextChoice(provider=provider, reason=reason)


def _model_file(said: str, project: Path) -> Path:
    """Return the GGUF: a variable's path starts at the current folder, that of `listgen.toml` at the file."""
    variable = os.environ.get("LISTGEN_TEXT_MODEL")
    if variable:
        return Path(variable).expanduser()
    if not said:
        raise UsageError(
            "no model file is named", hint='set LISTGEN_TEXT_MODEL, or `model = "models/….gguf"` under [text]'
        )
    return project / Path(said).expanduser()


def _auto(base_url: str) -> tuple[str, str]:
    if base_url:
        return "openai", "an address is set"
    if os.environ.get("OPENAI_API_KEY"):
        return "openai", "OPENAI_API_KEY is set"
    return "composer", "no OPENAI_API_KEY"
