"""`listgen init`: a project to start from."""

from __future__ import annotations

from pathlib import Path

import click

from listgen.errors import UsageError

# The script that rendered the photos and its masks are of no use to a seller.
_LEFT_OUT = ("make_photos.py", "photo_studio", "alpha", "__pycache__", ".listgen", "build")


@click.command(name="init", epilog="Example: listgen init shop && cd shop && listgen generate")
@click.argument("folder", metavar="[DIR]", default=".", type=click.Path(path_type=Path, file_okay=False))
def command(folder: Path) -> None:
    """Start a project: sheet, photos, brand kit and settings to change."""
    import shutil

    from listgen.resources import shipped

    for name in ("listgen.toml", "products.csv", "photos", "brand_kits"):
        if (folder / name).exists():
            raise UsageError(f"{folder / name} exists already", hint="choose an empty folder: `listgen init shop`")
    shutil.copytree(shipped("examples"), folder, ignore=shutil.ignore_patterns(*_LEFT_OUT), dirs_exist_ok=True)
    shutil.copytree(shipped("brand_kits", "norrvik"), folder / "brand_kits" / "norrvik")
    (folder / ".gitignore").write_text(".listgen/\nbuild/\n", encoding="utf-8", newline="\n")
    click.echo(f"made a project in {folder}: products, photos, a brand kit and listgen.toml to change")
    step = "" if folder == Path() else f"cd {folder} && "
    click.echo(f"next: {step}listgen generate", err=True)
