"""What stands in the file of stored estimates, beside the estimates?

One row for each corridor, sex and interval: what each method says, and the stocks of
migrants that speak of this corridor, before and after, each with the cells of the
publisher's file that it was added up from. A reader who doubts an estimate finds in
its row where to look.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from migrascope.model.lineage import Cell
from migrascope.model.observation import TOTAL

if TYPE_CHECKING:
    from migrascope.store.base import Base
    from migrascope.store.figure import Figure

CORRIDOR = ("origin", "destination", "sex", "start", "end")
"""The columns that say of whom a row speaks."""

STOCKS: Mapping[str, tuple[str, str, str]] = {
    "born_at_origin_before": ("origin", "destination", "start"),
    "born_at_origin_after": ("origin", "destination", "end"),
    "born_at_destination_before": ("destination", "origin", "start"),
    "born_at_destination_after": ("destination", "origin", "end"),
}
"""Stocks of a row → which of its columns are birthplace, residence and day."""

CELLS = "_cells"
"""Ending of the column that names the cells of a stock."""

_SEPARATOR = " + "


@dataclass(frozen=True, slots=True)
class Stock:
    """People born in one area and living in another on one day, with their cells."""

    birthplace: str
    residence: str
    day: date
    cells: tuple[Cell, ...]

    @property
    def persons(self) -> float | None:
        """What the cells add up to; None where there is none."""
        known = [each.value for each in self.cells if each.value is not None]
        return sum(known) if known else None


def table(wide: pl.DataFrame, stocks: pl.DataFrame) -> pl.DataFrame:
    """The rows of the file: estimates by method, then the stocks and their cells.

    `wide` has the columns of `CORRIDOR` and one for each method; `stocks` one row for
    each cell of the publisher's file.
    """
    known = _by_pair(stocks)
    rows = wide.select(*CORRIDOR, pl.exclude(*CORRIDOR))
    for name, (birthplace, residence, day) in STOCKS.items():
        rows = rows.join(
            known.rename({"persons": name, "cells": f"{name}{CELLS}"}),
            left_on=(birthplace, residence, day, "sex"),
            right_on=("origin", "area", "day", "of"),
            how="left",
            maintain_order="left",
        )
    return rows


def write(rows: pl.DataFrame, path: Path) -> None:
    """Write the file; the same rows give the same bytes."""
    rows.write_parquet(path, compression="zstd", row_group_size=65_536)


def stocks_of(base: Base, figure: Figure) -> tuple[Stock, ...]:
    """The stocks that stand in the row of a stored estimate; none without its file.

    Raises:
        DamagedBase: the file is no longer in the base.
    """
    edition = base.edition(figure.edition)
    kept = edition.files[figure.file]
    entry = base.index.get(edition.id)
    if entry is None or kept.sha256 not in entry.snapshots:
        return ()
    row = _row(base, base.snapshot(kept.sha256), figure.row)
    return tuple(
        Stock(
            str(row[birthplace]),
            str(row[residence]),
            row[day],
            _cells(row[f"{name}{CELLS}"]),
        )
        for name, (birthplace, residence, day) in STOCKS.items()
    )


def _row(base: Base, file: Path, number: int) -> dict[str, Any]:
    """One row of a file, counted from 1."""
    answer = base.connection.cursor().execute(
        "SELECT * EXCLUDE (file_row_number) "
        "FROM read_parquet(?, file_row_number = true) WHERE file_row_number = ?",
        [str(file), number - 1],
    )
    names = [column[0] for column in answer.description or ()]
    return dict(zip(names, answer.fetchone() or (), strict=True))


def _by_pair(stocks: pl.DataFrame) -> pl.DataFrame:
    """Each pair, day and sex of the estimates: persons, and the cells behind them."""
    column = pl.col
    cells = stocks.select(
        *(column(each).cast(pl.String) for each in ("area", "origin", "sex")),
        column("start").alias("day"),
        "value",
        pl.concat_str(
            *(column(each).cast(pl.String).fill_null("") for each in _REFERENCE),
            separator="|",
        ).alias("cell"),
    ).unique()
    both = cells.with_columns(pl.lit(TOTAL).alias("of")).filter(
        (column("sex") == TOTAL)
        | ~(column("sex") == TOTAL).any().over("area", "origin", "day")
    )
    own = cells.filter(column("sex") != TOTAL).with_columns(column("sex").alias("of"))
    return (
        pl.concat([both, own])
        .sort("area", "origin", "day", "of", "sex", "cell")
        .group_by("area", "origin", "day", "of", maintain_order=True)
        .agg(
            column("value").sum().alias("persons"),
            column("cell").str.join(_SEPARATOR).alias("cells"),
        )
    )


_REFERENCE = ("edition", "file", "sheet", "row", "column", "value")
"""What one cell is called by, joined by `|`; only a sheet may hold one itself."""


def _cells(text: str | None) -> tuple[Cell, ...]:
    if not text:
        return ()
    return tuple(map(_cell, text.split(_SEPARATOR)))


def _cell(text: str) -> Cell:
    edition, file, rest = text.split("|", 2)
    sheet, row, column, value = rest.rsplit("|", 3)
    return Cell(
        edition,
        int(file),
        sheet,
        int(row),
        int(column),
        float(value) if value else None,
        "migrant_stock",
    )
