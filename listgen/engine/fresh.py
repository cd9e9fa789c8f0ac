"""Whether a run has anything to do: the same inputs, the same code, and an output that nobody touched.

The output of a run follows from what it reads. So a note of both is kept beside the ledger, and a run that would end in
the same bytes ends at once.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, ValidationError

from listgen.domain.finding import Finding
from listgen.domain.product import Catalog
from listgen.engine.files import sha256_of, write_text
from listgen.engine.keys import package_digest
from listgen.engine.settings import Cluster, RunSettings

if TYPE_CHECKING:
    from listgen.domain.run import RunReport

# Folders of a project whose files take the place of shipped ones.
_OWN = ("templates", "marketplaces")
# Findings after which the next run has something to do although no input changed.
_UNFINISHED = frozenset({"model.no-answer", "text.failed", "sku.failed", "picture.not-painted", "picture.not-signed"})


class _File(BaseModel):
    model_config = ConfigDict(frozen=True)

    size: int
    mtime_ns: int
    sha256: str


class _Note(BaseModel):
    model_config = ConfigDict(frozen=True)

    inputs: str
    artefacts: int
    files: dict[str, _File]


@dataclass(frozen=True, slots=True)
class LastRun:
    """A run that would be repeated byte by byte: how many artefacts it holds."""

    artefacts: int


def last_run(settings: RunSettings, catalog: Catalog) -> LastRun | None:
    """Return the last run where this one would end in the same bytes, else None."""
    path = _note_path(settings)
    try:
        note = _Note.model_validate_json(path.read_text(encoding="utf-8"))
    except (OSError, ValidationError, UnicodeDecodeError):
        return None
    if note.inputs != _inputs(settings, catalog) or set(note.files) != set(_outputs(settings.out)):
        return None
    if all(_untouched(settings.out / name, said) for name, said in note.files.items()):
        return LastRun(note.artefacts)
    return None


def is_finished(findings: Iterable[Finding]) -> bool:
    """Return whether nothing of a product has to be tried again, by its findings."""
    return not any(finding.code in _UNFINISHED for finding in findings)


def note_run(settings: RunSettings, catalog: Catalog, report: RunReport, *, finished: bool) -> None:
    """Note a run; one that left something to be tried again is not noted."""
    if not finished:
        _note_path(settings).unlink(missing_ok=True)
        return
    files = {}
    for name in _outputs(settings.out):
        path = settings.out / name
        state = path.stat()
        files[name] = _File(size=state.st_size, mtime_ns=state.st_mtime_ns, sha256=sha256_of(path))
    note = _Note(inputs=_inputs(settings, catalog), artefacts=report.made + report.kept, files=files)
    write_text(_note_path(settings), json.dumps(note.model_dump(), indent=0, sort_keys=True))


def _note_path(settings: RunSettings) -> Path:
    name = hashlib.sha256(str(settings.out.resolve()).encode()).hexdigest()[:12]
    return settings.ledger / f"last-run-{name}.json"


def _inputs(settings: RunSettings, catalog: Catalog) -> str:
    """Return the hash of everything that the output follows from; how a run works is not in it."""
    asked = replace(
        settings,
        text_reason="",
        jobs=1,
        executor="",
        cluster=Cluster(),
        concurrency=1,
        requests_per_minute=None,
        tokens_per_minute=None,
        timeout=0,
        attempts=1,
        batch=False,
        batch_cancel=False,
        batch_wait=0,
        frozen=False,
        strict=False,
        max_calls=None,
        max_cost=None,
        out=Path(),
    )
    whole = hashlib.sha256(package_digest().encode())
    # Product by product: the text of all of them would take more memory than they do.
    for part in (asked, catalog.families, catalog.sheets, catalog.findings, *catalog.products):
        whole.update(repr(part).encode("utf-8", "surrogatepass"))
        whole.update(b"\n")
    for path in _read_files(settings, catalog):
        try:
            state = path.stat()
        except OSError:
            continue
        whole.update(f"{path}\0{state.st_size}\0{state.st_mtime_ns}\n".encode("utf-8", "surrogatepass"))
    return whole.hexdigest()


def _read_files(settings: RunSettings, catalog: Catalog) -> Iterator[Path]:
    """Yield the files whose bytes are in no record: photos, keywords, own templates, the cut-out model."""
    from listgen.imaging.weights import find_weights

    weights = find_weights()
    if weights is not None:
        yield weights
    if settings.keywords is not None:
        yield settings.keywords
    seen = {photo.path for product in catalog.products for photo in product.photos if photo.path is not None}
    yield from sorted(seen)
    for name in _OWN:
        folder = settings.project / name
        if folder.is_dir():
            yield from sorted(path for path in folder.rglob("*") if path.is_file())


def _outputs(out: Path) -> list[str]:
    if not out.is_dir():
        return []
    return sorted(path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file())


def _untouched(path: Path, said: _File) -> bool:
    state = path.stat()
    if state.st_size != said.size:
        return False
    return state.st_mtime_ns == said.mtime_ns or sha256_of(path) == said.sha256
