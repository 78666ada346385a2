"""What is not known?

For each indicator and area: the years that have a figure and those that have none,
and whether there are figures by sex, by age and by migratory status. It is read
off the computed series, so that a gap here is a gap in the review.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from migrascope.indicators import registry
from migrascope.indicators.evidence import Evidence
from migrascope.indicators.registry import Indicator
from migrascope.indicators.series import Series, Strand
from migrascope.model.observation import NOT_APPLICABLE, TOTAL, UNKNOWN

SINCE = 2015
"""The year in which the 2030 Agenda was adopted."""
BREAKDOWNS = ("sex", "age", "status")

_NO_GROUP = frozenset({TOTAL, NOT_APPLICABLE, UNKNOWN})


@dataclass(frozen=True, slots=True)
class Gap:
    """What exists of one indicator for one area.

    `years` have a figure in any strand; `by` has the years of each breakdown in the
    order of `BREAKDOWNS`. `missing` are the years of the matrix without a figure.
    """

    code: str
    area: str
    years: tuple[int, ...]
    by: tuple[tuple[int, ...], ...]
    missing: tuple[int, ...]

    @property
    def exists(self) -> bool:
        """True when there is any figure, of any year."""
        return bool(self.years)

    def has(self, breakdown: str) -> bool:
        """True when there is any figure by sex, age or status."""
        return bool(self.years_by(breakdown))

    def years_by(self, breakdown: str) -> tuple[int, ...]:
        """The years that have figures by sex, age or status."""
        return self.by[BREAKDOWNS.index(breakdown)]


@dataclass(frozen=True, slots=True)
class GapMatrix:
    """Indicators × areas: one gap for each, over the years `since` to `until`."""

    since: int
    until: int
    areas: tuple[str, ...]
    indicators: tuple[Indicator, ...]
    gaps: tuple[Gap, ...]

    def of(self, code: str) -> tuple[Gap, ...]:
        """What exists of one indicator, area by area."""
        return tuple(gap for gap in self.gaps if gap.code == code)

    def at(self, code: str, area: str) -> Gap:
        """What exists of one indicator for one area.

        Raises:
            KeyError: it is not in the matrix.
        """
        for gap in self.gaps:
            if (gap.code, gap.area) == (code, area):
                return gap
        raise KeyError(code, area)


def matrix(
    evidence: Evidence,
    areas: Iterable[str],
    *,
    since: int = SINCE,
    until: int | None = None,
) -> GapMatrix:
    """The gap matrix of some areas.

    `until` is the newest year for which any of them has any figure, when not given.
    """
    places = tuple(areas)
    indicators = registry.everything()
    # Area by area, and only what exists is kept: the figures of all countries with
    # their cells would fill the memory of a laptop.
    found: list[Gap] = []
    for place in places:
        found += [gap(each.series(evidence, place), ()) for each in indicators]
        if len(places) > 1:
            evidence.forget()
    newest = max((year for each in found for year in each.years), default=since)
    last = until or max(since, newest)
    span = range(since, last + 1)
    return GapMatrix(
        since,
        last,
        places,
        indicators,
        tuple(
            replace(each, missing=tuple(y for y in span if y not in each.years))
            for each in found
        ),
    )


def gap(series: Series, expected: Iterable[int]) -> Gap:
    """What exists of one series, and which of the expected years have no figure."""
    years = _years(series.strands())
    by = tuple(
        _years(
            strand
            for strand in series.strands()
            if getattr(strand, name) not in _NO_GROUP
        )
        for name in BREAKDOWNS
    )
    return Gap(
        series.code,
        series.area,
        years,
        by,
        tuple(year for year in expected if year not in years),
    )


def spans(years: Iterable[int]) -> str:
    """Years as people write them.

    >>> spans([2011, 2012, 2013, 2015, 2017, 2018])
    '2011–2013, 2015, 2017–2018'
    """
    runs: list[list[int]] = []
    for year in sorted(years):
        if runs and year == runs[-1][1] + 1:
            runs[-1][1] = year
        else:
            runs.append([year, year])
    return ", ".join(
        str(first) if first == last else f"{first}–{last}" for first, last in runs
    )


def _years(strands: Iterable[Strand]) -> tuple[int, ...]:
    return tuple(sorted({year for strand in strands for year in strand.years}))
