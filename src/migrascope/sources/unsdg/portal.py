"""What stands in a CSV download of the SDG data portal?

One row per data point, several series in one file when several were chosen.
Dimensions and attributes have their names in square brackets: `[Sex]`, `[Units]`.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from migrascope.errors import Truncated
from migrascope.sources.formats import csv
from migrascope.sources.formats.table import ROW
from migrascope.sources.unsdg.dimensions import PREFIX, normal
from migrascope.sources.unsdg.points import Answer

HEADER = ("SeriesCode", "GeoAreaCode", "TimePeriod", "Value")
_ATTRIBUTES = ("[Nature]", "[Units]", "[Observation Status]")


def read(path: Path, *, vintages: Mapping[str, str]) -> Answer:
    """Read a download of the portal.

    Raises:
        ChangedHeader: a column is missing.
        Truncated: the file holds no figure.
    """
    table = csv.read(path, columns=HEADER)
    frame = table.frame
    if not frame.height:
        raise Truncated(
            "the file holds no figure.", "Download it again.", where=path.name
        )

    def text(name: str) -> pl.Expr:
        return pl.col(name) if name in frame.columns else pl.lit(None, pl.String)

    raw = frame.select(
        pl.col("SeriesCode").alias("series"),
        text("SeriesDescription").alias("description"),
        pl.col("GeoAreaCode").alias("geo"),
        pl.col("TimePeriod").alias("year"),
        pl.col("Value").alias("value"),
        text("LowerBound").alias("low"),
        text("UpperBound").alias("high"),
        text("[Nature]").alias("nature"),
        text("[Units]").alias("units"),
        text("FootNote").alias("note"),
        pl.lit(0, pl.UInt16).alias("file"),
        pl.lit("").alias("sheet"),
        pl.col(ROW).alias("row"),
        pl.lit(table.columns["Value"], pl.UInt32).alias("column"),
        *(
            pl.col(name).alias(PREFIX + normal(name))
            for name in frame.columns
            if name.startswith("[") and name not in _ATTRIBUTES
        ),
    )
    return Answer(raw, [path], vintages)
