"""What must a record look like to hide others, and which records can be made to?

For each person with too few candidates, the cheap sets of keys without which k records
look the same: one of these that loses these keys agrees with the person.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from migrascope.protect.methods.combinations import (
    Codes,
    Combinations,
    Truth,
    Whole,
    codes,
)
from migrascope.protect.methods.compatible import Patterns
from migrascope.protect.methods.sets import sets

_Real = npt.NDArray[np.float64]

_SLACK = 1.34
"""A set of cells may cost so much more than the cheapest if it helps others more."""
_LENDERS = 3
"""So many times k combinations that may be blanked are kept for each target."""
_MANY = 50_000
"""From so many combinations on, a table drops what nobody wants before the search."""
_BITS = 20
_MIX = np.uint64(0x9E3779B97F4A7C15)


@dataclass(slots=True, eq=False)
class Needy:
    """Combinations of people with fewer than k candidates, while they are helped.

    `at` are their places among all combinations, `need` the candidates that each is
    short of; below 0 that it has more than k.
    """

    at: Whole
    patterns: Patterns
    need: Whole


@dataclass(frozen=True, slots=True, eq=False)
class Targets:
    """What blanked records may look like: the combination `of` a person less `hidden`.

    The people whom it helps for about the least cost are `people[starts[i]:]`, the
    combinations whose records can be made to look so `lenders[lent[i]:]`.
    """

    of: Whole
    hidden: Whole
    cost: _Real
    starts: Whole
    people: Whole
    lent: Whole
    lenders: Whole


def targets(
    needy: Needy, found: Combinations, k: int, importance: _Real, standing: Whole
) -> Targets:
    """The cheap sets of keys without which k records look like each of the needy."""
    size = len(needy.at)
    cheapest = np.full(size, np.inf)
    enough: dict[int, Truth] = {}
    pieces = _Pieces(found, k, standing)
    for hidden, cost in sets(importance):
        asked = cost <= cheapest * _SLACK + 1e-12
        if not asked.any():
            if cost > cheapest.max(initial=0) * _SLACK:
                break
            continue
        asked &= (needy.patterns.shown & hidden) == hidden
        # A set that holds a smaller one that is enough blanks in vain.
        for smaller, those in enough.items():
            if smaller & hidden == smaller:
                asked &= ~those
        helped = np.zeros(size, dtype=np.bool_)
        for shown in np.unique(needy.patterns.shown[asked]):
            at = np.flatnonzero(asked & (needy.patterns.shown == shown))
            helped[pieces.add(needy, at, int(shown), hidden, cost)] = True
        if helped.any():
            cheapest[helped] = np.minimum(cheapest[helped], cost)
            enough[hidden] = helped
    return pieces.joined()


class _Pieces:
    """Targets as they are found, set of keys by set of keys."""

    def __init__(self, found: Combinations, k: int, standing: Whole) -> None:
        self._found = found
        self._k = k
        self._standing = standing
        none = np.zeros(0, dtype=np.int64)
        self._parts: list[tuple[Whole, Whole, _Real, Whole, Whole, Whole, Whole]] = [
            (none, none, np.zeros(0), none, none, none, none)
        ]

    def add(
        self, needy: Needy, at: Whole, shown: int, hidden: int, cost: float
    ) -> Whole:
        """Add the targets of some of the needy; which of them have one."""
        found, common = self._found, shown & ~hidden
        wanted, place = np.unique(
            codes(needy.patterns.addends[:, at], common), return_inverse=True
        )
        place = place.reshape(-1)
        target, lender = self._alike(wanted, common)
        counts = found.counts[lender]
        records = np.bincount(target, weights=counts, minlength=len(wanted))
        good = records >= self._k
        number = np.cumsum(good) - 1
        helped = good[place]
        kept = good[target]
        target, lender = number[target[kept]], lender[kept]
        # Those that few share first: a blank hides them too.
        order = np.lexsort(
            (lender, found.counts[lender], self._standing[lender], target)
        )
        target, lender = target[order], lender[order]
        rank = np.arange(len(target)) - np.searchsorted(target, target)
        some = rank < _LENDERS * self._k
        target, lender = target[some], lender[some]
        group, people = number[place[helped]], at[helped]
        order = np.argsort(group, kind="stable")
        group, people = group[order], people[order]
        first = np.unique(group, return_index=True)[1]
        self._parts.append(
            (
                needy.at[people[first]],
                np.full(len(first), hidden, dtype=np.int64),
                np.full(len(first), cost),
                np.bincount(group, minlength=len(first)),
                people,
                np.bincount(target, minlength=len(first)),
                lender,
            )
        )
        return people

    def joined(self) -> Targets:
        """All targets."""
        of, hidden, cost, members, people, lent, lenders = (
            np.concatenate(each) for each in zip(*self._parts, strict=True)
        )
        return Targets(
            of.astype(np.int64),
            hidden.astype(np.int64),
            cost.astype(np.float64),
            _starts(members),
            people.astype(np.int64),
            _starts(lent),
            lenders.astype(np.int64),
        )

    def _alike(self, wanted: Codes, common: int) -> tuple[Whole, Whole]:
        """All combinations that show the common keys with a wanted code."""
        found = self._found
        members = np.flatnonzero((found.shown & common) == common)
        theirs = codes(found.addends[:, members], common)
        if len(members) > _MANY:
            # Most codes are wanted by nobody: one look into a table drops them.
            seen = np.zeros(1 << _BITS, dtype=np.bool_)
            seen[_slot(wanted)] = True
            likely = np.flatnonzero(seen[_slot(theirs)])
            members, theirs = members[likely], theirs[likely]
        at = np.searchsorted(wanted, theirs)
        at[at == len(wanted)] = 0
        same = wanted[at] == theirs
        return at[same], members[same]


def _starts(lengths: Whole) -> Whole:
    """Where each piece begins, and where the last one ends."""
    return np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)


def _slot(code: Codes) -> Whole:
    slot: Whole = ((code * _MIX) >> np.uint64(64 - _BITS)).astype(np.int64)
    return slot
