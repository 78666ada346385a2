"""How many people apply for asylum in a year?

Applications that were lodged for the first time, as UNHCR has them: appeals, reviews
and cases taken up again are left out. Where a country counts cases, a case is one
application. Until 2005 the kind of an application is mostly not told apart, and those
of all kinds but appeals are taken.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from migrascope.errors import NoFigures
from migrascope.foresight.panel import Panel
from migrascope.foresight.series import breaks
from migrascope.foresight.series.gathering import NO_COUNTRY, table

if TYPE_CHECKING:
    from migrascope.store.base import Base

DATASET = "unhcr-asylum-applications"
MEASURE = "asylum_applications"
NEW = ("N", "NA", "NR", "V")
"""New, new or on appeal, new or repeated, various (all until 2005)."""
LATER_LEVELS = ("AR", "JR", "RA")
"""Administrative review, judicial review, re-opened."""


def by_origin(base: Base) -> Panel:
    """Applications by country of origin.

    Raises:
        NoFigures: the base holds no applications of UNHCR.
    """
    return _panel(base, "origin", "applications_by_origin")


def by_asylum(base: Base) -> Panel:
    """Applications by country of asylum.

    Raises:
        NoFigures: the base holds no applications of UNHCR.
    """
    return _panel(base, "area", "applications_by_asylum")


def _panel(base: Base, key: str, what: str) -> Panel:
    import polars as pl

    if DATASET not in {each.dataset for each in base.newest()}:
        raise NoFigures(
            "The base holds no asylum applications.",
            "`migrascope fetch unhcr` gets them.",
        )
    kind = pl.col("breakdown").cast(pl.String)
    rows = (
        base.frame(measure=MEASURE, editions=DATASET, sex="_T", age="_T")
        .drop_nulls("value")
        .with_columns(
            pl.col("area", "origin").cast(pl.String), year=pl.col("end").dt.year()
        )
        .filter(
            kind.str.extract(r"application=(\w+)").is_in(NEW),
            ~kind.str.extract(r"level=(\w+)").is_in(LATER_LEVELS),
            ~pl.col(key).is_in(NO_COUNTRY),
        )
        .select("area", "origin", "year", "value")
    )
    keys = tuple(sorted(rows[key].unique()))
    years = sorted(rows["year"].unique())
    times = tuple(range(years[0], years[-1] + 1))
    return Panel(
        what,
        keys,
        times,
        table(rows, key, keys, times),
        breaks=breaks.known(what, keys, times),
        editions=(base.edition(DATASET).id,),
    )
