"""Which other cells must go, so that nobody can compute the suppressed ones?

For one suppressed cell at a time the cheapest change of the table is sought that
moves it up, and the cheapest that moves it down, by as much as is asked together,
while all sums still hold: a linear programme whose costs are the cells that would
have to be suppressed (Kelly, Golden and Assad 1992; Fischetti and Salazar 2000).
Whatever moves is suppressed. What is suppressed already moves for nothing, so later
cells mostly find their way there. A cell costs more the more cases it tells of, and
totals cost more than their parts.

Then cells that turned out not to be needed are published again, as long as the table
is small enough to try, and the auditor has
the last word: what it finds too narrow is solved again in whole numbers. Empty cells
are never suppressed. This is a greedy search: it protects, but is not the least.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from migrascope.protect.tables import auditor, lines
from migrascope.protect.tables.auditor import Audit
from migrascope.protect.tables.model import (
    Floats,
    Marks,
    Measure,
    Released,
    Table,
    fixed,
    is_total,
)
from migrascope.protect.tables.primary import Unsafe

METHOD = "suppression"
MOST_EXACT = 200
"""With more suppressed cells than these, the auditor stops where enough is proven."""

_TIDYING = 15_000
"""How much is spent on publishing again: suppressed cells, times problems solved."""

_TOTALS_COST = 4.0
"""A total costs so many times what a part with as many cases does."""

_FREE = 1e-3
"""The price of moving a cell that is suppressed already: short ways are preferred."""

_HAIR = 1e-6


def suppress(table: Table, unsafe: Unsafe) -> tuple[Released, Audit]:
    """Suppress what is unsafe and what would give it away, and audit the result."""
    search = _Search(table, unsafe)
    for cell in search.in_order():
        search.protect(cell, whole=False)
    search.publish_what_is_not_needed()
    while True:
        released = _released(table, unsafe, search.suppressed)
        many = search.suppressed.sum() > MOST_EXACT
        found = (auditor.prove if many else auditor.audit)(
            released,
            width=np.where(search.binding(), unsafe.width, 0.0),
            reach=np.where(unsafe.above > 0, table.values + unsafe.above, 0.0),
        )
        if found.passed:
            return released, found
        before = int(search.suppressed.sum())
        for cell in np.flatnonzero(found.narrow.ravel()).tolist():
            search.protect(cell, whole=table.counts)
        if int(search.suppressed.sum()) == before:
            # Then all but the empty cells: every table that is larger fits these.
            if (search.suppressed == (table.records > 0)).all():
                return released, found
            search.suppressed[:] = table.records > 0


class _Search:
    """What is suppressed so far, and how far cells are proven to move."""

    def __init__(self, table: Table, unsafe: Unsafe) -> None:
        self.table = table
        self.unsafe = unsafe
        self.suppressed: Marks = unsafe.cells.copy()
        self.values = table.values.ravel()
        self.free = np.flatnonzero(table.records.ravel() > 0)
        self.matrix = lines.equations(table.values.shape)[:, self.free]
        self.least = least_of(table)
        self.moves: dict[int, tuple[Floats, Floats]] = {}
        self.spent = 0
        cost = np.log2(1.0 + table.records) * _TOTALS_COST ** is_total(
            table.records.shape
        )
        self.cost = cost.ravel()[self.free]

    def in_order(self) -> list[int]:
        """The cells to protect first: those that need the most."""
        cells = np.flatnonzero(self.unsafe.cells.ravel())
        need = self.unsafe.width.ravel()[cells] + self.values[cells]
        return [int(cell) for cell in cells[np.argsort(-need, kind="stable")]]

    def binding(self) -> Marks:
        """The cells of which doubt is asked: of counts every one that is suppressed."""
        if self.table.measure is Measure.SUM:
            return self.unsafe.cells
        return self.suppressed

    def protect(self, cell: int, *, whole: bool) -> None:
        """Suppress what has to go so that a cell is uncertain, and so on for these."""
        waiting = [cell]
        while waiting:
            now = waiting.pop()
            if not whole and self._is_proven(now):
                continue
            added = self._move(now, self._costs(), whole=whole)
            if added is None:  # no such change: everything but empty cells
                self.suppressed.ravel()[self.free] = True
                return
            if self.table.measure is not Measure.SUM:
                waiting.extend(added)

    def publish_what_is_not_needed(self) -> None:
        """Publish again, dearest first, what the suppressed cells can do without."""
        flat, asked = self.suppressed.ravel(), self.unsafe.cells.ravel()
        extra = [place for place, cell in enumerate(self.free) if flat[cell]]
        extra = [place for place in extra if not asked[self.free[place]]]
        self.spent = 0
        for place in sorted(extra, key=lambda each: -self.cost[each]):
            if self.spent > _TIDYING:
                return
            gone = int(self.free[place])
            flat[gone] = False
            moves, self.moves = (
                self.moves,
                {
                    cell: pair
                    for cell, pair in self.moves.items()
                    if cell != gone
                    and not any(abs(move[place]) > _HAIR for move in pair)
                },
            )
            if not self._all_still_move():
                flat[gone] = True
                self.moves = moves

    def _all_still_move(self) -> bool:
        """Whether each cell can still move among the suppressed ones alone."""
        closed = np.where(self.suppressed.ravel()[self.free], _FREE, np.inf)
        return all(
            self._is_proven(cell) or self._move(cell, closed, whole=False) is not None
            for cell in np.flatnonzero(self.binding().ravel()).tolist()
        )

    def _costs(self) -> Floats:
        free: Floats = np.where(self.suppressed.ravel()[self.free], _FREE, self.cost)
        return free

    def _is_proven(self, cell: int) -> bool:
        if cell in self.moves:
            return True
        place = int(np.searchsorted(self.free, cell))
        for up, down in self.moves.values():
            # What moves one cell up may move another down.
            pair = (up, down) if up[place] >= down[place] else (down, up)
            if self._is_enough(cell, pair[0][place], pair[1][place]):
                self.moves[cell] = pair
                return True
        return False

    def _is_enough(self, cell: int, up: float, down: float) -> bool:
        width = self.unsafe.width.ravel()[cell]
        above = self.unsafe.above.ravel()[cell]
        hair = _HAIR * max(1.0, width)
        return bool(up - down >= width - hair and up >= above - hair)

    def _move(self, cell: int, cost: Floats, *, whole: bool) -> list[int] | None:
        """Find the cheapest moves of a cell; the cells newly suppressed for them.

        None where there is none at that cost; cells of infinite cost stay.
        """
        place = int(np.searchsorted(self.free, cell))
        may = np.flatnonzero(np.isfinite(cost))
        self.spent += len(may)
        pair = _cheapest(
            self.matrix[:, may],
            room=self.values[self.free[may]] - self.least,
            cost=cost[may],
            target=int(np.searchsorted(may, place)),
            width=float(self.unsafe.width.ravel()[cell]),
            above=float(self.unsafe.above.ravel()[cell]),
            whole=whole,
        )
        if pair is None:
            return None
        up, down = np.zeros(len(self.free)), np.zeros(len(self.free))
        up[may], down[may] = pair
        moved = (np.abs(up) > _HAIR) | (np.abs(down) > _HAIR)
        flat = self.suppressed.ravel()
        added = [int(each) for each in self.free[moved] if not flat[each]]
        flat[added] = True
        self.moves[cell] = (up, down)
        return added


def least_of(table: Table) -> float:
    """What anybody knows a suppressed cell to be at least: it is not empty."""
    return 1.0 if table.counts else 0.0


def _cheapest(
    matrix: Any,
    *,
    room: Floats,
    cost: Floats,
    target: int,
    width: float,
    above: float,
    whole: bool,
) -> tuple[Floats, Floats] | None:
    """Two changes of a table, one that moves the target up and one down.

    Both keep every sum, take from no cell more than its `room`, and are `width` apart
    at the target. The unknowns are what each cell gains and loses in either change.
    """
    from scipy import sparse
    from scipy.optimize import Bounds, LinearConstraint, milp

    size = len(room)
    change = sparse.hstack([matrix, -matrix])
    sums = sparse.block_diag([change, change], format="csr")
    apart = np.zeros((2, 4 * size))
    apart[:, target], apart[:, size + target] = 1.0, -1.0
    apart[0, 2 * size + target], apart[0, 3 * size + target] = -1.0, 1.0
    unbounded = np.full(size, np.inf)
    answer = milp(
        np.tile(cost, 4),
        integrality=np.full(4 * size, int(whole)),
        bounds=Bounds(0.0, np.concatenate([unbounded, room, unbounded, room])),
        constraints=[
            LinearConstraint(sums, 0.0, 0.0),
            LinearConstraint(apart, [width, above], np.inf),
        ],
    )
    if answer.x is None:
        return None
    gain_up, loss_up, gain_down, loss_down = np.split(np.asarray(answer.x), 4)
    return gain_up - loss_up, gain_down - loss_down


def _released(table: Table, unsafe: Unsafe, suppressed: Marks) -> Released:
    values = np.where(suppressed, np.nan, table.values)
    primary = int(unsafe.cells.sum())
    more = int(suppressed.sum()) - primary
    done = (
        f"Suppressed (Q): {primary} cells for that, {more} more so that nobody can "
        "compute them. Empty cells are published as 0."
    )
    says = [unsafe.says, done]
    if table.measure is Measure.SUM:
        says.append(
            "Intervals are those of a reader outside: who alone makes up a cell knows "
            "it, and can infer more about the others."
        )
    if suppressed[(-1,) * suppressed.ndim]:
        says.append("The grand total had to go too: the table is too small to share.")
    return Released(
        table.axes,
        table.measure,
        fixed(values),
        fixed(suppressed.copy()),
        METHOD,
        tuple(says),
        within=fixed(np.zeros(values.shape)),
        least=least_of(table),
        whole=table.counts,
    )
