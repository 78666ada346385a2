"""Who lives where and comes from where, in the copies that others made?

Three copies of the bilateral International Migrant Stock, each read through a
declared mapping (`mappings/*.toml`) with the source's own spellings of places. What
a mapping cannot say is said here: the letters of the data type become a note, every
stock is an estimate, and the zeros with which the copy of 2019 fills empty pairs are
no figures.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import polars as pl

from migrascope.model.observation import Status
from migrascope.sources.batch import Residuals
from migrascope.sources.formats import csv
from migrascope.sources.formats.table import ROW
from migrascope.sources.mapping import load
from migrascope.sources.mapping.apply import cells
from migrascope.sources.undesa import notes
from migrascope.sources.undesa.reading import Reading

_MAPPINGS = files("migrascope.sources.undesa") / "mappings"
_KINDS = {"B": "type_b", "C": "type_c", "R": "type_r", "I": "type_i"}


def read_2024(
    path: Path, table: Mapping[str, str], *, residuals: Residuals = Residuals.REFUSE
) -> Reading:
    """Read the copy of 2024: women and men by pair, with the type of data.

    Raises:
        SourceError: the file does not hold what the mapping says.
    """
    reading = _read("bilateral-2024.toml", path, table, residuals)
    return Reading(
        reading.vintage,
        reading.cells.join(_types(path), on="row", how="left", maintain_order="left"),
    )


def read_2020(
    path: Path, table: Mapping[str, str], *, residuals: Residuals = Residuals.REFUSE
) -> Reading:
    """Read the copy of 2020: both sexes, women and men by pair.

    Raises:
        SourceError: the file does not hold what the mapping says.
    """
    return _read("bilateral-2020.toml", path, table, residuals)


def read_2019(
    path: Path, table: Mapping[str, str], *, residuals: Residuals = Residuals.REFUSE
) -> Reading:
    """Read the copy of 2019: one row a destination, one column an origin.

    Raises:
        SourceError: the file does not hold what the mapping says.
    """
    reading = _read("bilateral-2019.toml", path, table, residuals)
    return Reading(reading.vintage, reading.cells.filter(pl.col("value").ne_missing(0)))


def _read(
    name: str, path: Path, table: Mapping[str, str], residuals: Residuals
) -> Reading:
    mapping = load(_MAPPINGS / name)
    spelled = {
        dimension: replace(mapping.dimensions[dimension], codes=table)
        for dimension in ("area", "origin")
    }
    mapping = replace(mapping, dimensions={**mapping.dimensions, **spelled})
    figures = cells(mapping, path, residuals=residuals)
    estimated = figures.with_columns(
        pl.col("obs_status").replace(str(Status.NORMAL), str(Status.ESTIMATED))
    )
    return Reading(mapping.vintage, estimated.drop("note", strict=False))


def _types(path: Path) -> pl.DataFrame:
    """The type of data of each row, in words."""
    source = csv.read(path, columns=tuple(_KINDS.values()))
    letters = pl.concat_str(
        pl.when(pl.col(column) == "1").then(pl.lit(letter)).otherwise(pl.lit(""))
        for letter, column in _KINDS.items()
    )
    coded = source.frame.select(pl.col(ROW).alias("row"), letters.alias("letters"))
    words = {each: notes.data_type(each) for each in coded["letters"].unique()}
    return coded.select(
        "row",
        pl.col("letters")
        .replace_strict(list(words), list(words.values()), return_dtype=pl.String)
        .alias("note"),
    )
