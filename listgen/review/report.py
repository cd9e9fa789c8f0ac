"""The static report: one HTML file that opens from disk, works without JavaScript and asks no network."""

from __future__ import annotations

from pathlib import Path

from listgen.domain.run import RunReport
from listgen.review.arrange import build_view
from listgen.review.pages import page_source, page_templates, style_hash


def render_report(run: RunReport, *, out: Path, project: Path | None = None) -> str:
    """Return the report of a run as one HTML page.

    `out` is the folder in which the page will lie: pictures are linked relative to it. Templates of the same name below
    `project`/templates/report take the place of ours. The page depends on the run's result alone: no clock, no
    counts of what was made or kept this time, so that a rerun without changes leaves its bytes as they were.
    """
    from markupsafe import Markup

    environment = page_templates(project)
    view = build_view(run, out)
    # Style and script are ours and hold numbers of channels, nothing of the catalogue; so they are safe to mark.
    style = environment.get_template("report.css.j2").render(channels=range(len(view.channels)))
    script = page_source("report.js", project)
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
