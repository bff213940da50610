"""The `offsite` command.

Exit codes: 0 success, 1 the input is wrong (one line per fault on stderr, nothing
written), 2 wrong usage or settings.  Commands are loaded when they are called, so that
an engine on a file does not wait for the web.
"""

import sys
from importlib import import_module

import click

from offsite.config import SettingsError
from offsite.errors import OffsiteError

COMMANDS = {
    "backup": "offsite.cli.backup:backup",
    "check": "offsite.cli.plans:check",
    "convert": "offsite.cli.convert:convert",
    "db": "offsite.cli.database:db",
    "demo": "offsite.cli.demo:demo",
    "doctor": "offsite.cli.doctor:doctor",
    "export": "offsite.cli.exchange:export_event",
    "import": "offsite.cli.exchange:import_event",
    "mix": "offsite.cli.mixing:mix",
    "restore": "offsite.cli.backup:restore",
    "run": "offsite.cli.serve:run",
    "schedule": "offsite.cli.plans:schedule",
    "verdicts": "offsite.cli.verdicts:verdicts",
    "worker": "offsite.cli.serve:worker",
}


class LazyGroup(click.Group):
    """A group whose commands are imported by name, on demand."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, _, attribute = COMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(import_module(module), attribute)
        return command


@click.command(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="offsite")
def group() -> None:
    """Plan the recurring meeting of your tech leaders, or any offsite like it."""


def main() -> None:
    """Run the command and turn refusals into exit codes."""
    try:
        group(prog_name="offsite")
    except SettingsError as error:
        fail(error, code=2)
    except OffsiteError as error:
        fail(error, code=1)


def fail(error: Exception, *, code: int) -> None:
    """Print one line per fault on stderr and leave with ``code``."""
    for line in str(error).splitlines():
        click.echo(line, err=True)
    sys.exit(code)
