"""Where do sources disagree?

Two editions that speak of the same thing (measure, area, origin, sex, year) seldom
say the same. Each difference is given with both figures, so that a reader can see
who says what. A stock at mid-year and a stock at the end of the year are compared
within the year, and that is said: part of their difference is time, not error.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby

from migrascope.model.observation import COLUMNS
from migrascope.store import query
from migrascope.store.base import Base
from migrascope.store.figure import Figure
from migrascope.store.question import Codes, ask

LEAST = 0.01
"""Differences below one in a hundred are rounding, and are left out."""

_SAME = 'measure, area, origin, sex, status, unit, year("end"), "end" - start'
"""What makes two figures comparable: flows only over equally long periods."""

_DISAGREE = """
WITH latest AS (
    SELECT {names}, year("end") AS same_year, "end" - start AS length
    FROM read_parquet(?)
    WHERE value IS NOT NULL AND age = '_T' AND breakdown = '' AND {where}
    QUALIFY row_number() OVER (
        PARTITION BY edition, {same} ORDER BY "end" DESC, start DESC) = 1
), doubtful AS (
    SELECT measure, area, origin, sex, status, unit, same_year, length
    FROM latest
    GROUP BY ALL
    HAVING count(DISTINCT edition) > 1
        AND max(value) - min(value) > ? * greatest(abs(max(value)), abs(min(value)))
)
SELECT {names}
FROM latest SEMI JOIN doubtful
    USING (measure, area, origin, sex, status, unit, same_year, length)
ORDER BY measure, area, origin, sex, status, unit, same_year, length, value, edition
"""


@dataclass(frozen=True, slots=True)
class Disagreement:
    """What several editions say about one thing, the lowest figure first."""

    figures: tuple[Figure, ...]

    @property
    def measure(self) -> str:
        """What is counted."""
        return self.figures[0].measure

    @property
    def area(self) -> str:
        """Where it is counted."""
        return self.figures[0].area

    @property
    def origin(self) -> str:
        """The other side."""
        return self.figures[0].origin

    @property
    def sex(self) -> str:
        """Of whom."""
        return self.figures[0].sex

    @property
    def year(self) -> int:
        """The year that all the figures speak of."""
        return self.figures[0].year

    @property
    def lowest(self) -> Figure:
        """The smallest figure."""
        return self.figures[0]

    @property
    def highest(self) -> Figure:
        """The largest figure."""
        return self.figures[-1]

    @property
    def difference(self) -> float:
        """Highest less lowest, in the unit of the figures."""
        return (self.highest.value or 0.0) - (self.lowest.value or 0.0)

    @property
    def relative(self) -> float:
        """The difference as a share of the larger figure (0 to 1, or more)."""
        largest = max(abs(self.highest.value or 0.0), abs(self.lowest.value or 0.0))
        return self.difference / largest if largest else 0.0

    @property
    def is_same_period(self) -> bool:
        """False when some speak of mid-year and others of the end of the year."""
        return len({each.period for each in self.figures}) == 1


def disagreements(
    base: Base,
    area: str,
    *,
    measure: Codes = None,
    origin: Codes = None,
    since: int | None = None,
    until: int | None = None,
    as_of: date | datetime | None = None,
    least: float = LEAST,
) -> tuple[Disagreement, ...]:
    """Where the newest editions disagree about an area, the widest gap first.

    `least` is the smallest difference worth telling, as a share of the larger
    figure.
    """
    question = ask(
        {
            "area": area,
            "measure": measure,
            "origin": origin,
            "since": since,
            "until": until,
            "as_of": as_of,
        }
    )
    entries = question.entries(base.index)
    told = Counter(each for entry in entries for each in entry.measures)
    asked = question.codes.get("measure", told)
    twice = tuple(sorted(each for each in asked if told[each] > 1))
    if not twice:
        return ()
    question = replace(question, codes={**question.codes, "measure": twice})
    files = query.observation_files(base.folder, question.entries(base.index))
    where, values = query.conditions(question)
    names = ", ".join(f'"{name}"' for name in COLUMNS)
    sql = _DISAGREE.format(names=names, where=where, same=_SAME)
    with query.reading(files):
        lines = (
            base.connection.cursor()
            .execute(sql, [[str(file) for file in files], *values, least])
            .fetchall()
        )
    grouped = groupby((Figure(*line) for line in lines), key=_thing)
    found = [Disagreement(tuple(figures)) for _, figures in grouped]
    return tuple(sorted(found, key=lambda one: (-one.relative, one.measure, -one.year)))


def _thing(figure: Figure) -> tuple[object, ...]:
    length = figure.end - figure.start
    return (
        figure.measure,
        figure.area,
        figure.origin,
        figure.sex,
        figure.status,
        figure.unit,
        figure.year,
        length,
    )
