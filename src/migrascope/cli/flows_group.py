"""How does `migrascope flows` have verbs of its own, and stay fast?

A lazy group like the one above it: the sub-commands stand in a table, and the module
of one is imported when it is typed. What is typed by mistake (an area in their
place) is answered with what was probably meant.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module

import click

from migrascope.cli.lazy import with_shared_options


@dataclass(frozen=True, slots=True)
class Part:
    """A sub-command of `flows`: its name, what it is for, and where it lives."""

    name: str
    says: str
    attribute: str = "command"

    @property
    def module(self) -> str:
        """The module that holds it."""
        return f"migrascope.cli.flows_{self.name}"


PARTS = (
    Part("explain", "Say what each method made of two areas, step by step."),
    Part("methods", "List the methods: what they assume and cannot see."),
    Part("adjustments", "List what was changed to prepare the stocks."),
    Part("validate", "Compare them with reported and published flows.", "validate"),
    Part("measures", "Measure the movements: rates, intensity, ranks …", "measures"),
    Part("routes", "Put counts on a route beside the estimates.", "routes"),
)

_BY_NAME = {part.name: part for part in PARTS}


class FlowsGroup(click.Group):
    """A group whose sub-commands are imported when they are used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of the sub-commands, in the order of the work."""
        del ctx
        return [part.name for part in PARTS]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """A sub-command, with the options that every verb shares."""
        del ctx
        part = _BY_NAME.get(cmd_name)
        if part is None:
            return None
        command: click.Command = getattr(import_module(part.module), part.attribute)
        return with_shared_options(command)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The sub-command that was typed.

        Raises:
            click.UsageError: there is none of that name; advice for an area.
        """
        name = args[0]
        if name in _BY_NAME or name.startswith("-"):
            return super().resolve_command(ctx, args)
        raise click.UsageError(_advice(name, args), ctx)

    def format_commands(
        self, ctx: click.Context, formatter: click.HelpFormatter
    ) -> None:
        """Write the sub-commands without importing any."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl([(part.name, part.says) for part in PARTS])


def _advice(name: str, args: list[str]) -> str:
    """What was probably meant by a word that is no sub-command."""
    from difflib import get_close_matches

    told = f"'flows' has no command '{name}'."
    if _is_area(name):
        place = _quoted(name)
        if len(args) > 1 and _is_area(args[1]):
            other = _quoted(args[1])
            return (
                f"{told} For two areas: migrascope flows --area {place} --partner "
                f"{other}, or: migrascope flows explain {place} {other} YEAR"
            )
        return f"{told} For one area: migrascope flows --area {place}"
    nearest = get_close_matches(name, _BY_NAME, n=1)
    if nearest:
        return f"{told} Did you mean: {nearest[0]}?"
    return f"{told} It has {', '.join(_BY_NAME)}; an area is named with --area."


def _is_area(text: str) -> bool:
    from migrascope.model import area

    return area.lookup(text) is not None


def _quoted(text: str) -> str:
    return f'"{text}"' if " " in text else text
