"""Which cells shall be blanked when a missing key is a wildcard?

A blanked cell agrees with everything, so it helps the record itself and others too.
Taken to its end, that is a loophole: k - 1 records blanked throughout are compatible
with everybody, and by the letter the whole file is k-anonymous at next to no cost
and with next to no protection. Here a record is only blanked for its own sake, by a
set of cells that is about the cheapest (`_SLACK`) and no larger than it needs; among
those sets, and among the order of the records, the one is taken that helps others
most. Greedy on the need that is met for each weighted cell (Chvatal's rule for the
set cover problem); in the end, cells that turned out not to be needed come back.

The order of the records does not matter: the same combinations lose the same cells.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from migrascope.protect.methods.combinations import Combinations, Truth, Whole
from migrascope.protect.methods.compatible import Patterns, compatible
from migrascope.protect.methods.sets import Blanked, Progress, cost_of, sets

_Real = npt.NDArray[np.float64]

_SLACK = 1.34
"""A set of cells may cost so much more than the cheapest if it helps others more."""
_ONE_BY_ONE = 500
"""Up to so many combinations in need, the greedy search takes one at a time."""
_PIECES = 24
"""Cells are given back in so many pieces for each key (fewer in larger files)."""
_PIECES_OF_LARGE = 3
_RECONSIDERED = 30_000
"""With more blanked records none is given back: it saves 1 or 2 % and doubles time."""
_AT_ONCE = 0.75
"""In larger files all choices this near to the best one are taken together."""


@dataclass(slots=True, eq=False)
class _Needy:
    """Combinations below k while they are being helped.

    `at` are their places among all combinations, `need` the records that each is
    short of, `left` how many of its records are not blanked yet.
    """

    at: Whole
    patterns: Patterns
    need: Whole
    left: Whole
    blanked: list[tuple[Whole, Whole]] = field(default_factory=list)

    @property
    def open(self) -> Truth:
        """Those that still need help and have a record to blank."""
        still: Truth = (self.need > 0) & (self.left > 0)
        return still


@dataclass(frozen=True, slots=True, eq=False)
class _Choices:
    """For each choice: which needy combination loses which keys, at what cost."""

    needy: Whole
    hidden: Whole
    cost: _Real


def blank_sharing(
    found: Combinations,
    k: int,
    importance: Sequence[float],
    *,
    progress: Progress | None = None,
) -> Blanked:
    """Blank cells until every record is compatible with k, for about the least cost.

    There must be at least k records.
    """
    say = progress or (lambda _: None)
    everyone = Patterns(found.addends, found.shown)
    low = np.flatnonzero(found.counts < k)
    frequency = compatible(everyone.of(low), everyone, found.counts, enough=k)
    below = frequency < k
    low, frequency = low[below], frequency[below]
    say(0.1)
    needy = _Needy(low, everyone.of(low), k - frequency, found.counts[low].copy())
    choices = _choices(needy, everyone, found.counts, k, np.asarray(importance))
    say(0.5)
    _greedy(needy, choices, say)
    say(0.8)
    hidden = _given_back(needy, everyone, found.counts, k, np.asarray(importance))
    who = np.concatenate([low[:0], *(each for each, _ in needy.blanked)])
    pairs = np.stack([low[who], hidden])[:, hidden > 0]
    distinct, records = np.unique(pairs, axis=1, return_counts=True)
    before = int(found.counts[low].sum())
    return Blanked(distinct[0], distinct[1], records.astype(np.int64), before)


def _choices(
    needy: _Needy, everyone: Patterns, counts: Whole, k: int, importance: _Real
) -> _Choices:
    """The cheap sets of cells that make each needy combination safe by itself."""
    size = len(needy.at)
    cheapest = np.full(size, np.inf)
    enough: dict[int, Truth] = {}
    chosen: list[tuple[Whole, int, float]] = []
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
        at = np.flatnonzero(asked)
        frequency = compatible(
            needy.patterns.of(at).hiding(hidden), everyone, counts, enough=k
        )
        at = at[frequency >= k]
        if len(at):
            cheapest[at] = np.minimum(cheapest[at], cost)
            enough[hidden] = np.zeros(size, dtype=np.bool_)
            enough[hidden][at] = True
            chosen.append((at, hidden, cost))
    without = np.flatnonzero(np.isinf(cheapest))
    stepwise = _cell_by_cell(
        needy.patterns.of(without), everyone, counts, k, importance
    )
    costs = cost_of(stepwise, importance)
    return _Choices(
        np.concatenate([*(at for at, _, _ in chosen), without]).astype(np.int64),
        np.concatenate(
            [*(np.full(len(at), hidden) for at, hidden, _ in chosen), stepwise]
        ).astype(np.int64),
        np.concatenate([*(np.full(len(at), cost) for at, _, cost in chosen), costs]),
    )


def _cell_by_cell(
    patterns: Patterns, everyone: Patterns, counts: Whole, k: int, importance: _Real
) -> Whole:
    """For files with many keys: hide the key that gains most, until it is enough."""
    size = len(patterns.shown)
    hidden = np.zeros(size, dtype=np.int64)
    at = np.arange(size)
    while len(at):
        best = np.full(len(at), -1.0)
        which = np.zeros(len(at), dtype=np.int64)
        for place, weight in enumerate(importance):
            bit = np.int64(1 << place)
            can = (patterns.shown[at] & ~hidden[at] & bit) > 0
            some = at[can]
            asked = Patterns(
                patterns.addends[:, some], patterns.shown[some] & ~hidden[some] & ~bit
            )
            gain = compatible(asked, everyone, counts, enough=k) / weight
            better = gain > best[can]
            rows = np.flatnonzero(can)[better]
            best[rows], which[rows] = gain[better], bit
        hidden[at] |= which
        asked = Patterns(patterns.addends[:, at], patterns.shown[at] & ~hidden[at])
        at = at[compatible(asked, everyone, counts, enough=k) < k]
    return hidden


def _greedy(needy: _Needy, choices: _Choices, say: Progress) -> None:
    """Take the choices that meet most need for their cost, until no need is left."""
    codes = Patterns(
        needy.patterns.addends[:, choices.needy],
        needy.patterns.shown[choices.needy] & ~choices.hidden,
    ).codes()
    # Merits only fall while needs are met: an old merit is a bound for the new one.
    merit = np.full(len(choices.needy), np.inf)
    first = max(int(needy.need.sum()), 1)
    start = True
    while True:
        still = needy.open[choices.needy]
        if not still.any():
            return
        few = needy.open.sum() <= _ONE_BY_ONE
        share = 0.9 if few else _AT_ONCE
        top = merit[still].max() * share if not start else 0.0
        at = np.flatnonzero(still & (merit >= top - 1e-9))
        merit[at] = _merit(needy, choices, at)
        if start:
            start = False
            continue
        at = at[merit[at] >= top - 1e-9]
        if not len(at):
            continue
        order = np.lexsort((codes[at], choices.needy[at], choices.cost[at], -merit[at]))
        at = at[order]
        at = at[np.sort(np.unique(choices.needy[at], return_index=True)[1])]
        at = at[np.sort(np.unique(codes[at], return_index=True)[1])]
        _take(needy, choices, at[: max(1, int(needy.open.sum()) >> 5)] if few else at)
        say(0.5 + 0.3 * (1 - int(needy.need.sum()) / first))


def _merit(needy: _Needy, choices: _Choices, at: Whole) -> _Real:
    """The need that each choice would meet, its own and that of others, per cost."""
    open_ = np.flatnonzero(needy.open)
    waiting = needy.patterns.of(open_)
    left = needy.left[open_]
    who = choices.needy[at]
    own = needy.patterns.of(who)
    after = Patterns(own.addends, own.shown & ~choices.hidden[at])
    distinct, place = np.unique(who, return_inverse=True)
    before = compatible(needy.patterns.of(distinct), waiting, left)[place.reshape(-1)]
    gained = compatible(after, waiting, left) - before
    merit: _Real = (needy.need[who] + gained) / choices.cost[at]
    return merit


def _take(needy: _Needy, choices: _Choices, at: Whole) -> None:
    """Blank one record of each choice, and meet the needs that this meets."""
    who, hidden = choices.needy[at], choices.hidden[at]
    needy.blanked.append((who, hidden))
    needy.left[who] -= 1
    open_ = np.flatnonzero(needy.open)
    asked = needy.patterns.of(open_)
    own = needy.patterns.of(who)
    one = np.ones(len(who), dtype=np.int64)
    after = compatible(asked, Patterns(own.addends, own.shown & ~hidden), one)
    needy.need[open_] -= after - compatible(asked, own, one)


def _given_back(
    needy: _Needy, everyone: Patterns, counts: Whole, k: int, importance: _Real
) -> Whole:
    """Give back every cell without which all records still have their k."""
    nobody = np.zeros(0, dtype=np.int64)
    who = np.concatenate([nobody, *(each for each, _ in needy.blanked)])
    hidden = np.concatenate([nobody, *(each for _, each in needy.blanked)])
    if len(who) > _RECONSIDERED:
        return hidden
    file = _File(needy.patterns.of(who), hidden, everyone, counts)
    rest = needy.patterns.of(needy.left > 0)
    frequency = (file.frequency(rest), file.frequency(file.now()))
    pieces = _PIECES if len(who) <= _ONE_BY_ONE else _PIECES_OF_LARGE
    for place in sorted(range(len(importance)), key=lambda q: (-importance[q], q)):
        bit = 1 << place
        waiting = np.flatnonzero(file.hidden & bit)
        step = max(1, -(-len(waiting) // pieces))
        for start in range(0, len(waiting), step):
            tried = waiting[start : start + step]
            frequency = _try(file, rest, frequency, tried, bit, k)
    return file.hidden


@dataclass(slots=True, eq=False)
class _File:
    """The file with its blanked records: what they were, what they hide now."""

    before: Patterns
    hidden: Whole
    everyone: Patterns
    counts: Whole

    def now(self) -> Patterns:
        """The blanked records as they are now."""
        return self.before.hiding(self.hidden)

    def frequency(self, asked: Patterns) -> Whole:
        """How many records of the file as it is now each is compatible with."""
        one = np.ones(len(self.hidden), dtype=np.int64)
        return (
            compatible(asked, self.everyone, self.counts)
            - compatible(asked, self.before, one)
            + compatible(asked, self.now(), one)
        )


def _try(
    file: _File,
    rest: Patterns,
    frequency: tuple[Whole, Whole],
    tried: Whole,
    bit: int,
    k: int,
) -> tuple[Whole, Whole]:
    """Show a key again in some records, but not where anybody falls below k by it."""
    wide = file.now().of(tried)
    shown = np.ones(len(tried), dtype=np.bool_)
    while shown.any():
        at, before = tried[shown], wide.of(shown)
        file.hidden[at] &= ~bit
        after = file.now().of(at)
        one = np.ones(len(at), dtype=np.int64)
        of_rest, of_blanked = (
            known + compatible(asked, after, one) - compatible(asked, before, one)
            for known, asked in zip(frequency, (rest, file.now()), strict=True)
        )
        of_blanked[at] = file.frequency(after)
        poor, hurt = np.flatnonzero(of_rest < k), np.flatnonzero(of_blanked < k)
        if not len(poor) and not len(hurt):
            return of_rest, of_blanked
        # Those who fall below k themselves, or no longer agree with one who does.
        guilty = of_blanked[at] < k
        for broken in (rest.of(poor), file.now().of(hurt)):
            one = np.ones(len(broken.shown), dtype=np.int64)
            guilty |= compatible(before, broken, one) > compatible(after, broken, one)
        file.hidden[at] |= bit
        if not guilty.any():
            break
        shown[np.flatnonzero(shown)[guilty]] = False
    return frequency
