"""How many people died or disappeared on the way?

10.7.3 is a floor, not an estimate: the Missing Migrants Project counts incidents
that somebody reported. Incidents are counted where they happened. A year that the
publisher had not finished is taken from another edition that has all of it and is
marked as a break, or else as provisional. Women, men and routes come from one
dataset in all years, because the datasets name routes differently.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from functools import cache

from migrascope.indicators.evidence import LATE_YEARS, Evidence
from migrascope.indicators.panel import Panel
from migrascope.indicators.preferences import choose, preference
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
_UNNAMED = ("Undefined",)
"""What a publisher writes where the route is not known."""
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
    headline = _counted(evidence, area, _is_total, unfinished).sum(enough=0)
    by_sex = (
        _counted(evidence, area, _of_sex(sex), unfinished, mixed=False).sum(
            sex=sex, enough=0
        )
        for sex in ("F", "M")
    )
    by_kind = (
        replace(
            _counted(evidence, area, _of_kind(pair), unfinished, mixed=False).sum(
                enough=0
            ),
            breakdown=pair,
        )
        for pair in _pairs(evidence, area)
    )
    others = (strand for strand in (*by_sex, *by_kind) if strand.years)
    return Findings(headline, tuple(others), _notes(headline))


def _counted(
    evidence: Evidence,
    area: str,
    keep: Callable[[Row], bool],
    unfinished: frozenset[tuple[str, int]],
    *,
    mixed: bool = True,
) -> Panel:
    """Incidents added up by member and year; from one dataset only unless `mixed`."""
    members = areas.members(area)
    figures: dict[tuple[str, int], Estimate] = {}
    for member in members:
        incidents = list(filter(keep, evidence.rows_here(MEASURE, member)))
        if not mixed:
            incidents = _of_one_dataset(incidents)
        before = ""
        for year, rows in sorted(_by_year(incidents, unfinished).items()):
            figure = added(rows, formula=f"sum over {len(rows)} incidents")
            edition = rows[0].edition
            figures[member, year] = replace(
                figure,
                period=whole_year(year),
                status=Status.PROVISIONAL
                if (edition, year) in unfinished
                else Status.BREAK
                if before not in ("", edition)
                else figure.status,
            )
            before = edition
    return Panel(area, members, figures)


def _of_one_dataset(incidents: list[Row]) -> list[Row]:
    """The incidents of the dataset that stands first in the declared order."""
    choice = choose(MEASURE, incidents)
    return [row for row in incidents if choice and row.dataset == choice.dataset]


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


def _has_kind(row: Row) -> bool:
    return bool(_kinds(row))


def _kinds(row: Row) -> tuple[str, ...]:
    """The route of an incident, as `route=…`."""
    return _pairs_of(row.breakdown)


@cache
def _pairs_of(pairs: str) -> tuple[str, ...]:
    facts = breakdown.split(pairs)
    return tuple(
        breakdown.join({key: facts[key]})
        for key in _SHOWN
        if facts.get(key, _UNNAMED[0]) not in _UNNAMED
    )


def _pairs(evidence: Evidence, area: str) -> list[str]:
    """The routes of the incidents that are counted."""
    return sorted(
        {
            pair
            for member in areas.members(area)
            for row in _of_one_dataset(
                list(filter(_has_kind, evidence.rows_here(MEASURE, member)))
            )
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
    breaks = [
        str(figure.period.year)
        for figure in headline.estimates
        if figure.status is Status.BREAK
    ]
    if breaks:
        years = " and ".join(breaks)
        notes.append(
            f"The records of {years} are of another edition than those of the years "
            "before, which it has revised: the step between the years is not all "
            "change."
        )
    return tuple(notes)
