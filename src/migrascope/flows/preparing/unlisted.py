"""Whom does the table by origin leave out, though the publisher counted them?

A copy of the stocks of 2020 has no people of other or unknown origin: 12.7 million
fewer than the publisher's own totals by destination. Nothing can be estimated from
them, and natives being the rest of the population, they count with the natives.
They are listed, so that nobody is lost without a word.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from migrascope.flows.account import Interval
from migrascope.flows.preparing.adjustment import Ledger
from migrascope.flows.preparing.demography import TOTALS
from migrascope.flows.preparing.stocks import DATASET, MEASURE, Stocks
from migrascope.flows.preparing.tables import Tables
from migrascope.model.observation import TOTAL

if TYPE_CHECKING:
    from migrascope.store.base import Base

STEP = "not by origin"


@dataclass(frozen=True, slots=True, eq=False)
class Totals:
    """Migrants by area, sex and day, whatever their origin, as they were published."""

    rows: pl.DataFrame
    edition: str


def read(base: Base, stocks: Stocks) -> Totals | None:
    """The totals of the same release of the stocks; None where the base has none."""
    dataset, _, vintage = stocks.edition.partition("@")
    wanted = f"{TOTALS}@{vintage}"
    if dataset != DATASET or wanted not in {each.id for each in base.editions()}:
        return None
    rows = base.frame(
        measure=MEASURE, editions=wanted, origin=TOTAL, age=TOTAL, breakdown=""
    )
    return Totals(
        rows.select(pl.col("area", "sex").cast(pl.String), "start", "value"), wanted
    )


def list_them(
    tables: Tables, totals: Totals, interval: Interval, ledger: Ledger
) -> None:
    """Write down how many more the publisher counted than stand in the tables."""
    for day in (interval.start, interval.end):
        counted = {
            (area, sex): value
            for area, sex, value in totals.rows.filter(
                pl.col("start") == day, pl.col("value").is_not_null()
            )
            .select("area", "sex", "value")
            .iter_rows()
        }
        here = tables.residents[:, tables.at(day)]
        beyond = np.array(
            [
                [
                    counted.get((name, sex), 0.0) - here[row, spot]
                    for spot, name in enumerate(tables.areas)
                ]
                for row, sex in enumerate(tables.sexes)
            ]
        )
        says = f"Migrants of {day} without an origin in the edition: with the natives."
        listed = tables.listed[tables.at(day)]
        ledger.write(STEP, says, tables.areas, np.maximum(beyond, 0.0) * listed)
