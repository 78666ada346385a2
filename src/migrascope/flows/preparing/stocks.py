"""Which published stocks are the tables made of?

One edition: the newest bilateral International Migrant Stock, or the one that is
named. Each figure keeps its cell. Pairs without a figure are zero, because the
copies leave zeros out; pairs that the publisher marked as missing are not.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
from numpy.typing import NDArray

from migrascope.errors import (
    NegativeCount,
    NoFigures,
    UnbalancedTotals,
    UnknownEdition,
    UnusableTable,
    UsageError,
    Where,
)
from migrascope.flows.account import FloatArray
from migrascope.model.observation import NOT_APPLICABLE, TOTAL

if TYPE_CHECKING:
    from migrascope.store.base import Base

DATASET = "undesa-ims-bilateral"
MEASURE = "migrant_stock"
FETCH = (
    "`migrascope fetch undesa` gets the International Migrant Stock; "
    "`migrascope add FILE` takes in a file that you have."
)
CELLS = (
    "area",
    "origin",
    "sex",
    "start",
    "value",
    "edition",
    "file",
    "sheet",
    "row",
    "column",
)
"""The columns of the frame that tells from which cells a table was made."""


@dataclass(frozen=True, slots=True, eq=False)
class Stocks:
    """All stock tables of an edition.

    `persons` is sex × day × place of birth × residence; `marked` (day × birth ×
    residence) are the pairs that the publisher calls missing; `listed` (day ×
    residence) says which areas have a table of their residents on a day.
    """

    areas: tuple[str, ...]
    sexes: tuple[str, ...]
    days: tuple[date, ...]
    persons: FloatArray
    marked: NDArray[np.bool_]
    listed: NDArray[np.bool_]
    rows: pl.DataFrame
    edition: str

    @property
    def years(self) -> tuple[int, ...]:
        """The years with a table, first to last."""
        return tuple(day.year for day in self.days)

    def day(self, year: int) -> date:
        """The day of the table of a year.

        Raises:
            UsageError: there is none; the message lists the years.
        """
        if year not in self.years:
            raise UsageError(
                f"{self.edition} has no stocks of {year}.",
                f"It has {', '.join(map(str, self.years))}: choose two of these.",
            )
        return self.days[self.years.index(year)]


def read(base: Base, edition: str | None = None) -> Stocks:
    """Read the stocks of one edition.

    Raises:
        NoFigures: the base has no such stocks.
        NegativeCount: fewer than no people.
        UnusableTable: a figure that is no number, or two days in one year.
        UnbalancedTotals: women and men do not add up to both sexes.
    """
    name = _edition(base, edition)
    found = base.frame(measure=MEASURE, editions=name, age=TOTAL, breakdown="")
    rows = found.select(
        *(pl.col(each).cast(pl.String) for each in ("area", "origin", "sex")),
        *(each for each in (*CELLS[3:], "end", "obs_status")),
    ).filter(
        ~pl.col("origin").is_in([TOTAL, NOT_APPLICABLE]),
        pl.col("start") == pl.col("end"),
    )
    if rows.is_empty():
        raise NoFigures(f"{name} has no migrants by origin.", FETCH)
    _refuse_bad_figures(rows)
    sexes = ("F", "M") if {"F", "M"} <= set(rows["sex"].unique()) else (TOTAL,)
    if sexes != (TOTAL,):
        _refuse_unequal_totals(rows)
    return _tables(rows.filter(pl.col("sex").is_in(list(sexes))), sexes)


def _edition(base: Base, edition: str | None) -> str:
    """The id or dataset that was asked for; a bare year is a vintage of UN DESA."""
    name = edition or DATASET
    if edition and "@" not in edition and edition[:4].isdigit():
        name = f"{DATASET}@{edition}"
    try:
        return base.edition(name).id
    except UnknownEdition as error:
        held = [each.id for each in base.editions() if each.dataset == DATASET]
        if edition is None or not held:
            raise NoFigures(
                "The base holds no stocks of migrants by origin.", FETCH
            ) from error
        raise UnknownEdition(
            f'The base has no stocks "{edition}".', f"It has {', '.join(held)}."
        ) from error


def _refuse_bad_figures(rows: pl.DataFrame) -> None:
    value = pl.col("value")
    bad = rows.filter(value.is_nan() | value.is_infinite() | (value < 0)).head(1)
    for row in bad.iter_rows(named=True):
        where = Where(row["edition"], row["sheet"] or "", row["row"], row["column"])
        who = f"Born in {row['origin']}, living in {row['area']} on {row['start']}"
        if row["value"] < 0:
            raise NegativeCount(
                f"{who}: {row['value']:,.0f} people.",
                "A stock cannot be below zero: correct it in the source.",
                where=where,
            )
        raise UnusableTable(
            f"{who}: {row['value']} is not a number of people.",
            "Correct it in the source, or mark it as missing.",
            where=where,
        )


def _refuse_unequal_totals(rows: pl.DataFrame) -> None:
    """Both sexes, where they are printed, are women and men together."""
    value = pl.col("value")
    both = pl.col("sex") == TOTAL
    pairs = (
        rows.group_by("area", "origin", "start")
        .agg(
            value.filter(both).sum().alias("total"),
            value.filter(~both).sum().alias("added"),
            both.any().alias("printed"),
        )
        .filter("printed", (pl.col("total") - pl.col("added")).abs() > 1)
        .sort("area", "origin", "start")
    )
    for row in pairs.head(1).iter_rows(named=True):
        raise UnbalancedTotals(
            f"Born in {row['origin']}, living in {row['area']} on {row['start']}: "
            f"women and men are {row['added']:,.0f}, both sexes {row['total']:,.0f}.",
            "Correct it in the source, or leave one of them out.",
        )


def _tables(rows: pl.DataFrame, sexes: tuple[str, ...]) -> Stocks:
    areas = tuple(sorted(set(rows["area"]) | set(rows["origin"])))
    days = tuple(sorted(rows["start"].unique()))
    years = [day.year for day in days]
    twice = [year for year in years if years.count(year) > 1]
    if twice:
        raise UnusableTable(
            f"{rows['edition'][0]} has stocks of two days in {twice[0]}.",
            "Keep one table a year.",
        )

    def position(column: str, of: tuple[object, ...]) -> NDArray[np.int64]:
        spot = rows[column].replace_strict(
            list(of), list(range(len(of))), return_dtype=pl.Int64
        )
        return spot.to_numpy()

    sex, day = position("sex", sexes), position("start", days)
    birth, home = position("origin", areas), position("area", areas)
    missing = rows["value"].is_null().to_numpy()
    shape = (len(days), len(areas), len(areas))
    persons = np.zeros((len(sexes), *shape))
    np.add.at(persons, (sex, day, birth, home), rows["value"].fill_null(0.0).to_numpy())
    marked = np.zeros(shape, dtype=bool)
    marked[day[missing], birth[missing], home[missing]] = True
    listed = np.zeros((len(days), len(areas)), dtype=bool)
    listed[day[~missing], home[~missing]] = True
    return Stocks(
        areas, sexes, days, persons, marked, listed, rows, str(rows["edition"][0])
    )
