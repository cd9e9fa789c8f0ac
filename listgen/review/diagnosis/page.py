"""The diagnosis as one static page: opens from disk, has no script, asks no network."""

from __future__ import annotations

from pathlib import Path

from listgen.resources import find_resource
from listgen.review.diagnosis.records import Diagnosis
from listgen.review.report import style_hash


def render_diagnosis(diagnosis: Diagnosis, project: Path | None = None) -> str:
    """Return the page. It depends on the diagnosis alone: no clock, so the same check makes the same bytes.

    Templates of the same name below `project`/templates/report take the place of ours.
    """
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
    style = environment.get_template("report.css.j2").render(channels=()) + source("check.css")
    policy = f"default-src 'none'; style-src '{style_hash(style)}'; base-uri 'none'; form-action 'none'"
    return environment.get_template("check.html.j2").render(
        page=diagnosis,
        style=Markup(style),  # noqa: S704 - our own file, nothing of the catalogue is in it
        policy=policy,
    )
