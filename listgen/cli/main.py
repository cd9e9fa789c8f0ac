"""The `listgen` command. Commands are imported only when they are called, so that `--help` feels instant."""

from __future__ import annotations

import errno
import os
import sys
from importlib import import_module

import click

from listgen import __version__
from listgen.errors import ListgenError

# Name -> (module, one line of help). The lines stand here because importing a command to read its help costs time.
_COMMANDS = {
    "init": ("listgen.cli.init", "Start a project: sheet, photos, brand kit and settings to change."),
    "inspect": ("listgen.cli.inspect", "Sheet doctor: columns, families, photos, problems, missing facts."),
    "plan": ("listgen.cli.plan", "Say what generate would do, why, and the price. No call, no write."),
    "generate": ("listgen.cli.generate", "Make upload-ready listings from a sheet, photos and a brand kit."),
    "check": ("listgen.cli.check", "Check a bundle or a listing file against the marketplace's rules."),
    "explain": ("listgen.cli.explain", "Explain a marketplace's report: SKU, field, fix, cell to change."),
    "marketplace": ("listgen.cli.marketplace", "Show marketplace profiles: limits, sources, dates."),
    "brand": ("listgen.cli.brand", "Show or check a brand kit."),
    "models": ("listgen.cli.models", "Providers and models: list, pull, doctor."),
    "runs": ("listgen.cli.runs", "Runs on record: what they made and cost; room on the disk."),
}


# Full, read-only or forbidden folders are the user's to mend, and no bug.
_NO_ROOM = {errno.ENOSPC, errno.EFBIG, errno.EROFS, errno.EACCES, errno.EPERM, getattr(errno, "EDQUOT", errno.ENOSPC)}


class _Commands(click.Group):
    """A group whose commands are imported when they are used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        command: click.Command = import_module(_COMMANDS[cmd_name][0]).command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            from difflib import get_close_matches

            near = get_close_matches(args[0], _COMMANDS, n=1)
            if not near:
                raise
            raise click.UsageError(f"{error.message} Did you mean `{near[0]}`?", ctx=ctx) from None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in _COMMANDS.items()])


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Example: listgen init shop && cd shop && listgen generate",
)
@click.version_option(__version__, prog_name="listgen")
@click.pass_context
def cli(context: click.Context) -> None:
    """Upload-ready marketplace listings from a product sheet, product photos and a brand kit."""
    if os.environ.get("NO_COLOR"):
        context.color = False  # rich obeys the variable by itself, click does not


def main() -> None:
    """Run the command line and turn errors into messages and exit codes."""
    try:
        code = cli.main(prog_name="listgen", standalone_mode=False)
        sys.exit(code if isinstance(code, int) else 0)
    except ListgenError as error:
        _tell(f"error: {error.message}")
        if error.hint:
            _tell(f"\nhint: {error.hint}")
        sys.exit(error.exit_code)
    except click.exceptions.Abort:
        _tell("\ninterrupted; everything that was made is kept, the same command goes on from here")
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except BrokenPipeError:
        # The reader of a pipe (`| head`) left early; that is no fault of ours, and there is nobody to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except OSError as error:
        if error.errno not in _NO_ROOM:
            _tell_bug()
            sys.exit(4)
        _tell(f"error: {error.filename or 'a file'}: {error.strerror}")
        _tell("\nhint: free some space, or check the folder's permissions; what was made is kept")
        sys.exit(2)
    except Exception:
        _tell_bug()
        sys.exit(4)


def _tell_bug() -> None:
    import traceback

    traceback.print_exc()
    _tell("\nerror: this is a bug in listgen; please report it with the lines above. What was made is kept.")


def _tell(text: str) -> None:
    click.echo(text, err=True)


if __name__ == "__main__":
    main()
