"""How does `migrascope protect CASES` stand beside `migrascope protect plan CASES`?

A lazy group. What follows `protect` is a sub-command, or else a file of cases, for
which the release is made. A file that is called like a sub-command is named with its
folder: `migrascope protect ./plan`.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module

import click

from migrascope.cli.context import shared_options
from migrascope.cli.lazy import with_shared_options

RELEASE = "release"
"""The command that is meant when none is named; it has no name of its own."""


@dataclass(frozen=True, slots=True)
class Part:
    """A sub-command of `protect`: its name and what it is for."""

    name: str
    says: str

    @property
    def module(self) -> str:
        """The module that holds it."""
        return f"migrascope.cli.protect_{self.name}"


PARTS = (
    Part("plan", "Propose a plan: what happens to each column, and why."),
    Part("risk", "Say how exposed the people of a file are."),
    Part("twin", "Make synthetic records that add up to released counts."),
    Part("table", "Count cases in a table that gives no small group away."),
    Part("verify", "Prove a release: yes or no."),
)

_BY_NAME = {part.name: part for part in PARTS}


class _Nameless(click.Context):
    """The place of a command that is typed without a name."""

    @property
    def command_path(self) -> str:
        """What was typed before its arguments."""
        return super().command_path.rstrip()


class NamelessCommand(click.Command):
    """A command that usage and advice call by the name of its group alone."""

    context_class = _Nameless


class ProtectGroup(click.Group):
    """A group with an unnamed command, imported when it is used."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the unnamed command in front where no other one is named."""
        place = _first_own(args)
        asks_for_help = place < len(args) and args[place] in ctx.help_option_names
        named = place < len(args) and args[place] in _BY_NAME
        if args and not named and not asks_for_help:
            args = [*args[:place], RELEASE, *args[place:]]
        return super().parse_args(ctx, args)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The sub-command that was typed, or the unnamed one."""
        name, command, rest = super().resolve_command(ctx, args)
        return ("" if name == RELEASE else name), command, rest

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """How it is typed without a sub-command."""
        del ctx
        return ["[OPTIONS]", "CASES"]

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of the sub-commands, in the order of the work."""
        del ctx
        return [part.name for part in PARTS]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """A sub-command, with the options that every verb shares."""
        del ctx
        part = _BY_NAME.get(cmd_name)
        if part is None and cmd_name != RELEASE:
            return None
        module = part.module if part else f"migrascope.cli.protect_{RELEASE}"
        command: click.Command = import_module(module).command
        return with_shared_options(command)

    def format_commands(
        self, ctx: click.Context, formatter: click.HelpFormatter
    ) -> None:
        """Write the sub-commands without importing any."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl([(part.name, part.says) for part in PARTS])


def _first_own(args: list[str]) -> int:
    """Where the arguments that every verb shares end."""
    flags = {
        name: option.is_flag for option in shared_options() for name in option.opts
    }
    place = 0
    while place < len(args):
        name, equals, _ = args[place].partition("=")
        if name not in flags:
            return place
        place += 1 if flags[name] or equals else 2
    return place
