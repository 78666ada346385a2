"""What is not known about a country, or about all countries of a group?"""

from __future__ import annotations

import csv
import json
import sys
from typing import TYPE_CHECKING

import click

from migrascope.cli import printing
from migrascope.cli.context import Context, pass_context

if TYPE_CHECKING:
    from migrascope.indicators.gaps import Gap, GapMatrix

COLUMNS = (
    "area",
    "indicator",
    "name",
    "years",
    "missing",
    "by_sex",
    "by_age",
    "by_migratory_status",
)


@click.command()
@click.argument("area", required=False)
@click.option(
    "--since",
    type=click.IntRange(1900, 2100),
    default=2015,
    show_default=True,
    metavar="YEAR",
    help="The first year that should have a figure.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(("table", "csv", "json")),
    default="table",
    help="How to print them.",
)
@pass_context
def command(context: Context, *, area: str | None, since: int, form: str) -> None:
    """Show which years and which breakdowns exist, and which do not.

    AREA is a country, a region or a group, by code or name; without it all countries
    and areas are looked at. For more than one country the table counts countries;
    CSV and JSON always have one row for each country and indicator.
    """
    from migrascope.indicators import gaps
    from migrascope.indicators.evidence import Evidence
    from migrascope.model import area as areas

    found = None if area is None else areas.find(area).id
    places = (
        tuple(each.id for each in areas.countries())
        if found is None
        else areas.members(found)
    )
    matrix = gaps.matrix(
        Evidence.load(context.evidence, area=found), places, since=since
    )
    if form == "csv":
        _as_csv(matrix)
    elif form == "json":
        _as_json(matrix)
    elif len(places) == 1:
        _country(context, matrix)
    else:
        _countries(context, matrix)


def _country(context: Context, matrix: GapMatrix) -> None:
    """One line for each indicator: years that exist, years that do not."""
    from migrascope.indicators.gaps import BREAKDOWNS, spans
    from migrascope.model import area as areas

    rows = [
        (
            gap.code,
            spans(gap.years) or "none",
            (spans(gap.missing) or "none") if gap.exists else "all",
            *("yes" if gap.has(each) else "no" for each in BREAKDOWNS),
        )
        for gap in matrix.gaps
    ]
    click.echo(f"{areas.name(matrix.areas[0])}, {matrix.since}–{matrix.until}")
    headers = ("indicator", "years", "missing", *BREAKDOWNS)
    printing.table(context, headers, rows, whole={"indicator"})


def _countries(context: Context, matrix: GapMatrix) -> None:
    """One line for each indicator: how many countries have figures at all."""
    from migrascope.indicators.gaps import BREAKDOWNS

    counted = ("any", *(f"by {each}" for each in BREAKDOWNS))
    rows = []
    for each in matrix.indicators:
        there = matrix.of(each.code)
        numbers = (
            sum(_since(gap.years, matrix) for gap in there),
            *(
                sum(_since(gap.years_by(name), matrix) for gap in there)
                for name in BREAKDOWNS
            ),
        )
        rows.append((each.code, *map(str, numbers)))
    click.echo(f"Countries with figures, of {len(matrix.areas)}, since {matrix.since}")
    printing.table(context, ("indicator", *counted), rows, right=counted)


def _since(years: tuple[int, ...], matrix: GapMatrix) -> bool:
    return any(year >= matrix.since for year in years)


def _facts(matrix: GapMatrix, gap: Gap) -> dict[str, object]:
    from migrascope.indicators.gaps import BREAKDOWNS

    names = {each.code: each.name for each in matrix.indicators}
    sex, age, status = (list(gap.years_by(each)) for each in BREAKDOWNS)
    values = (
        gap.area,
        gap.code,
        names[gap.code],
        list(gap.years),
        list(gap.missing),
        sex,
        age,
        status,
    )
    return dict(zip(COLUMNS, values, strict=True))


def _as_csv(matrix: GapMatrix) -> None:
    """Lists of years are joined by blanks."""
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(COLUMNS)
    for gap in matrix.gaps:
        writer.writerow(
            " ".join(map(str, value)) if isinstance(value, list) else value
            for value in _facts(matrix, gap).values()
        )


def _as_json(matrix: GapMatrix) -> None:
    """A JSON object with the years looked at and an array of gaps."""
    answer = {
        "since": matrix.since,
        "until": matrix.until,
        "gaps": [_facts(matrix, gap) for gap in matrix.gaps],
    }
    click.echo(json.dumps(answer, ensure_ascii=False, indent=2))
