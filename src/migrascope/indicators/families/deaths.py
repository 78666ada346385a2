"""How many people died or disappeared on the way?

10.7.3 is a floor, not an estimate: the Missing Migrants Project counts incidents
that somebody reported. Incidents are counted where they happened. A year that the
publisher had not finished is taken from another edition that has all of it, or is
marked as provisional.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from functools import cache

from migrascope.indicators.evidence import LATE_YEARS, Evidence
from migrascope.indicators.panel import Panel
from migrascope.indicators.preferences import preference
from migrascope.indicators.registry import Direction, indicator
from migrascope.indicators.rows import Row, added
from migrascope.indicators.series import Findings, Strand
from migrascope.model import area as areas
from migrascope.model import breakdown
from migrascope.model.estimate import Estimate
from migrascope.model.observation import Status
from migrascope.model.period import whole_year

MEASURE = "migrant_deaths_and_missing"
_SHOWN = ("route",)
"""Dimensions with a code list; causes are free text in most years."""
_TOTAL = ("_T", "_Z")


@indicator(
    code="10.7.3",
    name="People who died or disappeared in the process of migration",
    unit="PS",
    direction=Direction.DOWN,
    formula="sum over incidents in the year of people dead and missing",
    reference="SDG indicator metadata 10.7.3; IOM, Missing Migrants Project",
    inputs=(MEASURE,),
    sdg="10.7.3",
)
def deaths_and_disappearances(evidence: Evidence, area: str) -> Findings:
    """People who died or disappeared in the area during migration, by year."""
    unfinished = _unfinished(evidence)
    headline = _counted(evidence, area, _is_total, unfinished).sum()
    by_sex = (
        _counted(evidence, area, _of_sex(sex), unfinished).sum(sex=sex)
        for sex in ("F", "M")
    )
    by_kind = (
        replace(
            _counted(evidence, area, _of_kind(pair), unfinished).sum(), breakdown=pair
        )
        for pair in _pairs(evidence, area, unfinished)
    )
    others = (strand for strand in (*by_sex, *by_kind) if strand.years)
    return Findings(headline, tuple(others), _notes(headline))


def _counted(
    evidence: Evidence,
    area: str,
    keep: Callable[[Row], bool],
    unfinished: frozenset[tuple[str, int]],
) -> Panel:
    """Incidents added up by member and year."""
    members = areas.members(area)
    figures: dict[tuple[str, int], Estimate] = {}
    for member in members:
        years = _by_year(evidence.rows_here(MEASURE, member), unfinished)
        for year, there in years.items():
            rows = list(filter(keep, there))
            if not rows:
                continue
            figure = added(rows, formula=f"sum over {len(rows)} incidents")
            figures[member, year] = replace(
                figure,
                period=whole_year(year),
                status=Status.PROVISIONAL
                if (rows[0].edition, year) in unfinished
                else figure.status,
            )
    return Panel(area, members, figures)


def _by_year(
    incidents: Iterable[Row], unfinished: frozenset[tuple[str, int]]
) -> dict[int, list[Row]]:
    """The incidents of each year, from one edition: a finished one if there is any.

    All editions are of one project; the declared preference decides between two
    that are both finished, or both not.
    """
    editions: defaultdict[int, defaultdict[str, list[Row]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for row in incidents:
        editions[row.end.year][row.edition].append(row)
    order = preference(MEASURE)
    return {
        year: min(
            found.items(),
            key=lambda item: (
                (item[0], item[1][0].year) in unfinished,
                order.rank(item[1][0].dataset),
            ),
        )[1]
        for year, found in editions.items()
    }


def _is_total(row: Row) -> bool:
    return row.sex in _TOTAL and row.age in _TOTAL


def _of_sex(sex: str) -> Callable[[Row], bool]:
    return lambda row: row.sex == sex


def _of_kind(pair: str) -> Callable[[Row], bool]:
    return lambda row: _is_total(row) and pair in _kinds(row)


def _kinds(row: Row) -> tuple[str, ...]:
    """The route of an incident, as `route=…`."""
    return _pairs_of(row.breakdown)


@cache
def _pairs_of(pairs: str) -> tuple[str, ...]:
    facts = breakdown.split(pairs)
    return tuple(breakdown.join({key: facts[key]}) for key in _SHOWN if key in facts)


def _pairs(
    evidence: Evidence, area: str, unfinished: frozenset[tuple[str, int]]
) -> list[str]:
    """The routes of the incidents that are counted."""
    return sorted(
        {
            pair
            for member in areas.members(area)
            for rows in _by_year(
                evidence.rows_here(MEASURE, member), unfinished
            ).values()
            for row in rows
            for pair in _kinds(row)
        }
    )


def _unfinished(evidence: Evidence) -> frozenset[tuple[str, int]]:
    """The late years of an edition whose last incident is before December."""
    days = evidence.last_day(MEASURE)
    newest = max((year for _, year in days), default=0)
    return frozenset(
        (edition, year)
        for (edition, year), day in days.items()
        if day < date(year, 12, 1) and year >= newest - LATE_YEARS
    )


def _notes(headline: Strand) -> tuple[str, ...]:
    notes = ["Recorded incidents only: the true number is higher."]
    partial = [
        str(figure.period.year)
        for figure in headline.estimates
        if figure.status is Status.PROVISIONAL
    ]
    if partial:
        years = " and ".join(partial)
        notes.append(f"The records of {years} do not cover all months.")
    return tuple(notes)
