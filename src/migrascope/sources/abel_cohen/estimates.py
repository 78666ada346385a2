"""What does a table of Abel and Cohen say about a pair of areas?

One row is a pair in a period of five years, one column a method; each cell becomes
an observation: how many people lived in the origin at the start of the period and in
the destination at its end. Everything is done by column: a table has two million
cells.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from migrascope.errors import ChangedHeader, NotANumber, UnknownLayout
from migrascope.model import breakdown
from migrascope.model.observation import Status
from migrascope.sources import places
from migrascope.sources.batch import Residuals
from migrascope.sources.formats import csv, guard
from migrascope.sources.formats.table import ROW, Table

METHODS = (
    "sd_drop_neg",
    "sd_rev_neg",
    "mig_rate",
    "da_min_open",
    "da_min_closed",
    "da_pb_closed",
)
"""The columns of figures: one method each, by the name that the authors gave it."""

COPY = "copy"
TOTAL = "total"
BY_SEX = "by-sex"

YEARS = 5
"""The length of every period."""

_KEYS = ("year0", "orig", "dest")
_NAMES = ("orig_name", "dest_name")
_LAYOUTS = {
    frozenset({*_KEYS, *METHODS}): TOTAL,
    frozenset({*_KEYS, "sex", *METHODS}): BY_SEX,
    frozenset({*_KEYS, *_NAMES, *METHODS}): COPY,
}
_SEXES = {"male": "M", "female": "F", "both": "_T"}
_NAMED = re.compile(r"(?<![a-z])(both|female|male)(?![a-z])")
_WORDS = pl.Categorical()


@dataclass(frozen=True, slots=True)
class Estimates:
    """One file: its layout, its rows, and the sex when it is the same for all."""

    path: Path
    layout: str
    table: Table
    sex: str | None


def layout_of(path: Path) -> str | None:
    """Tell from the header which layout a file has; None when it is another's."""
    first = guard.head(path).decode("utf-8-sig", "replace").partition("\n")[0]
    names = [name.strip().strip('"') for name in first.strip().split(",")]
    return _LAYOUTS.get(frozenset(names)) if len(set(names)) == len(names) else None


def read(path: Path) -> Estimates:
    """Read a file; the sex may stand in a column, or in the name of a copy.

    Raises:
        UnknownLayout: it is not a table of these estimates.
        ChangedHeader: nothing says whose moves a copy holds.
    """
    layout = layout_of(path)
    if layout is None:
        guard.check(path)
        raise UnknownLayout(
            "this is not a table of flows by Abel and Cohen.",
            f"Its header has {', '.join(_KEYS)} and the six methods "
            f"{', '.join(METHODS)}; read another table with a mapping.",
            where=path.name,
        )
    table = csv.read(path, columns=(*_KEYS, *METHODS))
    return Estimates(path, layout, table, _sex_of(path, layout))


def cells(
    estimates: Estimates,
    *,
    file: int,
    place_of: Mapping[str, str],
    residuals: Residuals = Residuals.REFUSE,
) -> pl.DataFrame:
    """The observations of one file, not yet checked by `frame.finish`.

    An empty cell is no figure, `NA` is one that is missing. People who stayed where
    they were are no flow: their row is left out.

    Raises:
        UnknownPlace: a code without an area.
        NotANumber: text where a year, a sex or a figure should stand.
    """
    table = estimates.table
    said = pl.DataFrame(
        {
            "area": _areas(table, "dest", place_of, residuals),
            "origin": _areas(table, "orig", place_of, residuals),
            "sex": _sexes(estimates),
            "row": table.frame[ROW],
        }
    ).with_columns(_days(table))
    moved = said["area"] != said["origin"]
    blocks = [_block(table, said, method, moved) for method in METHODS]
    return pl.concat(blocks).with_columns(
        _word("migration_flows").alias("measure"),
        _word("MIG").alias("status"),
        _word("PS").alias("unit"),
        pl.lit(file, dtype=pl.UInt16).alias("file"),
    )


def areas_at_start(estimates: Estimates) -> int:
    """How many areas the first period has: what tells the releases apart."""
    years = estimates.table.frame["year0"]
    first = estimates.table.frame.filter(years == years.min())
    return pl.concat([first["orig"], first["dest"]]).n_unique()


def _sex_of(path: Path, layout: str) -> str | None:
    """Copies name the sex in the name of the file; the authors' total needs none."""
    if layout == BY_SEX:
        return None
    named = _NAMED.findall(path.name.lower())
    if named:
        return _SEXES[named[-1]]
    if layout == TOTAL:
        return "_T"
    raise ChangedHeader(
        "neither the header nor the name of the file says whose moves these are.",
        'Put "both", "female" or "male" into the name, as in flows_female_1990.csv.',
        where=path.name,
    )


def _sexes(estimates: Estimates) -> pl.Series:
    table = estimates.table
    if estimates.sex is not None:
        return pl.Series([estimates.sex], dtype=_WORDS).new_from_index(
            0, table.frame.height
        )
    texts = table.frame["sex"]
    found = texts.str.to_lowercase().replace_strict(
        _SEXES, default=None, return_dtype=pl.String
    )
    if found.null_count():
        position = int(found.is_null().arg_true()[0])
        raise NotANumber(
            f'"{texts[position] or ""}" is neither male nor female.',
            "Correct the cell in a copy of the file.",
            where=table.where(int(table.frame[ROW][position]), "sex"),
        )
    return found.cast(_WORDS)


def _areas(
    table: Table, column: str, place_of: Mapping[str, str], residuals: Residuals
) -> pl.Series:
    codes = places.match(
        table.frame[column],
        place_of,
        where=table.where(column=column),
        rows=table.frame[ROW],
        residuals=residuals,
        remedy="sources/abel_cohen/places.csv",
    )
    if codes.null_count():
        row = int(table.frame[ROW][int(codes.is_null().arg_true()[0])])
        raise NotANumber(
            "the row names no area.",
            "Correct the cell in a copy of the file.",
            where=table.where(row, column),
        )
    return codes.cast(_WORDS)


def _days(table: Table) -> pl.DataFrame:
    """From the middle of the first year to the middle of the fifth after it.

    Raises:
        NotANumber: text that is no year.
    """
    texts = table.frame["year0"]
    years = texts.str.extract(r"^(\d{4})$").cast(pl.Int32)
    if years.null_count():
        position = int(years.is_null().arg_true()[0])
        raise NotANumber(
            f'"{texts[position] or ""}" is not a year.',
            "Correct the cell in a copy of the file.",
            where=table.where(int(table.frame[ROW][position]), "year0"),
        )
    return pl.DataFrame({"year": years}).select(
        pl.date(pl.col("year"), 7, 1).alias("start"),
        pl.date(pl.col("year") + YEARS, 7, 1).alias("end"),
    )


def _block(
    table: Table, said: pl.DataFrame, method: str, moved: pl.Series
) -> pl.DataFrame:
    """The observations of one method."""
    values = table.numbers(method).alias("value")
    printed = table.frame[method].is_not_null()
    status = (
        pl.when(pl.col("value").is_null())
        .then(_word(str(Status.MISSING)))
        .otherwise(_word(str(Status.ESTIMATED)))
    )
    return (
        said.with_columns(values)
        .filter(moved & printed)
        .with_columns(
            _word(breakdown.join({"method": method})).alias("breakdown"),
            status.alias("obs_status"),
            pl.lit(table.columns[method], dtype=pl.UInt32).alias("column"),
        )
    )


def _word(text: str) -> pl.Expr:
    return pl.lit(text, dtype=_WORDS)
