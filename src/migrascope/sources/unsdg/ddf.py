"""What stands in a copy of the SDG database in DDF (one CSV file per series)?

File names say what they hold: `ddf--datapoints--<series>--by--<dimensions>.csv`.
All codes are in lower case; areas are M49 numbers; footnotes and sources were not
copied. The list of concepts beside the files gives the wording of each series; its
hash tells the edition of the database, which no file names.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from migrascope.errors import ChangedHeader, Truncated
from migrascope.sources.formats import csv
from migrascope.sources.formats.table import ROW
from migrascope.sources.unsdg import codes
from migrascope.sources.unsdg.dimensions import PREFIX
from migrascope.sources.unsdg.points import RAW, Answer

_NAME = re.compile(r"^ddf--datapoints--([a-z0-9_]+)--by--([a-z0-9_-]+)\.csv$")
_CONCEPTS = "ddf--concepts--continuous.csv"
_OTHERS = re.compile(r"^ddf--(concepts|entities)--.*\.csv$")
_PLAIN = ("geo_area", "nature", "units", "year")


@dataclass(frozen=True, slots=True)
class Concepts:
    """What the list of concepts says: the wording of each series, and the edition."""

    wording: Mapping[str, str]
    edition: str | None


def is_points(path: Path) -> bool:
    """True for a file of data points."""
    return bool(_NAME.match(path.name))


def is_companion(path: Path) -> bool:
    """True for lists of concepts and codes, which hold no figures."""
    return bool(_OTHERS.match(path.name))


def read(path: Path, about: Concepts) -> Answer:
    """Read the data points of one series.

    Raises:
        ChangedHeader: the header is not what the name of the file promises.
        Truncated: the file holds no figure.
    """
    named = _NAME.match(path.name)
    if named is None:
        raise ChangedHeader(
            "the name of the file does not say what it holds.",
            "Give it its name back: ddf--datapoints--SERIES--by--DIMENSIONS.csv.",
            where=path.name,
        )
    series, promised = named[1], named[2].split("--")
    table = csv.read(path, columns=[*promised, series])
    table.need(*_PLAIN)
    if not table.frame.height:
        raise Truncated(
            "the file holds no figure.", "Download it again.", where=path.name
        )
    raw = table.frame.select(
        pl.lit(series.upper()).alias("series"),
        pl.lit(about.wording.get(series), pl.String).alias("description"),
        pl.col("geo_area").alias("geo"),
        "year",
        pl.col(series).alias("value"),
        pl.lit(None, pl.String).alias("low"),
        pl.lit(None, pl.String).alias("high"),
        "nature",
        "units",
        pl.lit(None, pl.String).alias("note"),
        pl.lit(0, pl.UInt16).alias("file"),
        pl.lit("").alias("sheet"),
        pl.col(ROW).alias("row"),
        pl.lit(table.columns[series], pl.UInt32).alias("column"),
        *(pl.col(name).alias(PREFIX + name) for name in promised if name not in _PLAIN),
    )
    assert set(RAW) <= set(raw.columns)
    vintages = {series.upper(): about.edition} if about.edition else {}
    return Answer(raw, [path], vintages, is_copy=True)


def concepts(folder: Path) -> Concepts:
    """The list of concepts in a folder; empty when it is not there."""
    path = folder / _CONCEPTS
    if not path.is_file():
        return Concepts({}, None)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    table = csv.read(path, columns=["concept", "description"])
    described = table.frame.select("concept", "description").drop_nulls()
    return Concepts(dict(described.iter_rows()), codes.editions().get(digest))
