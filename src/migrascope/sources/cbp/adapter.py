"""How often were people encountered at the southwest border of the United States?

The traps of this source:

- Encounters are not people: whoever tries again is encountered again, and expulsions
  under Title 42 (March 2020 to May 2023), which had no further consequence, were
  followed by many new attempts.
- Apprehensions between ports of entry, expulsions and people found inadmissible at
  ports of entry are different events; they are told apart in the breakdown.
- The publisher's year is the fiscal year, October to September. The file writes it
  into a date, `t_fy`, whose year is the fiscal year and whose month is that of
  the calendar: a day that never was. The calendar month `t` is read, and the two
  are compared.
- Until September 2019 there is neither nationality nor sector: the origin is `_T`, all
  together. Later 21 nationalities are named, everyone else is `X:other`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import polars as pl

from migrascope.errors import SourceError
from migrascope.sources import offered
from migrascope.sources.batch import Batch, Description, Residuals
from migrascope.sources.formats.table import ROW, Table
from migrascope.sources.monthly import MonthlyList

SOURCE = "cbp"


locate = offered.nothing
"""Nothing: the publisher's file has no lasting address."""
fetch = offered.one_by_one(locate)


def recognise(path: Path) -> str | None:
    """`counts` when the header is that of the list."""
    return LIST.recognise(path)


def read(
    paths: Sequence[Path], *, residuals: Residuals = Residuals.REFUSE
) -> Iterator[Batch]:
    """One edition for each file; see `MonthlyList.read` for what is refused.

    Raises:
        SourceError: a month that does not lie in its fiscal year, or one that has
            encounters both with and without nationality.
    """
    yield from LIST.read(paths, residuals=residuals)


def describe() -> Description:
    """What the source is, and how editions get their names."""
    return LIST.describe()


def fiscal_year(year: int, month: int) -> int:
    """The fiscal year of a calendar month: it begins in October of the year before.

    >>> fiscal_year(2017, 10), fiscal_year(2018, 9)
    (2018, 2018)
    """
    return year + 1 if month >= 10 else year


def _refuse_other_years(table: Table) -> None:
    """Insist that every month lies in the fiscal year that the file gives it."""
    month = pl.col("t").str.to_date(strict=False)
    year = month.dt.year() + (month.dt.month() >= 10).cast(pl.Int32)
    expected = pl.format("{}{}", year, pl.col("t").str.slice(4))
    wrong = table.frame.filter(expected.ne_missing(pl.col("t_fy")))
    if wrong.height:
        row = wrong.row(0, named=True)
        raise SourceError(
            f"{row['t']} is said to be {row['t_fy']} of the fiscal year; fiscal years "
            "begin in October.",
            "Ask who made the file, or correct the row in a copy: a month counted in "
            "a wrong year makes two years wrong.",
            where=table.where(int(row[ROW]), "t_fy"),
        )


def _refuse_totals(table: Table) -> None:
    """Insist that a month is told by nationality or as a whole, never both."""
    whole = pl.col("nat").is_null()
    both = table.frame.filter(whole.any().over("t") & ~whole.all().over("t"))
    wrong = both.filter(whole)
    if wrong.height:
        row = wrong.row(0, named=True)
        raise SourceError(
            f"{row['t']} has encounters with a nationality and others without one.",
            "A row without a nationality stands for all of them: remove totals from "
            "a copy of the file, or write OOO for other nationalities.",
            where=table.where(int(row[ROW]), "nat"),
        )


def _check(table: Table) -> None:
    _refuse_other_years(table)
    _refuse_totals(table)


LIST = MonthlyList(
    package="migrascope.sources.cbp",
    header=(
        *("t", "t_fy", "q", "component", "area"),
        *("authority", "type", "demog", "nat", "n"),
    ),
    says=(
        "Encounters at the southwest land border by month since October 2017: "
        "apprehensions, expulsions and people found inadmissible, by nationality "
        "and sector since October 2019."
    ),
    check=_check,
)
