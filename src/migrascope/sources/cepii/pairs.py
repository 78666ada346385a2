"""What do two countries share, and how far apart are they?

One row is a pair, one column a property; each cell becomes an observation. Distances
are in kilometres; the others are 1 for yes and 0 for no. Which of CEPII's columns it
was stands in the breakdown, under CEPII's own name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from migrascope.errors import UnknownLayout
from migrascope.model import breakdown
from migrascope.model.observation import Status
from migrascope.sources import places
from migrascope.sources.batch import Residuals
from migrascope.sources.formats import archive, csv, guard, workbook
from migrascope.sources.formats.table import ROW, Table

WORKBOOK = "workbook"
PACKED = "packed-workbook"
COPY = "copy"

SHEET = "dist_cepii"
DAY = date(2004, 10, 15)
"""When the publisher last saved the workbook: the figures are of that world."""

_PAIR = ("iso_o", "iso_d")
_OLE = b"\xd0\xcf\x11\xe0"
_WORDS = pl.Categorical()


@dataclass(frozen=True, slots=True)
class Property:
    """A column: which measure it is, in which unit."""

    column: str
    measure: str
    unit: str = "IX"


PROPERTIES = (
    Property("contig", "contiguity"),
    Property("comlang_off", "common_language"),
    Property("comlang_ethno", "common_language"),
    Property("colony", "colonial_link"),
    Property("comcol", "colonial_link"),
    Property("curcol", "colonial_link"),
    Property("col45", "colonial_link"),
    Property("smctry", "colonial_link"),
    Property("dist", "distance", "KM"),
    Property("distcap", "distance", "KM"),
    Property("distw", "distance", "KM"),
    Property("distwces", "distance", "KM"),
)


def layout_of(path: Path) -> str | None:
    """Tell the workbook, the archive that holds it, and its copy as text apart."""
    start = guard.head(path)
    if start.startswith(_OLE):
        return WORKBOOK if SHEET.encode() in start else None
    if start.startswith(b"PK"):
        names = archive.tables(path)
        return PACKED if [Path(name).stem for name in names] == [SHEET] else None
    first = start.decode("utf-8-sig", "replace").partition("\n")[0]
    header = {name.strip().strip('"') for name in first.split(",")}
    needed = {*_PAIR, *(each.column for each in PROPERTIES)}
    return COPY if needed <= header else None


def read(path: Path) -> Table:
    """The pairs as a table of texts, from any of the three forms.

    Raises:
        UnknownLayout: it is none of them.
        ChangedHeader: a column is missing.
        TooLarge: a zip bomb.
        Truncated: the file is cut off.
    """
    layout = layout_of(path)
    if layout is None:
        guard.check(path)
        raise UnknownLayout(
            "this is not CEPII's table of pairs.",
            f"Known are dist_cepii.zip, the workbook {SHEET}.xls in it, and its copy "
            "as text; the table of single countries (geo_cepii) is not read.",
            where=path.name,
        )
    names = (*_PAIR, *(each.column for each in PROPERTIES))
    if layout == COPY:
        return csv.read(path, columns=names)
    with _workbook(path, layout) as opened:
        sheet = workbook.read(opened, only=[SHEET])[SHEET]
    table = sheet.table(sheet.find(*names))
    table.need(*names)
    return table


def cells(
    table: Table,
    *,
    place_of: Mapping[str, str],
    residuals: Residuals = Residuals.REFUSE,
) -> pl.DataFrame:
    """The observations, not yet checked by `frame.finish`.

    Raises:
        UnknownPlace: a code without an area.
        NotANumber: text where a figure should stand.
    """
    said = pl.DataFrame(
        {
            "area": _areas(table, "iso_d", place_of, residuals),
            "origin": _areas(table, "iso_o", place_of, residuals),
            "row": table.frame[ROW],
        }
    )
    return pl.concat(_block(table, said, each) for each in PROPERTIES).with_columns(
        pl.lit(DAY).alias("start"),
        pl.lit(DAY).alias("end"),
        _word(table.sheet).alias("sheet"),
    )


@contextmanager
def _workbook(path: Path, layout: str) -> Iterator[Path]:
    if layout == WORKBOOK:
        yield path
        return
    with archive.unpacked(path) as opened:
        yield opened


def _areas(
    table: Table, column: str, place_of: Mapping[str, str], residuals: Residuals
) -> pl.Series:
    return places.match(
        table.frame[column],
        place_of,
        where=table.where(column=column),
        rows=table.frame[ROW],
        residuals=residuals,
        remedy="sources/cepii/places.csv",
    ).cast(_WORDS)


def _block(table: Table, said: pl.DataFrame, each: Property) -> pl.DataFrame:
    """The observations of one column; a dot is a missing mark."""
    missing = pl.col("value").is_null()
    return (
        said.with_columns(table.numbers(each.column, missing={"."}).alias("value"))
        .filter(table.frame[each.column].is_not_null())
        .with_columns(
            _word(each.measure).alias("measure"),
            _word(each.unit).alias("unit"),
            _word(breakdown.join({"type": each.column})).alias("breakdown"),
            pl.when(missing)
            .then(_word(str(Status.MISSING)))
            .otherwise(_word(str(Status.NORMAL)))
            .alias("obs_status"),
            pl.lit(table.columns[each.column], dtype=pl.UInt32).alias("column"),
        )
    )


def _word(text: str) -> pl.Expr:
    return pl.lit(text, dtype=_WORDS)
