"""How many people did countries report as coming and going, 1980 to 2013?

"International Migration Flows to and from Selected Countries, the 2015 Revision",
sheet Totals: 45 reporting countries, header in row 17, one column a year, ".."
where nothing was reported. A country may stand in several rows, because it counts
by citizenship, by residence or by place of birth, and foreigners and citizens
apart: criterion and coverage are part of the figure.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from migrascope.errors import ChangedHeader
from migrascope.model import breakdown
from migrascope.model.observation import Status
from migrascope.sources import places
from migrascope.sources.batch import Residuals
from migrascope.sources.formats import workbook
from migrascope.sources.formats.table import COLUMN, HEADER, ROW, TEXT
from migrascope.sources.undesa.reading import Reading

HEADERS = ("CntName", "Criteria", "Type", "Coverage")
_MEASURES = {"Immigrants": "immigration", "Emigrants": "emigration"}
_MARK = ".."


def read(
    path: Path, table: dict[str, str], *, residuals: Residuals = Residuals.REFUSE
) -> Reading:
    """Read the totals that countries reported.

    Raises:
        ChangedHeader: the header is not there, or a row counts neither
            immigrants nor emigrants.
        NotANumber: text that is no missing mark where a figure should stand.
        UnknownPlace: a country without an area.
    """
    sheet = workbook.read(path, only=["Totals"])["Totals"]
    source = sheet.table(sheet.find(*HEADERS))
    other = source.frame.filter(~pl.col("Type").is_in(list(_MEASURES)))
    if other.height:
        raise ChangedHeader(
            f'the type is "{other["Type"][0]}", known are {", ".join(_MEASURES)}.',
            "Look whether the layout has changed.",
            where=source.where(other[ROW][0], "Type"),
        )
    area = places.match(
        source.frame["CntName"],
        table,
        where=source.where(column="CntName"),
        rows=source.frame[ROW],
        residuals=residuals,
    )
    years = [name for name in source.columns if name.isdigit() and len(name) == 4]
    values = [source.numbers(year, missing=(_MARK,)) for year in years]
    frame = source.frame.with_columns(area.alias("area"), _counted(source.frame))
    long = source.unpivot(years, index=("CntName",))
    figures = (
        source.frame.select(ROW)
        .with_columns(values)
        .unpivot(on=years, index=[ROW], variable_name=HEADER, value_name="value")
    )
    cells = (
        long.join(figures, on=[ROW, HEADER], how="left")
        .join(frame.select(ROW, "area", "Type", "breakdown"), on=ROW, how="left")
        .select(
            pl.col("Type").replace_strict(_MEASURES).alias("measure"),
            "area",
            "breakdown",
            pl.date(pl.col(HEADER).cast(pl.Int32), 1, 1).alias("start"),
            pl.date(pl.col(HEADER).cast(pl.Int32), 12, 31).alias("end"),
            "value",
            pl.lit("PS").alias("unit"),
            pl.when(pl.col(TEXT) == _MARK)
            .then(pl.lit(str(Status.MISSING)))
            .otherwise(pl.lit(str(Status.NORMAL)))
            .alias("obs_status"),
            pl.lit(sheet.name).alias("sheet"),
            pl.col(ROW).alias("row"),
            pl.col(COLUMN).alias("column"),
        )
    )
    return Reading("2015", cells)


def _counted(frame: pl.DataFrame) -> pl.Series:
    """Who was counted, and how the country tells a migrant."""
    return pl.Series(
        "breakdown",
        [
            breakdown.join(
                {"coverage": coverage.lower(), "criterion": criterion.lower()}
            )
            for coverage, criterion in frame.select(
                pl.col("Coverage").fill_null(""), pl.col("Criteria").fill_null("")
            ).iter_rows()
        ],
    )
