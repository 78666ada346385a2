"""Which methods are there, and what does each of them rest on?"""

from __future__ import annotations

import csv
import json
import sys
import textwrap
from typing import TYPE_CHECKING

import click

from migrascope.cli import printing
from migrascope.cli.context import Context, pass_context

if TYPE_CHECKING:
    from migrascope.flows.methods import Method

WIDTH = 80


@click.command()
@click.argument("code", required=False)
@click.option(
    "--format",
    "form",
    type=click.Choice(("table", "csv", "json")),
    default="table",
    help="How to print them.",
)
@pass_context
def command(context: Context, *, code: str | None, form: str) -> None:
    """List the methods, or say what one of them assumes and cannot see.

    CODE is a method such as da_pb_closed, as the published estimates name it.
    """
    from migrascope.flows import methods  # loads numpy

    codes = (*methods.ALL, *methods.EXTRA) if code is None else (code,)
    chosen = [methods.get(each) for each in codes]
    facts = [_facts(each) for each in chosen]
    if form == "json":
        click.echo(json.dumps(facts, ensure_ascii=False, indent=2))
    elif form == "csv":
        _as_csv(facts)
    elif code is None:
        _list(context, chosen)
    else:
        _explain(chosen[0])


def _facts(method: Method) -> dict[str, object]:
    """What programs get."""
    return {
        "code": method.code,
        "title": method.title,
        "says": method.says,
        "assumes": list(method.assumes),
        "cannot_see": list(method.cannot_see),
        "meets": sorted(method.promises),
        "takes_seed": method.takes_seed,
        "reference": method.reference,
    }


def _as_csv(facts: list[dict[str, object]]) -> None:
    """Lists are joined by blanks: they are sentences."""
    from migrascope.store.export import defused

    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(facts[0])
    for each in facts:
        writer.writerow(
            defused(" ".join(value) if isinstance(value, list) else str(value))
            for value in each.values()
        )


def _list(context: Context, chosen: list[Method]) -> None:
    from migrascope.flows import methods

    rows = [
        (each.code, each.title, "yes" if each.code in methods.ALL else "when named")
        for each in chosen
    ]
    headers = ("code", "title", "in all")
    printing.table(context, headers, rows, whole={"code"})
    click.echo("\nWhat one assumes and cannot see: migrascope flows methods CODE")


def _explain(method: Method) -> None:
    """A method in full, for people."""
    click.echo(f"{method.code}: {method.title}\n")
    click.echo(textwrap.fill(method.says, WIDTH))
    _listed("It assumes", method.assumes)
    _listed("It cannot see", method.cannot_see)
    meets = {
        "birthplaces": "the movers and stayers of each birthplace in every area",
        "net": "arrivals less departures of every area",
        "world": "all movers of the world together",
    }
    _listed("Its tables meet", [meets[each] for each in sorted(method.promises)])
    click.echo(f"\n{textwrap.fill(f'Reference: {method.reference}.', WIDTH)}")


def _listed(heading: str, texts: tuple[str, ...] | list[str]) -> None:
    if not texts:
        return
    click.echo(f"\n{heading}:")
    for text in texts:
        click.echo(
            textwrap.fill(text, WIDTH, initial_indent="- ", subsequent_indent="  ")
        )
