"""How are a million rows laid out so that one area's rows are found at once?

The rows are ordered once by measure and area (and, when asked for, by measure and
origin); an index says where each pair begins. Taking a pair is a slice, not
a search, so that 235 areas can be computed from one load. An order is a list of
row numbers, not a second copy of the rows. Texts are kept as their dictionary codes
and looked up row by row: a slice stays cheap however many texts the whole frame
has, and rows share their strings.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import polars as pl

from migrascope.indicators.rows import Row
from migrascope.model.frames import SCHEMA
from migrascope.model.observation import COLUMNS, NOT_APPLICABLE, TOTAL

_Index = dict[tuple[int, int], tuple[int, int]]


class Shelf:
    """A frame of observations, with an index by area and by origin."""

    def __init__(self, observations: pl.DataFrame) -> None:
        self._texts = {
            name: _dictionary(observations[name])
            for name, kind in SCHEMA.items()
            if kind == pl.Categorical
        }
        self._frame = observations.select(
            pl.col(name).to_physical() if name in self._texts else pl.col(name)
            for name in COLUMNS
        )
        self._codes: dict[str, dict[str, int]] = {}
        self._orders: dict[str, tuple[pl.Series, _Index]] = {}
        self.height = self._frame.height

    def here(self, measure: str, area: str) -> tuple[Row, ...]:
        """The rows that count in an area."""
        return self._slice("area", measure, area)

    def abroad(self, measure: str, origin: str) -> tuple[Row, ...]:
        """The rows that count people or money from an origin, wherever it is."""
        return self._slice("origin", measure, origin)

    def measures(self) -> frozenset[str]:
        """The measures that have any row."""
        return frozenset(self._texts["measure"].values())

    def last_day(self, measure: str) -> dict[tuple[str, int], date]:
        """The last day that any row of a measure speaks of, by edition and year."""
        code = self._code("measure", measure)
        if code is None:
            return {}
        found = (
            self._frame.filter(pl.col("measure") == code)
            .group_by("edition", pl.col("end").dt.year().alias("year"))
            .agg(pl.col("end").max())
        )
        editions = self._texts["edition"]
        return {
            (editions[edition], year): day for edition, year, day in found.iter_rows()
        }

    def _slice(self, side: str, measure: str, place: str) -> tuple[Row, ...]:
        keys = (self._code("measure", measure), self._code(side, place))
        if None in keys:
            return ()
        order, index = self._ordered(side)
        where = index.get(keys)  # type: ignore[arg-type] # no None is left in keys
        if where is None:
            return ()
        return tuple(self._rows(self._frame[order.slice(*where)]))

    def _rows(self, part: pl.DataFrame) -> Iterator[Row]:
        """The rows of a part, with their texts looked up."""
        columns = (
            part[name].to_list()
            if known is None
            else [known[code] for code in part[name].to_list()]
            for name, known in ((name, self._texts.get(name)) for name in COLUMNS)
        )
        return map(Row._make, zip(*columns, strict=True))

    def _code(self, column: str, text: str) -> int | None:
        if column not in self._codes:
            self._codes[column] = {
                known: code for code, known in self._texts[column].items()
            }
        return self._codes[column].get(text)

    def _ordered(self, side: str) -> tuple[pl.Series, _Index]:
        if side not in self._orders:
            self._orders[side] = self._order(side)
        return self._orders[side]

    def _order(self, side: str) -> tuple[pl.Series, _Index]:
        """Row numbers by measure and place; where each pair begins, and its length."""
        places = self._frame.select("measure", side, "end").with_row_index("at")
        if side == "origin":
            whole = [self._code("origin", each) for each in (TOTAL, NOT_APPLICABLE)]
            places = places.filter(
                ~pl.col("origin").is_in([each for each in whole if each is not None])
            )
        places = places.sort("measure", side, "end", "at")
        runs = places.group_by("measure", side, maintain_order=True).len()
        index: _Index = {}
        start = 0
        for measure, place, length in runs.iter_rows():
            index[measure, place] = (start, length)
            start += length
        return places["at"], index


def _dictionary(column: pl.Series) -> dict[int, str]:
    """The text behind each code of a column."""
    found = column.unique()
    return dict(
        zip(found.to_physical().to_list(), found.cast(pl.String).to_list(), strict=True)
    )
