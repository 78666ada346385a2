"""What do the sources say about this measure and this area?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, cast

import click

from migrascope.cli import asking, computed, printing
from migrascope.cli.context import Context, pass_context
from migrascope.errors import UnknownMeasure

if TYPE_CHECKING:
    from migrascope.cli.computed import Span
    from migrascope.store.base import Base
    from migrascope.store.editions import Edition
    from migrascope.store.figure import Figure
    from migrascope.store.question import Filters
    from migrascope.store.totals import Line


@click.command()
@click.argument("measure")
@click.argument("area")
@click.option("--origin", metavar="AREA", help='One origin, or "all" of them.')
@click.option("--sex", type=click.Choice(asking.SEXES), help='F, M, or "all".')
@click.option("--age", metavar="CODE", help='An age group such as Y0T4, or "all".')
@click.option("--breakdown", metavar="TEXT", help='Such as decision=total, or "all".')
@click.option("--from", "since", type=int, metavar="YEAR", help="First year.")
@click.option("--to", "until", type=int, metavar="YEAR", help="Last year.")
@click.option("--edition", metavar="ID", help="One edition or dataset only.")
@click.option("--all-editions", is_flag=True, help="Older editions too.")
@asking.as_of_option
@asking.form_option()
@pass_context
def command(
    context: Context,
    *,
    measure: str,
    area: str,
    origin: str | None,
    sex: str | None,
    age: str | None,
    breakdown: str | None,
    since: int | None,
    until: int | None,
    edition: str | None,
    all_editions: bool,
    as_of: date | None,
    form: str | None,
) -> None:
    """Show the figures of MEASURE for AREA, with unit, source and caveats.

    MEASURE is a code, a name or an SDG indicator (migrant_stock, refugees, 10.c.1);
    AREA a code or a name. Totals are shown; --origin all, --sex all, --age all and
    --breakdown all show the parts. `migrascope trace` follows each figure to its cell.
    """
    from migrascope.store import export, totals, unanswered

    told = {"origin": origin, "sex": sex, "age": age, "breakdown": breakdown}
    given = {name: text for name, text in told.items() if text is not None}
    base = context.evidence
    for_people = form in (None, printing.TABLE)
    span: Span = {"since": since, "until": until, "as_of": as_of}
    is_answered = (
        for_people
        and not given
        and edition is None
        and computed.show(context, measure, area, **span)
    )
    filters = _parts_asked(given)
    filters["area"] = asking.area_named(area, base)
    filters["since"], filters["until"], filters["as_of"] = since, until, as_of
    if edition is not None:
        filters["editions"] = edition
    elif all_editions:
        filters["editions"] = [each.id for each in base.editions(as_of)]
    figures = _published(base, measure, filters, is_answered=is_answered)
    lines = totals.lines(figures, given=set(given))
    if lines and for_people:
        _for_people(context, base, lines)
        _how_to_see_more(lines, totals.parts(figures, given=set(given)))
    elif lines:
        printing.deliver(
            lambda path: export.write_lines(base, str(form), path, lines=lines),
            target=None,
            form=str(form),
        )
    elif not is_answered:
        raise unanswered.nothing_found(base, filters)


def _parts_asked(given: Mapping[str, str]) -> Filters:
    """The filters for one origin, sex, age or breakdown; "all" is no filter."""
    asked = {name: text for name, text in given.items() if text != asking.EVERY}
    if "origin" in asked:
        asked["origin"] = asking.origin_named(asked["origin"])
    return cast("Filters", asked)


def _published(
    base: Base, measure: str, filters: Filters, *, is_answered: bool
) -> tuple[Figure, ...]:
    """What publishers say; nothing for an indicator that only we compute."""
    from migrascope.store import names

    try:
        filters["measure"] = names.measures_named(
            measure, held=base.measures(filters.get("as_of"))
        )
    except UnknownMeasure:
        if is_answered:
            return ()
        raise
    return base.query(**filters)


def _for_people(context: Context, base: Base, lines: tuple[Line, ...]) -> None:
    """A heading and a table for each measure and unit; sources and caveats below."""
    editions = {line.first.edition: base.edition(line.first.edition) for line in lines}
    marks = {id_: f"[{number}]" for number, id_ in enumerate(editions, start=1)}
    kinds = dict.fromkeys((line.first.measure, line.first.unit) for line in lines)
    for measure, unit in kinds:
        shown = [
            line
            for line in lines
            if (line.first.measure, line.first.unit) == (measure, unit)
        ]
        _table(context, shown, marks)
    _sources(editions, marks)
    _caveats(editions, lines)


def _table(context: Context, lines: list[Line], marks: dict[str, str]) -> None:
    from migrascope.store.names import title

    first = lines[0].first
    unit = asking.unit_name(first.unit)
    heading = f"{title(first.measure)}, {asking.area_name(first.area)} ({unit})"
    columns = {
        "period": [str(line.period) for line in lines],
        "origin": [asking.area_name(line.origin) for line in lines],
        "sex": [asking.sex_name(line.sex) for line in lines],
        "age": [asking.age_name(line.age) for line in lines],
        "group": _groups(lines),
        "breakdown": [line.breakdown.replace(";", "; ") for line in lines],
        unit: [printing.number(line.value) for line in lines],
        "low": [_bound(line.low) for line in lines],
        "high": [_bound(line.high) for line in lines],
        "remark": [_remark(line) for line in lines],
        "source": [marks[line.first.edition] for line in lines],
    }
    always = {"period", unit, "source"}
    kept = {
        name: texts
        for name, texts in columns.items()
        if name in always or len(set(texts)) > 1 or _says_something(name, texts[0])
    }
    click.echo(heading)
    printing.table(
        context,
        list(kept),
        list(zip(*kept.values(), strict=True)),
        right={unit, "low", "high"},
    )
    click.echo()


def _says_something(column: str, text: str) -> bool:
    """Whether a column that says the same everywhere is worth its place."""
    if column in {"origin", "sex", "age"}:
        return text not in {"all", "both", "does not apply"}
    return text != ""


def _groups(lines: list[Line]) -> list[str]:
    """The population groups, where one edition tells several apart."""
    told = {(line.first.edition, line.first.status) for line in lines}
    if len(told) == len({edition for edition, _ in told}):
        return [""] * len(lines)
    return [asking.group_name(line.first.status) for line in lines]


def _bound(value: float | None) -> str:
    return "" if value is None else printing.number(value)


def _remark(line: Line) -> str:
    note = str(line.facts()["note"])
    said = (asking.status_name(line.first.obs_status), note)
    return "; ".join(text for text in said if text)


def _sources(editions: dict[str, Edition], marks: dict[str, str]) -> None:
    for id_, edition in editions.items():
        click.echo(
            f"{marks[id_]} {edition.publisher}: {edition.title}. Edition {id_}, "
            f"retrieved {edition.retrieved:%Y-%m-%d}. {edition.licence.name}."
        )


def _caveats(editions: dict[str, Edition], lines: tuple[Line, ...]) -> None:
    said = dict.fromkeys(
        caveat.says
        for line in lines
        for figure in line.figures
        for caveat in editions[figure.edition].caveats_for(
            figure.facts(), year=figure.year
        )
    )
    for text in said:
        click.echo(f"Mind: {text}")


def _how_to_see_more(lines: tuple[Line, ...], parts: tuple[str, ...]) -> None:
    if parts:
        options = ", ".join(f"--{name} all" for name in parts)
        click.echo(f"These figures can be told apart: {options}")
    last = max(lines, key=lambda line: line.first.end).first
    click.echo(
        "Where does a number come from? "
        f"migrascope trace {last.measure} {last.area} {last.year}"
    )
