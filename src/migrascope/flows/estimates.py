"""What comes back when flows are estimated?

Every table by method, sex and interval, with the accounts they were made from, the
adjustments, and the cells of the stocks. As a long or a wide frame, as an array with
labels, and for any library that speaks Arrow.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from migrascope.errors import UsageError
from migrascope.flows import listing
from migrascope.flows.account import Account, FloatArray, Interval
from migrascope.flows.failure import Failure
from migrascope.flows.options import Options
from migrascope.flows.preparing.adjustment import Adjustment
from migrascope.flows.side_by_side import (
    HEADLINE,
    PREFERRED,
    SideBySide,
    side_by_side,
)
from migrascope.flows.table import FlowTable

if TYPE_CHECKING:
    from migrascope.flows.uncertainty.bands import Bands

CORRIDOR = ("start", "end", "sex", "origin", "destination")
BOTH = "_T"


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Cube:
    """Persons by method × interval × sex × origin × destination, with the labels.

    Areas that an interval does not know are not a number, and neither is the table
    of a method that failed, so that they never pass for nobody; the diagonal is zero.
    """

    persons: FloatArray
    methods: tuple[str, ...]
    intervals: tuple[Interval, ...]
    sexes: tuple[str, ...]
    areas: tuple[str, ...]

    def __repr__(self) -> str:
        """What it holds, in a line; a million figures would fill the screen."""
        return _in_a_line(self)

    def of(self, method: str) -> FloatArray:
        """Interval × sex × origin × destination of one method."""
        return np.asarray(self.persons[_spot("method", method, self.methods)])


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Estimates:
    """Estimated movements, and what they rest on.

    `asked` are the methods in their order. One that failed has no table, and stands
    in `failures`. `stocks` has one row for each cell of the stocks, see
    `preparing.stocks.CELLS`; `bands` are resampled intervals, where they were made.
    """

    asked: tuple[str, ...]
    tables: tuple[FlowTable, ...]
    accounts: tuple[Account, ...]
    adjustments: tuple[Adjustment, ...]
    stocks: pl.DataFrame
    editions: tuple[str, ...]
    options: Options
    failures: tuple[Failure, ...] = ()
    bands: Bands | None = None

    def __repr__(self) -> str:
        """What it holds, in a line; a million figures would fill the screen."""
        return _in_a_line(self)

    @property
    def methods(self) -> tuple[str, ...]:
        """The methods that have a table, in the order in which they were asked for."""
        made = {table.method for table in self.tables}
        return tuple(each for each in self.asked if each in made)

    @property
    def sexes(self) -> tuple[str, ...]:
        """The sexes, in the order in which they were asked for."""
        return tuple(dict.fromkeys(table.sex for table in self.tables))

    @property
    def intervals(self) -> tuple[Interval, ...]:
        """The intervals, first to last."""
        return tuple(dict.fromkeys(table.interval for table in self.tables))

    @property
    def areas(self) -> tuple[str, ...]:
        """Every area that some interval knows, sorted."""
        return tuple(sorted({each for table in self.tables for each in table.areas}))

    def table(
        self, method: str, sex: str = BOTH, interval: Interval | None = None
    ) -> FlowTable:
        """One table; without an interval, the only one.

        Raises:
            UsageError: that was not estimated, failed, or there are several intervals.
        """
        failed = [each for each in self.failures if each.method == method]
        if not failed:
            _spot("method", method, self.methods)
        key = (method, _known_sex(sex, self.sexes), self._interval(interval))
        for each in failed:
            if (each.method, each.sex, each.interval) == key:
                raise UsageError(
                    f"{method} failed for {each.interval}, {sex}: {each.reason}",
                    each.advice,
                )
        return next(
            each
            for each in self.tables
            if (each.method, each.sex, each.interval) == key
        )

    def made(self, sex: str, interval: Interval) -> tuple[FlowTable, ...]:
        """The tables of one sex and interval; none of a method that failed there."""
        return tuple(
            each for each in self.tables if (each.sex, each.interval) == (sex, interval)
        )

    def front(
        self, wanted: str = HEADLINE, among: Sequence[FlowTable] | None = None
    ) -> str:
        """The method that leads: the one wanted, or else the first asked for.

        Where it failed, the next in the order of preference with the fewest gaps.
        `among` are the tables to choose from, all of them as a rule.
        """
        there = Counter(each.method for each in among or self.tables)
        first = wanted if wanted in self.asked else self.asked[0]
        ranked = dict.fromkeys((first, *PREFERRED, *self.asked))
        return max((each for each in ranked if each in there), key=there.__getitem__)

    def account(self, sex: str = BOTH, interval: Interval | None = None) -> Account:
        """What one sex and interval were estimated from; the interval as in `table`.

        Raises:
            UsageError: that was not estimated, or there are several intervals.
        """
        key = (_known_sex(sex, self.sexes), self._interval(interval))
        return next(each for each in self.accounts if (each.sex, each.interval) == key)

    def side_by_side(
        self, sex: str = BOTH, interval: Interval | None = None
    ) -> SideBySide:
        """The tables of all methods of one sex and interval, but those that failed.

        Raises:
            UsageError: that was not estimated, or there are several intervals.
        """
        wanted = self._interval(interval)
        tables = self.made(_known_sex(sex, self.sexes), wanted)
        if not tables:
            raise UsageError(
                f"Every method failed for {wanted}, {sex}.",
                "`failures` says why; name another interval or sex.",
            )
        return side_by_side(tables, headline=self.front(among=tables))

    def frame(self) -> pl.DataFrame:
        """One row for each corridor and method, with a low and a high.

        Columns: start, end, sex, origin, destination, method, persons, low, high.
        Low and high are the resampled interval of the method or, without one, the
        least and the most that any method says. Corridors with less than half a
        person by every method are left out.
        """
        return listing.listed(
            (
                self.side_by_side(sex, interval)
                for interval in self.intervals
                for sex in self.sexes
                if self.made(sex, interval)
            ),
            bands=self.bands,
        )

    def wide(self) -> pl.DataFrame:
        """One row for each corridor, one column for each method.

        A method that failed has no figures in that interval; null, not zero.
        """
        long = self.frame()
        parts = []
        for _, part in long.group_by("start", "end", "sex", maintain_order=True):
            by_method = part.partition_by("method", as_dict=True, maintain_order=True)
            first = next(iter(by_method.values())).select(CORRIDOR)
            parts.append(
                first.with_columns(
                    by_method[each,]["persons"].alias(each)
                    if (each,) in by_method
                    else pl.lit(None, dtype=pl.Float64).alias(each)
                    for each in self.methods
                )
            )
        return pl.concat(parts) if parts else long.select(CORRIDOR)

    def array(self) -> Cube:
        """Everything as one array with its labels."""
        areas = self.areas
        shape = (len(self.methods), len(self.intervals), len(self.sexes))
        persons = np.full((*shape, len(areas), len(areas)), np.nan)
        place = {name: spot for spot, name in enumerate(areas)}
        for table in self.tables:
            at = (
                self.methods.index(table.method),
                self.intervals.index(table.interval),
                self.sexes.index(table.sex),
            )
            spots = [place[name] for name in table.areas]
            persons[at][np.ix_(spots, spots)] = table.persons
        return Cube(persons, self.methods, self.intervals, self.sexes, areas)

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> Any:
        """The long frame as a stream of Arrow."""
        return self.frame().__arrow_c_stream__(requested_schema)

    def _interval(self, wanted: Interval | None) -> Interval:
        if wanted is None and len(self.intervals) == 1:
            return self.intervals[0]
        if wanted not in self.intervals:
            made = ", ".join(map(str, self.intervals))
            asked = "Several intervals were" if wanted is None else f"{wanted} was not"
            raise UsageError(f"{asked} estimated.", f"Name one of these: {made}.")
        return wanted


def _known_sex(wanted: str, known: tuple[str, ...]) -> str:
    _spot("sex", wanted, known)
    return wanted


def _spot(what: str, wanted: str, known: tuple[str, ...]) -> int:
    if wanted not in known:
        raise UsageError(
            f'The {what} "{wanted}" was not estimated.',
            f"Name one of these: {', '.join(known)}.",
        )
    return known.index(wanted)


def _in_a_line(held: Cube | Estimates) -> str:
    return (
        f"<{type(held).__name__} of {', '.join(held.methods)}; "
        f"{', '.join(map(str, held.intervals))}; {', '.join(held.sexes)}; "
        f"{len(held.areas)} areas>"
    )
