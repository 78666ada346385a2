"""Which cells shall be blanked when a missing key is a value of its own?

A record is safe when its class, the records that show exactly the same, stands. So
classes that do not stand must come to look like others: cells are blanked in all of
them until enough of them look alike, and where too few are alike, a few records are
borrowed from classes that have more than k. Cheap sets of cells first; for each
class the largest company. What cannot be placed in the end is merged with the class
that costs least, so that nothing below the promises is ever left.

Finding the least number of cells is NP-hard (Meyerson & Williams 2004).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from migrascope.protect.methods.combinations import (
    Codes,
    Combinations,
    Truth,
    Whole,
    bits_of,
)
from migrascope.protect.methods.compatible import Patterns
from migrascope.protect.methods.sets import Blanked, Progress, cost_of, sets
from migrascope.protect.methods.standing import Standard

_Real = npt.NDArray[np.float64]

_LEVEL = 1.34
"""Sets of cells whose costs differ by no more are tried together."""
_MERGED_ONE_BY_ONE = 150
"""More classes than this that found no company are first blanked throughout."""


def blank_merging(
    found: Combinations,
    standard: Standard,
    importance: Sequence[float],
    *,
    progress: Progress | None = None,
) -> Blanked:
    """Blank cells until every class stands. The whole file as one class must stand."""
    say = progress or (lambda _: None)
    weights = np.asarray(importance, dtype=np.float64)
    parts = _Parts(
        found.addends,
        found.shown,
        np.arange(found.size),
        np.zeros(found.size, dtype=np.int64),
        found.counts.copy(),
        standard,
    )
    below = int(parts.records[~parts.stand()].sum())
    levels = list(_levels(weights))
    for place, level in enumerate(levels):
        while _join(parts, level):
            pass
        say(0.8 * (place + 1) / len(levels))
        if not standard.spreads:
            dearest = levels[place + 1][0][1] if place + 1 < len(levels) else np.inf
            _borrow(parts, levels[: place + 1], dearest)
        if parts.stand().all():
            break
    _merge_the_rest(parts, weights)
    say(1.0)
    changed = parts.hidden > 0
    pairs = np.stack([parts.of, parts.hidden])[:, changed]
    distinct, place_of = np.unique(pairs, axis=1, return_inverse=True)
    records = np.bincount(
        place_of.reshape(-1),
        weights=parts.records[changed],
        minlength=distinct.shape[1],
    )
    return Blanked(distinct[0], distinct[1], records.astype(np.int64), below)


@dataclass(slots=True, eq=False)
class _Parts:
    """Parts of combinations: which (`of`), what they hide, how many records.

    A combination is one part until records are borrowed from it.
    """

    addends: Codes
    shown_at_first: Whole
    of: Whole
    hidden: Whole
    records: Whole
    standard: Standard

    @property
    def shown(self) -> Whole:
        """The keys that each part shows now."""
        shown: Whole = self.shown_at_first[self.of] & ~self.hidden
        return shown

    def shown_of(self, chosen: Whole) -> Whole:
        """The keys that some of the parts show now."""
        shown: Whole = self.shown_at_first[self.of[chosen]] & ~self.hidden[chosen]
        return shown

    def codes(self, chosen: Whole) -> Codes:
        """The code of what parts show."""
        shown = self.shown_of(chosen)
        return Patterns(self.addends[:, self.of[chosen]], shown).codes()

    def less(self, chosen: Whole, codes: Codes, hidden: int) -> Codes:
        """The codes when some keys that all of them show are hidden too."""
        after = codes.copy()
        for place in bits_of(hidden):
            after -= self.addends[place, self.of[chosen]]
        return after

    def stand(self) -> Truth:
        """Which parts are in a class that stands."""
        everyone = np.arange(len(self.of))
        return self.stand_as(everyone, self.codes(everyone))

    def stand_as(self, chosen: Whole, codes: Codes) -> Truth:
        """Which of the chosen parts would stand, if those with a code were a class."""
        distinct, group = np.unique(codes, return_inverse=True)
        group = group.reshape(-1)
        if not self.standard.spreads:
            total = np.bincount(group, weights=self.records[chosen])
            large: Truth = (total >= self.standard.k)[group]
            return large
        of = np.full(self.addends.shape[1], -1, dtype=np.int64)
        of[self.of[chosen]] = group
        records = np.zeros(len(of), dtype=np.int64)
        records[self.of[chosen]] = self.records[chosen]
        stand: Truth = self.standard.kept(of, len(distinct), records)[group]
        return stand


def _levels(importance: _Real) -> Iterator[list[tuple[int, float]]]:
    """Sets of keys in groups of about the same cost; the last one has all keys."""
    level: list[tuple[int, float]] = []
    for each in sets(importance):
        if level and each[1] > level[0][1] * _LEVEL:
            yield level
            level = []
        level.append(each)
    every = (1 << len(importance)) - 1
    if level and level[-1][0] != every:
        yield level
        level = [(every, float(importance.sum()))]
    yield level


def _join(parts: _Parts, level: list[tuple[int, float]]) -> bool:
    """Let parts that do not stand hide a set of keys, where together they stand."""
    everyone = np.arange(len(parts.of))
    codes = parts.codes(everyone)
    stands = parts.stand_as(everyone, codes)
    low = np.flatnonzero(~stands)
    if not len(low):
        return False
    # Who hides nothing shows more than any who come to look alike.
    every = (1 << len(parts.addends)) - 1
    safe = np.flatnonzero(stands & (parts.shown != every))
    homes = safe, codes[safe]
    shown = parts.shown[low]
    best = np.full(len(low), -1.0)
    which = np.zeros(len(low), dtype=np.int64)
    for hidden, cost in level:
        can = np.flatnonzero((shown & hidden) == hidden)
        if not len(can):
            continue
        some = low[can]
        after = parts.less(some, codes[some], hidden)
        company, enough = _company(parts, some, after, homes)
        value = company / cost
        better = enough & (value > best[can])
        best[can[better]] = value[better]
        which[can[better]] = hidden
    joined = False
    for hidden in np.unique(which[which > 0]):
        at = low[which == hidden]
        after = parts.less(at, codes[at], int(hidden))
        _, enough = _company(parts, at, after, homes)
        parts.hidden[at[enough]] |= hidden
        joined |= bool(enough.any())
    return joined


def _company(
    parts: _Parts, some: Whole, codes: Codes, homes: tuple[Whole, Codes]
) -> tuple[_Real, Truth]:
    """How many records would look like each part, and whether they would stand.

    Among them are those of the `homes`: safe parts, with what they look like.
    """
    targets = np.unique(codes)
    at = np.searchsorted(targets, homes[1])
    at[at == len(targets)] = 0
    wanted = targets[at] == homes[1]
    chosen = np.concatenate([some, homes[0][wanted]])
    all_codes = np.concatenate([codes, homes[1][wanted]])
    group = np.searchsorted(targets, all_codes)
    total: _Real = np.bincount(group, weights=parts.records[chosen]).astype(np.float64)
    company = total[group[: len(some)]]
    if not parts.standard.spreads:
        return company, company >= parts.standard.k
    return company, parts.stand_as(chosen, all_codes)[: len(some)]


def _borrow(
    parts: _Parts, levels: Sequence[Sequence[tuple[int, float]]], dearest: float
) -> None:
    """Join parts that are too few with records from classes that have more than k.

    At most `dearest` may be paid for each record that becomes safe.
    """
    k = parts.standard.k
    codes = parts.codes(np.arange(len(parts.of)))
    _, own = np.unique(codes, return_inverse=True)
    own = own.reshape(-1)
    total = np.bincount(own, weights=parts.records).astype(np.int64)
    low = np.flatnonzero(total[own] < k)
    # One part for each class lends, the one with most records.
    rich = np.flatnonzero(total[own] > k)
    order = rich[np.lexsort((parts.of[rich], -parts.records[rich], own[rich]))]
    lenders = order[np.unique(own[order], return_index=True)[1]]
    spare = np.minimum(total[own[lenders]] - k, parts.records[lenders])
    market = _Market(parts, codes, low, lenders, spare)
    for level in levels:
        for hidden, cost in level:
            if len(market.low) and len(market.lenders):
                market.trade(hidden, cost, dearest)
    market.settle()


@dataclass(slots=True, eq=False)
class _Market:
    """Who is too few, who has records to spare, and what was lent so far."""

    parts: _Parts
    codes: Codes
    low: Whole
    lenders: Whole
    spare: Whole
    lent: list[tuple[Whole, Whole, Whole]] = field(default_factory=list)

    def trade(self, hidden: int, cost: float, dearest: float) -> None:
        """Lend to those who hide a set of keys, where that is worth its price."""
        parts, k = self.parts, self.parts.standard.k
        low = self.low[(parts.shown_of(self.low) & hidden) == hidden]
        shows = np.flatnonzero((parts.shown_of(self.lenders) & hidden) == hidden)
        if not len(low) or not len(shows):
            return
        targets, group = np.unique(
            parts.less(low, self.codes[low], hidden), return_inverse=True
        )
        group = group.reshape(-1)
        some = self.lenders[shows]
        theirs = parts.less(some, self.codes[some], hidden)
        at = np.searchsorted(targets, theirs)
        at[at == len(targets)] = 0
        fits = targets[at] == theirs
        shows, at = shows[fits], at[fits]
        order = np.lexsort((parts.of[self.lenders[shows]], -self.spare[shows], at))
        shows, at = shows[order], at[order]
        spare = self.spare[shows]
        have = np.bincount(group, weights=parts.records[low]).astype(np.int64)
        short = np.maximum(k - have, 0)
        offered = np.bincount(at, weights=spare, minlength=len(targets))
        worth = cost * (have + short) <= dearest * have + 1e-9
        helped = (offered >= short) & worth
        if not helped.any():
            return
        ahead = np.concatenate([[0], np.cumsum(spare)])
        ahead = ahead[:-1] - ahead[np.searchsorted(at, at)]
        lent = np.clip(short[at] - ahead, 0, spare) * helped[at]
        giving = lent > 0
        who, lent = shows[giving], lent[giving].astype(np.int64)
        self.spare[who] -= lent
        parts.records[self.lenders[who]] -= lent
        self.lent.append((self.lenders[who], np.full(len(who), hidden), lent))
        saved = low[helped[group]]
        parts.hidden[saved] |= hidden
        self.low = np.setdiff1d(self.low, saved, assume_unique=True)
        left = self.spare > 0
        self.lenders, self.spare = self.lenders[left], self.spare[left]

    def settle(self) -> None:
        """Make parts of their own of the records that were lent."""
        if not self.lent:
            return
        parts = self.parts
        who, hidden, lent = (
            np.concatenate(each) for each in zip(*self.lent, strict=True)
        )
        parts.of = np.concatenate([parts.of, parts.of[who]])
        parts.hidden = np.concatenate([parts.hidden, parts.hidden[who] | hidden])
        parts.records = np.concatenate([parts.records, lent])
        left = parts.records > 0
        parts.of, parts.hidden = parts.of[left], parts.hidden[left]
        parts.records = parts.records[left]


def _merge_the_rest(parts: _Parts, importance: _Real) -> None:
    """Merge every class that still does not stand with the one that costs least."""
    every = np.int64((1 << len(importance)) - 1)
    low = np.flatnonzero(~parts.stand())
    if len(np.unique(parts.codes(low))) > _MERGED_ONE_BY_ONE:
        parts.hidden[low] |= every & parts.shown[low]
    while True:
        stands = parts.stand()
        if stands.all():
            return
        everyone = np.arange(len(parts.of))
        now = parts.codes(everyone)
        _, first, own = np.unique(now, return_index=True, return_inverse=True)
        own = own.reshape(-1)
        total: _Real = np.bincount(own, weights=parts.records).astype(np.float64)
        bad = np.unique(own[~stands])
        worst = bad[np.argmax(total[bad])]
        short = parts.standard.k - total[worst]
        shown = parts.shown[first]
        addends = parts.addends[:, parts.of[first]]
        common = shown & shown[worst]
        for place, row in enumerate(addends):
            differs = row != row[worst]
            common &= ~np.where(differs, np.int64(1 << place), 0)
        lending = _can_lend(parts, own, total, worst)
        given = np.where(lending, short, total)
        price = given * cost_of(shown & ~common, importance) + total[worst] * cost_of(
            shown[worst] & ~common, importance
        )
        price[worst] = np.inf
        other = int(np.argmin(price))
        mine = own == other
        if lending[other]:
            mine = _lent(parts, np.flatnonzero(mine), int(short))
            own = np.append(own, -1)
        both = (own == worst) | mine
        parts.hidden[both] |= parts.shown[both] & ~common[other]


def _can_lend(parts: _Parts, own: Whole, total: _Real, worst: int) -> Truth:
    """Which classes can do without as many records as one is short of.

    One part of the class must have them all. What is promised of sensitive values
    could be lost with them: then classes are merged as a whole.
    """
    if parts.standard.spreads:
        return np.zeros(len(total), dtype=np.bool_)
    short = parts.standard.k - total[worst]
    most = np.zeros(len(total))
    np.maximum.at(most, own, parts.records)
    can: Truth = (total - short >= parts.standard.k) & (most >= short)
    return can


def _lent(parts: _Parts, members: Whole, short: int) -> Truth:
    """Make a part of its own of records of a class; which part it is."""
    lender = members[np.argmax(parts.records[members])]
    parts.records[lender] -= short
    parts.of = np.append(parts.of, parts.of[lender])
    parts.hidden = np.append(parts.hidden, parts.hidden[lender])
    parts.records = np.append(parts.records, short)
    made = np.zeros(len(parts.of), dtype=np.bool_)
    made[-1] = True
    return made
