"""The static report: one HTML file that opens from disk, works without JavaScript and asks no network."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

from listgen.domain.run import RunReport
from listgen.resources import find_resource
from listgen.review.arrange import build_view


def render_report(run: RunReport, *, out: Path, project: Path | None = None) -> str:
    """Return the report of a run as one HTML page.

    `out` is the folder in which the page will lie: pictures are linked relative to it. Templates of the same name below
    `project`/templates/report take the place of ours. The page depends on the run's result alone: no clock, no
    counts of what was made or kept this time, so that a rerun without changes leaves its bytes as they were.
    """
    # jinja2 takes 50 ms to import, which `listgen --help` must not pay.
    from jinja2 import StrictUndefined, TemplateNotFound
    from jinja2.loaders import FunctionLoader
    from jinja2.sandbox import SandboxedEnvironment
    from markupsafe import Markup

    def source(name: str) -> str:
        path = find_resource(project, "templates", "report", name)
        if not path.is_file():
            raise TemplateNotFound(name)
        return path.read_text(encoding="utf-8")

    environment = SandboxedEnvironment(
        loader=FunctionLoader(source),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    view = build_view(run, out)
    # Style and script are ours and hold numbers of channels, nothing of the catalogue; so they are safe to mark.
    style = environment.get_template("report.css.j2").render(channels=range(len(view.channels)))
    script = source("report.js")
    return environment.get_template("report.html.j2").render(
        run=view,
        style=Markup(style),  # noqa: S704 - see above
        script=Markup(script),  # noqa: S704 - see above
        policy=_policy(style, script),
    )


def _policy(style: str, script: str) -> str:
    """Return a content policy under which nothing but our own style and script and local pictures is loaded."""
    return "; ".join(
        (
            "default-src 'none'",
            "img-src 'self' file:",
            f"style-src '{style_hash(style)}'",
            f"script-src '{style_hash(script)}'",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def style_hash(text: str) -> str:
    """Return the hash by which a content policy knows a style or script of the page."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode("ascii")
