"""Which movements did the receiving and the sending country count?

Reports of calendar years, added up over an interval that begins and ends in the
middle of a year: half of the first year, half of the last. A report must cover most
of the interval; what is missing of it is filled in proportion, and said.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from migrascope.errors import NoFigures
from migrascope.flows.account import Account, FloatArray, Interval
from migrascope.flows.preparing.demography import parts
from migrascope.flows.table import FlowTable
from migrascope.language.numbers import percent
from migrascope.model import breakdown
from migrascope.store.base import Base

BoolArray = NDArray[np.bool_]

DATASET = "eurostat-reported-flows"
RECEIVER, SENDER = "receiver", "sender"
SIDES = {RECEIVER: "immigration", SENDER: "emigration"}

COVERED = 0.8
"""The share of an interval for which a pair must have reports."""

UNDERCOUNT = ("low", "medium", "high")
"""How much of a flow a report is thought to miss, by those who scored it."""

ADVICE = (
    "Add the table of flows that both sides report in Europe with "
    "`migrascope add FILE`."
)


@dataclass(frozen=True, slots=True, eq=False)
class Reports:
    """What one side reported for an interval, pair by pair.

    `persons` are for the whole interval; `covered` is the share of it that has
    reports; `undercount` is the worst score of its years.
    """

    side: str
    interval: Interval
    edition: str
    origins: tuple[str, ...]
    destinations: tuple[str, ...]
    persons: FloatArray
    covered: FloatArray
    undercount: tuple[str, ...]
    left_out: int

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Origin and destination of each report."""
        return tuple(zip(self.origins, self.destinations, strict=True))

    def only(self, areas: tuple[str, ...]) -> Reports:
        """The reports between some areas."""
        here = set(areas)
        keep = [o in here and d in here for o, d in self.pairs]
        return Reports(
            side=self.side,
            interval=self.interval,
            edition=self.edition,
            origins=_kept(self.origins, keep),
            destinations=_kept(self.destinations, keep),
            persons=self.persons[keep],
            covered=self.covered[keep],
            undercount=_kept(self.undercount, keep),
            left_out=self.left_out,
        )

    def of(self, table: FlowTable) -> FloatArray:
        """What a table of movements says about the same pairs."""
        rows, columns = self._spots(table.areas)
        return np.asarray(table.persons[rows, columns])

    def without_stocks(self, account: Account) -> BoolArray:
        """Pairs of which neither stock table has people born in the one in the other.

        A method that reads one stock for one movement can only say zero there.
        """
        rows, columns = self._spots(account.areas)
        stocks = account.before.migrants + account.after.migrants
        return np.asarray(stocks[rows, columns] == 0)

    def _spots(self, areas: tuple[str, ...]) -> tuple[list[int], list[int]]:
        spot = {area: each for each, area in enumerate(areas)}
        return (
            [spot[each] for each in self.origins],
            [spot[each] for each in self.destinations],
        )


def read(base: Base, interval: Interval, side: str) -> Reports:
    """The reports of one side over an interval.

    Raises:
        NoFigures: the base has none, or none that covers enough of the interval.
    """
    held = [each.id for each in base.newest() if each.dataset == DATASET]
    if not held:
        raise NoFigures("The base holds no flows reported by both sides.", ADVICE)
    years = parts(interval)
    found = base.frame(measure=SIDES[side], editions=(held[0],)).select(
        pl.col("area", "origin", "breakdown").cast(pl.String),
        pl.col("end").dt.year().alias("year"),
        "value",
    )
    yearly = found.filter(pl.col("year").is_in(list(years))).drop_nulls("value")
    if yearly.is_empty():
        raise NoFigures(f"{held[0]} has no reports within {interval}.", ADVICE)
    pairs = _pairs(yearly, years, side)
    enough = pairs.filter(pl.col("covered") >= COVERED)
    if enough.is_empty():
        raise NoFigures(
            f"No pair in {held[0]} has reports for {percent(COVERED)} of {interval}.",
            ADVICE,
        )
    return Reports(
        side=side,
        interval=interval,
        edition=held[0],
        origins=tuple(enough["sending"]),
        destinations=tuple(enough["receiving"]),
        persons=enough["persons"].to_numpy(),
        covered=enough["covered"].to_numpy(),
        undercount=tuple(enough["undercount"]),
        left_out=pairs.height - enough.height,
    )


def _pairs(yearly: pl.DataFrame, years: dict[int, float], side: str) -> pl.DataFrame:
    """One row for each pair: persons over the whole interval, and how much is known."""
    length = sum(years.values())
    sending, receiving = ("origin", "area") if side == RECEIVER else ("area", "origin")
    scores = {
        text: UNDERCOUNT.index(breakdown.split(text).get("undercount", UNDERCOUNT[-1]))
        for text in yearly["breakdown"].unique()
    }
    weighted = yearly.with_columns(
        pl.col(sending).alias("sending"),
        pl.col(receiving).alias("receiving"),
        pl.col("year").replace_strict(years, return_dtype=pl.Float64).alias("weight"),
        pl.col("breakdown").replace_strict(scores, return_dtype=pl.Int64).alias("miss"),
    )
    return (
        weighted.group_by("sending", "receiving")
        .agg(
            (pl.col("value") * pl.col("weight")).sum().alias("seen"),
            (pl.col("weight").sum() / length).alias("covered"),
            pl.col("miss").max(),
        )
        .with_columns(
            (pl.col("seen") / pl.col("covered")).alias("persons"),
            pl.col("miss")
            .replace_strict(dict(enumerate(UNDERCOUNT)), return_dtype=pl.String)
            .alias("undercount"),
        )
        .sort("sending", "receiving")
    )


def _kept(values: tuple[str, ...], keep: list[bool]) -> tuple[str, ...]:
    return tuple(value for value, chosen in zip(values, keep, strict=True) if chosen)
