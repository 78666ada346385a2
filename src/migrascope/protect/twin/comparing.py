"""How far is a twin from the records that it stands in for?

All combinations of up to three present values are counted in both files. Those that
enough records share say how useful the twin is: by how many records their counts are
off in the mean, and which share of them the twin lost. What the twin holds beside
them says what it made up: combinations that no record has, and such that only few
records have, which a seeded twin must never show.

Figures of `compare` describe the secret file: for the inside, unless they are released
on purpose. Those of `against` describe what is released anyway.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from migrascope.errors import UnusableCases
from migrascope.protect.twin import coding
from migrascope.protect.twin.aggregates import LENGTH, RESOLUTION, Aggregates
from migrascope.protect.twin.cells import Cells, Truth, Whole
from migrascope.protect.twin.coding import Values


@dataclass(frozen=True, slots=True)
class Fidelity:
    """What a twin did to some combinations.

    `combinations`: how many at least `least` records of the original share;
    `mean_error`: mean absolute difference of their counts, in records, lost ones
    included; `mean_count`: what this error would be for an empty twin;
    `lost`: the share of them that the twin does not have;
    `held`: how many combinations the twin has;
    `fabricated`: how many of these no record of the original has;
    `rare`: how many of them some, but fewer than `least` records have.
    """

    combinations: int
    mean_error: float
    mean_count: float
    lost: float
    held: int
    fabricated: int
    rare: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """A twin beside its original: all combinations, by their length, by column.

    A combination counts for each of its columns.
    """

    least: int
    records: int
    twin_records: int
    overall: Fidelity
    by_length: Mapping[int, Fidelity]
    by_column: Mapping[str, Fidelity]


def compare(
    original: pl.DataFrame,
    twin: pl.DataFrame,
    columns: Sequence[str],
    *,
    least: int = RESOLUTION,
    length: int = LENGTH,
) -> Comparison:
    """Count the combinations of both files, and measure.

    Raises:
        BadPlan: a column that is not in both files.
        UnusableCases: a file without a record, or too many combinations.
    """
    true_texts = coding.texts(original, columns)
    twin_texts = coding.texts(twin, columns)
    # Any other value is in no combination that is asked about here.
    values: Values = tuple(
        tuple(sorted({*often, *made}))
        for often, made in zip(
            coding.frequent(true_texts, least),
            coding.frequent(twin_texts, 1),
            strict=True,
        )
    )
    cells = coding.cells(columns, values, length)
    true = cells.count(coding.encode(true_texts, values))
    made = cells.count(coding.encode(twin_texts, values))
    heights = (original.height, twin.height)
    return _comparison(cells, true, made, least, heights, columns)


def against(aggregates: Aggregates, twin: pl.DataFrame) -> Comparison:
    """Compare a twin with the released counts: these figures may be published.

    Raises:
        BadPlan: the twin lacks a column of the aggregates.
        UnusableCases: the twin has no record, or a value that was not released.
    """
    columns = aggregates.columns
    texts = coding.texts(twin, columns)
    for name, made, known in zip(
        columns, coding.frequent(texts, 1), aggregates.values, strict=True
    ):
        if not set(made) <= set(known):
            raise UnusableCases(
                f'column "{name}" of the twin has values that were not released',
                "Compare a twin with the aggregates that it was made from.",
            )
    return _comparison(
        aggregates.cells,
        aggregates.counts,
        aggregates.cells.count(coding.encode(texts, aggregates.values)),
        aggregates.resolution,
        (aggregates.records, twin.height),
        columns,
    )


def _comparison(
    cells: Cells,
    true: Whole,
    made: Whole,
    least: int,
    heights: tuple[int, int],
    columns: Sequence[str],
) -> Comparison:
    lengths = np.empty(cells.total, dtype=np.int8)
    for number, each in enumerate(cells.sets):
        cells.part(lengths, number)[...] = len(each)

    def of(chosen: Truth) -> Fidelity:
        return _fidelity(true[chosen], made[chosen], least)

    return Comparison(
        least=least,
        records=heights[0],
        twin_records=heights[1],
        overall=of(cells.whole),
        by_length={
            int(size): of(cells.whole & (lengths == size))
            for size in np.unique(lengths)
        },
        by_column={
            name: of(cells.whole & _with(cells.contexts(number).places, cells.total))
            for number, name in enumerate(columns)
        },
    )


def _with(places: npt.NDArray[np.int32], total: int) -> Truth:
    chosen = np.zeros(total, dtype=np.bool_)
    chosen[places] = True
    return chosen


def _fidelity(true: Whole, made: Whole, least: int) -> Fidelity:
    seen = true >= least
    number = int(seen.sum())
    error = np.abs(true - made)[seen]
    return Fidelity(
        combinations=number,
        mean_error=float(error.mean()) if number else 0.0,
        mean_count=float(true[seen].mean()) if number else 0.0,
        lost=float((made[seen] == 0).mean()) if number else 0.0,
        held=int((made > 0).sum()),
        fabricated=int(((true == 0) & (made > 0)).sum()),
        rare=int((~seen & (true > 0) & (made > 0)).sum()),
    )
