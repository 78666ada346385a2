"""How is it said that a method failed, while the others are shown?

Which method, for which interval and sex, why, and what to do next. Below a table it
stands on the page; where a file or a program takes the figures, on stderr.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from migrascope.cli.context import Context
from migrascope.cli.flows_words import SEXES, WIDTH, when
from migrascope.language.grammar import listing

if TYPE_CHECKING:
    from migrascope.flows.failure import Failure


def below(failures: Sequence[Failure]) -> None:
    """The remarks under a table; nothing where no method failed."""
    for each in _remarks(failures):
        click.echo(textwrap.fill(each, WIDTH))


def tell(context: Context, failures: Sequence[Failure]) -> None:
    """The same by the way, where figures go to a file or a program."""
    for each in _remarks(failures):
        context.say(each)


def tell_not_stored(context: Context, failures: Sequence[Failure]) -> None:
    """Of which methods nothing was stored; why is said once, with the figures."""
    from migrascope.flows.failure import alike

    for methods, one in alike(failures):
        context.say(
            f"Nothing is stored of {listing(methods)} for {when(one.interval)}, "
            f"{SEXES[one.sex]}: {_it(methods)} failed."
        )


def tell_not_resampled(context: Context, failures: Sequence[Failure]) -> None:
    """Which methods have no resampled interval, because they failed in a draw."""
    from migrascope.flows.failure import alike

    for methods, one in alike(failures):
        context.say(
            f"Mind: {listing(methods)} failed in a draw of the stocks for "
            f"{when(one.interval)}, {SEXES[one.sex]}: no resampled interval. {one.says}"
        )


def facts(failures: Sequence[Failure]) -> list[dict[str, str]]:
    """The same for programs."""
    return [
        {
            "method": each.method,
            "sex": each.sex,
            "start": each.interval.start.isoformat(),
            "end": each.interval.end.isoformat(),
            "reason": each.reason,
            "advice": each.advice,
        }
        for each in failures
    ]


def _remarks(failures: Sequence[Failure]) -> Iterator[str]:
    from migrascope.flows.failure import alike

    for methods, one in alike(failures):
        yield (
            f"Mind: {listing(methods)} failed for {when(one.interval)}, "
            f"{SEXES[one.sex]}, and {'is' if len(methods) == 1 else 'are'} left out "
            f"there. {one.says}"
        )


def _it(methods: Sequence[str]) -> str:
    return "it" if len(methods) == 1 else "they"
