"""How often did Mexico meet people whose situation was irregular?

The traps of this source:

- Events are not people: the same person may be presented to the authority or
  channelled to a shelter more than once.
- An event happens anywhere in the country, not at a border, and says where somebody
  was met, not where he or she was going.
- Some nationalities share a code in the copy that is read: GIN stands for Guinea and,
  by all signs, Equatorial Guinea, FRA for France and an overseas area. Their rows
  look like duplicates and are none: all are kept, and their sum is the month's.
- The header is the same as that of Panama's list: the file's name tells them apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from migrascope.sources.batch import Batch, Description, Remote, Residuals
from migrascope.sources.formats.table import Table
from migrascope.sources.monthly import MonthlyList, Refined, mixed_up

if TYPE_CHECKING:
    from migrascope.sources.door import Door

SOURCE = "mexico"

SHARED_CODES = ("FRA", "GIN")
"""Codes under which the copy lists several nationalities. Any other nationality that
stands twice in a month is refused as two figures for one thing."""

_KEY = ("origin", "start", "end")
_NOTE = "one of several nationalities under this code"


def locate(*, only: str | None = None) -> tuple[Remote, ...]:
    """Nothing: the publisher's tables have no lasting address."""
    del only
    return ()


def fetch(door: Door, folder: Path, *, only: str | None = None) -> Iterator[Path]:
    """Nothing to download."""
    del door, folder, only
    yield from ()


def recognise(path: Path) -> str | None:
    """`counts` when the header is that of the list and the name says Mexico."""
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


def _refuse_whole_years(table: Table) -> None:
    """Years that stand in January are Panama's."""
    year, month = pl.col("t").str.slice(0, 4), pl.col("t").str.slice(5, 2)
    months = table.frame.group_by(year.alias("year")).agg(
        month.unique().alias("months")
    )
    whole = months.filter(
        pl.col("year") < pl.col("year").max(), pl.col("months") == ["01"]
    )
    if whole.height:
        because = f"the year {whole['year'].sort()[0]} has no month but January"
        raise mixed_up(table, is_really="panama", because=because)


LIST = MonthlyList(
    package="migrascope.sources.mexico",
    header=("t", "q", "nat", "n"),
    says=(
        "Events of people in an irregular situation, presented to the migration "
        "authority or channelled to shelters, by nationality and month since 2018."
    ),
    check=_refuse_whole_years,
    refine=_told_apart,
)
