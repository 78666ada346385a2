"""With how many records is a combination compatible when a missing key is a wildcard?

Two combinations are compatible when they agree on every key that both of them show.
f of a combination is the number of records compatible with it, its own included
(the definition of sdcMicro).

Not every pair is compared. For combinations that show the keys V, all records that
share the shown keys W with them are counted by one look-up of codes over W.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from migrascope.protect.methods import bitwise
from migrascope.protect.methods.combinations import Codes, Truth, Whole, codes

_BITS = 20
"""The table that tells which codes are asked for has so many bits of address."""
_FEW = 64
_THREADS = 2
_MIX = np.uint64(0x9E3779B97F4A7C15)
"""Multiplying by an odd constant spreads codes over the upper bits (Fibonacci)."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Patterns:
    """Combinations in which some keys are not shown: addends, and the shown bits.

    Addends of keys that are not shown are never read.
    """

    addends: Codes
    shown: Whole

    def of(self, chosen: Whole | Truth) -> Patterns:
        """Some of the patterns."""
        return Patterns(self.addends[:, chosen], self.shown[chosen])

    def hiding(self, keys: Whole | int) -> Patterns:
        """The same combinations with some more keys not shown."""
        return Patterns(self.addends, self.shown & ~keys)

    def codes(self) -> Codes:
        """One code for each pattern: equal codes are equal patterns."""
        total = np.zeros(len(self.shown), dtype=np.uint64)
        for place, row in enumerate(self.addends):
            total += np.where(self.shown >> place & 1, row, np.uint64(0))
        return total


def compatible(
    asked: Patterns, others: Patterns, records: Whole, *, enough: int | None = None
) -> Whole:
    """How many of the `records` of the others each of the asked is compatible with.

    With `enough`, a count may stop once it has reached that number: counts below it
    are exact.
    """
    size, keys = len(asked.shown), len(asked.addends)
    known = len(others.shown)
    found = np.zeros(size, dtype=np.int64)
    if not size or not known:
        return found
    kinds = np.unique(asked.shown), np.unique(others.shown)
    if bitwise.work(size, known, keys) < _work(size, known, *map(len, kinds)):
        return bitwise.count(
            asked.addends, asked.shown, others.addends, others.shown, records
        )
    groups = _by_shown(others, records)

    def count(these: int) -> None:
        chosen = np.flatnonzero(asked.shown == these)
        found[chosen] = _of_kind(asked.addends[:, chosen], these, groups, enough)

    # numpy lets go of the interpreter while it sorts and searches.
    with ThreadPoolExecutor(_THREADS) as pool:
        for _ in pool.map(count, kinds[0].tolist()):
            pass
    return found


def _of_kind(
    addends: Codes,
    keys: int,
    groups: list[tuple[int, tuple[Codes, Whole]]],
    enough: int | None,
) -> Whole:
    """The counts for combinations that all show the same keys."""
    found = np.zeros(addends.shape[1], dtype=np.int64)
    shared: dict[int, list[tuple[Codes, Whole]]] = {}
    for shown, group in groups:
        shared.setdefault(keys & shown, []).append(group)
    chosen = np.arange(len(found))
    # Few shared keys first: their counts are large, and end the search early.
    for common in sorted(shared, key=lambda each: (each.bit_count(), each)):
        found[chosen] += _look_up(addends, common, shared[common])
        if enough is not None:
            open_still = found[chosen] < enough
            chosen, addends = chosen[open_still], addends[:, open_still]
            if not len(chosen):
                break
    return found


def _work(asked: int, others: int, kinds: int, other_kinds: int) -> float:
    """About how many seconds the look-ups take."""
    return (
        1e-4 * kinds * other_kinds
        + 1.5e-8 * kinds * others
        + 3e-8 * other_kinds * asked
    )


def _by_shown(
    others: Patterns, records: Whole
) -> list[tuple[int, tuple[Codes, Whole]]]:
    """The patterns in groups that show the same keys."""
    order = np.argsort(others.shown, kind="stable")
    kinds, starts = np.unique(others.shown[order], return_index=True)
    pieces = np.split(order, starts[1:]) if len(kinds) else []
    return [
        (int(kind), (others.addends[:, piece], records[piece]))
        for kind, piece in zip(kinds, pieces, strict=True)
    ]


def _look_up(addends: Codes, common: int, groups: list[tuple[Codes, Whole]]) -> Whole:
    """Records of the groups that agree on the common keys."""
    asked = addends.shape[1]
    if not common:
        total = sum(int(records.sum()) for _, records in groups)
        return np.full(asked, total, dtype=np.int64)
    code = codes(addends, common)
    known = sum(len(records) for _, records in groups)
    if known < asked:
        others = np.concatenate([codes(other, common) for other, _ in groups])
        weights = np.concatenate([records for _, records in groups])
        return _of_few(code, others, weights)
    distinct, place = np.unique(code, return_inverse=True)
    found = np.zeros(len(distinct), dtype=np.float64)
    seen = np.zeros(1 << _BITS, dtype=np.bool_) if asked < 1 << (_BITS - 2) else None
    if seen is not None:
        seen[_slot(distinct)] = True
    for other, records in groups:
        theirs, weights = codes(other, common), records
        if seen is not None and len(theirs) > _FEW:
            # Most codes are asked for by nobody: one look into a table drops them.
            likely = np.flatnonzero(seen[_slot(theirs)])
            theirs, weights = theirs[likely], records[likely]
        at = np.searchsorted(distinct, theirs)
        at[at == len(distinct)] = 0
        same = distinct[at] == theirs
        found += np.bincount(at[same], weights=weights[same], minlength=len(distinct))
    gained: Whole = found.astype(np.int64)[place.reshape(-1)]
    return gained


def _of_few(code: Codes, others: Codes, records: Whole) -> Whole:
    """The same when the others are fewer than the asked: theirs are sorted instead."""
    distinct, place = np.unique(others, return_inverse=True)
    total = np.bincount(place.reshape(-1), weights=records, minlength=len(distinct))
    at = np.searchsorted(distinct, code)
    at[at == len(distinct)] = 0
    gained: Whole = np.where(distinct[at] == code, total[at], 0).astype(np.int64)
    return gained


def _slot(code: Codes) -> Whole:
    slot: Whole = ((code * _MIX) >> np.uint64(64 - _BITS)).astype(np.int64)
    return slot
