"""How is it kept track of what must go, and of how far each cell is proven to move?

Each move of the table (`moving`) that fits what is told proves something about all the
cells in it: the highest and the lowest of all moves together are the interval that a
reader cannot make narrower. So every move is kept, and a cell is asked about only
until the moves that are there are enough.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from migrascope.protect.tables import moving
from migrascope.protect.tables.linked import Linked
from migrascope.protect.tables.model import Floats, Heard, Marks, Measure, Whole

_LARGE = 40_000
"""Cells that may go, times cells to protect: beyond that many are moved together."""

_ROUNDS = 120
"""At most so many programmes move many cells; what is left moves one at a time."""

_FEW = 3
"""So few cells are moved one at a time, which is dearer and finds cheaper moves."""

_REWARD = 0.5
"""What a unit of a wanted step earns in the first of these programmes: less than what
the cheapest cell costs that would have to go. It is raised when it helps no more."""

_MOST_REWARD = 1e5

_SHARES = (0.5, 0.2, 0.05)
"""Of the cells that could rise, which share does, by turns."""

_STALLED = 0.8
"""A programme that leaves so large a share of the cells unprotected does not help."""

_HOPELESS = 0.97
"""And one that leaves so large a share will not help, whatever is earned."""

_TIDYING = 15_000
"""How much is spent on publishing again: suppressed cells, times problems solved."""

_TIDYING_LARGE = 20_000
"""The same in tables of which many cells are moved together."""

_TOTALS_COST = 4.0
"""A total costs so many times what a part with as many cases does."""

_EMPTY = 0.5
"""An empty cell costs what so many cases would."""

_FREE = 1e-3
"""The price of moving a cell that is suppressed already: short ways are preferred."""

_HAIR = 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class Wanted:
    """What is asked: cells that must go, the doubt of each that goes, what may go."""

    cells: Marks
    width: Floats
    above: Floats
    may: Marks


class Search:
    """What is suppressed so far, and the moves that prove it enough."""

    def __init__(self, cells: Linked, wanted: Wanted, heard: Heard) -> None:
        self.heard = heard
        self.cells = cells
        self.random = np.random.default_rng(0)
        self.free = np.flatnonzero(wanted.may)
        self.sums = cells.sums[:, self.free]
        self.room = np.maximum(0.0, (cells.values - cells.least)[self.free])
        self.width, self.above = wanted.width[self.free], wanted.above[self.free]
        self.asked: Marks = wanted.cells[self.free]
        self.behind: Marks = cells.behind[self.free]
        self.gone: Marks = self.asked | self.behind
        self.moves: list[Floats] = []
        self.top, self.bottom = np.zeros(len(self.free)), np.zeros(len(self.free))
        self.all_binding = cells.measure is not Measure.SUM
        price = np.log2(1.0 + np.maximum(cells.records, _EMPTY))
        self.cost: Floats = (price * _TOTALS_COST**cells.totals)[self.free]
        self.spent = 0
        self._size = len(cells.values)

    @property
    def suppressed(self) -> Marks:
        """The cells that go, of all cells."""
        marks = np.zeros(self._size, dtype=bool)
        marks[self.free] = self.gone
        return marks

    def protect_all(self) -> None:
        """Suppress what has to go so that every suppressed cell is uncertain enough."""
        if self._is_large():
            self._protect_together(closed=False)
        need = self.width + self.room
        first = np.flatnonzero(self.asked)
        for place in first[np.argsort(-need[first], kind="stable")].tolist():
            self._protect(place, whole=False)

    def mend(self, cells: Whole) -> bool:
        """Suppress more for cells that turned out too narrow; whether more is gone."""
        before = int(self.gone.sum())
        for place in np.searchsorted(self.free, cells).tolist():
            self._protect(place, whole=True)
        if int(self.gone.sum()) == before:
            # Then all that may go: every table that is larger fits these.
            self.gone[:] = True
        return int(self.gone.sum()) > before

    def binding(self) -> Marks:
        """The cells of which doubt is asked, of all: of counts every suppressed one."""
        marks = np.zeros(self._size, dtype=bool)
        marks[self.free] = self._binding()
        return marks

    def publish_what_is_not_needed(self) -> None:
        """Publish again, dearest first, what the suppressed cells can do without."""
        extra = np.flatnonzero(self.gone & ~self.asked & ~self.behind)
        extra = extra[np.argsort(-self.cost[extra], kind="stable")]
        large = self._is_large()
        step = max(1, len(extra) // 12) if large else 1
        waiting = [extra[at : at + step] for at in range(0, len(extra), step)]
        self.spent, done = 0, 0
        while waiting:
            if self.spent > (_TIDYING_LARGE if large else _TIDYING):
                return
            self.heard("publish again", done, len(extra))
            places = waiting.pop(0)
            if self._can_publish(places) or len(places) == 1:
                done += len(places)
            else:
                half = len(places) // 2
                waiting += [places[:half], places[half:]]

    def _can_publish(self, places: Whole) -> bool:
        """Publish some cells if the others can do without; whether it was done."""
        kept = self.moves, self.top, self.bottom
        self.gone[places] = False
        self._keep([move for move in self.moves if not move[places].any()])
        if self._all_still_move():
            return True
        self.gone[places] = True
        self.moves, self.top, self.bottom = kept
        return False

    def _binding(self) -> Marks:
        return self.gone & ~self.behind if self.all_binding else self.asked

    def _short(self) -> Whole:
        """The places that no moves prove uncertain enough."""
        hair = _HAIR * np.maximum(1.0, self.width)
        enough = (self.top - self.bottom >= self.width - hair) & (
            self.top >= self.above - hair
        )
        return np.flatnonzero(self._binding() & ~enough)

    def _keep(self, moves: list[Floats]) -> None:
        self.moves = moves
        self.top, self.bottom = np.zeros(len(self.free)), np.zeros(len(self.free))
        for move in moves:
            self._prove(move)

    def _prove(self, move: Floats) -> None:
        self.top = np.maximum(self.top, move)
        self.bottom = np.minimum(self.bottom, move)

    def _take(self, move: Floats) -> None:
        """Suppress what moves, and remember how far it does."""
        move = np.where(np.abs(move) > _HAIR, move, 0.0)
        if not move.any():
            return
        self.gone |= move != 0
        self.moves.append(move)
        self._prove(move)
        rising = move > 0
        # The same the other way, as far as there is something to take.
        far = min(1.0, float((self.room[rising] / move[rising]).min(initial=1.0)))
        if far > _HAIR:
            self.moves.append(-far * move)
            self._prove(-far * move)

    def _costs(self) -> Floats:
        costs: Floats = np.where(self.gone, _FREE, self.cost)
        return costs

    def _is_large(self) -> bool:
        return len(self.free) * int(self.asked.sum()) > _LARGE

    def _protect_together(self, *, closed: bool) -> None:
        """Move as many cells as can be by each of a few programmes.

        `closed`: only what is suppressed already may move.
        """
        reward, before = 1.0 if closed else _REWARD, len(self.free) + 1
        for turn in range(_ROUNDS):
            short = self._short()
            goal = int(self._binding().sum())
            if not closed:
                self.heard("suppress", goal - len(short), goal)
            if len(short) <= _FEW:
                return
            if turn % len(_SHARES) == 0:
                if len(short) > _HOPELESS * before and (
                    closed or reward > _MOST_REWARD
                ):
                    return
                if len(short) > _STALLED * before:
                    reward = min(4 * reward, 4 * _MOST_REWARD)
                before = len(short)
            short, steps = self._steps(short, share=_SHARES[turn % len(_SHARES)])
            if not len(short):
                continue
            if not self._move_together(short, steps, reward=reward, closed=closed):
                return

    def _move_together(
        self, targets: Whole, steps: Floats, *, reward: float, closed: bool
    ) -> bool:
        """Move some cells as far as it pays; whether there was an answer."""
        costs = self._costs()
        # What costs far more than it earns will not move: leave it out.
        may = np.flatnonzero(self.gone if closed else costs < 4 * reward)
        self.spent += len(may)
        found = moving.together(
            self.sums[:, may],
            room=self.room[may],
            cost=costs[may],
            targets=np.searchsorted(may, targets),
            steps=steps,
            reward=reward,
        )
        if found is None:
            return False
        move = np.zeros(len(self.free))
        move[may] = found
        self._take(move)
        return True

    def _steps(self, short: Whole, *, share: float) -> tuple[Whole, Floats]:
        """Which cells shall move, and where: down as far as there is room, or up.

        What rises must be taken from somewhere, and small cells have little to give:
        so only a share of those that could rise does at once.
        """
        top, bottom = self.top[short], self.bottom[short]
        need = np.maximum(0.0, self.width[short] - (top - bottom))
        low = np.minimum(need - bottom, self.room[short])
        must_rise = top < self.above[short] - _HAIR
        signs = self.cells.signs(self.random)[self.free[short]]
        falls = (signs < 0) & (low > _HAIR - bottom) & ~must_rise
        chosen = falls | (self.random.random(len(short)) < share)
        steps = np.where(falls, -low, np.maximum(top + need, self.above[short]))
        return short[chosen], steps[chosen]

    def _protect(self, place: int, *, whole: bool) -> None:
        """Suppress what has to go so that a cell is uncertain, and so on for these."""
        waiting = [place]
        while waiting:
            now = waiting.pop()
            self.heard("suppress", int(self._binding().sum()) - len(waiting), 0)
            if not whole and now not in self._short():
                continue
            before = self.gone.copy()
            if self._is_large() and not whole:
                self._nudge(now)
            proven = not whole and now not in self._short()
            if not proven and not self._move(now, self._costs(), whole=whole):
                self.gone[:] = True  # no such change: everything that may go
                return
            whole = False
            if self.all_binding:
                waiting.extend(np.flatnonzero(self.gone & ~before).tolist())

    def _nudge(self, place: int) -> None:
        """Move one cell up, then down: quicker than both at once, and dearer."""
        target = np.array([place])
        rise = max(self.top[place] + self.width[place], self.above[place])
        for step in (rise, -self.room[place]):
            if step and place in self._short():
                steps = np.array([step])
                self._move_together(target, steps, reward=_MOST_REWARD, closed=False)

    def _all_still_move(self) -> bool:
        """Whether each cell can still move among the suppressed ones alone."""
        if self._is_large():
            self._protect_together(closed=True)
            if len(self._short()) > _FEW:
                return False
        closed = np.where(self.gone, _FREE, np.inf)
        while len(short := self._short()):
            if not self._move(int(short[0]), closed, whole=False):
                return False
        return True

    def _move(self, place: int, cost: Floats, *, whole: bool) -> bool:
        """Find the cheapest moves of a cell; cells of infinite cost stay."""
        may = np.flatnonzero(np.isfinite(cost))
        self.spent += len(may)
        pair = moving.pair(
            self.sums[:, may],
            room=self.room[may],
            cost=cost[may],
            target=int(np.searchsorted(may, place)),
            width=float(self.width[place]),
            above=float(self.above[place]),
            whole=whole,
        )
        if pair is None:
            return False
        for part in pair:
            move = np.zeros(len(self.free))
            move[may] = part
            self._take(move)
        return True
