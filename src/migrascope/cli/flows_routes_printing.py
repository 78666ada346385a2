"""How is a route printed: as a table for people, as CSV or JSON for programs?"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterable, Sequence

import click

from migrascope.cli import printing
from migrascope.cli.context import Context
from migrascope.flows.routes import Alongside, Month, RouteSeries, Year, listed
from migrascope.flows.routes.shape import deaths_per_ten_thousand
from migrascope.language import numbers
from migrascope.model import area, measure

Row = dict[str, object]

_MOST = 20
"""Nationalities of a table for people; programs get all."""


def listing(context: Context, form: str) -> None:
    """Every route: what is counted, by whom, and which edition the base has."""
    held = {entry.dataset for entry in context.evidence.index.entries}
    rows: list[Row] = [
        {
            "route": route.id,
            "name": route.name,
            "counts": route.counts,
            "measure": route.measure,
            "dataset": route.dataset,
            "edition": context.evidence.edition(route.dataset).id
            if route.dataset in held
            else "",
            "deaths_as": "; ".join(route.deaths_as),
        }
        for route in listed()
    ]
    if form == "table":
        headers = ("route", "what is counted", "unit of", "edition in the base")
        lines = [
            (
                str(row["route"]),
                str(row["counts"]),
                str(row["measure"]),
                str(row["edition"] or "none"),
            )
            for row in rows
        ]
        printing.table(context, headers, lines, whole={"route"})
        click.echo("\nMind: What is counted are events, not people.")
        click.echo("Months and years of one: migrascope flows routes ROUTE")
    else:
        _give(rows, form)


def series(context: Context, found: RouteSeries, form: str, *, by: str) -> None:
    """The years or months of a route, with what is missing and what to mind."""
    if form == "json":
        _as_json(found)
    elif form == "csv":
        _as_csv(_month_rows(found) if by == "month" else _year_rows(found))
    else:
        _for_people(context, found, by)


def headline(found: RouteSeries) -> str:
    """What the series shows, in a sentence made of its latest complete years."""
    counted = measure.get(found.route.measure).name_plural
    who = f" of people from {area.name(found.nationality)}" if found.nationality else ""
    events = [y for y in found.years if y.is_complete and y.counted is not None]
    dead = [y for y in found.years if y.months_dead == 12]
    parts = []
    if events:
        last = events[-1]
        parts.append(f"{numbers.exact(last.counted)} {counted}{who} in {last.number}")
    if dead:
        last = dead[-1]
        parts.append(
            f"{numbers.exact(last.dead)} people died or disappeared in {last.number}"
        )
    said = "; ".join(parts) or f"no complete year of {counted}{who}"
    return f"{found.route.name}: {said}"


def source(context: Context, found: RouteSeries) -> str:
    """The line under a picture: publishers, editions, and what grey means."""
    editions = [context.evidence.edition(each) for each in found.editions]
    named = "; ".join(f"{each.publisher}, edition {each.id}" for each in editions)
    return (
        f"Events are not people: one person can be several. Grey: nothing published. "
        f"Sources: {named}."
    )


def alongside(context: Context, found: Alongside, form: str) -> None:
    """Counts on a route beside flow estimates, with why they do not compare."""
    rows: list[Row] = [
        {
            "nationality": pair.nationality,
            "events": pair.counted,
            "low": pair.low,
            "high": pair.high,
            **{method: pair.estimates.get(method) for method in found.methods},
        }
        for pair in found.pairs
    ]
    if form == "csv":
        _as_csv(rows)
        return
    if form == "json":
        answer = {
            "route": found.route.id,
            "measure": found.route.measure,
            "destination": found.route.destination,
            "start": found.interval.start.isoformat(),
            "end": found.interval.end.isoformat(),
            "months_counted": found.months,
            "months_with_nationalities": found.months_named,
            "months_in_all": found.months_in_all,
            "without_nationality": found.unnamed,
            "editions": list(found.editions),
            "pairs": rows,
            "why_not_comparable": list(found.words),
        }
        click.echo(json.dumps(answer, ensure_ascii=False, indent=2))
        return
    counted = measure.get(found.route.measure).name_plural
    click.echo(
        f"{found.route.name}, mid-{found.interval.start.year} to "
        f"mid-{found.interval.end.year}: {counted}, beside estimated flows to "
        f"{area.name(found.route.destination)}"
    )
    headers = ("nationality or origin", "events", "estimated flow")
    lines = [
        (
            area.name(pair.nationality),
            printing.number(pair.counted),
            _range(pair.low, pair.high),
        )
        for pair in found.pairs[:_MOST]
    ]
    printing.table(context, headers, lines, right=headers[1:])
    left = len(found.pairs) - _MOST
    if left > 0:
        click.echo(f"{left} more: --format csv")
    if found.unnamed:
        click.echo(f"Events without a nationality: {printing.number(found.unnamed)}")
    if found.months < found.months_in_all:
        click.echo(
            f"Counts are published for {found.months} of {found.months_in_all} months."
        )
    if found.months_named < found.months:
        click.echo(f"Nationalities are told for {found.months_named} months only.")
    _editions(context, found.editions)
    click.echo("These cannot be compared one to one:")
    for reason in found.words:
        click.echo(f"- {reason}")


def _for_people(context: Context, found: RouteSeries, by: str) -> None:
    click.echo(headline(found))
    click.echo(f"Counted: {found.route.counts}.")
    named = found.nationality is None
    lines = [
        _line(name, counted, unnamed, dead, rate, remark, named=named)
        for name, counted, unnamed, dead, rate, remark in (
            map(_of_month, found.months)
            if by == "month"
            else map(_of_year, found.years)
        )
    ]
    headers = [by, "events", "nationality not told"]
    if named:
        headers += ["dead or missing", "per 10,000 events"]
    printing.table(context, [*headers, "remark"], lines, right=headers[1:])
    known = [each for each in found.rolling() if each.counted is not None]
    if known:
        last = known[-1]
        total = printing.number(last.counted)
        click.echo(f"Twelve months to {last.last:%B %Y}: {total} events.")
    for each in found.lacks:
        click.echo(f"Missing: {each}")
    _editions(context, found.editions)
    for trap in found.traps:
        click.echo(f"Mind: {trap}")
    if found.counted_until:
        click.echo(
            f"Where do events come from? migrascope trace {found.route.measure} "
            f"{found.area} {found.counted_until.year}"
        )


Told = tuple[str, float | None, float | None, float | None, float | None, str]


def _of_year(year: Year) -> Told:
    remarks = []
    if 0 < year.months_counted < 12:
        remarks.append(f"events of {year.months_counted} months")
    if 0 < year.months_dead < 12:
        remarks.append(f"deaths of {year.months_dead} months")
    if year.undated:
        remarks.append(f"{year.undated:.0f} deaths without a date")
    return (
        str(year.number),
        year.counted,
        year.unnamed,
        year.dead,
        year.per_ten_thousand,
        "; ".join(remarks),
    )


def _of_month(month: Month) -> Told:
    rate = deaths_per_ten_thousand(month.dead, month.counted)
    name = f"{month.first:%Y-%m}"
    return name, month.counted, month.unnamed, month.dead, rate, ""


def _line(
    name: str,
    counted: float | None,
    unnamed: float | None,
    dead: float | None,
    rate: float | None,
    remark: str,
    *,
    named: bool,
) -> tuple[str, ...]:
    cells = [name, printing.number(counted), printing.number(unnamed)]
    if named:
        cells += [printing.number(dead), ".." if rate is None else f"{rate:,.1f}"]
    return (*cells, remark)


def _year_rows(found: RouteSeries) -> list[Row]:
    return [
        {
            "year": year.number,
            "events": year.counted,
            "months_of_events": year.months_counted,
            "without_nationality": year.unnamed,
            "dead_or_missing": year.dead,
            "months_of_deaths": year.months_dead,
            "per_10000_events": year.per_ten_thousand,
        }
        for year in found.years
    ]


def _month_rows(found: RouteSeries) -> list[Row]:
    rolling = {each.last: each for each in found.rolling()}
    rows: list[Row] = []
    for month in found.months:
        twelve = rolling.get(month.first)
        rows.append(
            {
                "month": f"{month.first:%Y-%m}",
                "events": month.counted,
                "without_nationality": month.unnamed,
                "dead_or_missing": month.dead,
                "events_12_months": twelve.counted if twelve else None,
                "dead_or_missing_12_months": twelve.dead if twelve else None,
                "per_10000_events_12_months": twelve.per_ten_thousand
                if twelve
                else None,
            }
        )
    return rows


def _as_json(found: RouteSeries) -> None:
    answer = {
        "route": found.route.id,
        "name": found.route.name,
        "counts": found.route.counts,
        "measure": found.route.measure,
        "unit": measure.get(found.route.measure).unit,
        "nationality": found.nationality,
        "editions": list(found.editions),
        "years": _year_rows(found),
        "months": _month_rows(found),
        "missing": list(found.lacks),
        "mind": list(found.traps),
    }
    click.echo(json.dumps(answer, ensure_ascii=False, indent=2))


def _give(rows: Sequence[Row], form: str) -> None:
    if form == "csv":
        _as_csv(rows)
    else:
        click.echo(json.dumps(list(rows), ensure_ascii=False, indent=2))


def _as_csv(rows: Sequence[Row]) -> None:
    """What is not known is an empty field."""
    writer = csv.DictWriter(
        sys.stdout, fieldnames=list(rows[0]) if rows else [], lineterminator="\n"
    )
    writer.writeheader()
    writer.writerows(
        {name: _plain(value) for name, value in row.items()} for row in rows
    )


def _plain(value: object) -> object:
    """Whole numbers without a decimal point."""
    if isinstance(value, float):
        return int(value) if value.is_integer() else round(value, 3)
    return value


def _range(low: float | None, high: float | None) -> str:
    if low is None or high is None:
        return ".."
    return f"{numbers.exact(low)} to {numbers.exact(high)}"


def _editions(context: Context, names: Iterable[str]) -> None:
    for name in names:
        edition = context.evidence.edition(name)
        click.echo(f"Source: {edition.publisher}: {edition.title}. Edition {name}")
