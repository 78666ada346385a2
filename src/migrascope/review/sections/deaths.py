"""How many people died or disappeared on the way?"""

from __future__ import annotations

from migrascope.indicators.series import Series
from migrascope.language.numbers import rounded
from migrascope.model.estimate import total
from migrascope.review.context import Context
from migrascope.review.exhibits import editions_of, line, over_time
from migrascope.review.model import (
    Column,
    Exhibit,
    Kind,
    Number,
    Section,
    Sentence,
    Table,
)
from migrascope.review.wording import people

ROUTE = "route="
TITLE = "Deaths and disappearances"
NOTE = (
    "Incidents that became known, counted where they happened, whatever the "
    "nationality of the dead."
)


def section(context: Context) -> Section:
    """Recorded deaths and disappearances during migration, by year."""
    series = context.series("10.7.3")
    history = over_time(
        context,
        "deaths",
        f"People recorded dead or missing during migration in {context.inside}",
        (line(series, "Dead or missing", "people"),),
        finding=_worst(series),
        since=2014,
        note=NOTE,
    )
    return Section(
        "deaths",
        TITLE,
        _lead(context),
        body=_women_and_children(context, series),
        exhibits=tuple(each for each in (history, _routes(context, series)) if each),
        points=series.notes if history else (),
    )


def _women_and_children(context: Context, series: Series) -> tuple[Sentence, ...]:
    """Women among the dead and missing, where reports say so."""
    women = series.strand(sex="F")
    known = [each for each in women.estimates if each.value] if women else []
    if not known:
        return ()
    sum_ = sum(figure.value or 0.0 for figure in known)
    who = people(sum_, one="one of them was a woman or girl", many="of them")
    text = who if sum_ == 1 else f"{who} were women and girls"
    return (
        Sentence(
            f"At least {text}; most reports do not say.",
            tuple(Number("10.7.3", context.area, figure, sex="F") for figure in known),
        ),
    )


def _routes(context: Context, series: Series) -> Exhibit | None:
    """The routes on which people died, the deadliest first, over all years."""
    found = [
        (strand.breakdown, total(strand.estimates, formula="sum over years"))
        for strand in series.others
        if strand.breakdown.startswith(ROUTE)
    ]
    ranked = sorted(
        (pair for pair in found if pair[1].value),
        key=lambda pair: (-(pair[1].value or 0.0), pair[0]),
    )
    if not ranked:
        return None
    table = Table(
        "routes",
        f"People recorded dead or missing in {context.inside} by route, all years",
        (
            Column("route", "Route"),
            Column("first", "From", Kind.YEAR),
            Column("last", "To", Kind.YEAR),
            Column("people", "Dead or missing", Kind.NUMBER, "people"),
        ),
        tuple(
            (
                kind.removeprefix(ROUTE),
                figure.period.start.year,
                figure.period.end.year,
                Number("10.7.3", context.area, figure, breakdown=kind),
            )
            for kind, figure in ranked
        ),
    )
    deadliest = ranked[0][0].removeprefix(ROUTE)
    finding = (
        f"All whose route is known died on one route: {deadliest}"
        if len(ranked) == 1
        else f"Most died or disappeared on one route: {deadliest}"
        if (ranked[0][1].value or 0.0)
        > sum(figure.value or 0.0 for _, figure in ranked[1:])
        else f"No route stands for most deaths; the deadliest was {deadliest}"
    )
    return Exhibit(
        finding,
        table,
        editions_of(table),
        note="Only incidents whose route is known.",
    )


def _worst(series: Series) -> str:
    known = [figure for figure in series.estimates if figure.value]
    if not known:
        return "Recorded deaths by year"
    worst = max(known, key=lambda figure: figure.value or 0.0)
    year = worst.period.year
    if len(known) == 1:
        who = people(worst.value or 0.0, many="people")
        return f"Deaths and disappearances are recorded for {year} only: {who}"
    if worst.value == 1:
        return "Never more than one person in a year"
    return f"The deadliest year on record was {year}, with {people(worst.value or 0.0)}"


def _lead(context: Context) -> Sentence:
    known = [
        figure
        for figure in context.series("10.7.3").estimates
        if figure.value is not None
    ]
    if not known:
        return Sentence(
            "No death or disappearance during migration was recorded in "
            f"{context.inside} by the sources used here. That does not mean that "
            "there was none."
        )
    sum_ = sum(figure.value or 0.0 for figure in known)
    first, last = known[0].period.year, known[-1].period.year
    when = f"In {last}" if first == last else f"From {first} to {last}"
    who = (
        "nobody was"
        if sum_ == 0
        else "at least one person was"
        if sum_ == 1
        else f"at least {rounded(sum_)} people were"
    )
    return Sentence(
        f"{when}, {who} recorded dead or missing during migration in {context.inside}.",
        tuple(Number("10.7.3", context.area, figure) for figure in known),
    )
