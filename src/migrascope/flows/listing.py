"""How do estimates look as one long table, for other programs?

A row for each corridor and method, with a low and a high: the least and the most
that any method says of that corridor, or the resampled interval of that method.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from migrascope.flows.side_by_side import SideBySide

if TYPE_CHECKING:
    from migrascope.flows.account import FloatArray
    from migrascope.flows.table import FlowTable
    from migrascope.flows.uncertainty.bands import Bands

LEAST = 0.5
"""Corridors with fewer people by every method are left out."""

Bounds = tuple["FloatArray | None", "FloatArray | None"]


def listed(
    sides: Iterable[SideBySide],
    *,
    of: Collection[str] | None = None,
    among: Collection[str] | None = None,
    bands: Bands | None = None,
) -> pl.DataFrame:
    """Movements: start, end, sex, origin, destination, method, persons, low, high.

    Only corridors that begin or end in one of the areas `of`, and have one of
    `among` on the other side. Without `bands`, low and high are those of the methods;
    with them, a method that has none stays without.
    """
    parts = [_one(side, of, among, bands) for side in sides]
    return pl.concat(parts) if parts else pl.DataFrame()


def _one(
    side: SideBySide,
    of: Collection[str] | None,
    among: Collection[str] | None,
    bands: Bands | None,
) -> pl.DataFrame:
    every = np.stack([table.persons for table in side.tables])
    seen = (every.max(axis=0) >= LEAST) & _asked(side.areas, of, among)
    rows, columns = np.nonzero(seen)
    names = np.array(side.areas, dtype=object)
    least, most = every.min(axis=0), every.max(axis=0)
    parts = []
    for table in side.tables:
        low, high = (least, most) if bands is None else _resampled(table, bands)
        parts.append(
            pl.DataFrame(
                {
                    "origin": names[rows],
                    "destination": names[columns],
                    "persons": table.persons[rows, columns],
                    "low": None if low is None else low[rows, columns],
                    "high": None if high is None else high[rows, columns],
                },
                schema={
                    "origin": pl.String,
                    "destination": pl.String,
                    "persons": pl.Float64,
                    "low": pl.Float64,
                    "high": pl.Float64,
                },
            ).select(
                pl.lit(side.interval.start).alias("start"),
                pl.lit(side.interval.end).alias("end"),
                pl.lit(side.sex).alias("sex"),
                "origin",
                "destination",
                pl.lit(table.method).alias("method"),
                "persons",
                "low",
                "high",
            )
        )
    return pl.concat(parts)


def _resampled(table: FlowTable, bands: Bands) -> Bounds:
    """The interval of every corridor of a method; nothing where none was made."""
    band = bands.band(table.method, table.sex, table.interval)
    if band is None or band.areas != table.areas:
        return None, None
    low, high = band.at(bands.level)
    return np.asarray(low, dtype=np.float64), np.asarray(high, dtype=np.float64)


def _asked(
    areas: tuple[str, ...], of: Collection[str] | None, among: Collection[str] | None
) -> np.ndarray:
    """Which corridors (origin × destination) were asked for."""
    many = len(areas)
    here = np.ones(many, dtype=bool) if of is None else np.isin(areas, list(of))
    there = np.ones(many, dtype=bool) if among is None else np.isin(areas, list(among))
    return np.outer(here, there) | np.outer(there, here)
