"""Which figures stand in a table with one column per year, quarter or country?

The cells are taken out one by one, each with the row and column that it stands in;
empty cells and the publisher's mark for "no such observation" are left out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import polars as pl

from migrascope.errors import NotANumber
from migrascope.sources.formats import numbers
from migrascope.sources.formats.table import COLUMN, HEADER, ROW, TEXT, Table

YEAR = r"^(\d{4})[eEfF]?$"


def figures(
    table: Table,
    headers: Sequence[str],
    *,
    labels: Sequence[str],
    absent: Sequence[str] = (),
) -> pl.DataFrame:
    """One line per figure: the labels, `header`, `value`, `row` and `column`.

    `absent` are marks that say that there is no such observation.

    Raises:
        NotANumber: text where a number should stand.
    """
    long = table.unpivot(headers, index=labels).filter(
        ~pl.col(TEXT).is_in(list(absent))
    )
    return long.select(
        *labels,
        pl.col(HEADER).alias("header"),
        _values(long, table).alias("value"),
        pl.col(ROW).alias("row"),
        pl.col(COLUMN).alias("column"),
    )


def years(table: Table) -> list[str]:
    """The headers that are years: `1960`, `2022`, `2022e`."""
    return [header for header in table.columns if re.match(YEAR, header)]


def year() -> pl.Expr:
    """The year that `header` names."""
    return pl.col("header").str.extract(YEAR).cast(pl.Int32)


def first_day() -> pl.Expr:
    """1 January of the year that `header` names."""
    return pl.date(year(), 1, 1)


def last_day() -> pl.Expr:
    """31 December of the year that `header` names."""
    return pl.date(year(), 12, 31)


def _values(long: pl.DataFrame, table: Table) -> pl.Series:
    try:
        return numbers.parse(
            long[TEXT], where=table.where(), rows=long[ROW], missing=()
        )
    except NotANumber as error:
        # Only now is it worth looking for the column, to point at the cell.
        texts = zip(long[TEXT], long[ROW], long[COLUMN], strict=True)
        for text, row, column in texts:
            if numbers.number(text) is None:
                error.where = table.where(row, column)
                break
        raise
