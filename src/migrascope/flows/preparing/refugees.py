"""What are the stocks without refugees?

UN DESA adds refugees to the foreign-born of many countries. Those that UNHCR counts
by origin and asylum at the ends of two years stand, at their mean, for the middle
of the year, and are taken out of the same pair, never more than stand there, in the
sex ratio of that stock. Palestine refugees under the mandate of UNRWA stay: UNHCR
does not count them. Refugees of unknown origin are listed, and stay too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from migrascope.errors import NoFigures
from migrascope.flows.account import FloatArray
from migrascope.flows.preparing.adjustment import Ledger
from migrascope.flows.preparing.tables import Tables

if TYPE_CHECKING:
    from migrascope.store.base import Base

DATASET = "unhcr-population"
FETCH = "`migrascope fetch unhcr` gets the figures of UNHCR."
_TAKEN = "Refugees that UNHCR counts, taken out."
_BEYOND = "UNHCR counts more refugees than the stock holds: these are not taken out."
_NOWHERE = "Refugees of an origin that has no row in the table: not taken out."


@dataclass(frozen=True, slots=True, eq=False)
class Counted:
    """Refugees at ends of years: area of asylum, origin, year, persons."""

    rows: pl.DataFrame
    edition: str


def read(base: Base) -> Counted:
    """Read the refugees by origin and asylum.

    Raises:
        NoFigures: the base has none.
    """
    held = {each.dataset: each.id for each in base.newest()}
    if DATASET not in held:
        raise NoFigures("The base holds no refugees by origin and asylum.", FETCH)
    found = base.frame(measure="refugees", editions=held[DATASET], sex="_T", age="_T")
    rows = found.drop_nulls("value").select(
        pl.col("area").cast(pl.String),
        pl.col("origin").cast(pl.String),
        pl.col("end").dt.year().alias("year"),
        "value",
    )
    return Counted(rows, held[DATASET])


def take_out(
    tables: Tables,
    counted: Counted,
    stands_for: Mapping[str, Sequence[str]],
    ledger: Ledger,
) -> Tables:
    """The tables without refugees; `stands_for` are the parts of each of their areas.

    Raises:
        NoFigures: UNHCR's figures do not reach a year that is needed.
    """
    ids = {part: n for n, each in enumerate(tables.areas) for part in stands_for[each]}
    ids |= {name: spot for spot, name in enumerate(tables.areas)}
    spots = np.arange(len(tables.areas))
    persons = tables.persons.copy()
    for at, day in enumerate(tables.days):
        refugees = _at(day, counted, ids, tables, ledger)
        refugees[spots, spots] = 0.0
        stock = persons[:, at].sum(axis=0)
        taken = np.minimum(refugees, stock)
        share = np.divide(taken, stock, out=np.zeros_like(stock), where=stock > 0)
        born, homes = np.nonzero(share)
        names = [tables.areas[home] for home in homes]
        origins = [tables.areas[each] for each in born]
        gone = persons[:, at] * share
        ledger.write(
            "refugees", _TAKEN, names, -gone[:, born, homes], day=day, origins=origins
        )
        _list_beyond(refugees - taken, tables, ledger)
        persons[:, at] -= gone
    return replace(tables, persons=np.maximum(persons, 0.0))


def _at(
    day: date, counted: Counted, ids: Mapping[str, int], tables: Tables, ledger: Ledger
) -> FloatArray:
    """Refugees by origin (rows) and asylum (columns) in the middle of a year."""
    years = (day.year - 1, day.year)
    held = set(counted.rows["year"].unique())
    missing = [str(year) for year in years if year not in held]
    if missing:
        raise NoFigures(
            f"{counted.edition} has no refugees of {', '.join(missing)}.", FETCH
        )
    rows = counted.rows.filter(pl.col("year").is_in(years))
    mean = rows.group_by("area", "origin").agg(pl.col("value").sum() / 2)
    found = np.zeros((len(tables.areas), len(tables.areas)))
    for asylum, origin, value in mean.sort("area", "origin").iter_rows():
        if asylum in ids and origin in ids:
            found[ids[origin], ids[asylum]] += value
        elif value:
            each = np.full((len(tables.sexes), 1), value / len(tables.sexes))
            ledger.write(
                "refugees not taken out", _NOWHERE, [asylum], each, origins=[origin]
            )
    return found


def _list_beyond(beyond: FloatArray, tables: Tables, ledger: Ledger) -> None:
    born, homes = np.nonzero(beyond)
    each = np.broadcast_to(
        beyond[born, homes] / len(tables.sexes), (len(tables.sexes), len(homes))
    )
    ledger.write(
        "refugees not taken out",
        _BEYOND,
        [tables.areas[home] for home in homes],
        each,
        origins=[tables.areas[spot] for spot in born],
    )
