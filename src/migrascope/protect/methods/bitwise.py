"""How are a few combinations compared with some others, every pair of them?

A row of bits for each value of each key tells which of the others agree with it; the
others that are compatible with a combination are the conjunction of one row for each
key. The weights are added up by their binary digits. For small numbers that is far
faster than looking codes up.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from migrascope.protect.methods.combinations import Codes, Whole

_WORD = 64
_BLOCK = 2_000_000
"""Words of working memory for each block of combinations asked for."""

_Bits = npt.NDArray[np.uint64]


def work(asked: int, others: int, keys: int) -> float:
    """About how many seconds a comparison takes."""
    words = -(-others // _WORD)
    return 1e-9 * asked * words * (keys + 4) + 1.5e-8 * keys * others + 3e-5 * keys


def count(
    asked: Codes, shown: Whole, others: Codes, others_shown: Whole, records: Whole
) -> Whole:
    """How many of the records of the others each of the asked is compatible with."""
    keys, size = asked.shape
    tables = [
        _agreeing(others[place], others_shown >> place & 1) for place in range(keys)
    ]
    rows = [
        _row(values, asked[place], shown >> place & 1)
        for place, (values, _) in enumerate(tables)
    ]
    planes = _planes(records)
    found = np.zeros(size, dtype=np.int64)
    block = max(1, _BLOCK // max(1, -(-others.shape[1] // _WORD)))
    for start in range(0, size, block):
        part = slice(start, start + block)
        same: _Bits | None = None
        for (_, table), row in zip(tables, rows, strict=True):
            if same is None:
                same = table[row[part]]
            else:
                same &= table[row[part]]
        assert same is not None
        for weight, plane in planes:
            counted = np.bitwise_count(same & plane).sum(axis=1, dtype=np.int64)
            found[part] += weight * counted
    return found


def _agreeing(values: Codes, shown: Whole) -> tuple[Codes, _Bits]:
    """The distinct values of a key, and who agrees with each of them.

    Two more rows: who agrees with a value that none of them has, and everybody.
    """
    hidden = shown == 0
    distinct, place = np.unique(values[~hidden], return_inverse=True)
    agree = np.zeros((len(distinct) + 2, len(values)), dtype=np.bool_)
    agree[:, hidden] = True
    agree[place.reshape(-1), np.flatnonzero(~hidden)] = True
    agree[-1] = True
    return distinct, _packed(agree)


def _row(distinct: Codes, values: Codes, shown: Whole) -> Whole:
    """The row of the table for each of the asked."""
    at = np.searchsorted(distinct, values)
    if len(distinct):
        known = distinct[np.minimum(at, len(distinct) - 1)] == values
        at = np.where(known, at, len(distinct))
    row: Whole = np.where(shown > 0, at, len(distinct) + 1).astype(np.int64)
    return row


def _planes(records: Whole) -> list[tuple[int, _Bits]]:
    """The binary digits of the weights, each as a row of bits with its value."""
    largest = int(records.max(initial=0))
    return [
        (1 << bit, _packed((records >> bit & 1 > 0)[None, :])[0])
        for bit in range(largest.bit_length())
    ]


def _packed(truth: npt.NDArray[np.bool_]) -> _Bits:
    """Truth values as words of 64 bits, the last one filled with zeros."""
    width = -(-truth.shape[1] // _WORD) * _WORD
    padded = np.zeros((truth.shape[0], width), dtype=np.bool_)
    padded[:, : truth.shape[1]] = truth
    packed = np.packbits(padded, axis=1)
    return packed.view(np.uint64)
