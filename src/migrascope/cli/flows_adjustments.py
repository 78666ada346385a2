"""What was changed in the published stocks before movements were estimated?"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from migrascope.cli import asking, flows_asking, printing
from migrascope.cli.context import Context, pass_context
from migrascope.cli.flows_asking import Asked
from migrascope.cli.flows_words import count

if TYPE_CHECKING:
    from migrascope.flows.preparing.adjustment import Adjustment

COLUMNS = ("step", "start", "end", "day", "sex", "area", "origin", "persons", "says")


@click.command()
@flows_asking.preparing_options
@click.option(
    "--step",
    type=click.IntRange(min=1),
    metavar="YEARS",
    help="Length of an interval (default: from one year with stocks to the next).",
)
@click.option(
    "--sex",
    type=click.Choice(flows_asking.SEXES),
    default="_T",
    help="F, M, _T (both, the default), or all three.",
)
@click.option("--area", metavar="AREA", help="Changes in one area only.")
@click.option(
    "--top", type=click.IntRange(min=1), default=3, help="Lines of each step (3)."
)
@click.option(
    "--format",
    "form",
    type=click.Choice((printing.TABLE, "csv", "json")),
    default=printing.TABLE,
    help="How to print them.",
)
@pass_context
def command(
    context: Context,
    *,
    asked: Asked,
    step: int | None,
    sex: str,
    area: str | None,
    top: int,
    form: str,
) -> None:
    """List what the preparation changed: which step, where, how many people.

    Changes with a year are people added to or taken from the stocks of that day; the
    others are births, deaths and population, or areas that stand in no table.
    """
    place = None if area is None else asking.origin_named(area)
    asked = replace(asked, step=step, sex=sex)
    found = [
        each
        for each in flows_asking.adjustments(context, asked)
        if place is None or place in (each.area, each.origin)
    ]
    {"table": _for_people, "csv": _as_csv, "json": _as_json}[form](
        context, found, top=top
    )


def _for_people(context: Context, found: Sequence[Adjustment], *, top: int) -> None:
    """Totals by step and day, then the largest changes of each step."""
    if not found:
        click.echo("Nothing was changed.")
        return
    totals: dict[tuple[str, str], list[Adjustment]] = {}
    steps: dict[str, list[Adjustment]] = {}
    for each in found:
        when = str(each.interval if each.day is None else each.day.year)
        totals.setdefault((each.step, when), []).append(each)
        steps.setdefault(each.step, []).append(each)
    rows = [
        [
            step,
            when,
            f"{len({each.area for each in group}):,}",
            count(sum(max(each.persons, 0.0) for each in group), signed=True),
            count(sum(min(each.persons, 0.0) for each in group), signed=True),
        ]
        for (step, when), group in totals.items()
    ]
    headers = ["step", "when", "areas", "added", "taken"]
    printing.table(context, headers, rows, right=headers[2:])
    for step, group in steps.items():
        click.echo(f"\n{step}")
        _listed(context, sorted(group, key=lambda each: -abs(each.persons))[:top])
    hidden = sum(max(0, len(group) - top) for group in steps.values())
    if hidden:
        click.echo(f"\n{hidden:,} smaller ones: --top N, --area AREA, --format csv")


def _listed(context: Context, found: Sequence[Adjustment]) -> None:
    rows = [
        [
            asking.area_name(each.area),
            "any" if each.origin is None else asking.area_name(each.origin),
            str(each.interval if each.day is None else each.day.year),
            count(each.persons, signed=True),
            each.says,
        ]
        for each in found
    ]
    headers = ["area", "born in", "when", "persons", "what"]
    printing.table(context, headers, rows, right={"persons"})


def _facts(each: Adjustment) -> dict[str, object]:
    values = (
        each.step,
        each.interval.start.isoformat(),
        each.interval.end.isoformat(),
        "" if each.day is None else each.day.isoformat(),
        each.sex,
        each.area,
        each.origin or "",
        each.persons,
        each.says,
    )
    return dict(zip(COLUMNS, values, strict=True))


def _as_csv(context: Context, found: Sequence[Adjustment], *, top: int) -> None:
    """Every change, whatever `top` says."""
    del context, top
    from migrascope.store.export import defused

    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(COLUMNS)
    for each in found:
        writer.writerow(
            defused(value) if isinstance(value, str) else value
            for value in _facts(each).values()
        )


def _as_json(context: Context, found: Sequence[Adjustment], *, top: int) -> None:
    del context, top
    click.echo(
        json.dumps([_facts(each) for each in found], ensure_ascii=False, indent=1)
    )
