"""The answers of `listgen check` in forms that other programs read: `listgen.check/1`, SARIF 2.1.0, JUnit XML."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from listgen.domain.finding import Finding

if TYPE_CHECKING:
    import sarif_pydantic as sarif

    from listgen.cli.check_fix import Copy

_LEVELS = {"error": "error", "warning": "warning", "info": "note"}
# https://www.w3.org/TR/xml/#charsets
_NO_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class PathFindings:
    """One path of the command line with its findings and the SKUs that were looked at, in order."""

    path: Path
    findings: tuple[Finding, ...]
    skus: tuple[str, ...]


def finding_json(finding: Finding) -> dict[str, str | int | bool | None]:
    """Return a finding as `listgen.check/1` has it; `row` is the data row of a table, else None.

    `item` counts the texts of a field from 0 (bullets), `start` and `end` count characters in that text.
    """
    return {
        "row": finding.row,
        "sku": finding.sku,
        "field": finding.field,
        "item": finding.item,
        "start": finding.start,
        "end": finding.end,
        "text": finding.text,
        "code": finding.code,
        "verdict": finding.verdict,
        "severity": finding.severity.value,
        "blocking": finding.blocking,
        "evidence": finding.evidence,
        "nearest": finding.nearest,
        "suggestion": finding.suggestion,
        "message": finding.message,
        "hint": finding.hint,
        "place": finding.place,
    }


def to_json(reports: Sequence[PathFindings], checked: int, copies: Sequence[Copy] | None = None) -> str:
    """Return the answer as one JSON object; `copies` are those of --fix, None without it."""
    answer: dict[str, object] = {
        "schema": "listgen.check/1",
        "findings": [finding_json(finding) for report in reports for finding in report.findings],
        "checked": checked,
    }
    if copies is not None:
        from listgen.cli.check_fix import to_document

        answer["fixed"] = to_document(copies)
    return json.dumps(answer, ensure_ascii=False, indent=2)


def to_sarif(reports: Sequence[PathFindings]) -> str:
    """Return the findings as a SARIF 2.1.0 log, which code hosts show beside the file.

    A cell may hold line breaks, so lines of the file say little: the place is the file with `row/SKU/field` as its
    logical location, and `start` and `end` of the field stand in the properties.
    """
    import sarif_pydantic as sarif

    from listgen import __version__

    codes = sorted({finding.code for report in reports for finding in report.findings})
    driver = sarif.ToolDriver(
        name="listgen",
        version=__version__,
        rules=[sarif.ReportingDescriptor(id=code, name=code) for code in codes],
    )
    results = [
        sarif.Result(
            ruleId=finding.code,
            ruleIndex=codes.index(finding.code),
            level=sarif.Level(_LEVELS[finding.severity.value]),
            message=sarif.Message(text=_sentence(finding)),
            locations=[_location(report.path, finding)],
            properties={
                name: value
                for name, value in finding_json(finding).items()
                if value not in ("", None) and name != "code"
            },
        )
        for report in reports
        for finding in report.findings
    ]
    log = sarif.Sarif(
        version="2.1.0",
        runs=[sarif.Run(tool=sarif.Tool(driver=driver), results=results)],
        **{"$schema": "https://json.schemastore.org/sarif-2.1.0.json"},
    )
    return str(log.model_dump_json(by_alias=True, exclude_none=True, indent=2))


def to_junit(reports: Sequence[PathFindings]) -> str:
    """Return one test case a SKU: errors fail it, warnings stand in its output. CI servers show this form."""
    from junitparser import Failure, JUnitXml, TestCase, TestSuite

    document = JUnitXml("listgen check")
    for report in reports:
        suite = TestSuite(_text(report.path.as_posix()))
        for sku in dict.fromkeys((*report.skus, *(finding.sku for finding in report.findings))):
            case = TestCase(_text(sku or "(file)"), classname=_text(report.path.name))
            own = [finding for finding in report.findings if finding.sku == sku]
            errors = [finding for finding in own if finding.blocking]
            case.result = [Failure(_text(_sentence(finding)), _text(finding.code)) for finding in errors]
            rest = [f"{finding.severity.value}: {_sentence(finding)}" for finding in own if not finding.blocking]
            if rest:
                case.system_out = _text("\n".join(rest))
            suite.add_testcase(case)
        document.add_testsuite(suite)
    document.update_statistics()  # type: ignore[no-untyped-call] # the library types its records only
    return str(document.tostring().decode())  # type: ignore[no-untyped-call]


def _location(path: Path, finding: Finding) -> sarif.Location:
    import sarif_pydantic as sarif

    parts = [f"row {finding.row}" if finding.row else "", finding.sku, finding.field]
    name = "/".join(part for part in parts if part) or path.name
    return sarif.Location(
        physicalLocation=sarif.PhysicalLocation(artifactLocation=sarif.ArtifactLocation(uri=path.as_posix())),
        logicalLocations=[sarif.LogicalLocation(fullyQualifiedName=name)],
    )


def _sentence(finding: Finding) -> str:
    place = ", ".join(part for part in (finding.place, finding.sku, finding.field) if part)
    tail = f" ({finding.suggestion})" if finding.suggestion else ""
    return f"{place}: {finding.message}{tail}" if place else f"{finding.message}{tail}"


def _text(text: str) -> str:
    """Return the text without the characters that XML 1.0 cannot hold."""
    return _NO_XML.sub("\ufffd", text)
