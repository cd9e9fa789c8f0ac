"""Prompts for language models, rendered from `templates/prompts/` (a project may bring its own of the same name)."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from listgen.domain.brand_kit import Voice
from listgen.domain.channel import Channel, FieldSpec
from listgen.domain.fact import FactSheet
from listgen.domain.finding import Finding
from listgen.resources import find_resource

SYSTEM, USER = "listing-system.j2", "listing-user.j2"
# Keywords that a prompt names: more would be stuffing.
PROMPT_KEYWORDS = 8
SCENE_EDIT, SCENE_BACKDROP = "scene-edit.j2", "scene-backdrop.j2"
# What a model writes; search terms, tags and SEO fields follow rules that code keeps better.
MODEL_FIELDS = ("title", "highlights", "bullets", "description")

_NOTES = {
    "highlights": ", comma-separated phrases, no word of the title",
    "bullets": ", each `Header: body`, no full stop at the end, no two opening alike",
    "description": ", one item a paragraph, plain text",
}
_ANGLES = {
    "benefit": "function that a fact allows, the fact behind it",
    "specification": "figure, the function behind it",
    "use": "situation of use that a fact names",
    "gift": "packaging, set or occasion that a fact names",
}


def system_prompt(channel: Channel, voice: Voice, project: Path | None = None) -> str:
    """Return the part of the prompt that is the same for every SKU of a channel."""
    return str(_template(_folder(SYSTEM, project), SYSTEM).render(locale=channel.locale, voice=voice)).strip()


def user_prompt(
    facts: FactSheet,
    channel: Channel,
    fields: Sequence[FieldSpec],
    *,
    angle: str,
    findings: Sequence[Finding] = (),
    project: Path | None = None,
    keywords: Sequence[str] = (),
) -> str:
    """Return the part of the prompt that is about one SKU; `findings` are those of a first answer that failed.

    Of `keywords`, true of the product and most searched first, the first few are named.
    """
    template = _template(_folder(USER, project), USER)
    return str(
        template.render(
            facts=facts,
            channel=channel,
            fields=fields,
            notes=_NOTES,
            angle=_ANGLES.get(angle, _ANGLES["benefit"]),
            findings=findings,
            keywords=keywords[:PROMPT_KEYWORDS],
        )
    ).strip()


def reply_schema(fields: Sequence[FieldSpec]) -> dict[str, Any]:
    """Return the JSON Schema of a reply with these fields, strict enough for endpoints that enforce it."""
    properties: dict[str, Any] = {
        spec.name: {"type": "array", "items": {"type": "string"}}
        if spec.name in ("bullets", "description")
        else {"type": "string"}
        for spec in fields
    }
    properties["cites"] = {"type": "array", "items": {"type": "integer"}}
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def render_prompt(name: str, project: Path | None = None, **values: object) -> str:
    """Return a prompt template of `templates/prompts/` filled in."""
    return str(_template(_folder(name, project), name).render(**values)).strip()


def prompt_digest(project: Path | None = None, names: Sequence[str] = (SYSTEM, USER)) -> str:
    """Return the hash of the prompt templates in use; it stands in the key of everything that a model made."""
    whole = hashlib.sha256()
    for name in names:
        whole.update((_folder(name, project) / name).read_bytes())
    return whole.hexdigest()


@cache
def _folder(name: str, project: Path | None) -> Path:
    return find_resource(project, "templates", "prompts", name).parent


@cache
def _template(folder: Path, name: str) -> Any:  # noqa: ANN401 - jinja2 is imported lazily
    from jinja2 import FileSystemLoader, StrictUndefined
    from jinja2.sandbox import SandboxedEnvironment

    # Prompts are plain text for a model, not HTML: nothing is escaped.
    environment = SandboxedEnvironment(
        loader=FileSystemLoader(folder),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=False,
    )
    return environment.get_template(name)
