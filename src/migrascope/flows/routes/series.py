"""What happened on a route, month by month and year by year?

    series(base, "central-mediterranean")
    series(base, "us-mexico-border", nationality="VEN", since=2020)

Events and deaths come from two publishers who draw a route each in their own way; the
series keeps them apart, and says with every figure what is missing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from migrascope.errors import NoFigures, UsageError
from migrascope.flows.routes import counting, dying, minding
from migrascope.flows.routes.counting import Counts, Tally
from migrascope.flows.routes.dying import Deaths
from migrascope.flows.routes.route import Route, get
from migrascope.flows.routes.shape import Month, RouteSeries, Year, following, summed
from migrascope.model import area
from migrascope.store.base import Base


def series(
    base: Base,
    route: Route | str,
    *,
    nationality: str | None = None,
    since: int | None = None,
    incidents: str | None = None,
) -> RouteSeries:
    """The months and years of a route, of everybody or of one nationality.

    `nationality` is a country by code or name; `since` the first year to show;
    `incidents` the list of deaths (a dataset), where the base has several.

    Raises:
        UsageError: no such route or list, or a group of countries as nationality.
        UnknownArea: no such country.
        NoFigures: the base holds neither counts nor deaths on the route, or
            the list of counts never names the nationality.
    """
    asked = get(route) if isinstance(route, str) else route
    citizens = None if nationality is None else _country(nationality)
    counts = counting.counts(base, asked, citizens)
    deaths = (
        dying.deaths(base, asked, incidents=incidents) if citizens is None else None
    )
    if counts is None and deaths is None:
        raise _nothing(asked, citizens)
    if counts is not None and citizens is not None:
        _refuse_untold(counts, asked, citizens)
    every = tuple(_months(counts, deaths))
    months = tuple(m for m in every if since is None or m.first.year >= since)
    years = _years(counts, deaths, months, since)
    editions = tuple(each.edition for each in (counts, deaths) if each is not None)
    return RouteSeries(
        route=asked,
        nationality=citizens,
        months=months,
        years=years,
        editions=editions,
        traps=minding.traps(
            base, asked, citizens, editions=editions, years=[y.number for y in years]
        ),
        lacks=minding.lacks(asked, citizens, months, counts=counts, deaths=deaths),
        before=every[: len(every) - len(months)][-11:],
    )


def _country(text: str) -> str:
    found = area.find(text)
    if found.is_aggregate:
        raise UsageError(
            f"{found.name} is a group; nationalities are of countries.",
            "Name one country, by code or name.",
        )
    return found.id


def _nothing(route: Route, nationality: str | None) -> NoFigures:
    deaths = " and no list of incidents" if nationality is None else ""
    return NoFigures(
        f"nothing is known of the route {route.name}: the base has no edition of "
        f"{route.dataset}{deaths}.",
        f"Add the publisher's file: migrascope add FILE (see migrascope sources "
        f"{route.dataset.partition('-')[0]}).",
        where=route.id,
    )


def _refuse_untold(counts: Counts, route: Route, nationality: str) -> None:
    every = (*counts.months.values(), *counts.years.values())
    if all(tally.events is None for tally in every):
        raise NoFigures(
            f"{route.dataset} never names people from {area.name(nationality)}: it "
            "puts them together with others.",
            "Leave out --nationality to see everybody.",
            where=counts.edition,
        )


def _months(counts: Counts | None, deaths: Deaths | None) -> Iterator[Month]:
    """Every month from the first that anybody speaks of to the last."""
    tallies = counts.months if counts else {}
    dead = deaths.months if deaths else {}
    known = [*tallies, *dead]
    if not known:
        return
    first, last = min(known), max(known)
    while first <= last:
        tally = tallies.get(first)
        yield Month(
            first,
            counted=tally.events if tally else None,
            unnamed=tally.unnamed if tally else None,
            dead=dead.get(first),
        )
        first = following(first)


def _years(
    counts: Counts | None,
    deaths: Deaths | None,
    months: Sequence[Month],
    since: int | None,
) -> tuple[Year, ...]:
    whole = counts.years if counts else {}
    undated = deaths.undated if deaths else {}
    numbers = {month.first.year for month in months}
    numbers |= {year for year in whole if since is None or year >= since}
    return tuple(
        _year(
            number,
            [month for month in months if month.first.year == number],
            whole.get(number),
            undated.get(number, 0.0),
        )
        for number in sorted(numbers)
    )


def _year(
    number: int, months: Sequence[Month], whole: Tally | None, undated: float
) -> Year:
    """The sums of a year; a figure that is published for the whole year goes first."""
    counted = [month.counted for month in months]
    dead = [month.dead for month in months]
    published = [value for value in dead if value is not None]
    together = summed(dead)
    return Year(
        number,
        counted=whole.events if whole else summed(counted),
        unnamed=whole.unnamed if whole else summed([m.unnamed for m in months]),
        months_counted=_known(whole, counted),
        dead=together + undated if together is not None else None,
        months_dead=len(published),
        undated=undated if published else 0.0,
    )


def _known(whole: Tally | None, counted: Sequence[float | None]) -> int:
    if whole is not None:
        return 0 if whole.events is None else 12
    return sum(value is not None for value in counted)
