"""The diagnosis as one static page: opens from disk, has no script, asks no network."""

from __future__ import annotations

from pathlib import Path

from listgen.review.diagnosis.records import Diagnosis
from listgen.review.pages import page_source, page_templates, style_hash


def render_diagnosis(diagnosis: Diagnosis, project: Path | None = None) -> str:
    """Return the page. It depends on the diagnosis alone: no clock, so the same check makes the same bytes.

    Templates of the same name below `project`/templates/report take the place of ours.
    """
    from markupsafe import Markup

    environment = page_templates(project)
    style = environment.get_template("report.css.j2").render(channels=()) + page_source("check.css", project)
    policy = f"default-src 'none'; style-src '{style_hash(style)}'; base-uri 'none'; form-action 'none'"
    return environment.get_template("check.html.j2").render(
        page=diagnosis,
        style=Markup(style),  # noqa: S704 - our own file, nothing of the catalogue is in it
        policy=policy,
    )
