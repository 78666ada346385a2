"""How many people died or disappeared on the way?"""

from __future__ import annotations

from migrascope.indicators.series import Series
from migrascope.language.numbers import rounded
from migrascope.review.context import Context
from migrascope.review.exhibits import line, over_time
from migrascope.review.model import Exhibit, Number, Section, Sentence

TITLE = "Deaths and disappearances"
NOTE = (
    "Incidents that became known, counted where they happened, whatever the "
    "nationality of the dead. The true number is higher."
)


def section(context: Context) -> Section:
    """Recorded deaths and disappearances during migration, by year."""
    series = context.series("10.7.3")
    history: Exhibit | None = over_time(
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
        exhibits=(history,) if history else (),
        points=series.notes if history else (),
    )


def _worst(series: Series) -> str:
    known = [figure for figure in series.estimates if figure.value]
    if not known:
        return "Recorded deaths by year"
    worst = max(known, key=lambda figure: figure.value or 0.0)
    return (
        f"The most in one year were {rounded(worst.value)}, in {worst.period.year}"
        if worst.value != 1
        else "Never more than one in a year"
    )


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
        "no one was"
        if sum_ == 0
        else "one person was"
        if sum_ == 1
        else f"at least {rounded(sum_)} people were"
    )
    return Sentence(
        f"{when}, {who} recorded dead or missing during migration in {context.inside}.",
        tuple(Number("10.7.3", context.area, figure) for figure in known),
    )
