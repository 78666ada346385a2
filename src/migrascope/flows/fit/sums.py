"""How many people are in a row, to a millionth of one?

A row of stocks holds one cell of a thousand million and hundreds of small ones. Added
up as they stand, each step costs a rounding of the size of the sum. Here the largest
cell waits until the others are added up, so that only one such rounding is left, and
none at all when the sum is compared with a total of its size.
"""

from __future__ import annotations

import numpy as np

from migrascope.flows.account import FloatArray


def totals(table: FloatArray, *, axis: int) -> FloatArray:
    """The sums of a table's columns (axis 0) or rows (axis 1)."""
    rest, largest = _apart(table, axis)
    return np.asarray(rest + largest)


def excess(table: FloatArray, wanted: FloatArray, *, axis: int) -> FloatArray:
    """By how much the sums of columns (axis 0) or rows (axis 1) are too large."""
    rest, largest = _apart(table, axis)
    return np.asarray(rest + (largest - wanted))


def _apart(table: FloatArray, axis: int) -> tuple[FloatArray, FloatArray]:
    where = np.expand_dims(np.argmax(table, axis=axis), axis)
    largest = np.take_along_axis(table, where, axis)
    rest = table.copy()
    np.put_along_axis(rest, where, 0.0, axis)
    return np.asarray(rest.sum(axis=axis)), np.asarray(largest.squeeze(axis))
