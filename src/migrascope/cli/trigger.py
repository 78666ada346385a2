"""Is it time to act, and would the trigger have been right in the past?

A lazy group: the module of a part is imported when it is typed.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module

import click

from migrascope.cli.lazy import with_shared_options

EPILOG = """\b
For example:
  migrascope trigger explain framework.toml
  migrascope trigger backtest framework.toml --data gauge.csv
  migrascope trigger evaluate framework.toml --data gauge.csv --on 2024-07-01
  migrascope trigger log --verify
"""


@dataclass(frozen=True, slots=True)
class Part:
    """A sub-command of `trigger`: its name and what it is for."""

    name: str
    says: str


PARTS = (
    Part("explain", "Write a framework as a page: model, plan, money, gaps."),
    Part("backtest", "Say what it would have done in the past."),
    Part("evaluate", "Say its state today, and keep that in the log."),
    Part("log", "List the evaluations, or prove that none was changed."),
)
_BY_NAME = {part.name: part for part in PARTS}


class TriggerGroup(click.Group):
    """A group whose sub-commands are imported when they are used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of the sub-commands, in the order of the work."""
        del ctx
        return list(_BY_NAME)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """A sub-command, with the options that every verb shares."""
        del ctx
        if cmd_name not in _BY_NAME:
            return None
        module = import_module(f"migrascope.cli.trigger_{cmd_name}")
        command: click.Command = module.command
        return with_shared_options(command)

    def format_commands(
        self, ctx: click.Context, formatter: click.HelpFormatter
    ) -> None:
        """Write the sub-commands without importing any."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl([(part.name, part.says) for part in PARTS])


@click.group(name="trigger", cls=TriggerGroup, epilog=EPILOG)
def command() -> None:
    """Frameworks of anticipatory action: trigger, plan and money, agreed before.

    A framework is a TOML file. It is explained, tried on the past, evaluated on new
    figures, and every evaluation is kept in a log that nobody can change unseen.
    """
