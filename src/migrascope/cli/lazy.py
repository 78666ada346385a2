"""How does the command line stay fast although it can do much?

A click group that knows its verbs from a table and imports one module only: that
of the verb which was typed.
"""

from __future__ import annotations

from importlib import import_module
from itertools import groupby

import click

from migrascope.cli.context import shared_options
from migrascope.cli.verbs import BY_NAME, VERBS


class LazyGroup(click.Group):
    """A group whose sub-commands are imported when they are used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of the verbs, in the order of the work."""
        del ctx
        return [verb.name for verb in VERBS]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a verb, with the options that every verb shares."""
        del ctx
        verb = BY_NAME.get(cmd_name)
        if verb is None:
            return None
        return with_shared_options(import_module(verb.module).command)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The verb that was typed.

        Raises:
            click.UsageError: no such verb; the nearest ones are named.

        """
        name = args[0]
        if name in BY_NAME or name.startswith("-"):
            return super().resolve_command(ctx, args)
        from difflib import get_close_matches

        nearest = get_close_matches(name, BY_NAME, n=3)
        advice = f" Did you mean: {', '.join(nearest)}?" if nearest else ""
        raise click.UsageError(f"There is no verb '{name}'.{advice}", ctx)

    def format_commands(
        self, ctx: click.Context, formatter: click.HelpFormatter
    ) -> None:
        """Write the verbs under their headings without importing any."""
        del ctx
        width = max(len(verb.name) for verb in VERBS)
        for heading, verbs in groupby(VERBS, key=lambda verb: verb.heading):
            with formatter.section(heading):
                formatter.write_dl(
                    [(verb.name.ljust(width), verb.says) for verb in verbs]
                )


def with_shared_options(command: click.Command) -> click.Command:
    """The same command, which also knows `--base`, `--quiet` and `--debug`."""
    known = {parameter.name for parameter in command.params}
    command.params.extend(
        option for option in shared_options() if option.name not in known
    )
    return command
