"""How do figures of the evidence base become a panel?

Figures are added up over the side that is not asked for (refugees of a country are
the sum over all countries of asylum). A pair that is absent from a year that the
edition covers was nobody; a year in which a country is not named at all was not
observed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from migrascope.errors import NoFigures
from migrascope.foresight.panel import FloatArray

if TYPE_CHECKING:
    import polars as pl

    from migrascope.store.base import Base

NO_COUNTRY = ("X:unknown", "X:stateless", "_T", "_Z")
"""Origins that are no place: their people cannot be said to come from anywhere."""


def yearly(base: Base, measures: Sequence[str], *, dataset: str) -> pl.DataFrame:
    """Counts by measure, area, origin and year, both sexes and all ages together.

    Raises:
        NoFigures: the base does not hold the dataset.
    """
    import polars as pl

    if dataset not in {each.dataset for each in base.newest()}:
        raise NoFigures(
            f"The base holds nothing of {dataset}.",
            "`migrascope fetch unhcr` gets the figures of UNHCR; `migrascope catalog` "
            "lists what the base holds.",
        )
    rows = base.frame(measure=tuple(measures), editions=dataset, sex="_T", age="_T")
    return (
        rows.drop_nulls("value")
        .with_columns(
            pl.col("measure", "area", "origin").cast(pl.String),
            year=pl.col("end").dt.year(),
        )
        .group_by("measure", "area", "origin", "year")
        .agg(pl.col("value").sum())
    )


def table(
    rows: pl.DataFrame, key: str, keys: Sequence[str], times: Sequence[int]
) -> FloatArray:
    """Sums of `value` by time and key, (T, N); NaN where the key has no row."""
    import polars as pl

    out = np.full((len(times), len(keys)), np.nan)
    sums = rows.group_by("year", key).agg(pl.col("value").sum())
    column = {each: place for place, each in enumerate(keys)}
    row = {each: place for place, each in enumerate(times)}
    known = sums.filter(pl.col(key).is_in(list(column)), pl.col("year").is_in(row))
    at = [row[each] for each in known["year"]], [column[each] for each in known[key]]
    out[at] = known["value"].to_numpy()
    return out
