"""How much money do migrants send to a country in a year?

Personal remittances received, in current US dollars, as the World Bank has them; of
the tables that the base holds, the one with the newest figures.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from migrascope.errors import NoFigures
from migrascope.foresight.panel import Panel
from migrascope.foresight.series.gathering import table
from migrascope.model import area as areas

if TYPE_CHECKING:
    import polars as pl

    from migrascope.store.base import Base

DATASETS = (
    "worldbank-wdi-bx-trf-pwkr-cd-dt",
    "worldbank-wdi-selected",
    "worldbank-knomad-inflows",
)
MEASURE = "remittances_received"
FLOOR = 1e6
"""US dollars below which differences do not matter."""
TOTAL = "_T"


def by_country(base: Base) -> Panel:
    """Remittances received by country, yearly.

    Raises:
        NoFigures: the base holds none.
    """
    held = {each.dataset for each in base.newest()}
    read = {name: _rows(base, name) for name in DATASETS if name in held}
    frames = {name: rows for name, rows in read.items() if rows.height}
    if not frames:
        raise NoFigures(
            "The base holds no series of remittances received.",
            "`migrascope fetch worldbank` gets them.",
        )
    name = max(frames, key=lambda each: _newest(frames[each]))
    rows = frames[name]
    keys = tuple(
        key for key in sorted(rows["area"].unique()) if not areas.get(key).is_aggregate
    )
    years = sorted(rows["year"].unique())
    times = tuple(range(years[0], years[-1] + 1))
    return Panel(
        "remittances_received",
        keys,
        times,
        table(rows, "area", keys, times),
        unit="USD",
        floor=FLOOR,
        editions=(base.edition(name).id,),
    )


def _rows(base: Base, dataset: str) -> pl.DataFrame:
    import polars as pl

    return (
        base.frame(measure=MEASURE, editions=dataset, origin=TOTAL)
        .drop_nulls("value")
        .select(
            pl.col("area").cast(pl.String),
            pl.col("value").clip(lower_bound=0.0),
            year=pl.col("end").dt.year(),
        )
    )


def _newest(rows: pl.DataFrame) -> tuple[int, int]:
    """The newest year, and how many countries have it."""
    import polars as pl

    year = max(rows["year"], default=0)
    return year, rows.filter(pl.col("year") == year).height
