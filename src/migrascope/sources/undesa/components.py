"""What made a population grow or shrink (births, deaths, migration, change)?

The wide text tables of World Population Prospects: one row an area, one column a
year, in thousands, fields parted by tabs. All have the same header, so that the
name of the file alone says what it counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from migrascope.errors import ChangedHeader
from migrascope.model.observation import Status
from migrascope.sources import places
from migrascope.sources.batch import Residuals
from migrascope.sources.formats import csv
from migrascope.sources.formats.table import ROW
from migrascope.sources.undesa.reading import Reading
from migrascope.sources.undesa.series import once

MEASURES = {
    "births": "births",
    "deaths": "deaths",
    "migration": "net_migration",
    "popchange": "population_change",
}
"""The name of a file, without its ending and in lower case, and what it counts."""

HEADERS = ("country_code", "country")


def read(
    paths: Sequence[Path],
    table: dict[str, str],
    *,
    residuals: Residuals = Residuals.REFUSE,
) -> Reading:
    """Read the files of one revision; it is the year after the last estimate.

    Raises:
        ChangedHeader: no code, no years, or files that end in different years.
        NotANumber: text where a figure should stand.
        UnknownPlace: a location code without an area.
    """
    cells = pl.concat(
        _cells(path, table, residuals).with_columns(pl.lit(position).alias("file"))
        for position, path in enumerate(paths)
    )
    last = cells.group_by("file").agg(pl.col("end").max().dt.year()).sort("file")
    if last["end"].n_unique() != 1:
        different = last.filter(pl.col("end") != last["end"][0])
        raise ChangedHeader(
            f"the years end in {different['end'][0]}, those of {paths[0].name} in "
            f"{last['end'][0]}.",
            "Read the files of one revision together.",
            where=paths[int(different["file"][0])].name,
        )
    return Reading(str(int(last["end"][0]) + 1), cells)


def _cells(path: Path, table: dict[str, str], residuals: Residuals) -> pl.DataFrame:
    source = csv.read(path, columns=HEADERS, delimiter="\t")
    years = [name for name in source.columns if name.isdigit() and len(name) == 4]
    if not years:
        raise ChangedHeader(
            "no column is headed by a year.",
            "The header should hold country_code, country, 1950, 1951 …",
            where=source.where(source.header_row),
        )
    area = places.match(
        source.frame["country_code"],
        table,
        where=source.where(column="country_code"),
        rows=source.frame[ROW],
        residuals=residuals,
    )
    figures = [source.numbers(year, missing=()) for year in years]
    measure = MEASURES[path.name.split(".")[0].lower()]
    return once(
        source.frame.select(ROW)
        .with_columns(area.alias("area"), *figures)
        .unpivot(on=years, index=[ROW, "area"], variable_name="year")
        .drop_nulls("value")
        .select(
            pl.lit(measure).alias("measure"),
            "area",
            pl.date(pl.col("year").cast(pl.Int32), 1, 1).alias("start"),
            pl.date(pl.col("year").cast(pl.Int32), 12, 31).alias("end"),
            (pl.col("value") * 1000).round(6),
            pl.lit("PS").alias("unit"),
            pl.lit(str(Status.ESTIMATED)).alias("obs_status"),
            pl.col(ROW).alias("row"),
            pl.col("year")
            .replace_strict(source.columns, return_dtype=pl.UInt32)
            .alias("column"),
        )
    )
