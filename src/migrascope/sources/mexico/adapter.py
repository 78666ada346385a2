"""How often did Mexico meet people whose situation was irregular?

The traps of this source:

- Events are not people: the same person may be presented to the authority or
  channelled to a shelter more than once.
- An event happens anywhere in the country, not at a border, and says where somebody
  was met, not where he or she was going.
- Some nationalities share a code in the copy that is read: GIN stands for Guinea and,
  by all signs, Equatorial Guinea, FRA for France and an overseas area. Their rows
  look like duplicates and are none: all are kept, and their sum is the month's.
- The header is the same as that of Panama's list, which holds whole years before 2020
  where this one holds months; where neither does, the file's name tells them apart.
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

SOURCE = "mexico"

SHARED_CODES = ("FRA", "GIN")
"""Codes under which the copy lists several nationalities. Any other nationality that
stands twice in a month is refused as two figures for one thing."""

_KEY = ("origin", "start", "end")
_NAME = re.compile("mexico|méxico", re.IGNORECASE)
_PANAMA_MONTHLY = "2020"
"""The year in which the months of the list with the same header begin."""

_NOTE = "one of several nationalities under this code"


locate = offered.nothing
"""Nothing: the publisher's tables have no lasting address."""
fetch = offered.one_by_one(locate)


def recognise(path: Path) -> str | None:
    """`counts` when the header is the list's, and days or name are not Panama's."""
    return LIST.recognise(path)


def read(
    paths: Sequence[Path], *, residuals: Residuals = Residuals.REFUSE
) -> Iterator[Batch]:
    """One edition for each file; see `MonthlyList.read` for what is refused.

    Raises:
        ChangedHeader: the file holds whole years, as the list of Panama does.
    """
    yield from LIST.read(paths, residuals=residuals)


def describe() -> Description:
    """What the source is, and how editions get their names."""
    return LIST.describe()


def _told_apart(figures: pl.DataFrame) -> Refined:
    """Say of the rows that share a code that they do."""
    together = pl.col("origin").is_in(SHARED_CODES) & (pl.len().over(_KEY) > 1)
    note = pl.when(together).then(pl.lit(_NOTE)).otherwise("note").alias("note")
    told = figures.with_columns(note)
    count = told.filter(pl.col("note") == _NOTE).height
    remark = (
        f"{count} rows share a nationality code with another row of their month "
        f"({', '.join(SHARED_CODES)}); all are kept."
    )
    return Refined(told, (remark,) if count else (), SHARED_CODES)


def _is_told(days: Sequence[str], name: str) -> bool:
    """Months before 2020 are of this list, whole years are not."""
    if holds_whole_years(days):
        return False
    early = any(day < _PANAMA_MONTHLY and day[5:7] != "01" for day in days)
    return early or bool(_NAME.search(name))


def _refuse_whole_years(table: Table) -> None:
    """Years that stand in January are Panama's."""
    if holds_whole_years(table.frame["t"].drop_nulls().unique().to_list()):
        because = "years before the last have no month but January"
        raise mixed_up(table, is_really="panama", because=because)


LIST = MonthlyList(
    package="migrascope.sources.mexico",
    header=("t", "q", "nat", "n"),
    says=(
        "Events of people in an irregular situation, presented to the migration "
        "authority or channelled to shelters, by nationality and month since 2018."
    ),
    tell=_is_told,
    check=_refuse_whole_years,
    refine=_told_apart,
)
