"""How does a table of one row per area and year become one row per figure?

World Population Prospects comes in several shapes, all with an area and a year a
row; a `Series` says for each column what it measures and to which time of the
year it refers. Thousands become persons, rounded to the third decimal because
the publisher's last digit is one person (0.001 thousand).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

import polars as pl

from migrascope.model.observation import KEY
from migrascope.sources.formats.table import ROW

_DECIMALS = 6
"""Enough for any rate; takes away what floating point adds to 0.1 × 1000."""


class When(Enum):
    """The time of the year that a column speaks of."""

    MID_YEAR = ((7, 1), (7, 1))
    END_OF_YEAR = ((12, 31), (12, 31))
    WHOLE_YEAR = ((1, 1), (12, 31))


@dataclass(frozen=True, slots=True)
class Series:
    """What a column measures; `low` and `high` name the columns of its bounds.

    `factor` makes the unit of the column the unit of the figure.
    """

    column: str
    measure: str
    unit: str = "PS"
    factor: float = 1000.0
    when: When = When.WHOLE_YEAR
    sex: str = "_T"
    breakdown: str = ""
    low: str = ""
    high: str = ""
    note: str = ""

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that the series needs."""
        return tuple(name for name in (self.column, self.low, self.high) if name)


def rate(column: str, measure: str, unit: str) -> Series:
    """A column that stands in its own unit: per thousand, per cent."""
    return Series(column, measure, unit, factor=1.0)


def needed(series: Iterable[Series]) -> tuple[str, ...]:
    """The columns that a list of series needs, each once."""
    return tuple(dict.fromkeys(name for one in series for name in one.columns))


def unfold(
    frame: pl.DataFrame, series: Sequence[Series], *, columns: Mapping[str, int]
) -> pl.DataFrame:
    """One row per figure out of one row per area and year.

    `frame` has `area`, `year`, `obs_status`, `__row` and the columns of the series
    as numbers; `columns` gives their place in the file. Empty cells are left out.
    """
    return once(pl.concat(_one(frame, one, columns) for one in series))


def once(cells: pl.DataFrame) -> pl.DataFrame:
    """Keep the first of equal figures of one region that stands twice in a file.

    Australia and New Zealand is 927 and 1836, once among the geographic and once
    among the SDG regions. Different figures, and countries that stand twice, stay,
    so that they are refused as duplicates later.
    """
    key = [name for name in (*KEY, "value", "obs_status") if name in cells.columns]
    places = [pl.col(name) for name in ("area", "origin") if name in cells.columns]
    country = ~pl.any_horizontal(place.str.starts_with("M49:") for place in places)
    return cells.filter(country | pl.struct(key).is_first_distinct())


def _one(frame: pl.DataFrame, one: Series, columns: Mapping[str, int]) -> pl.DataFrame:
    start, end = one.when.value

    def scaled(name: str) -> pl.Expr:
        if not name:
            return pl.lit(None, dtype=pl.Float64)
        return (pl.col(name) * one.factor).round(_DECIMALS)

    return frame.filter(pl.col(one.column).is_not_null()).select(
        pl.lit(one.measure).alias("measure"),
        "area",
        pl.lit(one.sex).alias("sex"),
        pl.lit(one.breakdown).alias("breakdown"),
        pl.date("year", *start).alias("start"),
        pl.date("year", *end).alias("end"),
        scaled(one.column).alias("value"),
        pl.lit(one.unit).alias("unit"),
        "obs_status",
        scaled(one.low).alias("low"),
        scaled(one.high).alias("high"),
        pl.lit(one.note).alias("note"),
        pl.col(ROW).alias("row"),
        pl.lit(columns[one.column], dtype=pl.UInt32).alias("column"),
    )
