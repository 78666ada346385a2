"""Which cells shall be blanked when a missing key is a wildcard?

A blanked cell agrees with everything, so whoever looks for a person has the blanked
records among the candidates too. Everybody shall have k of these: that many records of
the release agree with what the keys of the person were. This is more than that each
released record is compatible with k (which follows from it): a record that is unique
and blanked for that is compatible with many, and yet it alone agrees with what it was,
so that it would be found for certain. So the blanks that hide a person are those of
others, near ones: records that share all but a cheap set of keys with the person, and
lose these.

Taken to its end, wildcards are a loophole: k records blanked throughout agree with
everybody, and by the letter the whole file is safe at next to no cost and with next to
no protection. Here a person is only hidden by sets of cells that are about the cheapest
for them (`targets`) and no larger than they need. Greedy on the people helped for each
weighted cell (Chvatal's rule for the set cover problem); records that few share are
blanked first.

The order of the records does not matter: the same combinations lose the same cells.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from migrascope.protect.methods.combinations import (
    Combinations,
    Whole,
    bits_of,
)
from migrascope.protect.methods.compatible import Patterns, compatible
from migrascope.protect.methods.sets import Blanked, Progress, cost_of
from migrascope.protect.methods.targets import Needy, Targets
from migrascope.protect.methods.targets import targets as found_for

_Real = npt.NDArray[np.float64]

_ONE_BY_ONE = 500
"""Up to so many combinations in need, the greedy search takes few at a time."""
_AT_ONCE = 0.75
"""In larger files all targets this near to the best one are taken together."""
_MOST_BLANKED = 2
"""Times as many cells as hide one person may be blanked in a record for several."""
_RECONSIDERED = 3_000
"""With more blanked records none is given back: it saves a few per cent and takes long.
"""


@dataclass(slots=True, eq=False)
class _State:
    """How many records of each combination are whole; who was blanked, and where."""

    left: list[int]
    who: list[int] = field(default_factory=list)
    hidden: list[int] = field(default_factory=list)
    of: dict[int, list[int]] = field(default_factory=dict)

    def blank(self, who: int, hidden: int) -> None:
        """Blank a whole record."""
        self.left[who] -= 1
        self.of.setdefault(who, []).append(len(self.who))
        self.who.append(who)
        self.hidden.append(hidden)


def blank_sharing(
    found: Combinations,
    k: int,
    importance: Sequence[float],
    *,
    progress: Progress | None = None,
) -> Blanked:
    """Blank cells until everybody has k candidates, for about the least cost.

    There must be at least k records.
    """
    say = progress or (lambda _: None)
    weights = np.asarray(importance, dtype=np.float64)
    everyone = Patterns(found.addends, found.shown)
    low = np.flatnonzero(found.counts < k)
    candidates = compatible(everyone.of(low), everyone, found.counts, enough=k)
    below = candidates < k
    low, candidates = low[below], candidates[below]
    say(0.1)
    standing = np.full(found.size, k, dtype=np.int64)
    standing[low] = candidates
    needy = Needy(low, everyone.of(low), k - candidates)
    targets = found_for(needy, found, k, weights, standing)
    say(0.5)
    state = _State(found.counts.tolist())
    _greedy(needy, targets, found, state)
    say(0.9)
    _help_the_rest(needy, found, state, weights)
    if len(state.who) <= _RECONSIDERED:
        _give_back(needy, found, state, weights, k)
    pairs = np.array([state.who, state.hidden], dtype=np.int64)
    pairs = pairs[:, pairs[1] > 0]
    distinct, records = np.unique(pairs, axis=1, return_counts=True)
    before = int(found.counts[low].sum())
    return Blanked(distinct[0], distinct[1], records.astype(np.int64), before)


def _greedy(needy: Needy, targets: Targets, found: Combinations, state: _State) -> None:
    """Blank towards the targets that help most people for their cost."""
    everyone = Patterns(found.addends, found.shown)
    own = everyone.of(targets.of)
    looks = Patterns(own.addends, own.shown & ~targets.hidden)
    member_of = np.repeat(np.arange(len(targets.of)), np.diff(targets.starts))
    lending = _Lending(needy, targets, found, state)
    # Merits only fall while needs are met: an old merit is a bound for the new one.
    merit = np.full(len(targets.of), np.inf)
    usable = np.ones(len(targets.of), dtype=np.bool_)
    while True:
        wanting = needy.need > 0
        still = np.zeros(len(usable), dtype=np.bool_)
        still[member_of[wanting[targets.people]]] = True
        still &= usable
        if not still.any():
            return
        open_ = np.flatnonzero(wanting)
        fresh = still & np.isinf(merit)
        few = len(open_) <= _ONE_BY_ONE
        top = float(merit[still & ~fresh].max(initial=0.0)) * (0.9 if few else _AT_ONCE)
        at = np.flatnonzero(fresh | (still & (merit >= top - 1e-9)))
        one = np.ones(len(open_), dtype=np.int64)
        waiting = needy.patterns.of(open_)
        merit[at] = compatible(looks.of(at), waiting, one) / targets.cost[at]
        if fresh.any():
            continue
        at = at[merit[at] >= top - 1e-9]
        if not len(at):
            continue
        at = at[np.lexsort((at, targets.cost[at], -merit[at]))]
        most = max(1, len(open_) >> 5) if few else len(at)
        changes, dead = lending.lend(at[:most])
        usable[dead] = False
        if len(changes):
            who, before, after = changes.T
            _meet(needy, open_, everyone.of(who), before, after)


class _Lending:
    """Finds for each target a record that can be blanked towards it."""

    def __init__(
        self, needy: Needy, targets: Targets, found: Combinations, state: _State
    ) -> None:
        self._needy = needy
        self._state = state
        self._hidden = targets.hidden.tolist()
        self._starts, self._people = targets.starts.tolist(), targets.people.tolist()
        self._lent, self._lenders = targets.lent.tolist(), targets.lenders.tolist()
        self._digits = [row.tolist() for row in found.digits]
        self._at, self._shown = needy.at.tolist(), found.shown.tolist()

    def lend(self, chosen: Whole) -> tuple[Whole, Whole]:
        """Blank a record for each target, or more of one.

        Which records, what they hid before and after; and the targets to which nobody
        can lend any more. Of two targets that help the same people only the first is
        served.
        """
        need = self._needy.need.tolist()
        served: set[int] = set()
        dead: list[int] = []
        changes: list[tuple[int, int, int]] = []
        for target in chosen.tolist():
            people = self._people[self._starts[target] : self._starts[target + 1]]
            people = [each for each in people if need[each] > 0]
            waiting = [each for each in people if each not in served]
            if not waiting:
                continue
            for person in waiting:
                change = self._lent_by(target, self._at[person])
                if change is not None:
                    changes.append(change)
                    served.update(people)
                    break
            else:
                dead.append(target)
        return (
            np.array(changes, dtype=np.int64).reshape(-1, 3),
            np.array(dead, dtype=np.int64),
        )

    def _lent_by(self, target: int, person: int) -> tuple[int, int, int] | None:
        """Blank a record that does not agree with a person yet; None for none.

        One that was blanked before if it does not lose much more: it helps others too.
        """
        asked, state = self._hidden[target], self._state
        bits = bits_of(asked)
        most = _MOST_BLANKED * len(bits)
        whole = -1
        for lender in self._lenders[self._lent[target] : self._lent[target + 1]]:
            apart = sum(
                1 << place
                for place in bits
                if 0 != self._digits[place][lender] != self._digits[place][person]
            )
            if not apart:
                continue
            for spot in state.of.get(lender, ()):
                before = state.hidden[spot]
                after = before | (asked & self._shown[lender])
                if apart & ~before and after.bit_count() <= most:
                    state.hidden[spot] = after
                    return lender, before, after
            if whole < 0 and state.left[lender]:
                whole = lender
        if whole < 0:
            return None
        hidden = asked & self._shown[whole]
        state.blank(whole, hidden)
        return whole, 0, hidden


def _meet(
    needy: Needy, open_: Whole, records: Patterns, before: Whole, after: Whole
) -> None:
    """Take note of whom the records agree with that hide more than before."""
    asked = needy.patterns.of(open_)
    one = np.ones(len(before), dtype=np.int64)
    needy.need[open_] -= compatible(asked, records.hiding(after), one)
    needy.need[open_] += compatible(asked, records.hiding(before), one)


def _help_the_rest(
    needy: Needy, found: Combinations, state: _State, importance: _Real
) -> None:
    """For who is left: blank the records that come to agree for the least cost."""
    everyone = Patterns(found.addends, found.shown)
    while (needy.need > 0).any():
        person = int(np.argmax(needy.need > 0))
        at = int(needy.at[person])
        differs = np.zeros(found.size, dtype=np.int64)
        for place, row in enumerate(found.digits):
            apart = (row != row[at]) & (row > 0) & (row[at] > 0)
            differs |= apart.astype(np.int64) << place
        whole = np.flatnonzero((differs > 0) & (np.array(state.left) > 0))
        who, hidden = (np.array(each, np.int64) for each in (state.who, state.hidden))
        more = differs[who] & ~hidden
        again = np.flatnonzero(more > 0)
        price = cost_of(np.concatenate([differs[whole], more[again]]), importance)
        best = int(np.argmin(price))
        if best < len(whole):
            chosen, before = int(whole[best]), 0
            state.blank(chosen, int(differs[chosen]))
            after = state.hidden[-1]
        else:
            spot = int(again[best - len(whole)])
            chosen, before = int(who[spot]), int(hidden[spot])
            after = state.hidden[spot] = before | int(more[spot])
        open_ = np.flatnonzero(needy.need > 0)
        _meet(
            needy,
            open_,
            everyone.of(np.array([chosen])),
            np.array([before]),
            np.array([after]),
        )


def _give_back(
    needy: Needy, found: Combinations, state: _State, importance: _Real, k: int
) -> None:
    """Give back every cell without which all still have their k.

    First in the records that lost most, so that no few of them serve everybody; and
    never the last one of a record that few are like, which is hidden by it too.
    """
    everyone = Patterns(found.addends, found.shown)
    who, hidden = (np.array(each, np.int64) for each in (state.who, state.hidden))
    whole = np.flatnonzero(np.array(state.left) > 0)
    needy.need = (
        k
        - compatible(needy.patterns, everyone.of(whole), np.array(state.left)[whole])
        - compatible(needy.patterns, everyone.of(who).hiding(hidden), np.ones_like(who))
    )
    few = set(needy.at.tolist())
    order = sorted(
        range(len(state.who)),
        key=lambda spot: (
            -state.hidden[spot].bit_count(),
            state.who[spot],
            state.hidden[spot],
        ),
    )
    people = found.digits[:, needy.at]
    for spot in order:
        own = found.digits[:, state.who[spot]][:, None]
        apart = (people != own) & (people > 0) & (own > 0)
        bits = bits_of(state.hidden[spot])
        for place in sorted(bits, key=lambda each: (-importance[each], each)):
            if state.hidden[spot] == 1 << place and state.who[spot] in few:
                break
            shown = [
                each for each in range(len(apart)) if not state.hidden[spot] >> each & 1
            ]
            lost = apart[place] & ~apart[shown].any(axis=0)
            if not (needy.need[lost] >= 0).any():
                needy.need[lost] += 1
                state.hidden[spot] &= ~(1 << place)
