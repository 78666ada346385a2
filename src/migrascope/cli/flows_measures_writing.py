"""How do programs get measures of movements: as CSV, as JSON, and what they mean?"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Sequence

import click

from migrascope.cli import flows_failing, printing
from migrascope.cli.context import Context
from migrascope.cli.flows_measures_sheet import Column, Sheet
from migrascope.flows import methods
from migrascope.flows.measures import registry
from migrascope.flows.measures.answer import Facts, Unsaid

RATES = (
    "Rates are per person-year: the mid-interval population (mean of both ends) times "
    "the years."
)
WORLD = "M49:900"
PERSONS = "persons"


def listing(context: Context, form: str) -> None:
    """Every measure: what it is, in what unit, by which formula, after whom."""
    rows = [_meaning(each) for each in registry.facts()]
    if form == "json":
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    elif form == "csv":
        _write(rows)
    else:
        shown = [
            (each.code, each.name, each.unit, each.formula) for each in registry.facts()
        ]
        headers = ("measure", "name", "unit", "formula")
        printing.table(context, headers, shown, whole={"measure"})


def as_csv(sheet: Sheet) -> None:
    """One row for each measure of each place, method and interval."""
    _write([row for each in sheet.columns for row in _rows(each)])


def as_json(sheet: Sheet, *, top: int) -> None:
    """All measures and the largest corridors, with what they rest on."""
    click.echo(json.dumps(_answer(sheet, top), ensure_ascii=False, indent=2))


def _rows(column: Column) -> list[dict[str, object]]:
    """Every measure of a column as one row; groups come with their table as a whole."""
    places = list(column.places)
    measured = [(area, each) for area in places for each in column.of(area)]
    if not places or (column.inside and len(places) > 1):
        measured = [*((WORLD, each) for each in column.of_system), *measured]
    rows = [
        _row(column, area, each.facts, each.value, each.reason)
        for area, each in measured
    ]
    return rows + [
        _row(column, area, _WITHIN, persons, "")
        for area, persons in column.inside.items()
    ]


_WITHIN = Facts(
    "within",
    "Movements within the group",
    PERSONS,
    "area",
    "Σ of M between members; in no other measure",
    "own",
)


def _row(
    column: Column, area: str, facts: Facts, value: float | None, reason: str
) -> dict[str, object]:
    table = column.table
    return {
        "area": area,
        "measure": facts.code,
        "name": facts.name,
        "value": value,
        "unit": facts.unit,
        "reason": reason,
        "method": table.method,
        "sex": table.sex,
        "start": table.interval.start.isoformat(),
        "end": table.interval.end.isoformat(),
        "status": "estimated",
    }


def _answer(sheet: Sheet, top: int) -> dict[str, object]:
    """Everything for programs."""
    titles = {
        each.table.method: methods.get(each.table.method).title
        for each in sheet.columns
    }
    distances = sheet.newest.movements.distances
    return {
        "what": "measures of movements estimated from stocks; not counts",
        "methods": titles,
        "rates": RATES,
        "distances": "" if isinstance(distances, Unsaid) else distances.says,
        "by": sheet.by,
        "editions": list(sheet.editions),
        "failures": flows_failing.facts(sheet.failures),
        "measures": [row for each in sheet.columns for row in _rows(each)],
        "corridors": [
            {
                "rank": found.rank,
                "origin": found.origin,
                "destination": found.destination,
                "persons": found.persons,
                "share": found.share,
                "times_expected": each.times_expected(found),
                "method": each.table.method,
                "start": each.table.interval.start.isoformat(),
                "end": each.table.interval.end.isoformat(),
            }
            for each in sheet.columns
            for found in sheet.ranked(each)[:top]
        ],
    }


def _meaning(facts: Facts) -> dict[str, object]:
    return {
        "code": facts.code,
        "name": facts.name,
        "unit": facts.unit,
        "of": facts.scope,
        "formula": facts.formula,
        "needs": " ".join(facts.needs),
        "reference": facts.reference,
    }


def _write(rows: Sequence[dict[str, object]]) -> None:
    """Rows as CSV, with a header."""
    writer = csv.DictWriter(sys.stdout, rows[0], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
