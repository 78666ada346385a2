"""What did a new edition change?

Figures that were added, removed and changed between two editions, the largest
changes first.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from migrascope.model.observation import KEY
from migrascope.model.period import Period
from migrascope.store import query
from migrascope.store.base import Base
from migrascope.store.editions import Edition
from migrascope.store.layout import EDITIONS, OBSERVATIONS

_COMPARED = """
WITH old AS (SELECT {key}, {nth} AS nth, value AS before, 1 AS there
             FROM read_parquet(?)),
     new AS (SELECT {key}, {nth} AS nth, value AS after, 1 AS here
             FROM read_parquet(?)),
     compared AS (SELECT {key}, before, after, there, here
                  FROM old FULL JOIN new USING ({key}, nth))
"""

_COUNTED = """
SELECT count(*) FILTER (there IS NULL),
       count(*) FILTER (here IS NULL),
       count(*) FILTER (there = 1 AND here = 1 AND before IS DISTINCT FROM after),
       count(*) FILTER (there = 1 AND here = 1 AND before IS NOT DISTINCT FROM after)
FROM compared
"""

_LISTED = """
SELECT {key}, before, after, there IS NULL AS added, here IS NULL AS removed
FROM compared
WHERE there IS NULL OR here IS NULL OR before IS DISTINCT FROM after
ORDER BY there IS NULL OR here IS NULL,
         abs(coalesce(after, 0) - coalesce(before, 0)) DESC, {key}
LIMIT ?
"""


@dataclass(frozen=True, slots=True)
class Change:
    """One figure that is not the same in both editions; the unit is `unit`.

    `before` and `after` are None where there was no figure, or an empty one.
    """

    measure: str
    area: str
    origin: str
    sex: str
    age: str
    status: str
    breakdown: str
    start: date
    end: date
    unit: str
    before: float | None
    after: float | None
    added: bool
    removed: bool

    @property
    def period(self) -> Period:
        """The time that the figure refers to."""
        return Period(self.start, self.end)

    @property
    def difference(self) -> float:
        """After less before; what is not there counts as nothing."""
        return (self.after or 0.0) - (self.before or 0.0)

    @property
    def relative(self) -> float | None:
        """The difference as a share of what was there; None without it."""
        return self.difference / abs(self.before) if self.before else None

    @property
    def kind(self) -> str:
        """In a word: added, removed or changed."""
        return "added" if self.added else "removed" if self.removed else "changed"


@dataclass(frozen=True, slots=True)
class Revision:
    """What became of the figures of an older edition in a newer one.

    `changes` lists the changed ones first, by the size of the change.
    """

    old: Edition
    new: Edition
    added: int
    removed: int
    changed: int
    unchanged: int
    changes: tuple[Change, ...]


def diff(base: Base, old: str, new: str, *, limit: int = 1_000_000) -> Revision:
    """Compare two editions, named by id or dataset; list at most `limit` changes.

    Raises:
        UnknownEdition: one of them is not in the base.
    """
    before, after = base.edition(old), base.edition(new)
    paths = [base.folder / EDITIONS / each.folder for each in (before, after)]
    files = [path / OBSERVATIONS for path in paths]
    key = ", ".join(f'"{name}"' for name in KEY)
    nth = f'row_number() OVER (PARTITION BY {key} ORDER BY file, sheet, row, "column")'
    compared = _COMPARED.format(key=key, nth=nth)
    values = [[str(file)] for file in files]
    with query.reading(files):
        cursor = base.connection.cursor()
        counted = cursor.execute(compared + _COUNTED, values).fetchone()
        lines = cursor.execute(
            compared + _LISTED.format(key=key), [*values, limit]
        ).fetchall()
    changes = tuple(Change(*line) for line in lines)
    added, removed, changed, unchanged = counted or (0, 0, 0, 0)
    return Revision(before, after, added, removed, changed, unchanged, changes)
