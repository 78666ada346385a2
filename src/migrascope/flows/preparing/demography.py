"""How many people live somewhere, are born and die, by the publisher's own figures?

World Population Prospects, in whichever of its files the base holds, and for areas
that it lacks the population of the International Migrant Stock. Read once; every
interval asks for its days.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from migrascope.errors import NegativeCount, NoFigures, UnusableTable, Where
from migrascope.flows.account import FloatArray, Interval
from migrascope.model import area
from migrascope.model.observation import TOTAL

if TYPE_CHECKING:
    from migrascope.store.base import Base

PROSPECTS = (
    "undesa-wpp-indicators",
    "undesa-wpp",
    "undesa-wpp-components",
    "undesa-wpp-projection",
)
"""The files of the World Population Prospects, the most complete first."""
TOTALS = "undesa-ims-totals"
_MARGIN = 10
"""Years around those of the stocks in which a nearest figure is looked for."""
FLOWS = ("births", "deaths", "net_migration")
FETCH = (
    "`migrascope fetch undesa` gets the World Population Prospects (estimates and "
    "projection); `migrascope add FILE` takes in a file that you have."
)


@dataclass(frozen=True, slots=True, eq=False)
class Demography:
    """Population at points in time, and yearly births, deaths and net migration.

    `points` are area → (day as ordinal, people) in time order; `shares` the same with
    the share of women, for each edition that tells it; `years` are (measure, sex) →
    area → year → persons.
    """

    points: dict[str, tuple[FloatArray, FloatArray]]
    shares: dict[str, list[tuple[FloatArray, FloatArray]]]
    years: dict[tuple[str, str], dict[str, dict[int, float]]]
    editions: tuple[str, ...]
    lacking: frozenset[str] = field(default=frozenset())

    def population(self, id_: str, day: date) -> tuple[float, int | None]:
        """People on a day, on the line between two figures; NaN where none is known.

        The second is the year of the figure that had to stand for another day.
        """
        days, people = self.points.get(id_, _NOTHING)
        return _on_the_line(days, people, day)

    def share_of_women(
        self, id_: str, day: date, interval: Interval
    ) -> tuple[float, int | None]:
        """The share of women on a day, or on the nearest one with figures by sex.

        Both ends of an interval are taken from one edition, the one with the nearest
        days: from two, a revision would look like women who moved. The second is the
        year of the figure, where that is another one; NaN where nobody tells.
        """
        ends = (interval.start, interval.end)
        held = self.shares.get(id_, [])
        if not held:
            return np.nan, None
        days, shares = min(held, key=lambda each: sum(_away(each[0], d) for d in ends))
        nearest = int(np.abs(days - day.toordinal()).argmin())
        found = date.fromordinal(int(days[nearest]))
        same_year = found.year == day.year
        return float(shares[nearest]), None if same_year else found.year

    def over(
        self, measure: str, id_: str, interval: Interval, *, sex: str = TOTAL
    ) -> float:
        """Persons over an interval; NaN where a year of it has no figure."""
        figures = self.years.get((measure, sex), {}).get(id_, {})
        return sum(
            part * figures.get(year, np.nan) for year, part in parts(interval).items()
        )

    def require(self, interval: Interval) -> None:
        """Refuse an interval for which the base lacks population, births or deaths.

        Raises:
            NoFigures: it does; the message says what to fetch.
        """
        for day in (interval.start, interval.end):
            if all(_on_the_line(*each, day)[1] for each in self.points.values()):
                raise NoFigures(f"The base holds no population of {day}.", FETCH)
        for measure in FLOWS[:2]:
            held = {
                year
                for figures in self.years.get((measure, TOTAL), {}).values()
                for year in figures
            }
            missing = [str(year) for year in parts(interval) if year not in held]
            if missing:
                raise NoFigures(
                    f"The base holds no {measure} of {', '.join(missing)}.", FETCH
                )


_NOTHING = (np.empty(0), np.empty(0))


def parts(interval: Interval) -> dict[int, float]:
    """How much of each calendar year lies in an interval.

    >>> from migrascope.flows.account import mid_years
    >>> parts(mid_years(2015, 2017))
    {2015: 0.5, 2016: 1.0, 2017: 0.5}
    """
    first, last = interval.start, interval.end
    found = dict.fromkeys(range(first.year, last.year + 1), 1.0)
    found[last.year] = _elapsed(last)
    found[first.year] -= _elapsed(first)
    return {year: part for year, part in found.items() if part > 0}


def read(base: Base, edition: str | None = None, *, years: Sequence[int]) -> Demography:
    """Read population, births, deaths and net migration around these years, once.

    Raises:
        NoFigures: the base has no population.
        NegativeCount: fewer than no people, births or deaths.
        UnusableTable: a figure that is no number.
    """
    names = _editions(base, edition)
    totals = [] if edition and "@" in edition else _held(base, [TOTALS])
    around = (min(years) - _MARGIN, max(years) + _MARGIN)
    rows = _rows(base, names + totals, around) if names else pl.DataFrame()
    people = rows.filter(pl.col("measure") == "population") if names else rows
    if people.is_empty():
        raise NoFigures("The base holds no population, births and deaths.", FETCH)
    _refuse_bad_figures(rows)
    both = people.filter(pl.col("sex") == TOTAL).unique(
        ["area", "end"], keep="first", maintain_order=True
    )
    own = both.filter(pl.col("edition").is_in(names))
    other = both.filter(~pl.col("area").is_in(own["area"].unique().to_list()))
    lacking = frozenset(other["area"].unique().to_list())
    points = _series(pl.concat([own, other]), "value")
    return Demography(points, _shares(people), _years(rows), (*names, *totals), lacking)


def _editions(base: Base, edition: str | None) -> list[str]:
    if edition is None:
        held = _held(base, PROSPECTS)
        newest = max((each.partition("@")[2] for each in held), default="")
        return [each for each in held if each.partition("@")[2] == newest]
    if "@" in edition:
        return [base.edition(edition).id]
    known = {each.id for each in base.editions()}
    found = [name for each in PROSPECTS if (name := f"{each}@{edition}") in known]
    return found or [base.edition(edition).id]


def _held(base: Base, datasets: tuple[str, ...] | list[str]) -> list[str]:
    newest = {each.dataset: each.id for each in base.newest()}
    return [newest[each] for each in datasets if each in newest]


def _rows(base: Base, names: list[str], around: tuple[int, int]) -> pl.DataFrame:
    """Every figure once: of two, that of the edition that is named first."""
    order = {name: rank for rank, name in enumerate(names)}
    found = base.frame(
        measure=("population", *FLOWS),
        editions=names,
        age=TOTAL,
        breakdown="",
        since=around[0],
        until=around[1],
    )
    groups = [each for each in found["area"].unique().to_list() if _is_group(each)]
    texts = ("measure", "area", "sex", "edition", "sheet")
    return (
        found.select(
            *(pl.col(each).cast(pl.String) for each in texts),
            "start",
            "end",
            "value",
            "row",
            "column",
        )
        .filter(~pl.col("area").is_in(groups), pl.col("value").is_not_null())
        .with_columns(
            pl.col("edition").replace_strict(order, default=len(order)).alias("rank")
        )
        .sort("rank", maintain_order=True)
        .unique(
            ["measure", "area", "sex", "start", "end", "rank"],
            keep="first",
            maintain_order=True,
        )
    )


def _refuse_bad_figures(rows: pl.DataFrame) -> None:
    value = pl.col("value")
    counted = pl.col("measure") != "net_migration"
    bad = rows.filter(
        value.is_nan() | value.is_infinite() | (counted & (value < 0))
    ).head(1)
    for row in bad.iter_rows(named=True):
        where = Where(row["edition"], row["sheet"] or "", row["row"], row["column"])
        what = f"{row['area']} has {row['value']:,} {row['measure']} on {row['end']}."
        kind = NegativeCount if row["value"] < 0 else UnusableTable
        raise kind(what, "Correct it in the source.", where=where)


def _series(
    rows: pl.DataFrame, column: str
) -> dict[str, tuple[FloatArray, FloatArray]]:
    found = {}
    for (name,), part in rows.sort("end").group_by("area", maintain_order=True):
        days = np.array([each.toordinal() for each in part["end"]], dtype=float)
        found[str(name)] = (days, part[column].to_numpy())
    return found


def _shares(people: pl.DataFrame) -> dict[str, list[tuple[FloatArray, FloatArray]]]:
    """The share of women wherever women and men stand in one edition."""
    women, men = (
        pl.col("value").filter(pl.col("sex") == sex).first() for sex in ("F", "M")
    )
    by_sex = people.filter(pl.col("sex") != TOTAL)
    shares = (
        by_sex.group_by("area", "end", "edition", "rank")
        .agg((women / (women + men)).alias("share"))
        .filter(pl.col("share").is_finite())
        .sort("rank", "area", "end")
    )
    found: dict[str, list[tuple[FloatArray, FloatArray]]] = {}
    for _, part in shares.group_by("rank", maintain_order=True):
        for name, series in _series(part, "share").items():
            found.setdefault(name, []).append(series)
    return found


def _years(rows: pl.DataFrame) -> dict[tuple[str, str], dict[str, dict[int, float]]]:
    found: dict[tuple[str, str], dict[str, dict[int, float]]] = {}
    flows = rows.filter(pl.col("measure").is_in(list(FLOWS))).select(
        "measure", "sex", "area", pl.col("end").dt.year(), "value"
    )
    # the first edition is the most complete one: it is written last
    flows = flows.reverse()
    for measure, sex, name, year, value in flows.iter_rows():
        found.setdefault((measure, sex), {}).setdefault(name, {})[year] = value
    return found


def _is_group(id_: str) -> bool:
    return id_.startswith("M49:") and area.get(id_).is_aggregate


def _elapsed(day: date) -> float:
    """How much of the year has gone: half of it on 1 July, whatever the days say."""
    return (day.month - 1 + (day.day - 1) / 31) / 12


def _away(days: FloatArray, day: date) -> float:
    """How many days the nearest one is away."""
    return float(np.abs(days - day.toordinal()).min())


def _on_the_line(
    days: FloatArray, values: FloatArray, day: date
) -> tuple[float, int | None]:
    if not days.size:
        return np.nan, day.year
    spot = day.toordinal()
    value = float(np.interp(spot, days, values))
    if days[0] <= spot <= days[-1]:
        return value, None
    end = days[0] if spot < days[0] else days[-1]
    return value, date.fromordinal(int(end)).year
