"""What must a reader of a route know, and what is not there to be read?

The caveats of both publishers come along with those of the route itself; months that
nobody has published are named.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from migrascope.flows.routes.counting import Counts
from migrascope.flows.routes.dying import Deaths
from migrascope.flows.routes.route import Route
from migrascope.flows.routes.shape import Month, following
from migrascope.model.caveat import Caveat
from migrascope.store.base import Base

RATE = (
    "Deaths per 10,000 events are no risk of dying: those who die are mostly not among "
    "the events, one person can be several events, and the two lists draw the route "
    "each in their own way."
)
NATIONALITY = (
    "Deaths are shown for everybody only: most incidents do not say where the dead "
    "came from."
)

_BY_THE_WAY = frozenset({"note", "revision", "estimate"})
"""Effects of caveats that do not change how a series is read."""


def traps(
    base: Base,
    route: Route,
    nationality: str | None,
    *,
    editions: Sequence[str],
    years: Sequence[int],
) -> tuple[str, ...]:
    """What to mind: of the rate, of the route, and of the editions in these years."""
    said = [route.mind]
    if nationality is not None:
        said.insert(0, NATIONALITY)
    elif len(editions) == 2:
        said.insert(0, RATE)
    figure = {"origin": nationality or "_T", "measure": route.measure}
    for edition in editions:
        said += [
            caveat.says
            for caveat in base.edition(edition).caveats
            if caveat.effect not in _BY_THE_WAY
            and _in_years(caveat, years)
            and caveat.applies(figure)
        ]
    return tuple(dict.fromkeys(said))


def lacks(
    route: Route,
    nationality: str | None,
    months: Sequence[Month],
    *,
    counts: Counts | None,
    deaths: Deaths | None,
) -> tuple[str, ...]:
    """What the base does not hold, in words."""
    return tuple(_lacks(route, nationality, months, counts, deaths))


def _lacks(
    route: Route,
    nationality: str | None,
    months: Sequence[Month],
    counts: Counts | None,
    deaths: Deaths | None,
) -> Iterator[str]:
    if counts is not None and counts.others:
        yield (
            f"The list has routes that are not followed here: "
            f"{', '.join(counts.others)}."
        )
    if counts is None:
        yield (
            f"The base has no edition of {route.dataset}: add the publisher's file to "
            f"see {route.counts}."
        )
    elif gaps := _gaps([(m.first, m.counted) for m in months]):
        yield f"Between known months, no counts are published for {gaps}."
    if deaths is not None:
        if gaps := _gaps([(m.first, m.dead) for m in months]):
            yield f"Between known months, no deaths are published for {gaps}."
    elif nationality is None and (route.deaths_as or route.deaths_in_copy):
        yield (
            "The base has no list of incidents that tells this route apart: "
            "migrascope fetch missing_migrants"
        )
    elif nationality is None:
        yield "The Missing Migrants Project does not tell this route apart."


def _in_years(caveat: Caveat, years: Sequence[int]) -> bool:
    """Whether a caveat bears on one of the years that are shown."""
    return any(
        (caveat.since is None or year >= caveat.since)
        and (caveat.until is None or year <= caveat.until)
        for year in years
    )


def _gaps(values: Sequence[tuple[date, float | None]]) -> str:
    """Months without a value between months that have one, as runs."""
    known = [first for first, value in values if value is not None]
    if not known:
        return ""
    runs: list[list[date]] = []
    for first, value in values:
        if value is not None or not known[0] < first < known[-1]:
            continue
        if runs and following(runs[-1][-1]) == first:
            runs[-1].append(first)
        else:
            runs.append([first])
    return ", ".join(_span(run) for run in runs)


def _span(run: Sequence[date]) -> str:
    first, last = run[0], run[-1]
    if first == last:
        return f"{first:%B %Y}"
    return f"{first:%B %Y} to {last:%B %Y}"
