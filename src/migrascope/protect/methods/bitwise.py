"""How are a few combinations compared with some others, every pair of them?

A row of bits for each value of each key tells which of the others agree with it; the
others that are compatible with a combination are the conjunction of one row for each
key. The weights are added up by their binary digits. For small numbers that is far
faster than looking codes up.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from migrascope.protect.methods.combinations import Codes, Truth, Whole

_WORD = 64
_BLOCK = 2_000_000
"""Words of working memory for each block of combinations asked for."""

_CELLS = 8_000_000
"""Values times others that are compared at once."""

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
        _agreeing(
            asked[place],
            shown >> place & 1 > 0,
            others[place],
            others_shown >> place & 1 > 0,
        )
        for place in range(keys)
    ]
    planes = _planes(records)
    found = np.zeros(size, dtype=np.int64)
    block = max(1, _BLOCK // max(1, -(-others.shape[1] // _WORD)))
    for start in range(0, size, block):
        part = slice(start, start + block)
        same: _Bits | None = None
        for table, row in tables:
            if same is None:
                same = table[row[part]]
            else:
                same &= table[row[part]]
        assert same is not None
        for weight, plane in planes:
            counted = np.bitwise_count(same & plane).sum(axis=1, dtype=np.int64)
            found[part] += weight * counted
    return found


def _agreeing(
    asked: Codes, shown: Truth, others: Codes, others_shown: Truth
) -> tuple[_Bits, Whole]:
    """Who of the others agrees with each value asked for, and the row of each asked.

    The last row is of those who do not show the key: everybody agrees with them.
    """
    distinct, place = np.unique(asked[shown], return_inverse=True)
    row = np.full(len(asked), len(distinct), dtype=np.int64)
    row[shown] = place.reshape(-1)
    table = np.empty((len(distinct) + 1, -(-len(others) // _WORD)), dtype=np.uint64)
    table[-1] = ~np.uint64(0)
    block = max(1, _CELLS // max(1, len(others)))
    for start in range(0, len(distinct), block):
        values = distinct[start : start + block]
        agree = others == values[:, None]
        agree |= ~others_shown
        table[start : start + len(values)] = _packed(agree)
    return table, row


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
