"""`listgen inspect`: the sheet doctor."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from listgen.catalog.inspection import Inspection
    from listgen.domain.product import Catalog


@click.command(name="inspect", epilog="Example: listgen inspect products.csv --fix cleaned.csv")
@click.argument("catalog", required=False, type=click.Path(path_type=Path))
@click.option("--photos", metavar="DIR", envvar="LISTGEN_PHOTOS", type=click.Path(path_type=Path), help="The photos.")
@click.option(
    "--fix", metavar="OUT.csv", type=click.Path(path_type=Path, dir_okay=False), help="Write a cleaned sheet."
)
@click.option("--force", is_flag=True, help="Let --fix replace a file that exists.")
@click.option("--all", "show_all", is_flag=True, help="Show every finding, not the first few of a kind.")
@click.option("--format", "output", type=click.Choice(["text", "json"]), default="text", help="What stdout gets.")
def command(
    catalog: Path | None, photos: Path | None, fix: Path | None, force: bool, show_all: bool, output: str
) -> None:
    """Sheet doctor: what the columns are taken for, families, photos, problems, and facts that are missing.

    Exit code 1 says that some SKUs need attention before they can be listed.
    """
    from listgen.catalog.inspection import inspect_catalog
    from listgen.catalog.read import read_catalog
    from listgen.cli.settings import resolve_catalog

    path, photo_folder, columns = resolve_catalog(catalog, photos)
    read = read_catalog(path, columns=columns, photos=photo_folder)
    inspection = inspect_catalog(read)
    if fix is not None:
        _write_fixed(fix, path, read, force=force)
    if output == "json":
        from listgen.cli.inspect_output import inspection_document
        from listgen.engine.documents import to_json

        click.echo(to_json(inspection_document(inspection)), nl=False)
    else:
        from listgen.cli.inspect_output import print_inspection

        print_inspection(inspection, show_all=show_all)
    if _needs_attention(inspection):
        click.get_current_context().exit(1)


def _needs_attention(inspection: Inspection) -> bool:
    return any(finding.blocking for finding in inspection.findings)


def _write_fixed(target: Path, source: Path, catalog: Catalog, *, force: bool) -> None:
    from listgen.catalog.cleaned import cleaned_csv, row_count
    from listgen.engine.files import write_bytes
    from listgen.errors import UsageError

    if target.exists() and target.resolve() == source.resolve():
        raise UsageError(
            f"--fix {target}: this is the sheet itself", hint="name another file; the sheet stays as it is"
        )
    if target.exists() and not force:
        raise UsageError(f"--fix {target}: the file exists", hint="name another file, or add --force")
    if not target.parent.is_dir():
        raise UsageError(f"--fix {target}: the folder {target.parent} does not exist", hint="make the folder first")
    # The mark makes Excel read the file as UTF-8.
    write_bytes(target, b"\xef\xbb\xbf" + cleaned_csv(catalog).encode())
    click.echo(f"wrote {target}: {row_count(catalog)} rows, one a SKU", err=True)
