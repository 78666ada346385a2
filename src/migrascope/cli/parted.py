"""How does a verb have sub-commands, an unnamed one among them, and stay fast?

A lazy group: the parts stand in a table, and the module of one is imported when it is
typed. A verb may have a command without a name as well; what follows the verb and is
no part is for that: `migrascope foresight SSD` beside `migrascope foresight evaluate`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module

import click

from migrascope.cli.context import shared_options
from migrascope.cli.lazy import with_shared_options


@dataclass(frozen=True, slots=True)
class Part:
    """A sub-command of a verb: its name, what it is for, and its module."""

    name: str
    says: str
    module: str


class _Nameless(click.Context):
    """The place of a command that is typed without a name."""

    @property
    def command_path(self) -> str:
        """What was typed before its arguments."""
        return super().command_path.rstrip()


class NamelessCommand(click.Command):
    """A command that usage and advice call by the name of its group alone."""

    context_class = _Nameless


class Parts(click.Group):
    """A group whose sub-commands are imported when they are used."""

    parts: Mapping[str, Part]

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of the parts, in the order of the work."""
        del ctx
        return list(self.parts)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """A part, with the options that every verb shares."""
        del ctx
        return self._command(self.parts.get(cmd_name))

    def format_commands(
        self, ctx: click.Context, formatter: click.HelpFormatter
    ) -> None:
        """Write the parts without importing any."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl([(each.name, each.says) for each in self.parts.values()])

    @staticmethod
    def _command(part: Part | None) -> click.Command | None:
        if part is None:
            return None
        command: click.Command = import_module(part.module).command
        return with_shared_options(command)


class PartedGroup(Parts):
    """A group of parts, and one command that needs no name."""

    def __init__(
        self,
        name: str,
        *,
        parts: Sequence[Part],
        unnamed: Part,
        usage: str,
        epilog: str,
    ) -> None:
        self.parts = by_name(parts)
        self.unnamed = unnamed
        self._usage = usage
        told: click.Command = import_module(unnamed.module).command
        super().__init__(
            name,
            help=told.help,
            epilog=epilog,
            params=[each for each in told.params if isinstance(each, click.Option)],
            callback=lambda **_: None,  # the unnamed command parses them again
        )

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the unnamed command in front where no part is named."""
        place = _first_own(args)
        asks_for_help = place < len(args) and args[place] in ctx.help_option_names
        named = place < len(args) and args[place] in self.parts
        if args and not named and not asks_for_help:
            args = [*args[:place], self.unnamed.name, *args[place:]]
        return super().parse_args(ctx, args)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The part that was typed, or the unnamed one."""
        name, command, rest = super().resolve_command(ctx, args)
        return ("" if name == self.unnamed.name else name), command, rest

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """How it is typed without a part."""
        del ctx
        return ["[OPTIONS]", self._usage]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """A part or the unnamed command, with the options that every verb shares."""
        if cmd_name == self.unnamed.name:
            return self._command(self.unnamed)
        return super().get_command(ctx, cmd_name)


def by_name(parts: Sequence[Part]) -> dict[str, Part]:
    """The table of a group, in the order of the work."""
    return {part.name: part for part in parts}


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
