"""How many people died or disappeared on the way?

10.7.3 is a floor, not an estimate: the Missing Migrants Project counts incidents
that somebody reported. Incidents are counted where they happened. A year that the
publisher had not finished is marked as provisional.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date

from migrascope.indicators.evidence import Evidence
from migrascope.indicators.panel import Panel
from migrascope.indicators.preferences import choose
from migrascope.indicators.registry import Direction, indicator
from migrascope.indicators.rows import Row, added
from migrascope.indicators.series import Findings, Strand
from migrascope.model import area as areas
from migrascope.model import breakdown
from migrascope.model.estimate import Estimate
from migrascope.model.observation import Status
from migrascope.model.period import whole_year

MEASURE = "migrant_deaths_and_missing"
_SHOWN = ("cause", "route")
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
        for pair in _pairs(evidence, area)
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
        years: defaultdict[int, list[Row]] = defaultdict(list)
        for row in _of_one_dataset(evidence.rows_here(MEASURE, member)):
            if keep(row):
                years[row.year].append(row)
        for year, rows in years.items():
            figure = added(rows, formula=f"sum over {len(rows)} incidents")
            figures[member, year] = replace(
                figure,
                period=whole_year(year),
                status=Status.PROVISIONAL
                if (rows[0].edition, year) in unfinished
                else figure.status,
            )
    return Panel(area, members, figures)


def _of_one_dataset(rows: Iterable[Row]) -> list[Row]:
    held = list(rows)
    choice = choose(MEASURE, held)
    return [row for row in held if choice and row.dataset == choice.dataset]


def _is_total(row: Row) -> bool:
    return row.sex in _TOTAL and row.age in _TOTAL


def _of_sex(sex: str) -> Callable[[Row], bool]:
    return lambda row: row.sex == sex


def _of_kind(pair: str) -> Callable[[Row], bool]:
    return lambda row: _is_total(row) and pair in _kinds(row)


def _kinds(row: Row) -> list[str]:
    """The cause and the route of an incident, as `cause=…` and `route=…`."""
    facts = breakdown.split(row.breakdown)
    return [breakdown.join({key: facts[key]}) for key in _SHOWN if key in facts]


def _pairs(evidence: Evidence, area: str) -> list[str]:
    return sorted(
        {
            pair
            for member in areas.members(area)
            for row in evidence.rows_here(MEASURE, member)
            for pair in _kinds(row)
        }
    )


def _unfinished(evidence: Evidence) -> frozenset[tuple[str, int]]:
    """The years of an edition whose last incident is before December."""
    return frozenset(
        (edition, year)
        for (edition, year), day in evidence.last_day(MEASURE).items()
        if day < date(year, 12, 1)
    )


def _notes(headline: Strand) -> tuple[str, ...]:
    notes = ["Recorded incidents only: the true number is higher."]
    partial = [
        str(figure.period.year)
        for figure in headline.estimates
        if figure.status is Status.PROVISIONAL
    ]
    if partial:
        notes.append(f"The records of {', '.join(partial)} do not cover all months.")
    return tuple(notes)
