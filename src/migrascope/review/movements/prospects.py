"""What does World Population Prospects say about the same interval?

Its net migration is of calendar years, the estimates of movements are of years from
July to June: half of the first and of the last year, and the years between.
"""

from __future__ import annotations

from migrascope.model.estimate import Estimate, worst
from migrascope.model.lineage import Lineage
from migrascope.model.observation import Status
from migrascope.model.period import Period
from migrascope.review.context import Context
from migrascope.review.movements.gathered import length


def net_migration(context: Context, interval: Period) -> Estimate | None:
    """Net migration a year over an interval; None where a year is not published.

    Projections are no check, and are left out.
    """
    series = context.series("net-migration")
    first, last = interval.start.year, interval.end.year
    years = [series.at(year) for year in range(first, last + 1)]
    known = [
        figure
        for figure in years
        if figure is not None
        and figure.value is not None
        and figure.status is not Status.FORECAST
    ]
    if len(known) < len(years) or len(known) < 2:
        return None
    values = [figure.value or 0.0 for figure in known]
    whole = sum(values) - (values[0] + values[-1]) / 2
    return Estimate(
        whole / length(interval),
        "PS_YR",
        interval,
        Lineage(
            "half of the first and of the last year, and the years between, "
            f"÷ {length(interval):g} years",
            tuple(figure.lineage for figure in known),
        ),
        worst(*(figure.status for figure in known)),
    )
