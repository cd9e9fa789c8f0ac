"""What runs on a Ray worker: it unpacks parcels, renders them, and sends the pictures back as bytes."""

from __future__ import annotations

import atexit
import os
import platform
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from listgen.domain.picture import PictureJob
from listgen.engine.executors.parcel import Parcel, Unpacked
from listgen.engine.pictures import Rendered, render_group

# What the pixels of a picture depend on beside listgen's own code.
_LIBRARIES = ("numpy", "opencv-python-headless", "pillow", "skia-python")
# The same for far fields by listgen's own scene model; what a checkpoint paints depends on the GPU anyway.
_SCENE_LIBRARIES = ("diffusers", "torch")


@dataclass(frozen=True, slots=True)
class Hello:
    """A worker that is ready: its process, the code and libraries it renders with, and whether it has the checkpoint.

    `lacks` says what keeps it from painting, "" where nothing does.
    """

    pid: int
    node: str
    code: tuple[tuple[str, str], ...]
    has_model: bool
    lacks: str


def code_here(backdrop: str) -> tuple[tuple[str, str], ...]:
    """Return what tells one machine's pictures from another's: (name, version or hash) of code and libraries."""
    from listgen.engine.keys import code_digest
    from listgen.imaging.scene_files import model_digest

    rooms = code_digest("copywriting", "domain", "engine", "facts", "imaging")
    found = [("listgen", rooms[:16]), *((name, _version(name)) for name in _LIBRARIES)]
    if backdrop == "scene":
        found += [("scene model", model_digest()[:16]), *((name, _version(name)) for name in _SCENE_LIBRARIES)]
    return tuple(found)


def _version(library: str) -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(library)
    except PackageNotFoundError:
        return "none"


class PictureWorker:
    """An actor: one at a time, parcels come in and results go out. Files that parcels share stay until it ends."""

    def __init__(self, folder: str | None) -> None:
        """Make a folder of its own in `folder`, None for the machine's usual place of temporary files."""
        # One thread a worker: the workers are the parallelism, and sums stay the same on every machine.
        os.environ["OMP_NUM_THREADS"] = "1"
        root = tempfile.mkdtemp(prefix="listgen-worker-", dir=folder)
        atexit.register(shutil.rmtree, root, ignore_errors=True)
        self._root = Path(root)
        self._files = Unpacked(self._root)
        self._model_is_sent = False

    def hello(self, backdrop: str, model: Sequence[tuple[Path, int]] = ()) -> Hello:
        """Return what this worker is; `model` lists files and sizes of the checkpoint, in the sender's paths."""
        can_paint = backdrop != "diffusers" or find_spec("diffusers") is not None
        lacks = "" if can_paint else "the `diffusion` extra is not installed"
        has_model = self._model_is_sent or all(_is_here(path, size) for path, size in model)
        return Hello(os.getpid(), platform.node(), code_here(backdrop), has_model, lacks)

    def receive_model(self, files: Sequence[tuple[Path, Any]]) -> Hello:
        """Take over the files of a checkpoint that this machine does not see; says hello again."""
        import ray

        for path, reference in files:
            self._files.put(path, ray.get(reference))
        self._model_is_sent = True
        return self.hello("diffusers")

    def render(self, parcel: Parcel, shared: Mapping[Path, Any]) -> list[Rendered]:
        """Return what became of each task; `shared` holds references to the files that many parcels need."""
        import ray

        for path in parcel.shared:
            if path in shared and not self._files.has(path):
                self._files.put(path, ray.get(shared[path]))
        for path, data in parcel.files:
            self._files.put(path, data)
        try:
            results = render_group([(name, self._moved(job), facts) for name, job, facts in parcel.tasks])
        finally:
            for path, _ in parcel.files:
                self._files.remove(path)
        named = {*(job.photo for _, job, _ in parcel.tasks), *(path for path, _ in parcel.files), *parcel.shared}
        return [self._files.as_sent(result, named) for result in results]

    def close(self) -> None:
        """Remove the files of this worker."""
        shutil.rmtree(self._root, ignore_errors=True)

    def _moved(self, job: PictureJob) -> PictureJob:
        model = str(self._files.place(Path(job.model))) if self._model_is_sent else job.model
        return self._files.moved(job, model)


def _is_here(path: Path, size: int) -> bool:
    try:
        return path.stat().st_size == size
    except OSError:
        return False
