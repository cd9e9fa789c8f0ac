"""Picture tasks with the files that they name, for workers that do not see this machine's disk."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from listgen.domain.brand_kit import BrandKit, Fonts
from listgen.domain.fact import FactSheet
from listgen.domain.finding import Finding
from listgen.domain.picture import PictureJob
from listgen.engine.picture_tasks import PictureTask
from listgen.engine.pictures import Rendered

Sendable = tuple[str, PictureJob, FactSheet]  # what render_group takes


@dataclass(frozen=True, slots=True)
class Parcel:
    """The tasks of one photo, the photo's own bytes, and the names of the files that other parcels need as well.

    A file that is not there any more is left out: the worker then says so as this machine would.
    """

    tasks: tuple[Sendable, ...]
    files: tuple[tuple[Path, bytes], ...]
    shared: tuple[Path, ...]


def pack(group: Sequence[PictureTask]) -> Parcel:
    """Return the parcel of a group; reads its photos."""
    tasks = tuple((task.name, task.job, task.facts) for task in group)
    photos = dict.fromkeys(path for _, job, _ in tasks for path in (*_photo_files(job.photo), *_painted_files(job)))
    shared = dict.fromkeys(path for _, job, _ in tasks for path in shared_files(job))
    files = ((path, _bytes(path)) for path in photos)
    return Parcel(tasks, tuple((path, data) for path, data in files if data is not None), tuple(shared))


def shared_files(job: PictureJob) -> Iterator[Path]:
    """Yield the files of a job that are the same for many photos: brand kit and cut-out model."""
    kit = job.kit
    fonts = (kit.fonts.bold, kit.fonts.regular, kit.fonts.label, *kit.fonts.fallback)
    for path in (kit.logo, kit.logo_dark, job.weights, *(_font_file(font) for font in fonts if font)):
        if path is not None:
            yield path
    yield from sorted((kit.folder / "banners").glob("*"))
    yield from kit.layout_files


def model_files(model: str) -> tuple[Path, ...]:
    """Return the files of a checkpoint's folder, () for a hub name, which every worker looks up by itself."""
    folder = Path(model)
    if not model or not folder.is_dir():
        return ()
    return tuple(sorted(path for path in folder.rglob("*") if path.is_file()))


class Unpacked:
    """A folder of a worker in which files lie under the paths that they have at the sender."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def place(self, path: Path) -> Path:
        """Return where the sender's file or folder lies here; never outside of this folder."""
        # One name for one path: `..` gets a name of its own, and a part that looks like that name gets another.
        parts = ("=up" if part == ".." else f"={part}" if part.startswith("=") else part for part in path.parts)
        if not path.is_absolute():
            return self._root.joinpath("relative", *parts)
        return self._root.joinpath("absolute", *list(parts)[1:])

    def put(self, path: Path, data: bytes) -> None:
        """Write a file."""
        place = self.place(path)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)

    def has(self, path: Path) -> bool:
        """Return whether a file was put."""
        return self.place(path).is_file()

    def remove(self, path: Path) -> None:
        """Remove a file."""
        self.place(path).unlink(missing_ok=True)

    def moved(self, job: PictureJob, model: str) -> PictureJob:
        """Return the job with the paths that its files have here; `model` is what names the checkpoint here."""
        return replace(
            job,
            photo=self.place(job.photo),
            kit=self._moved_kit(job.kit),
            model=model,
            weights=job.weights and self.place(job.weights),
            painting=job.painting and replace(job.painting, path=job.painting.path and self.place(job.painting.path)),
        )

    def as_sent(self, result: Rendered, paths: Iterable[Path]) -> Rendered:
        """Return a result whose remarks name files as the sender does."""
        # The longest first: one path may begin with another.
        names = sorted(((str(self.place(path)), str(path)) for path in paths), key=lambda name: -len(name[0]))
        picture = result.picture
        if picture is not None:
            picture = replace(picture, findings=tuple(_renamed(finding, names) for finding in picture.findings))
        return replace(result, picture=picture, failure=result.failure and _renamed(result.failure, names))

    def _moved_kit(self, kit: BrandKit) -> BrandKit:
        fonts = Fonts(
            bold=self.place(kit.fonts.bold),
            regular=self.place(kit.fonts.regular),
            fallback=tuple(self.place(font) for font in kit.fonts.fallback),
            label=kit.fonts.label and self.place(kit.fonts.label),
        )
        return replace(
            kit,
            folder=self.place(kit.folder),
            fonts=fonts,
            logo=kit.logo and self.place(kit.logo),
            logo_dark=kit.logo_dark and self.place(kit.logo_dark),
            layout_files=tuple(self.place(path) for path in kit.layout_files),
        )


def _renamed(finding: Finding, names: Iterable[tuple[str, str]]) -> Finding:
    message, hint = finding.message, finding.hint
    for here, there in names:
        message, hint = message.replace(here, there), hint.replace(here, there)
    return replace(finding, message=message, hint=hint)


def _photo_files(photo: Path) -> tuple[Path, ...]:
    """Return the photo and the files beside it that may be its mask."""
    from listgen.imaging.photo import mask_files

    return (photo, *mask_files(photo))


def _painted_files(job: PictureJob) -> tuple[Path, ...]:
    return (job.painting.path,) if job.painting is not None and job.painting.path is not None else ()


def _bytes(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def _font_file(font: Path) -> Path:
    """Return the file of a face: `Sans.ttc#2` is the third face of `Sans.ttc`."""
    name, mark, number = font.name.rpartition("#")
    return font.with_name(name) if mark and number.isdigit() and name else font
