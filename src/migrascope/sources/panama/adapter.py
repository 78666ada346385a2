"""How many crossings of the Darién did Panama record?

The traps of this source:

- Until 2019 there are yearly figures only, which the file dates on 1 January as if they
  were of that month. They are read as what they are: figures of the whole year.
- April, May and July 2020, when borders were closed, have no rows. They are
  months without figures, not zeros.
- Crossings northward are recorded at the reception posts, once for each crossing;
  hardly anybody stays in Panama.
- The header is the same as that of Mexico's list, which holds months before 2020;
  where there are neither whole years nor early months, the file's name decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import polars as pl

from migrascope.sources import offered
from migrascope.sources.batch import Batch, Description, Residuals
from migrascope.sources.formats.table import Table
from migrascope.sources.monthly import (
    MonthlyList,
    Refined,
    holds_whole_years,
    mixed_up,
)

SOURCE = "panama"

MONTHLY_SINCE = 2020
"""Earlier years are published as a whole."""

_NAME = re.compile("dari[eé]n|panam[aá]", re.IGNORECASE)


locate = offered.nothing
"""Nothing: the publisher's tables have no lasting address."""
fetch = offered.one_by_one(locate)


def recognise(path: Path) -> str | None:
    """`counts` when the header is the list's, and days or name are not Mexico's."""
    return LIST.recognise(path)


def read(
    paths: Sequence[Path], *, residuals: Residuals = Residuals.REFUSE
) -> Iterator[Batch]:
    """One edition for each file; see `MonthlyList.read` for what is refused.

    Raises:
        ChangedHeader: months before 2020, which the list of Mexico has.
    """
    yield from LIST.read(paths, residuals=residuals)


def describe() -> Description:
    """What the source is, and how editions get their names."""
    return LIST.describe()


def _is_told(days: Sequence[str], name: str) -> bool:
    """Whole years are of this list, months before 2020 are not."""
    if _early_months(days):
        return False
    return holds_whole_years(days) or bool(_NAME.search(name))


def _early_months(days: Sequence[str]) -> bool:
    return any(day < str(MONTHLY_SINCE) and day[5:7] != "01" for day in days)


def _refuse_early_months(table: Table) -> None:
    """Months before 2020 are Mexico's."""
    if _early_months(table.frame["t"].drop_nulls().unique().to_list()):
        because = f"there are months before {MONTHLY_SINCE}"
        raise mixed_up(table, is_really="mexico", because=because)


def _whole_years(figures: pl.DataFrame) -> Refined:
    """Give the years before 2020 their twelve months."""
    early = pl.col("start").dt.year() < MONTHLY_SINCE
    last = pl.date(pl.col("start").dt.year(), 12, 31)
    return Refined(
        figures.with_columns(
            pl.when(early).then(last).otherwise("end").alias("end"),
        )
    )


LIST = MonthlyList(
    package="migrascope.sources.panama",
    header=("t", "q", "nat", "n"),
    says=(
        "Foreigners in irregular transit through the Darién, by nationality: whole "
        "years from 2010 to 2019, months since 2020."
    ),
    tell=_is_told,
    check=_refuse_early_months,
    refine=_whole_years,
)
