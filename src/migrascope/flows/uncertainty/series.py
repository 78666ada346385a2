"""What did one edition of the stocks say, for all of its years?

The cells as they were printed, both sexes together, before anything is prepared: a
revision is a property of the publisher's figures, not of what we make of them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from migrascope.errors import NoFigures
from migrascope.flows.account import FloatArray
from migrascope.flows.preparing.stocks import DATASET, FETCH, MEASURE
from migrascope.model import area as areas_table
from migrascope.store.base import Base

_AGGREGATES = frozenset({"region", "group"})
_RESIDUAL = "residual"

__all__ = ["DATASET", "StockSeries", "editions", "read"]


@dataclass(frozen=True, slots=True, eq=False)
class StockSeries:
    """Persons by year, place of birth and place of residence, of one edition.

    `elsewhere` is year × residence: people whose birthplace is printed only as a
    residual ("Other"). A pair that is not printed has zero here.
    """

    edition: str
    areas: tuple[str, ...]
    years: tuple[int, ...]
    persons: FloatArray
    elsewhere: FloatArray

    def __post_init__(self) -> None:
        many = len(self.areas)
        assert self.persons.shape == (len(self.years), many, many)
        assert self.elsewhere.shape == (len(self.years), many)


def editions(base: Base) -> tuple[str, ...]:
    """The editions of the bilateral stocks that the base holds, oldest first."""
    found = [each for each in base.editions() if each.dataset == DATASET]
    newest: dict[str, str] = {}
    for each in sorted(found, key=lambda edition: (edition.vintage, edition.id)):
        newest[each.vintage] = each.id
    return tuple(newest.values())


def read(base: Base, edition: str) -> StockSeries:
    """The stocks of one edition, both sexes together.

    Raises:
        NoFigures: the edition has no stocks by birthplace.
        UnknownEdition: the base has no such edition.
    """
    cells = base.frame(editions=(edition,), measure=MEASURE, age="_T").select(
        pl.col("area", "origin", "sex").cast(pl.String),
        pl.col("start").dt.year().alias("year"),
        pl.col("value").fill_null(0.0),
    )
    cells = cells.filter(~pl.col("origin").is_in(["_T", "_Z"]))
    if cells.is_empty():
        raise NoFigures(
            "this edition has no stocks by place of birth.",
            FETCH,
            where=edition,
        )
    return _as_arrays(edition, _both_sexes(cells))


def _both_sexes(cells: pl.DataFrame) -> pl.DataFrame:
    """The published total, or women and men added where no total is printed."""
    total = cells.filter(pl.col("sex") == "_T")
    if total.is_empty():
        total = cells.filter(pl.col("sex").is_in(["F", "M"]))
    return total.group_by("area", "origin", "year").agg(pl.col("value").sum())


def _as_arrays(edition: str, cells: pl.DataFrame) -> StockSeries:
    kinds = {
        code: areas_table.get(code).kind
        for code in {*cells["area"].unique(), *cells["origin"].unique()}
    }
    places = tuple(
        sorted(
            code
            for code, kind in kinds.items()
            if kind != _RESIDUAL and kind not in _AGGREGATES
        )
    )
    years = tuple(sorted(cells["year"].unique()))
    persons = np.zeros((len(years), len(places), len(places)))
    elsewhere = np.zeros((len(years), len(places)))
    spot = {code: each for each, code in enumerate(places)}
    when = {year: each for each, year in enumerate(years)}
    for residence, origin, year, value in cells.iter_rows():
        if residence not in spot:
            continue
        if origin in spot:
            if origin != residence:
                persons[when[year], spot[origin], spot[residence]] += value
        elif kinds[origin] == _RESIDUAL:
            elsewhere[when[year], spot[residence]] += value
    return StockSeries(edition, places, years, persons, elsewhere)
