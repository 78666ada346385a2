"""How many people live where, are born, die, come and go (World Population Prospects)?

Three tables with one row per area and year: the estimates 1950 to 2023 (Parquet,
converted, population joined to it in persons), the medium projection with its
bounds (Parquet, converted), and the publisher's own "Demographic Indicators" CSV,
which holds both.

Traps:
- In the estimates, population stands in persons, all else in thousands.
- Population of the estimates is at mid-year, that of the projection at the end of
  the year: its male and female columns equal the mid-year population plus half of
  the year's change.
- The estimates table has no population for regions; births and the rest it has.
- The bounds of the projection's population belong to both sexes together, which
  the table does not print: males and females are added, and the note says so.
- One figure has one pair of bounds here: those of 95 %; the 80 % bounds stay in
  the file. The low and high variants assume other fertility; they are no bounds.
"""

from __future__ import annotations

import re
from pathlib import Path

import polars as pl

from migrascope.errors import ChangedHeader, UnknownLayout
from migrascope.model.observation import Status
from migrascope.sources import places
from migrascope.sources.batch import Residuals
from migrascope.sources.formats import csv, parquet
from migrascope.sources.formats.table import ROW
from migrascope.sources.undesa.reading import Reading
from migrascope.sources.undesa.series import Series, When, needed, rate, unfold

_ESTIMATES = (
    Series("population", "population", factor=1.0, when=When.MID_YEAR),
    Series("births_thousands", "births"),
    Series("deaths_thousands", "deaths"),
    Series("popchange_thousands", "population_change"),
    Series("netmig_thousands", "net_migration"),
    rate("cbr", "birth_rate", "PER_1000"),
    rate("cdr", "death_rate", "PER_1000"),
    rate("growthrate", "population_growth_rate", "PT_YR"),
    rate("cnmr", "net_migration_rate", "PER_1000"),
    rate("NatChangeRT", "natural_change_rate", "PER_1000"),
)

_TOTAL = "population of both sexes"
_PROJECTION = (
    Series(
        _TOTAL,
        "population",
        when=When.END_OF_YEAR,
        low="pop_95l",
        high="pop_95u",
        note="Males (popM) and females (popF) of the same row added.",
    ),
    Series("popM", "population", when=When.END_OF_YEAR, sex="M"),
    Series("popF", "population", when=When.END_OF_YEAR, sex="F"),
    Series(
        "pop_low",
        "population",
        when=When.END_OF_YEAR,
        breakdown="variant=low fertility",
    ),
    Series(
        "pop_high",
        "population",
        when=When.END_OF_YEAR,
        breakdown="variant=high fertility",
    ),
    Series("births", "births"),
    Series("deaths", "deaths"),
    Series("PopChange", "population_change"),
    Series("mig", "net_migration", low="mig_95l", high="mig_95u"),
    rate("cbr", "birth_rate", "PER_1000"),
    rate("cdr", "death_rate", "PER_1000"),
    rate("growthrate", "population_growth_rate", "PT_YR"),
    rate("cnmr", "net_migration_rate", "PER_1000"),
    rate("NatChangeRT", "natural_change_rate", "PER_1000"),
)

_INDICATORS = (
    Series("TPopulation1July", "population", when=When.MID_YEAR),
    Series("TPopulationMale1July", "population", when=When.MID_YEAR, sex="M"),
    Series("TPopulationFemale1July", "population", when=When.MID_YEAR, sex="F"),
    Series("Births", "births"),
    Series("Deaths", "deaths"),
    Series("DeathsMale", "deaths", sex="M"),
    Series("DeathsFemale", "deaths", sex="F"),
    Series("PopChange", "population_change"),
    Series("NatChange", "natural_change"),
    Series("NetMigrations", "net_migration"),
    rate("CBR", "birth_rate", "PER_1000"),
    rate("CDR", "death_rate", "PER_1000"),
    rate("PopGrowthRate", "population_growth_rate", "PT_YR"),
    rate("CNMR", "net_migration_rate", "PER_1000"),
    rate("NatChangeRT", "natural_change_rate", "PER_1000"),
)

ESTIMATES_COLUMNS = ("country_code", "year", *needed(_ESTIMATES))
PROJECTION_COLUMNS = (
    "country_code",
    "year",
    *(name for name in needed(_PROJECTION) if name != _TOTAL),
)
INDICATORS_COLUMNS = ("LocID", "Variant", "Time", *needed(_INDICATORS))


def read_estimates(
    path: Path, table: dict[str, str], *, residuals: Residuals = Residuals.REFUSE
) -> Reading:
    """Read the estimates; the revision is the year after the last estimate.

    Raises:
        ChangedHeader: a column is missing.
        UnknownPlace: a location code without an area.
    """
    source = parquet.read(path)
    source.need(*ESTIMATES_COLUMNS)
    frame = _placed(source, table, residuals, Status.ESTIMATED)
    cells = unfold(frame, _ESTIMATES, columns=source.columns)
    return Reading(str(_year(frame["year"].max()) + 1), cells)


def read_projection(
    path: Path, table: dict[str, str], *, residuals: Residuals = Residuals.REFUSE
) -> Reading:
    """Read the medium projection; the revision is the first projected year.

    Raises:
        ChangedHeader: a column is missing.
        UnknownPlace: a location code without an area.
    """
    source = parquet.read(path)
    source.need(*PROJECTION_COLUMNS)
    frame = _placed(source, table, residuals, Status.FORECAST).with_columns(
        (pl.col("popM") + pl.col("popF")).alias(_TOTAL)
    )
    columns = {**source.columns, _TOTAL: source.columns["popM"]}
    cells = unfold(frame, _PROJECTION, columns=columns)
    return Reading(str(_year(frame["year"].min())), cells)


def read_indicators(
    path: Path, table: dict[str, str], *, residuals: Residuals = Residuals.REFUSE
) -> Reading:
    """Read the publisher's Demographic Indicators; their name tells the revision.

    Years before the revision are estimates, the others the medium projection.

    Raises:
        ChangedHeader: a column is missing, or another variant than the medium one.
        NotANumber: text where a figure should stand.
        UnknownLayout: the name of the file does not begin with WPP and a year.
        UnknownPlace: a location code without an area.
    """
    named = re.match(r"WPP(\d{4})_", path.name)
    if named is None:
        raise UnknownLayout(
            "only the name of the file can tell the revision, and this one does not.",
            "Call it as the publisher does, such as WPP2024_Demographic_Indicators_"
            "Medium.csv.gz.",
            where=path.name,
        )
    source = csv.read(path, columns=INDICATORS_COLUMNS)
    other = source.frame.filter(pl.col("Variant") != "Medium")
    if other.height:
        raise ChangedHeader(
            f'the variant is "{other["Variant"][0]}", only "Medium" is read.',
            "Read the file of the medium variant.",
            where=source.where(other[ROW][0], "Variant"),
        )
    names = needed(_INDICATORS)
    year = source.numbers("Time", missing=()).cast(pl.Int32)
    frame = source.frame.select(ROW).with_columns(
        *(source.numbers(name, missing=()) for name in names),
        year.alias("year"),
        places.match(
            source.frame["LocID"],
            table,
            where=source.where(column="LocID"),
            rows=source.frame[ROW],
            residuals=residuals,
        ).alias("area"),
        pl.when(year < int(named[1]))
        .then(pl.lit(str(Status.ESTIMATED)))
        .otherwise(pl.lit(str(Status.FORECAST)))
        .alias("obs_status"),
    )
    return Reading(named[1], unfold(frame, _INDICATORS, columns=source.columns))


def _placed(
    source: parquet.TypedTable,
    table: dict[str, str],
    residuals: Residuals,
    status: Status,
) -> pl.DataFrame:
    area = places.match(
        source.frame["country_code"],
        table,
        where=source.where(column="country_code"),
        rows=source.frame[ROW],
        residuals=residuals,
    )
    return source.frame.with_columns(
        area.alias("area"), pl.lit(str(status)).alias("obs_status")
    )


def _year(value: object) -> int:
    return int(str(value))
