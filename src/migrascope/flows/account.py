"""What is known about an interval before any movement is estimated?

Two stock tables (who was born where and lives where, on two days) and the births
and deaths between them: a demographic account, for one sex. All arrays speak of
the same areas in the same order; persons, not thousands.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from migrascope.errors import NegativeCount, UnusableTable

FloatArray: TypeAlias = NDArray[np.float64]

DAYS_PER_YEAR = 365.25


@dataclass(frozen=True, slots=True, order=True)
class Interval:
    """The time between two stock tables.

    Raises:
        UnusableTable: it has no length, or ends before it starts.
    """

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise UnusableTable(
                f"An interval from {self.start} to {self.end} has no length.",
                "Flows need two different days: name the earlier one first.",
            )

    @property
    def years(self) -> float:
        """Its length in years."""
        whole = self.end.year - self.start.year
        if (self.start.month, self.start.day) == (self.end.month, self.end.day):
            return float(whole)
        return (self.end - self.start).days / DAYS_PER_YEAR

    def __str__(self) -> str:
        return f"{self.start.year}–{self.end.year}"


def mid_years(start: int, end: int) -> Interval:
    """The interval between the middles of two years, as stocks of UN DESA have it.

    >>> mid_years(2015, 2020).years
    5.0
    """
    return Interval(date(start, 7, 1), date(end, 7, 1))


@dataclass(frozen=True, slots=True, eq=False)
class StockTable:
    """People by place of birth (rows) and place of residence (columns) on one day.

    `persons` is square, one row and one column for each of `areas`; its diagonal
    holds the people who live where they were born. A place of birth that is known
    only as a residual (`X:other`) has a row and an empty column. Whole numbers and
    lists are taken in too.

    Raises:
        UnusableTable: not square, fewer than two areas, or a cell that is no number.
        NegativeCount: fewer than no people.
    """

    areas: tuple[str, ...]
    persons: FloatArray
    day: date

    def __post_init__(self) -> None:
        object.__setattr__(self, "areas", tuple(self.areas))
        persons = numbers(f"people on {self.day}", self.persons)
        object.__setattr__(self, "persons", persons)
        many = len(self.areas)
        if many < 2:
            number = f"one area ({self.areas[0]})" if many else "no area"
            raise UnusableTable(
                f"A stock table with {number} cannot show movements.",
                "Give two areas or more; the rest of the world may be one of them.",
            )
        if len(set(self.areas)) < many:
            twice = next(each for each in self.areas if self.areas.count(each) > 1)
            raise UnusableTable(
                f"{twice} stands twice among the areas of a stock table.",
                "Add the two up, or drop one of them.",
            )
        if self.persons.shape != (many, many):
            raise UnusableTable(
                f"The stock table of {self.day} is {self.persons.shape}, and its "
                f"{many} areas ask for ({many}, {many}).",
                "An area that is only an origin, or only a destination, still needs "
                "both a row and a column (of zeros).",
            )
        _refuse_bad_cells(self)

    @property
    def residents(self) -> FloatArray:
        """People by place of residence, wherever they were born (column sums)."""
        return np.asarray(self.persons.sum(axis=0))

    @property
    def born(self) -> FloatArray:
        """People by place of birth, wherever they live (row sums)."""
        return np.asarray(self.persons.sum(axis=1))

    @property
    def migrants(self) -> FloatArray:
        """The table without those who live where they were born."""
        away = self.persons.copy()
        np.fill_diagonal(away, 0.0)
        return away


@dataclass(frozen=True, slots=True, eq=False)
class Account:
    """Stocks at both ends of an interval, births and deaths in it, for one sex.

    `births` and `deaths` are persons by place of residence during the interval;
    `net_migration`, where it is known, is the published arrivals less departures.

    Raises:
        UnusableTable: areas or shapes that do not agree, or cells without a number.
        NegativeCount: fewer than no births or deaths.
    """

    sex: str
    before: StockTable
    after: StockTable
    births: FloatArray
    deaths: FloatArray
    net_migration: FloatArray | None = None

    def __post_init__(self) -> None:
        if self.before.areas != self.after.areas:
            strangers = set(self.before.areas) ^ set(self.after.areas)
            raise UnusableTable(
                "The two stock tables speak of different areas: "
                f"{', '.join(sorted(strangers)[:5]) or 'the same, in another order'}.",
                "Give both the same areas in the same order, with zeros where one "
                "has nothing.",
            )
        vectors = {"births": self.births, "deaths": self.deaths}
        if self.net_migration is not None:
            vectors["net_migration"] = self.net_migration
        for field, given in vectors.items():
            name = field.replace("_", " ")
            vector = numbers(name, given)
            object.__setattr__(self, field, vector)
            signed = field == "net_migration"
            refuse_bad_vector(name, vector, self.areas, signed=signed)
        _ = self.interval

    @property
    def areas(self) -> tuple[str, ...]:
        """The areas of all rows and columns, in their order."""
        return self.before.areas

    @property
    def interval(self) -> Interval:
        """From the day of the first table to the day of the second."""
        return Interval(self.before.day, self.after.day)

    @property
    def implied_net_migration(self) -> FloatArray:
        """Residents after, less residents before, less births, plus deaths."""
        change = self.after.residents - self.before.residents
        return np.asarray(change - self.births + self.deaths)


def numbers(name: str, given: ArrayLike) -> FloatArray:
    """A copy as floats that nobody can change: integers would be cut off in sums.

    Raises:
        UnusableTable: something that is no number, or rows of different lengths.
    """
    try:
        kept = np.array(given, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise UnusableTable(
            f"The figures of {name} are not all numbers ({error}).",
            "Give numbers, in rows of the same length.",
        ) from error
    kept.setflags(write=False)
    return kept


def refuse_bad_vector(
    name: str, vector: FloatArray, areas: tuple[str, ...], *, signed: bool
) -> None:
    """Refuse a vector that does not give one number to each area.

    Raises:
        UnusableTable: another length, or an area without a number.
        NegativeCount: fewer than none, unless `signed`.
    """
    if vector.shape != (len(areas),):
        raise UnusableTable(
            f"There are {vector.shape[0] if vector.ndim else 0} figures of {name} "
            f"for {len(areas)} areas.",
            "Give one figure for each area, zero where there is none.",
        )
    holes = np.flatnonzero(~np.isfinite(vector))
    if holes.size:
        raise UnusableTable(
            f"{areas[holes[0]]} has no number of {name} ({vector[holes[0]]}).",
            "Estimate it, or leave the area out of the tables.",
        )
    below = np.flatnonzero(vector < 0)
    if below.size and not signed:
        raise NegativeCount(
            f"{areas[below[0]]} has {vector[below[0]]:,.0f} {name}.",
            "A count cannot be below zero: correct it in the source.",
        )


def _refuse_bad_cells(table: StockTable) -> None:
    """Name the first cell that is not a number, or below zero."""
    holes = np.argwhere(~np.isfinite(table.persons))
    if holes.size:
        row, column = holes[0]
        raise UnusableTable(
            f"Born in {table.areas[row]}, living in {table.areas[column]} on "
            f"{table.day}: {table.persons[row, column]} is not a number of people.",
            "Put zero where nobody was counted, or estimate what is missing.",
        )
    below = np.argwhere(table.persons < 0)
    if below.size:
        row, column = below[0]
        raise NegativeCount(
            f"Born in {table.areas[row]}, living in {table.areas[column]} on "
            f"{table.day}: {table.persons[row, column]:,.0f} people.",
            "A stock cannot be below zero: correct it in the source.",
        )
