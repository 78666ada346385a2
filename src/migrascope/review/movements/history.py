"""How did movements change over time? Lines with a band across methods.

A value stands for an interval between two counts, at its middle, and is of one year
on average, because intervals differ in length.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from migrascope.review import charts
from migrascope.review.charts import Point


@dataclass(frozen=True, slots=True)
class Stretch:
    """Persons a year between two moments (years with fractions), with the band.

    `line` names the line: "Came", "Left".
    """

    line: str
    start: float
    end: float
    persons: float
    low: float | None = None
    high: float | None = None

    @property
    def point(self) -> Point:
        """The middle of the interval."""
        middle = (self.start + self.end) / 2
        return Point(self.line, middle, self.persons, self.low, self.high)


def history(stretches: Sequence[Stretch]) -> str:
    """Draw lines through the intervals, as a Vega-Lite specification."""
    return charts.lines([each.point for each in stretches])
