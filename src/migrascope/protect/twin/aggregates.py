"""How many records share each combination of up to three values?

The counts are the whole of what a seeded twin may know. A combination is some columns
with a value in each; a missing value is no value, so it is in no combination. Counts
under the resolution never appear, all others are rounded to the nearest multiple of
it: with a resolution of 10, 10 to 14 become 10, and 15 to 24 become 20. Rounding to
the nearest, not down, keeps the sum of the errors near nothing.

The same holds for the number of records. Everything in `Aggregates` may be published
with the twin, and `table` gives it in the form for that.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from migrascope.errors import BadPlan, UnusableCases
from migrascope.protect.twin import coding
from migrascope.protect.twin.cells import Cells, Whole
from migrascope.protect.twin.coding import Values

RESOLUTION = 10
LENGTH = 3

COUNT = "number of records"
"""The column of the released table that holds the counts."""


@dataclass(frozen=True, slots=True, eq=False)
class Aggregates:
    """Rounded counts of combinations: 0 where fewer than `resolution` share one.

    `values` are those that at least `resolution` records have.
    """

    columns: tuple[str, ...]
    values: Values
    records: int
    resolution: int
    length: int
    cells: Cells
    counts: Whole

    def table(self) -> pl.DataFrame:
        """The released combinations: a column each, null where it has no part."""
        parts = []
        for number, columns in enumerate(self.cells.sets):
            counts = self.cells.part(self.counts, number)
            places = np.nonzero(counts)
            held = np.zeros((len(self.columns), len(places[0])), dtype=np.int32)
            for column, codes in zip(columns, places, strict=True):
                held[column] = codes
            listed = coding.decode(held, self.columns, self.values)
            parts.append(
                listed.insert_column(0, pl.Series(COUNT, counts[places])),
            )
        return pl.concat(parts)


def count(
    frame: pl.DataFrame,
    columns: Sequence[str],
    *,
    resolution: int = RESOLUTION,
    length: int = LENGTH,
) -> Aggregates:
    """Count all combinations up to a length, and round them.

    Raises:
        BadPlan: a column that is not there, a resolution under 2, a length that is
            not 1, 2 or 3.
        UnusableCases: no record, no value frequent enough, or too many combinations.
    """
    if resolution < 2 or length not in (1, 2, 3):
        raise BadPlan(
            f"a resolution of {resolution} and a length of {length} are asked for",
            "Take a resolution of 2 or more (10 is usual), and a length of 1, 2 or 3.",
        )
    texts = coding.texts(frame, columns)
    values = coding.frequent(texts, resolution)
    if not any(values):
        raise UnusableCases(
            f"no value of any column is shared by {resolution} records",
            "Group values in the plan: so small a file has no twin as it is.",
        )
    cells = coding.cells(columns, values, length)
    exact = cells.count(coding.encode(texts, values))
    exact[~cells.whole] = 0
    return Aggregates(
        columns=tuple(columns),
        values=values,
        records=int(rounded(np.array([frame.height]), resolution)[0]),
        resolution=resolution,
        length=length,
        cells=cells,
        counts=rounded(exact, resolution),
    )


def rounded(counts: Whole, resolution: int) -> Whole:
    """Counts to the nearest multiple, halves up; 0 for those under the resolution.

    >>> rounded(np.array([9, 10, 14, 15, 24, 25]), 10).tolist()
    [0, 10, 10, 20, 20, 30]
    """
    whole: Whole = (2 * counts + resolution) // (2 * resolution) * resolution
    return np.where(counts < resolution, 0, whole)
