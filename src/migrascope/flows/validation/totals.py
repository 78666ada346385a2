"""Do arrivals and departures of whole countries agree with what was counted?

Totals that some countries report to UN DESA: everybody who came or left, whatever
their citizenship, by country of last or next residence. Net migration, as World
Population Prospects has it, is known for all areas, but it is no test of a method
that is given it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from migrascope.errors import NoFigures
from migrascope.flows.account import FloatArray, Interval
from migrascope.flows.preparing.demography import parts
from migrascope.flows.table import FlowTable
from migrascope.flows.validation.reported import COVERED
from migrascope.language.numbers import percent
from migrascope.store.base import Base

DATASET = "undesa-flow-totals"
DEFINITION = "coverage=both;criterion=residence"
"""All people, by residence: the definition that is nearest to a movement."""

ARRIVALS, DEPARTURES = "arrivals", "departures"
MEASURES = {ARRIVALS: "immigration", DEPARTURES: "emigration"}

ADVICE = (
    "Add the International Migration Flows of UN DESA (2015 revision, totals) with "
    "`migrascope add FILE`."
)


@dataclass(frozen=True, slots=True, eq=False)
class Totals:
    """Arrivals or departures that areas reported for an interval, in persons."""

    way: str
    interval: Interval
    edition: str
    areas: tuple[str, ...]
    persons: FloatArray

    def of(self, table: FlowTable) -> FloatArray:
        """What a table of movements says about the same areas."""
        sums = table.arrivals if self.way == ARRIVALS else table.departures
        return np.asarray(sums[[table.areas.index(each) for each in self.areas]])

    def only(self, areas: tuple[str, ...]) -> Totals:
        """The totals of some areas."""
        keep = [each in set(areas) for each in self.areas]
        kept = tuple(a for a, here in zip(self.areas, keep, strict=True) if here)
        return Totals(self.way, self.interval, self.edition, kept, self.persons[keep])


def read(base: Base, interval: Interval, way: str) -> Totals:
    """The totals that cover most of an interval, filled up in proportion.

    Raises:
        NoFigures: the base has none, or none that covers enough of the interval.
    """
    held = [each.id for each in base.newest() if each.dataset == DATASET]
    if not held:
        raise NoFigures(
            "The base holds no reported totals of arrivals and departures.", ADVICE
        )
    years = parts(interval)
    yearly = (
        base.frame(measure=MEASURES[way], editions=(held[0],), breakdown=DEFINITION)
        .select(
            pl.col("area").cast(pl.String),
            pl.col("end").dt.year().alias("year"),
            "value",
        )
        .filter(pl.col("year").is_in(list(years)))
        .drop_nulls("value")
        .with_columns(
            pl.col("year").replace_strict(years, return_dtype=pl.Float64).alias("part")
        )
    )
    length = sum(years.values())
    found = (
        yearly.group_by("area")
        .agg(
            (pl.col("value") * pl.col("part")).sum().alias("seen"),
            (pl.col("part").sum() / length).alias("covered"),
        )
        .filter(pl.col("covered") >= COVERED)
        .with_columns((pl.col("seen") / pl.col("covered")).alias("persons"))
        .sort("area")
    )
    if found.is_empty():
        raise NoFigures(
            f"{held[0]} has no {way} for {percent(COVERED)} of {interval}.", ADVICE
        )
    return Totals(
        way, interval, held[0], tuple(found["area"]), found["persons"].to_numpy()
    )
