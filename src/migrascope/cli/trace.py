"""Where does this number come from?"""

from __future__ import annotations

import json
import shlex
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING

import click

from migrascope.cli import asking, flows_storing, foresight_storing, printing
from migrascope.cli.context import Context, pass_context

if TYPE_CHECKING:
    from migrascope.store.base import Base
    from migrascope.store.figure import Figure
    from migrascope.store.question import Filters
    from migrascope.store.totals import Line
    from migrascope.store.trace import Trace

IN_FULL = 4
"""Figures of one edition that are shown with their surroundings; more are listed."""

LISTED = 40
"""Cells that are listed, the largest figures first."""


@click.command()
@click.argument("measure")
@click.argument("area")
@click.argument("year", type=int)
@click.option("--origin", metavar="AREA", help="The other side of the figure.")
@click.option("--sex", type=click.Choice(asking.SEXES[:-1]), help="F or M.")
@click.option("--age", metavar="CODE", help="An age group such as Y0T4.")
@click.option("--breakdown", metavar="TEXT", help="Such as decision=recognised.")
@click.option("--edition", metavar="ID", help="One edition or dataset only.")
@asking.as_of_option
@click.option(
    "--format",
    "form",
    type=click.Choice(("table", "json")),
    default="table",
    help="How to print it.",
)
@pass_context
def command(
    context: Context,
    *,
    measure: str,
    area: str,
    year: int,
    origin: str | None,
    sex: str | None,
    age: str | None,
    breakdown: str | None,
    edition: str | None,
    as_of: date | None,
    form: str,
) -> None:
    """Follow the figure of MEASURE for AREA in YEAR to the publisher's cell.

    Says file, sheet, cell, hash, address, licence and caveats, and reads the cell
    and its neighbours again from the file as it was received. Every source that
    has the figure is traced; --edition limits it to one.
    """
    from migrascope.store import names, totals, unanswered

    base = context.evidence
    filters: Filters = {
        "measure": names.measures_named(measure, held=base.measures(as_of)),
        "area": asking.area_named(area, base),
        "year": year,
        "as_of": as_of,
        "sex": sex,
        "age": age,
        "breakdown": breakdown,
        "editions": edition,
    }
    given = {"sex": sex, "age": age, "breakdown": breakdown}
    if origin is not None:
        filters["origin"] = asking.origin_named(origin)
    lines = totals.lines(
        base.figures(**filters),
        given={name for name, text in given.items() if text} | {"origin"} & {*filters},
    )
    if not lines:
        raise unanswered.nothing_found(base, filters)
    if form == "json":
        figures = [figure for line in lines for figure in line.figures]
        traces = [_facts(base, base.trace(figure)) for figure in figures]
        click.echo(json.dumps(traces, ensure_ascii=False, indent=2))
        return
    for _, group in groupby(lines, key=lambda line: line.first.edition):
        together = list(group)
        if len(together) > IN_FULL or any(line.is_sum for line in together):
            _listed(context, together)
        else:
            for line in together:
                _in_full(context, base.trace(line.first))


def _in_full(context: Context, trace: Trace) -> None:
    """Everything about one figure."""
    figure, edition = trace.figure, trace.edition
    click.echo(f"{_heading(trace)}: {printing.number(figure.value)} ", nl=False)
    click.echo(asking.unit_name(figure.unit) + _status(figure.obs_status))
    facts = {
        "edition": f"{edition.id}, retrieved {edition.retrieved:%Y-%m-%d %H:%M} UTC",
        "source": f"{edition.publisher}: {edition.title}",
        "file": trace.file.name,
        "cell": trace.place,
        "sha256": trace.file.sha256,
        "address": trace.file.address or edition.address or "not known",
        "licence": edition.licence.name,
        "citation": edition.citation,
        "note": figure.note,
        "snapshot": str(trace.snapshot or ""),
        "verdict": _verdict(trace),
    }
    for name, text in facts.items():
        if text:
            click.echo(f"  {name:9} {text}")
    for caveat in trace.caveats:
        click.echo(f"  mind      {caveat.says}")
    for line in _rests_on(context.evidence, trace):
        click.echo(f"  rests on  {line}")
    if how := _explained_by(trace):
        click.echo(f"  explain   {how}")
    if trace.around:
        click.echo()
        _surroundings(context, trace)
    click.echo()


def _rests_on(base: Base, trace: Trace) -> list[str]:
    """What an estimate or a forecast of this program was made from."""
    return [
        *flows_storing.rests_on(base, trace.figure),
        *foresight_storing.rests_on(trace.edition, trace.figure),
    ]


def _explained_by(trace: Trace) -> str:
    """The command that explains an estimate or a forecast of this program."""
    return flows_storing.explained_by(
        trace.edition, trace.figure
    ) or foresight_storing.explained_by(trace.edition, trace.figure)


def _surroundings(context: Context, trace: Trace) -> None:
    """The cells around, with the traced one between arrows."""
    around = trace.around
    if around is None:
        return
    marked_row, marked_column = around.marked
    rows = []
    for number, cells in enumerate(around.cells):
        shown = [_short(cell) for cell in cells]
        if number == marked_row:
            shown[marked_column] = f"→ {shown[marked_column]} ←"
        rows.append([around.rows[number], *shown])
    printing.table(
        context, ["", *around.columns], rows, right={"", around.columns[marked_column]}
    )


def _listed(context: Context, lines: list[Line]) -> None:
    """Sums, or many figures of one edition: their cells as a list."""
    from migrascope.store.surroundings import place

    first = lines[0].first
    edition = context.evidence.edition(first.edition)
    for line in lines:
        if line.is_sum:
            click.echo(
                f"{first.measure}, {asking.area_name(first.area)}, {line.period}: "
                f"{printing.number(line.value)} {asking.unit_name(first.unit)}, "
                f"the sum of {len(line.figures)} figures of {edition.id}"
            )
    figures = [figure for line in lines for figure in line.figures]
    largest = sorted(figures, key=lambda each: -(each.value or 0.0))
    rows = [
        [
            asking.area_name(each.origin),
            asking.sex_name(each.sex),
            asking.age_name(each.age),
            each.breakdown.replace(";", "; "),
            printing.number(each.value),
            edition.files[each.file].name,
            place(
                edition.files[each.file].name,
                sheet=each.sheet,
                row=each.row,
                column=each.column,
            ),
        ]
        for each in largest[:LISTED]
    ]
    headers = ("origin", "sex", "age", "breakdown", "value", "file", "cell")
    printing.table(context, headers, rows, right={"value"})
    if len(largest) > LISTED:
        click.echo(f"{len(largest) - LISTED:,} smaller ones: --format json")
    click.echo(
        f"One of them in full: migrascope trace {first.measure} {first.area} "
        f"{first.year} {_options(largest[0])} --edition {first.edition}"
    )
    click.echo()


def _options(figure: Figure) -> str:
    """The options that name one figure among others."""
    told = {
        "origin": figure.origin,
        "sex": figure.sex,
        "age": figure.age,
        "breakdown": figure.breakdown,
    }
    return " ".join(
        f"--{name} {shlex.quote(text)}"
        for name, text in told.items()
        if text not in {"_T", "_Z", ""}
    )


def _heading(trace: Trace) -> str:
    figure = trace.figure
    parts = [figure.measure, asking.area_name(figure.area)]
    if figure.origin not in {"_T", "_Z"}:
        parts.append(f"from {asking.area_name(figure.origin)}")
    if figure.sex not in {"_T", "_Z"}:
        parts.append(asking.sex_name(figure.sex))
    if figure.age not in {"_T", "_Z"}:
        parts.append(asking.age_name(figure.age))
    if figure.breakdown:
        parts.append(figure.breakdown)
    return ", ".join([*parts, str(figure.period)])


def _status(code: str) -> str:
    said = asking.status_name(code)
    return f" ({said})" if said else ""


def _verdict(trace: Trace) -> str:
    """What the file says now, beside what the base says."""
    said = f'{trace.verdict.value}: "{_short(trace.found)}"'
    if trace.factor is not None:
        return f"{said}, times {printing.number(trace.factor)}"
    if trace.around is None:
        return f"{trace.verdict.value}: {trace.remark}"
    return said


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 40 else f"{line[:39]}…"


def _facts(base: Base, trace: Trace) -> dict[str, object]:
    """The same for programs."""
    figure, around = trace.figure, trace.around
    return {
        **{
            name: value.isoformat() if isinstance(value, date) else value
            for name, value in figure.facts().items()
        },
        "file": trace.file.name,
        "place": trace.place,
        "sha256": trace.file.sha256,
        "address": trace.file.address or trace.edition.address,
        "licence": trace.edition.licence.id,
        "citation": trace.edition.citation,
        "snapshot": str(trace.snapshot) if trace.snapshot else None,
        "verdict": trace.verdict.name.lower(),
        "found": trace.found,
        "factor": trace.factor,
        "caveats": [each.says for each in trace.caveats],
        "rests_on": _rests_on(base, trace),
        "explained_by": _explained_by(trace),
        "surroundings": None
        if around is None
        else {
            "columns": around.columns,
            "rows": around.rows,
            "cells": around.cells,
            "marked": around.marked,
        },
    }
