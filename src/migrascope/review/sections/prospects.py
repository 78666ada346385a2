"""How many people of the country may be displaced in the next years?

The forecast of the model that did best at past origins, with its intervals; what it was
tried on; and forecasts that were published before, beside what came.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from migrascope.errors import NoFigures
from migrascope.indicators.rows import added
from migrascope.language.grammar import count, listing
from migrascope.language.numbers import exact
from migrascope.model.estimate import Estimate
from migrascope.model.lineage import Lineage
from migrascope.model.observation import NOT_APPLICABLE, Status
from migrascope.model.period import end_year
from migrascope.review.context import Context
from migrascope.review.model import (
    Chart,
    Column,
    Exhibit,
    Kind,
    Number,
    Section,
    Sentence,
    Table,
    TableCell,
)

if TYPE_CHECKING:
    from migrascope.foresight.asking import Answer, Row
    from migrascope.foresight.ledger import Scored

TITLE = "Looking ahead"
SINCE = 10
"""Years of the past that stand above the forecast."""
BOUNDS = (("low80", 1), ("high80", 5), ("low95", 0), ("high95", 6))
"""Columns of bounds, and where they stand among the quantiles."""
NOTE = (
    "Refugees, asylum seekers and internally displaced people at the end of the year, "
    "as UNHCR counts them. What comes after the last count is a forecast, rounded to "
    "three figures; it carries on what was counted and knows of no conflict still to "
    "begin."
)


def section(context: Context) -> Section | None:
    """The forecast of a country or a group, or why there is none."""
    if context.outlook is None:
        return None
    members = context.members if context.is_group or context.has_members else ()
    try:
        answer = _rounded(context.outlook.answer(context.area, members))
    except NoFigures as silence:
        return Section("prospects", TITLE, Sentence(silence.what))
    keys = context.outlook.keys(context.area, members) if members else (context.area,)
    counted = _counted(context, answer, keys)
    last = counted[max(answer.past)]
    ahead = [_numbers(context, answer, row, last) for row in answer.rows]
    exhibits = (
        _forecast(context, answer, counted, ahead),
        _record(answer),
        _published(answer, context.outlook.scored(keys), is_group=bool(members)),
    )
    return Section(
        "prospects",
        TITLE,
        Sentence(answer.sentence, (_counted_number(context, answer, last), *ahead[0])),
        body=(
            *(Sentence(_capital(each)) for each in _told(answer)),
            *_inside_counted_otherwise(context, answer, keys),
        ),
        exhibits=tuple(each for each in exhibits if each),
    )


def _told(answer: Answer) -> tuple[str, ...]:
    """How the first forecast earned its place, and what to mind."""
    return (answer.earned[0], *answer.caveats[:-2])


def _inside_counted_otherwise(
    context: Context, answer: Answer, keys: tuple[str, ...]
) -> tuple[Sentence, ...]:
    """Whose internally displaced people are forecast, where others stand above."""
    shown = context.latest("idps")
    if shown is None or shown.value is None:
        return ()
    editions = context.evidence.editions
    others = {cell.edition for cell in shown.cells} - set(answer.editions)
    publishers = sorted({editions[e].publisher for e in others if e in editions})
    newest = max(answer.past)
    assert context.outlook is not None
    rows = context.outlook.counted(keys, since=newest).get(newest, [])
    inside = [each for each in rows if each.measure == "idps"]
    if not publishers or not inside:
        return ()
    counted = replace(
        added(inside, formula="sum over countries of asylum and groups"),
        period=end_year(newest),
    )
    text = (
        f"The internally displaced people in this forecast are those that UNHCR counts "
        f"({exact(counted.value or 0.0)} at the end of {newest}); elsewhere in this "
        f"review they are those of {listing(publishers)} ({exact(shown.value)} at the "
        f"end of {shown.period.end.year})."
    )
    return (
        Sentence(
            text,
            (
                Number("idps", context.area, counted),
                Number("idps", context.area, shown),
            ),
        ),
    )


def _rounded(answer: Answer) -> Answer:
    from migrascope.foresight.wording import rounded

    rows = tuple(
        replace(row, quantiles=tuple(float(rounded(each)) for each in row.quantiles))
        for row in answer.rows
    )
    return replace(answer, rows=rows)


def _counted(
    context: Context, answer: Answer, keys: tuple[str, ...]
) -> dict[int, Estimate]:
    """What was counted in the last years, with every cell."""
    assert context.outlook is not None
    newest = max(answer.past)
    years = context.outlook.counted(keys, since=newest - SINCE + 1)
    made = {
        year: added(rows, formula="sum over countries of asylum and groups")
        for year, rows in sorted(years.items())
    }
    return {year: replace(each, period=end_year(year)) for year, each in made.items()}


def _counted_number(context: Context, answer: Answer, figure: Estimate) -> Number:
    return Number(answer.what, "_T", figure, origin=context.area)


def _numbers(
    context: Context, answer: Answer, row: Row, last: Estimate
) -> tuple[Number, ...]:
    """Median and bounds of one year; the bounds of 95 per cent stand at the median."""
    from migrascope.foresight.export import measure
    from migrascope.foresight.quantiles import LEVELS, MEDIAN

    model = answer.models[answer.rows.index(row)]
    is_sum = context.is_group or context.has_members
    lineage = Lineage(
        f"{'sum over countries of forecasts' if is_sum else 'forecast'} with {model} "
        f"from the figures of all countries until {max(answer.past)}",
        (last.lineage,),
    )
    low, high = row.quantiles[0], row.quantiles[-1]
    places = (MEDIAN, *(place for _, place in BOUNDS))
    return tuple(
        Number(
            measure(answer.what),
            context.area,
            Estimate(
                row.quantiles[place],
                "PS",
                end_year(row.time),
                lineage,
                Status.FORECAST,
                low if place == MEDIAN else None,
                high if place == MEDIAN else None,
            ),
            origin=NOT_APPLICABLE,
            breakdown="" if place == MEDIAN else f"quantile={LEVELS[place]:g}",
        )
        for place in places
    )


def _forecast(
    context: Context,
    answer: Answer,
    counted: dict[int, Estimate],
    ahead: list[tuple[Number, ...]],
) -> Exhibit:
    from migrascope.review.prospects import fan

    people = "people"
    columns = (
        Column("year", "Year", Kind.YEAR),
        Column("counted", "Counted", Kind.NUMBER, people),
        Column("expected", "Expected", Kind.NUMBER, people),
        Column("low80", "80 % from", Kind.NUMBER, people),
        Column("high80", "80 % to", Kind.NUMBER, people),
        Column("low95", "95 % from", Kind.NUMBER, people),
        Column("high95", "95 % to", Kind.NUMBER, people),
    )
    empty: tuple[TableCell, ...] = (None,) * (len(columns) - 2)
    past: list[tuple[TableCell, ...]] = [
        (year, _counted_number(context, answer, figure), *empty)
        for year, figure in counted.items()
    ]
    rows: list[tuple[TableCell, ...]] = [
        (row.time, None, *numbers)
        for row, numbers in zip(answer.rows, ahead, strict=True)
    ]
    table = Table("prospects", answer.subject, columns, (*past, *rows))
    drawn = replace(
        answer, past={year: each.value or 0.0 for year, each in counted.items()}
    )
    chart = Chart(fan.specification(drawn), _in_words(answer))
    editions = {cell.edition for each in counted.values() for cell in each.cells}
    return Exhibit(_finding(answer), table, tuple(sorted(editions)), chart, NOTE)


def _finding(answer: Answer) -> str:
    from migrascope.foresight.quantiles import INTERVALS, MEDIAN

    last = answer.past[max(answer.past)]
    row = answer.rows[0]
    low, high = (row.quantiles[at] for at in INTERVALS[80])
    if low <= last <= high:
        return (
            f"The number at the end of {row.time} may well be as it was: the last "
            "count lies within the 80 % interval"
        )
    direction = "rise" if row.quantiles[MEDIAN] > last else "fall"
    return f"The number is likely to {direction} until the end of {row.time}"


def _in_words(answer: Answer) -> str:
    return (
        f"Fan chart. {answer.sentence} The bands are the 80 and the 95 per cent "
        f"interval until {answer.rows[-1].time}."
    )


def _record(answer: Answer) -> Exhibit:
    """The model that speaks beside the last value, at past origins."""
    from migrascope.foresight.models.registry import named

    columns = (
        Column("ahead", "Years ahead"),
        Column("model", "Model"),
        Column("forecasts", "Forecasts tried"),
        Column("error", "Median error, %"),
        Column("tenth", "Within a tenth, %"),
        Column("held", "80 % interval held, %"),
    )
    rows = []
    for record, model in zip(answer.records, answer.models, strict=True):
        for name in dict.fromkeys((model, "last_value")):
            scores = record.scores[name]
            rows.append(
                (
                    str(record.horizon),
                    named(name).title,
                    f"{scores.forecasts:,}",
                    f"{scores.median_ape:.1f}",
                    f"{scores.within_10:.0f}",
                    f"{scores.cover_80:.0f}",
                )
            )
    table = Table(
        "prospects-scores",
        "How such forecasts did in the past, over all countries",
        columns,
        tuple(rows),
    )
    naive = set(answer.models) == {"last_value"}
    beaten = all(each.nothing_beats_naive for each in answer.records)
    if beaten:
        finding = "No model was better than to expect the last count again"
    elif naive:
        finding = "Too few years are counted to trust more than the last count"
    else:
        finding = (
            "The models that speak were better than to expect the last count again"
        )
    first, last = answer.records[0].origins
    note = (
        f"Forecasts made from the figures of {first} to {last} and later compared with "
        "what came; countries that ever had 5,000 displaced people."
    )
    return Exhibit(finding, table, (), note=note)


def _published(
    answer: Answer, scored: tuple[Scored, ...], *, is_group: bool
) -> Exhibit | None:
    """Forecasts that were published before their outcome, beside what came."""
    if not scored:
        return None
    held = sum(each.inside(80) for each in scored)
    of_whom = " of its countries" if is_group else ""
    finding = (
        f"Of {count(len(scored), 'published forecast')}{of_whom}, {held} held the "
        "outcome in the 80 % interval"
    )
    table = _tallied(answer, scored) if is_group else _listed(answer, scored)
    return Exhibit(finding, table, ())


def _listed(answer: Answer, scored: tuple[Scored, ...]) -> Table:
    """Each forecast of a country beside what came."""
    columns = (
        Column("made", "Published on"),
        Column("year", "For the end of"),
        Column("expected", "Expected"),
        Column("interval", "80 % interval"),
        Column("came", "What came"),
    )
    title = f"Published forecasts and what came: {answer.subject}"
    rows = tuple(_scored(each) for each in scored)
    return Table("prospects-published", title, columns, rows)


def _tallied(answer: Answer, scored: tuple[Scored, ...]) -> Table:
    """How the forecasts of the countries of a group did, by the years ahead."""
    from migrascope.foresight.ledger import tallies

    columns = (
        Column("ahead", "Years ahead"),
        Column("forecasts", "Forecasts"),
        Column("error", "Median error, %"),
        Column("naive", "Median error of the last value, %"),
        Column("held", "80 % interval held, %"),
    )
    title = f"Published forecasts and what came, by country: {answer.subject}"
    rows = tuple(
        (
            str(each.ahead),
            f"{each.forecasts:,}",
            f"{each.error:.1f}",
            f"{each.naive_error:.1f}",
            f"{100 * each.held / each.forecasts:.0f}",
        )
        for each in tallies(scored)
    )
    return Table("prospects-published", title, columns, rows)


def _scored(each: Scored) -> tuple[str, ...]:
    from migrascope.foresight.quantiles import INTERVALS, MEDIAN
    from migrascope.foresight.wording import rounded

    low, high = INTERVALS[80]
    said = [f"{rounded(value):,}" for value in each.forecast.quantiles]
    return (
        each.forecast.made,
        str(each.forecast.time),
        said[MEDIAN],
        f"{said[low]} to {said[high]}",
        f"{each.outcome:,.0f}",
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
