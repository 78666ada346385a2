"""By how few keys can a record be told apart from all others?

A minimal sample unique is a set of keys that only one record has, while it shares
every smaller set with others. The fewer keys it takes, and the more such sets there
are, the more a record is exposed: SUDA adds up

    (m - k)! for each minimal sample unique of k out of m keys;

if only sets of up to M keys are searched, (m - k) (m - k - 1) ... (m - M). DIS spreads
the chance that a unique match is a right one over the records by their scores.

The search goes from small sets to large ones. A record that is unique on a set agrees
with nobody there, so it is left out of all larger sets, where it can neither be
minimal nor hide another record. What remains is sorted, set after set.

References: Elliot, Manning, Mayes, Gurd & Bane (2005), SUDA: A Program for Detecting
Special Uniques; Manning, Haglin & Keane (2008), Data Mining and Knowledge Discovery
16(2); Elliot & Manning (2003), Using DIS to Modify the Classification of Special
Uniques.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations as chosen

import numpy as np
import numpy.typing as npt
import polars as pl

from migrascope.errors import BadPlan
from migrascope.protect.counting import codes
from migrascope.protect.counting.codes import Combinations, Real, Whole, combinations
from migrascope.protect.plan.model import Missing
from migrascope.protect.risk.frequencies import of_combinations

Truth = npt.NDArray[np.bool_]
Bits = npt.NDArray[np.uint8]

MOST_KEYS = 60
"""What a record lacks is written in the bits of one number."""
MOST_SETS = 100_000
"""More sets of keys than can be searched while somebody waits."""
_TABLE = 2**22
"""Numbers up to this one are looked up in a table, larger ones by search."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Suda:
    """How exposed each record of the file is, in its order, and by which keys.

    `score` is the SUDA score, 0 for records that are not unique; `dis` the chance
    (0 to 1) that a unique match with the record is a right one. `contributions` has a
    column for each key: the share of the score that comes from sets with that key. A
    set counts for each of its keys, so the shares of a record add up to more than 1.
    `by_key` is the same for the whole file, and `found` says how many minimal sample
    uniques there are of 1, 2, ... keys.
    """

    score: pl.Series
    dis: pl.Series
    contributions: pl.DataFrame
    by_key: Mapping[str, float]
    found: tuple[int, ...]

    def __repr__(self) -> str:
        return f"Suda({self.score.len()} records)"


def scores(
    frame: pl.DataFrame,
    keys: Sequence[str],
    *,
    longest: int | None = None,
    missing: Missing = Missing.WILDCARD,
    sampled: float = 0.01,
) -> Suda:
    """The SUDA scores of every record, by sets of up to `longest` keys.

    `sampled` is the share of the population that is in the file, for DIS. As a
    wildcard a missing key agrees with everything, so it never helps to tell a record
    apart, and other records that lack a key may hide it; as a value it is one.

    >>> frame = pl.DataFrame({"sex": ["f", "f", "m"], "age": ["9", "30", "30"]})
    >>> scores(frame, ["sex", "age"]).score.to_list()
    [1.0, 1.0, 1.0]

    Raises:
        BadPlan: no key, a column that is not there, or too many sets of keys.
    """
    found = combinations(frame, keys)
    most = len(keys) if longest is None else min(longest, len(keys))
    _check(len(keys), most, sampled)
    score = np.zeros(len(found))
    shares = np.zeros((len(found), len(keys)))
    numbers = [0] * most
    for members, rows in _minimal(found, most, missing):
        worth = _worth(len(members), most, len(keys))
        score[rows] += worth
        for key in members:
            shares[rows, key] += worth
        numbers[len(members) - 1] += len(rows)
    total = float(score.sum())
    by_key = shares.sum(axis=0) / total if total else np.zeros(len(keys))
    scored = score > 0
    shares[scored] /= score[scored, None]
    sample, _ = of_combinations(found, missing=missing)
    alone = int(found.records[sample == 1].sum())
    in_pairs = int(found.records[sample == 2].sum())
    right = right_match(alone, in_pairs, sampled=sampled)
    return Suda(
        pl.Series("suda", score[found.of_record]),
        pl.Series(
            "dis_suda", calibrated(score, right, keys=len(keys))[found.of_record]
        ),
        pl.DataFrame(shares[found.of_record], schema=list(keys)),
        dict(zip(keys, by_key.tolist(), strict=True)),
        tuple(numbers),
    )


def right_match(alone: int, in_pairs: int, *, sampled: float) -> float:
    """DIS: the chance that a match with a record that is alone is a right one.

    `alone` records are unique in the file, `in_pairs` records have one other with the
    same keys (Skinner & Elliot 2002).
    """
    if not alone:
        return 0.0
    right = alone * sampled
    return right / (right + in_pairs * (1 - sampled))


def calibrated(score: Real, right: float, *, keys: int) -> Real:
    """DIS-SUDA: the chance of a right match spread over the records by their scores.

    The harmonic mean over all records with a score is `right`.
    """
    dis = np.zeros(len(score))
    scored = score > 0
    if right > 0 and scored.any():
        weighed = score[scored] ** (1 + (8 - keys) / 20)
        wrong = scored.sum() * (1 / right - 1)
        dis[scored] = 1 / (1 + wrong / (weighed * (1 / weighed).sum()))
    return dis


def _check(keys: int, most: int, sampled: float) -> None:
    if most < 1:
        raise BadPlan("SUDA needs sets of one key or more", "Raise the largest size.")
    if not 0 < sampled <= 1:
        raise BadPlan(
            "the share of the population that is in the file must be above 0, "
            "at most 1",
            "0.01 is one person in a hundred; 1 is everybody.",
        )
    if keys > MOST_KEYS:
        raise BadPlan(
            f"SUDA takes up to {MOST_KEYS} keys, not {keys}",
            "Name as keys what somebody may know; nobody knows all that at once.",
        )
    sets = sum(math.comb(keys, size) for size in range(1, most + 1))
    if sets > MOST_SETS:
        raise BadPlan(
            f"{keys} keys have {sets:,} sets of up to {most}, too many to search",
            "Search smaller sets, or name fewer keys.",
        )


def _worth(size: int, most: int, keys: int) -> float:
    """What a minimal sample unique of this size adds to the score."""
    return float(
        math.prod(keys - each for each in range(size, min(most, keys - 1) + 1))
    )


def _minimal(
    found: Combinations, most: int, missing: Missing
) -> Iterator[tuple[tuple[int, ...], Whole]]:
    """Each set of keys with the combinations that it is a minimal sample unique of."""
    table = _Table(found, missing)
    # Who shares a set with others, eight of them a byte: a level has many sets.
    everywhere = np.packbits(np.ones(len(found), dtype=np.bool_))
    below: dict[tuple[int, ...], Bits] = {(): everywhere}
    for size in range(1, most + 1):
        shared: dict[tuple[int, ...], Bits] = {}
        for members in chosen(range(len(found.sizes)), size):
            bits = below[members[1:]].copy()
            for left_out in range(1, size):
                bits &= below[members[:left_out] + members[left_out + 1 :]]
            active = np.unpackbits(bits, count=len(found)).view(np.bool_)
            rows = table.unique(members, np.flatnonzero(active))
            if len(rows):
                active[rows] = False
                bits = np.packbits(active)
                yield members, rows
            shared[members] = bits
        below = shared


class _Table:
    """Combinations as numbers, ready to be compared on any set of keys."""

    def __init__(self, found: Combinations, missing: Missing) -> None:
        self._sizes = found.sizes
        # narrow numbers: most of the work is moving them
        self._columns = [
            column.astype(np.min_scalar_type(size))
            for column, size in zip(found.digits.T, found.sizes, strict=True)
        ]
        self._once: Truth = found.records == 1
        lacks = np.zeros(len(found), dtype=np.int64)
        if missing is Missing.WILDCARD:
            for key, column in enumerate(self._columns):
                lacks |= (column == 0).astype(np.int64) << key
        self._lacks = lacks.astype(np.min_scalar_type(1 << len(found.sizes)))
        self._lacking = bool(lacks.any())
        self._seen = np.zeros(_TABLE, dtype=np.bool_)

    def unique(self, members: tuple[int, ...], rows: Whole) -> Whole:
        """Which of these rows agree with no other of them on these keys."""
        if not self._lacking:
            return self._alone(members, rows)
        asked = sum(1 << key for key in members)
        lacks = self._lacks[rows] & self._lacks.dtype.type(asked)
        if (lacks == asked).any():
            return rows[:0]  # a record that lacks all of them agrees with everybody
        alone = self._alone(members, rows[lacks == 0])
        # Records that lack a key agree with more: they take away what is not alone.
        lacking = rows[lacks > 0]
        for pattern, others in _by_pattern(lacks[lacks > 0], lacking):
            if not len(alone):
                break
            common = tuple(key for key in members if not pattern >> key & 1)
            alone = alone[~self._shared(common, alone, others)]
        return alone

    def _alone(self, members: tuple[int, ...], rows: Whole) -> Whole:
        """Rows whose number occurs once, of combinations that one record has."""
        number, span = self._numbers(members, rows)
        if span < 2 * len(rows):
            alone: Whole = rows[np.bincount(number)[number] == 1]
            return alone[self._once[alone]]
        if span * len(rows) < codes.LARGEST:
            # number and place in one: sorting these is much faster than an argsort
            ordered = number * len(rows) + np.arange(len(rows))
            ordered.sort()
            value, place = np.divmod(ordered, max(len(rows), 1))
        else:
            place = np.argsort(number, kind="stable")
            value = number[place]
        once = np.ones(len(rows), dtype=np.bool_)
        differs = value[1:] != value[:-1]
        once[1:] &= differs
        once[:-1] &= differs
        alone = rows[place[once]]
        return np.sort(alone[self._once[alone]])

    def _shared(self, members: tuple[int, ...], rows: Whole, others: Whole) -> Truth:
        """Which of the rows agree with one of the others on these keys."""
        both, span = self._numbers(members, np.concatenate([rows, others]))
        mine, theirs = both[: len(rows)], both[len(rows) :]
        if span > _TABLE:
            return np.isin(mine, theirs)
        self._seen[theirs] = True
        found = self._seen[mine]
        self._seen[theirs] = False
        return found

    def _numbers(self, members: tuple[int, ...], rows: Whole) -> tuple[Whole, int]:
        """One number for each row, the same for rows that agree on all members."""
        sizes = [self._sizes[key] for key in members]
        number = codes.packed([self._columns[key][rows] for key in members], sizes)
        span = math.prod(sizes)
        if span > codes.LARGEST:
            span = int(number.max(initial=0)) + 1
        return number, span


def _by_pattern(
    lacks: npt.NDArray[np.unsignedinteger], rows: Whole
) -> Iterator[tuple[int, Whole]]:
    """The rows by what they lack; those that lack most, and so hide most, first."""
    order = np.argsort(lacks, kind="stable")  # of short numbers: a radix sort
    ordered = lacks[order]
    starts = np.flatnonzero(np.diff(ordered)) + 1
    groups = [group for group in np.split(order, starts) if len(group)]
    patterns = [(int(lacks[group[0]]), rows[group]) for group in groups]
    yield from sorted(patterns, key=lambda each: -each[0].bit_count())
