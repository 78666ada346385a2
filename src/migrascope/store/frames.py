"""How does heavy work read the evidence base?

As one Polars frame, read straight from the Parquet files.
"""

from __future__ import annotations

from functools import reduce
from operator import and_
from pathlib import Path

import polars as pl

from migrascope.model.frames import SCHEMA
from migrascope.store.query import broken_file
from migrascope.store.question import Question


def frame(files: list[Path], question: Question) -> pl.DataFrame:
    """The figures that answer a question, with the columns of the table.

    Raises:
        DamagedBase: a Parquet file cannot be read.
    """
    if not files:
        return pl.DataFrame(schema=SCHEMA)
    try:
        return (
            pl.scan_parquet(files)
            .filter(condition(question))
            .select(pl.col(name).cast(kind) for name, kind in SCHEMA.items())
            .collect()
        )
    except (pl.exceptions.PolarsError, OSError) as error:
        raise broken_file(error, files) from error


def condition(question: Question) -> pl.Expr:
    """The question as a filter."""
    year = pl.col("end").dt.year()
    parts = [
        pl.col(name).cast(pl.String).is_in(list(allowed))
        for name, allowed in question.codes.items()
    ]
    if question.years is not None:
        parts.append(year.is_in(list(question.years)))
    if question.since is not None:
        parts.append(year >= question.since)
    if question.until is not None:
        parts.append(year <= question.until)
    return reduce(and_, parts, pl.lit(value=True))
