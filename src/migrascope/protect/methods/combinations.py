"""Which combinations of keys are in a file, and how many records share each?

Records are counted once; everything that follows works on the distinct combinations.
A combination is a row of whole numbers, one for each key, 0 for missing. Its code is
a sum with one addend for each key, so that the code of fewer keys is a sum of fewer
addends: no projection has to go back to the records. The addends are those of a
number with mixed radix where that fits into 64 bits (then codes are exact); beyond,
they are fixed pseudo-random numbers, and what rests on them is checked by a count.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

Whole = npt.NDArray[np.int64]
Codes = npt.NDArray[np.uint64]
Truth = npt.NDArray[np.bool_]

_ROOM = 2**63


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Combinations:
    """The distinct combinations of some keys.

    `digits` and `addends` have a row for each key and a column for each combination;
    `counts` are records; `shown` has bit q set where key q is not missing; `of_record`
    gives the combination of each record.
    """

    keys: tuple[str, ...]
    digits: npt.NDArray[np.int32]
    addends: Codes
    counts: Whole
    shown: Whole
    of_record: Whole

    @property
    def records(self) -> int:
        """How many records there are."""
        return len(self.of_record)

    @property
    def size(self) -> int:
        """How many distinct combinations there are."""
        return len(self.counts)


def combinations(frame: pl.DataFrame, keys: Sequence[str]) -> Combinations:
    """Count the records of each combination of keys, in an order of the values.

    The order of the combinations does not hang on the order of the records.
    """
    columns = [ranks(frame[key]) for key in keys]
    sizes = [int(column.max(initial=0)) + 1 for column in columns]
    addends = addends_of(sizes)
    code = np.zeros(frame.height, dtype=np.uint64)
    for column, own in zip(columns, addends, strict=True):
        code += own[column]
    _, first, of_record, counts = np.unique(
        code, return_index=True, return_inverse=True, return_counts=True
    )
    digits = np.array([column[first] for column in columns], dtype=np.int32)
    digits = digits.reshape(len(columns), len(first))
    return Combinations(
        keys=tuple(keys),
        digits=digits,
        addends=added(digits, addends),
        counts=counts.astype(np.int64),
        shown=shown(digits),
        of_record=of_record.reshape(-1).astype(np.int64),
    )


def ranks(column: pl.Series) -> npt.NDArray[np.int32]:
    """The place of each value among the sorted values from 1, and 0 for missing."""
    if column.dtype in (pl.String, pl.Categorical, pl.Enum):
        texts = column.cast(pl.String)
        values = texts.drop_nulls().unique().sort()
        physical = texts.cast(pl.Enum(values)).to_physical().cast(pl.Int32) + 1
    else:
        physical = column.rank("dense").cast(pl.Int32)
    return physical.fill_null(0).to_numpy()


def addends_of(sizes: Sequence[int]) -> list[Codes]:
    """For each key the addend of each of its digits; that of a missing one is 0."""
    product = 1
    for size in sizes:
        product *= size
    if product < _ROOM:
        addends, radix = [], 1
        for size in sizes:
            addends.append(np.arange(size, dtype=np.uint64) * np.uint64(radix))
            radix *= size
        return addends
    random = np.random.default_rng(20260101)
    drawn = [random.integers(1, 2**64, size, dtype=np.uint64) for size in sizes]
    for own in drawn:
        own[0] = 0
    return drawn


def added(digits: npt.NDArray[np.int32], addends: Sequence[Codes]) -> Codes:
    """The addends of many combinations: a row for each key."""
    rows = [own[row] for own, row in zip(addends, digits, strict=True)]
    return np.array(rows, dtype=np.uint64).reshape(digits.shape)


def shown(digits: npt.NDArray[np.int32]) -> Whole:
    """A bit for each key that is not missing."""
    bits = np.zeros(digits.shape[1], dtype=np.int64)
    for place, row in enumerate(digits):
        bits |= (row > 0).astype(np.int64) << place
    return bits


def codes(addends: Codes, keys: int) -> Codes:
    """The codes of combinations when only the keys with a bit in `keys` are shown."""
    total = np.zeros(addends.shape[1], dtype=np.uint64)
    for place in bits_of(keys):
        total += addends[place]
    return total


def bits_of(keys: int) -> list[int]:
    """The places of the bits that are set."""
    return [place for place in range(keys.bit_length()) if keys >> place & 1]
