"""Which verbs has `migrascope flows` of its own?

What is typed by mistake (an area in their place) is answered with what was probably
meant.
"""

from __future__ import annotations

import click

from migrascope.cli.parted import Part, Parts, by_name

_HERE = "migrascope.cli.flows_"

PARTS = (
    Part(
        "explain",
        "Say what each method made of two areas, step by step.",
        f"{_HERE}explain",
    ),
    Part(
        "methods",
        "List the methods: what they assume and cannot see.",
        f"{_HERE}methods",
    ),
    Part(
        "adjustments",
        "List what was changed to prepare the stocks.",
        f"{_HERE}adjustments",
    ),
    Part(
        "validate",
        "Compare them with reported and published flows.",
        f"{_HERE}validate",
    ),
    Part(
        "measures",
        "Measure the movements: rates, intensity, ranks …",
        f"{_HERE}measures",
    ),
    Part("routes", "Put counts on a route beside the estimates.", f"{_HERE}routes"),
)

_BY_NAME = by_name(PARTS)


class FlowsGroup(Parts):
    """A group that knows what was probably meant by what is no part."""

    parts = _BY_NAME

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
