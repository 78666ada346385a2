"""How do series and corridors become tables with a drawing?

The drawing shows exactly what the table under it says.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from migrascope.indicators.series import Series, Strand
from migrascope.language.grammar import listing
from migrascope.language.numbers import exact, rounded, with_unit
from migrascope.model.estimate import Estimate
from migrascope.review import charts, maps
from migrascope.review.context import Context
from migrascope.review.geography import label, positions
from migrascope.review.model import (
    Chart,
    Column,
    Exhibit,
    Kind,
    Number,
    Table,
    TableCell,
)
from migrascope.review.partners import Corridors, Side

MILLIONS = "US$ million"


@dataclass(frozen=True, slots=True)
class Line:
    """A series as a column of a table over time, and, if `drawn`, as a line."""

    code: str
    title: str
    strand: Strand
    unit: str
    decimals: int = 0
    drawn: bool = True
    scale: float = 1


@dataclass(frozen=True, slots=True)
class PartnerView:
    """What to show of corridors: the largest `most`, beside the year `compare`.

    `code` is the measure, `heading` names the partners' column.
    """

    id: str
    code: str
    title: str
    heading: str
    finding: str
    compare: int | None = None
    most: int = 15
    note: str = ""


def line(
    series: Series, title: str, unit: str, *, decimals: int = 0, drawn: bool = True
) -> Line:
    """The headline strand of a series as a line; money is shown in millions."""
    scale = 1e6 if unit == MILLIONS else 1
    return Line(series.code, title, series.headline, unit, decimals, drawn, scale)


def over_time(
    context: Context,
    id_: str,
    title: str,
    lines: Sequence[Line],
    *,
    finding: str,
    since: int = 2000,
    note: str = "",
) -> Exhibit | None:
    """A table with a row a year, drawn as lines; None when there is no figure."""
    kept = [each for each in lines if any(year >= since for year in each.strand.years)]
    years = sorted({y for each in kept for y in each.strand.years if y >= since})
    if not years:
        return None
    columns = (
        Column("year", "Year", Kind.YEAR),
        *(
            Column(
                each.code,
                each.title,
                Kind.NUMBER,
                each.unit,
                each.decimals,
                each.scale,
            )
            for each in kept
        ),
    )
    rows = tuple(
        (year, *(_cell(context, each, year) for each in kept)) for year in years
    )
    table = Table(id_, title, columns, rows)
    drawn = [each for each in kept if each.drawn]
    chart = None
    if len(years) > 2 and drawn:
        chart = Chart(_lines(drawn, years), _in_words(title, drawn, years))
    return Exhibit(finding, table, editions_of(table), chart, note)


def partner_table(
    context: Context, found: Corridors, view: PartnerView
) -> Exhibit | None:
    """The largest partners of the newest year, on a map and in a table."""
    ranked = list(found.ranked(found.years[-1])) if found else []
    if not ranked:
        return None
    year = found.years[-1]
    shown = ranked[: view.most]
    has_sex = any(found.female_share(year, partner) for partner, _ in shown)
    before = view.compare
    columns = (
        Column("partner", view.heading),
        *((Column("before", str(before), Kind.NUMBER, "people"),) if before else ()),
        Column("people", str(year), Kind.NUMBER, "people"),
        *((Column("female", "Female", Kind.NUMBER, "%", 1),) if has_sex else ()),
    )
    rows = tuple(
        _partner_row(context, found, partner, view, has_sex=has_sex)
        for partner, _ in shown
    )
    table = Table(view.id, view.title, columns, rows)
    drawing = _map(context, ranked, view.title)
    return Exhibit(view.finding, table, editions_of(table), drawing, view.note)


def editions_of(table: Table) -> tuple[str, ...]:
    """The editions that the numbers of a table rest on, sorted."""
    return tuple(
        sorted(
            {cell.edition for _, _, n in table.numbers() for cell in n.estimate.cells}
        )
    )


def _cell(context: Context, each: Line, year: int) -> TableCell:
    figure = each.strand.at(year)
    if figure is None:
        return None
    return Number(
        each.code,
        context.area,
        figure,
        sex=each.strand.sex,
        age=each.strand.age,
        status=each.strand.status,
        breakdown=each.strand.breakdown,
    )


def _lines(drawn: Sequence[Line], years: Sequence[int]) -> str:
    points = [point for each in drawn for point in _points(each, years)]
    units = {each.unit for each in drawn}
    return charts.lines(points, unit="%" if units == {"%"} else "")


def _points(each: Line, years: Sequence[int]) -> Iterator[charts.Point]:
    """The figures of a line; it is broken where years of a yearly series are missing.

    Figures of every fifth or tenth year are joined, as nothing is missing there.
    """
    known = [
        (year, figure)
        for year in years
        if (figure := each.strand.at(year)) is not None and figure.value is not None
    ]
    steps = sorted(after - year for (year, _), (after, _) in pairwise(known))
    usual = steps[len(steps) // 2] if steps else 1
    for position, (year, figure) in enumerate(known):
        if position and year - known[position - 1][0] > 2 * usual:
            yield charts.Point(each.title, year - usual, None)
        yield charts.Point(each.title, year, figure.value, figure.low, figure.high)


def _in_words(title: str, drawn: Sequence[Line], years: Sequence[int]) -> str:
    told = []
    for each in drawn:
        known = [
            figure
            for year in years
            if (figure := each.strand.at(year)) is not None and figure.value is not None
        ]
        first, last = known[0], known[-1]
        told.append(
            f"{each.title}: {_short(first)} in {first.period.year}, "
            f"{_short(last)} in {last.period.year}"
        )
    return f"Line chart. {title}. {'; '.join(told)}."


def _short(figure: Estimate) -> str:
    return with_unit(figure.value, figure.unit)


def _partner_row(
    context: Context,
    found: Corridors,
    partner: str,
    view: PartnerView,
    *,
    has_sex: bool,
) -> tuple[TableCell, ...]:
    year = found.years[-1]
    figures = [
        *([found.figure(view.compare, partner)] if view.compare else []),
        found.figure(year, partner),
    ]
    cells: list[TableCell] = [
        _corridor(context, found, partner, figure, view.code) for figure in figures
    ]
    if has_sex:
        share = found.female_share(year, partner)
        cells.append(
            _corridor(context, found, partner, share, f"{view.code}-female-share")
        )
    return (context.partner(partner), *cells)


def _corridor(
    context: Context,
    found: Corridors,
    partner: str,
    figure: Estimate | None,
    code: str,
) -> Number | None:
    if figure is None:
        return None
    if found.side is Side.DESTINATION:
        return Number(code, context.area, figure, origin=partner)
    return Number(code, partner, figure, origin=context.area)


def _map(
    context: Context, ranked: Sequence[tuple[str, Estimate]], title: str
) -> Chart | None:
    places = positions()
    values = {
        partner: figure.value or 0.0
        for partner, figure in ranked
        if partner in places and partner not in context.members
    }
    if len(values) < 2:
        return None
    labels = {
        partner: label(partner, context.partner(partner))
        for partner in list(values)[:8]
    }
    focus = {m: places[m] for m in context.members if m in places}
    specification = maps.world_map(values, focus=focus, places=places, labels=labels)
    largest = [
        f"{context.partner(partner)} ({rounded(value)})"
        for partner, value in list(values.items())[:3]
    ]
    words = (
        f"World map. {title}. Circles are sized by people; {exact(len(values))} places "
        f"are shown. The largest are {listing(largest)}."
    )
    return Chart(specification, words)
