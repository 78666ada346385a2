"""How are a million rows laid out so that one area's rows are found at once?

The frame is sorted once by measure and area (and, when asked for, by measure and
origin); an index says where each pair begins. Taking a pair is a slice, not
a search, so that 235 areas can be computed from one load.
"""

from __future__ import annotations

from typing import Any

import polars as pl

from migrascope.indicators.rows import Row
from migrascope.model.observation import COLUMNS, NOT_APPLICABLE, TOTAL

_Index = dict[tuple[str, str], tuple[int, int]]


class Shelf:
    """A frame of observations, with an index by area and by origin."""

    def __init__(self, observations: pl.DataFrame) -> None:
        self._frame = observations.select(COLUMNS)
        self._sorted: dict[str, tuple[pl.DataFrame, _Index]] = {}

    @property
    def height(self) -> int:
        """How many rows there are."""
        return self._frame.height

    def here(self, measure: str, area: str) -> tuple[Row, ...]:
        """The rows that count in an area."""
        return self._slice("area", measure, area)

    def abroad(self, measure: str, origin: str) -> tuple[Row, ...]:
        """The rows that count people or money from an origin, wherever it is."""
        return self._slice("origin", measure, origin)

    def measures(self) -> frozenset[str]:
        """The measures that have any row."""
        return frozenset(self._frame["measure"].unique().cast(pl.String).to_list())

    def last_day(self, measure: str) -> dict[tuple[str, int], Any]:
        """The last day that any row of a measure speaks of, by edition and year."""
        found = (
            self._frame.filter(pl.col("measure") == measure)
            .group_by("edition", pl.col("end").dt.year().alias("year"))
            .agg(pl.col("end").max())
        )
        return {(edition, year): day for edition, year, day in found.iter_rows()}

    def _slice(self, side: str, measure: str, place: str) -> tuple[Row, ...]:
        frame, index = self._arranged(side)
        where = index.get((measure, place))
        if where is None:
            return ()
        return tuple(map(Row._make, frame.slice(*where).rows()))

    def _arranged(self, side: str) -> tuple[pl.DataFrame, _Index]:
        if side not in self._sorted:
            self._sorted[side] = _arrange(self._frame, side)
        return self._sorted[side]


def _arrange(frame: pl.DataFrame, side: str) -> tuple[pl.DataFrame, _Index]:
    """Sort by measure and place, and say where each pair begins and how long it is."""
    if side == "origin":
        whole = [TOTAL, NOT_APPLICABLE]
        frame = frame.filter(~pl.col("origin").cast(pl.String).is_in(whole))
    ordered = frame.sort(
        pl.col("measure").to_physical(), pl.col(side).to_physical(), "end"
    )
    runs = ordered.group_by("measure", side, maintain_order=True).len()
    index: _Index = {}
    start = 0
    for measure, place, length in runs.iter_rows():
        index[measure, place] = (start, length)
        start += length
    return ordered, index
