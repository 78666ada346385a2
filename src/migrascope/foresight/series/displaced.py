"""How many people of each country are forcibly displaced, inside it or abroad?

Refugees, asylum seekers and internally displaced people at the end of the year, as
UNHCR has them (internally displaced people whom it protects or assists); other people
in need of international protection are left out, as METHODS has it. By country of
origin, by country of asylum (refugees and asylum seekers), or by corridor, in which
people displaced inside their country are a corridor from it to itself.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from migrascope.foresight.panel import Driver, FloatArray, Panel
from migrascope.foresight.series import breaks
from migrascope.foresight.series.gathering import NO_COUNTRY, table, yearly

if TYPE_CHECKING:
    import polars as pl

    from migrascope.store.base import Base

DATASET = "unhcr-population"
APPLICATIONS = "unhcr-asylum-applications"
PARTS = ("refugees", "asylum_seekers", "idps")
FIRST = 1975
"""Earlier years hold few countries and no asylum seekers."""
LARGE = 5_000
"""Corridors that held as many people at some time stand alone."""
OTHER = "other"


def by_origin(base: Base) -> Panel:
    """Forcibly displaced people by country of origin.

    Raises:
        NoFigures: the base holds no populations of UNHCR.
    """
    rows = _rows(base, PARTS)
    applications = _applications(base)
    return _panel(base, rows, "origin", "displaced_by_origin", PARTS, applications)


def by_asylum(base: Base) -> Panel:
    """Refugees and asylum seekers by country of asylum.

    Raises:
        NoFigures: the base holds no populations of UNHCR.
    """
    import polars as pl

    rows = _rows(base, PARTS[:2]).filter(pl.col("area") != pl.col("origin"))
    return _panel(base, rows, "area", "refugees_by_asylum", PARTS[:2], None)


def by_corridor(base: Base, *, least: int = LARGE) -> Panel:
    """Forcibly displaced people by corridor ("SSD>UGA"; "SSD>SSD" are inside).

    Corridors that never held `least` people are added up to one for each origin
    ("SSD>other"), so that corridors add up to origins. A corridor without people in a
    year in which its origin is counted holds nobody.

    Raises:
        NoFigures: the base holds no populations of UNHCR.
    """
    import polars as pl

    rows = _rows(base, PARTS)
    total = rows.group_by("origin", "area", "year").agg(pl.col("value").sum())
    large = (
        total.group_by("origin", "area")
        .agg(pl.col("value").max())
        .filter((pl.col("value") >= least) & (pl.col("area") != pl.col("origin")))
        .select("origin", "area", own=pl.lit(value=True))
    )
    inside = pl.col("area") == pl.col("origin")
    named = rows.join(large, on=["origin", "area"], how="left").with_columns(
        corridor=pl.col("origin")
        + ">"
        + pl.when(pl.col("own").fill_null(value=False) | inside)
        .then("area")
        .otherwise(pl.lit(OTHER))
    )
    made = _panel(base, named, "corridor", "displaced_by_corridor", PARTS, None)
    counted = named.select("origin", "year").unique().with_columns(value=pl.lit(1.0))
    origins = [key.split(">")[0] for key in made.keys]
    unique = sorted(set(origins))
    seen = table(counted, "origin", unique, made.times)[
        :, [unique.index(each) for each in origins]
    ]
    nobody = np.isnan(made.values) & ~np.isnan(seen)
    values = np.where(nobody, 0.0, made.values)
    parts = {name: np.where(nobody, 0.0, each) for name, each in made.parts.items()}
    return replace(
        made,
        values=values,
        parts=parts,
        breaks=breaks.found(values, parts.values())
        | breaks.known(made.what, made.keys, made.times),
    )


def _rows(base: Base, measures: tuple[str, ...]) -> pl.DataFrame:
    import polars as pl

    return yearly(base, measures, dataset=DATASET).filter(
        pl.col("year") >= FIRST, ~pl.col("origin").is_in(NO_COUNTRY)
    )


def _applications(base: Base) -> pl.DataFrame | None:
    if APPLICATIONS not in {each.dataset for each in base.newest()}:
        return None
    return yearly(base, ("asylum_applications",), dataset=APPLICATIONS)


def _panel(
    base: Base,
    rows: pl.DataFrame,
    key: str,
    what: str,
    parts: tuple[str, ...],
    applications: pl.DataFrame | None,
) -> Panel:
    keys = tuple(sorted(rows[key].unique()))
    times = tuple(range(int(rows["year"].min()), int(rows["year"].max()) + 1))  # type: ignore[arg-type]  # polars types a minimum as any literal
    values = table(rows, key, keys, times)
    counted = {
        name: _nobody(table(rows.filter(measure=name), key, keys, times), values)
        for name in parts
    }
    drivers = {}
    editions = [base.edition(DATASET).id]
    if applications is not None:
        lodged = table(applications, key, keys, times)
        asked = ~np.isnan(lodged).all(axis=1, keepdims=True)  # years that are covered
        lodged = np.where(asked & np.isnan(lodged), 0.0, lodged)
        drivers["asylum_applications"] = Driver(lodged)
        editions.append(base.edition(APPLICATIONS).id)
    return Panel(
        what,
        keys,
        times,
        values,
        parts=counted,
        drivers=drivers,
        breaks=breaks.found(values, counted.values()) | breaks.known(what, keys, times),
        editions=tuple(editions),
    )


def _nobody(part: FloatArray, whole: FloatArray) -> FloatArray:
    """A part without a row, in a year in which the series has one, is nobody."""
    return np.where(np.isnan(part) & ~np.isnan(whole), 0.0, part)
