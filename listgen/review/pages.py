"""What the static pages share: their templates, and the hashes by which a content policy knows their parts."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from listgen.resources import find_resource

if TYPE_CHECKING:
    from jinja2 import Environment


def page_templates(project: Path | None) -> Environment:
    """Return the templates of pages; those of the same name below `project`/templates/report take the place of ours."""
    # jinja2 takes 50 ms to import, which `listgen --help` must not pay.
    from jinja2 import StrictUndefined
    from jinja2.loaders import FunctionLoader
    from jinja2.sandbox import SandboxedEnvironment

    return SandboxedEnvironment(
        loader=FunctionLoader(lambda name: page_source(name, project)),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def page_source(name: str, project: Path | None) -> str:
    """Return the text of one template, style or script. Raises jinja2's TemplateNotFound."""
    from jinja2 import TemplateNotFound

    path = find_resource(project, "templates", "report", name)
    if not path.is_file():
        raise TemplateNotFound(name)
    return path.read_text(encoding="utf-8")


def style_hash(text: str) -> str:
    """Return the hash by which a content policy knows a style or script of the page."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode("ascii")
