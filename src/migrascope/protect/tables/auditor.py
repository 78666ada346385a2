"""What could a reader infer about each cell that is not told exactly?

Somebody who knows all that is published, that parts add up to their totals and that
nothing is below its least, solves two linear programmes for each such cell: the least
and the most that it can be. Here they are solved in the same way, from the released
table alone; the true table is not asked. Where the cells are whole numbers and a
programme answers with fractions, it is solved once more in whole numbers, since a
reader could do so too: in three dimensions the interval can get narrower by that.

`audit` solves for the exact interval of each cell. `prove` ends the search for a cell
as soon as its interval is shown to be wide enough: quicker, for large tables and for
those where every cell is uncertain. An interval
says nothing of what a reader knows from elsewhere: who is the only contributor to a
cell of a table of sums knows that cell.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np

from migrascope.errors import NotProven
from migrascope.protect.tables.model import Floats, Marks, Released, Whole

_HAIR = 1e-6
"""What a solver may miss by."""

_ROUNDS = 12
"""Tries to move many cells at once before each is looked at by itself."""


@dataclass(frozen=True, slots=True, eq=False)
class Audit:
    """The interval of every cell that was looked at, and where it is too narrow.

    `exact` says whether the intervals are what a reader can infer; else they are at
    least that wide. `high` is infinite where nothing bounds a cell.
    """

    low: Floats
    high: Floats
    looked: Marks
    narrow: Marks
    exact: bool
    says: str

    @property
    def passed(self) -> bool:
        """Whether every interval is as wide as was asked."""
        return not self.narrow.any()


def audit(
    released: Released,
    *,
    width: Floats | float,
    reach: Floats | float = 0.0,
    looked: Marks | None = None,
) -> Audit:
    """Solve for the interval of each uncertain cell, and compare it with what is asked.

    Each must be at least `width` wide and reach up to `reach` at least. Without
    `looked` it is every suppressed cell, or every cell where all are uncertain.

    Raises:
        NotProven: no table at all agrees with what is published.
    """
    marked, found = _started(released, width, reach, looked)
    for part in _parts(released):
        _look_at_each(part, _of(marked, part), found)
    return _ended(released, marked, found, exact=True)


def prove(
    released: Released,
    *,
    width: Floats | float,
    reach: Floats | float = 0.0,
    looked: Marks | None = None,
) -> Audit:
    """The same verdict as `audit`, with intervals that are at least as wide as told.

    Raises:
        NotProven: no table at all agrees with what is published.
    """
    marked, found = _started(released, width, reach, looked)
    for part in _parts(released):
        _look_until_wide(part, _of(marked, part), found)
    return _ended(released, marked, found, exact=False)


@dataclass(frozen=True, slots=True, eq=False)
class _Found:
    """The intervals so far, flat, and what is asked of them."""

    low: Floats
    high: Floats
    width: Floats
    reach: Floats

    def enough(self) -> Marks:
        """The cells whose interval is as wide and as high as is asked."""
        # Subtracting infinity from infinity cannot happen: low is finite.
        hair = _HAIR * np.maximum(1.0, np.abs(self.width))
        wide = self.high - self.low >= self.width - hair
        high = self.high >= self.reach - _HAIR * np.maximum(1.0, np.abs(self.reach))
        answer: Marks = wide & high
        return answer

    def widen(self, cells: Whole, point: Floats) -> None:
        """A point that a reader cannot rule out."""
        self.low[cells] = np.minimum(self.low[cells], point)
        self.high[cells] = np.maximum(self.high[cells], point)


@dataclass(frozen=True, slots=True, eq=False)
class _Part:
    """Uncertain cells that are tied to each other, and what ties them."""

    cells: Whole
    matrix: Any
    right: Floats
    slack: float
    lower: Floats
    upper: Floats
    whole: bool

    def most(self, objective: Floats, *, always: bool) -> Floats | None:
        """The point where an objective is largest; None where nothing bounds it.

        With `always`, fractions are not taken for an answer about whole numbers.
        """
        point = self._solved(objective, whole=False)
        if point is None or not self.whole:
            return point
        if np.abs(point - np.rint(point)).max() < _HAIR:
            return np.rint(point)
        return self._solved(objective, whole=True) if always else point

    def _solved(self, objective: Floats, *, whole: bool) -> Floats | None:
        from scipy.optimize import Bounds, LinearConstraint, milp

        for presolve in (True, False):
            answer = milp(
                -objective,
                integrality=np.full(len(objective), int(whole)),
                bounds=Bounds(self.lower, self.upper),
                constraints=LinearConstraint(
                    self.matrix, self.right - self.slack, self.right + self.slack
                ),
                options={"presolve": presolve},
            )
            if answer.x is not None:
                return np.asarray(answer.x, dtype=np.float64)
            if answer.status == 3:
                return None
        raise NotProven(
            "no table agrees with what is published, so nothing can be audited.",
            "This is a fault of the protection: do not publish the table.",
        )


def _started(
    released: Released,
    width: Floats | float,
    reach: Floats | float,
    looked: Marks | None,
) -> tuple[Marks, _Found]:
    """The cells to look at, flat, and what is known before."""
    shape = released.values.shape
    if looked is None:
        looked = released.uncertain
    asked = np.broadcast_to(np.asarray(width, dtype=np.float64), shape).ravel()
    top = np.broadcast_to(np.asarray(reach, dtype=np.float64), shape).ravel()
    known = np.where(released.suppressed, 0.0, released.values).ravel()
    return looked.ravel(), _Found(known.copy(), known.copy(), asked, top)


def _of(marked: Marks, part: _Part) -> list[int]:
    """The places in a part of the cells to look at."""
    return [place for place, cell in enumerate(part.cells) if marked[cell]]


def _ended(released: Released, marked: Marks, found: _Found, *, exact: bool) -> Audit:
    shape = released.values.shape
    looked = marked.reshape(shape)
    narrow = (marked & ~found.enough()).reshape(shape)
    low, high = found.low.reshape(shape), found.high.reshape(shape)
    says = _told(low, high, looked, narrow, exact=exact)
    return Audit(low, high, looked, narrow, exact, says)


def _look_at_each(part: _Part, cells: list[int], found: _Found) -> None:
    """The exact interval of each cell."""
    for place in cells:
        cell = part.cells[place]
        objective = np.zeros(len(part.cells))
        objective[place] = 1.0
        highest = part.most(objective, always=True)
        found.high[cell] = np.inf if highest is None else highest[place]
        lowest = part.most(-objective, always=True)
        # Every cell has a least, so this one is always bounded.
        found.low[cell] = part.lower[place] if lowest is None else lowest[place]


def _look_until_wide(part: _Part, cells: list[int], found: _Found) -> None:
    """Move cells up and down until each is proven to be uncertain enough."""
    found.low[part.cells] = np.inf
    found.high[part.cells] = -np.inf
    random = np.random.default_rng(0)
    looked = np.asarray(cells)
    for _ in range(_ROUNDS):
        short = looked[~found.enough()[part.cells[looked]]]
        if not len(short):
            return
        objective = np.zeros(len(part.cells))
        objective[short] = random.choice((-1.0, 1.0), len(short))
        for sign in (1.0, -1.0):
            point = part.most(sign * objective, always=False)
            if point is not None and _is_witness(part, point):
                found.widen(part.cells, point)
    for place in cells:
        cell = part.cells[place]
        objective = np.zeros(len(part.cells))
        objective[place] = 1.0
        for sign in (1.0, -1.0):
            if not found.enough()[cell]:
                point = part.most(sign * objective, always=True)
                if point is not None:
                    found.widen(part.cells, point)
                elif sign > 0:
                    found.high[cell] = np.inf


def _is_witness(part: _Part, point: Floats) -> bool:
    return not part.whole or bool((point == np.rint(point)).all())


def _parts(released: Released) -> Iterator[_Part]:
    """What a reader does not know, in groups that are not tied to each other."""
    from scipy import sparse
    from scipy.sparse import csgraph

    values = released.values.ravel()
    hidden = released.suppressed.ravel()
    matrix = sparse.csc_array(_sums(released.values.shape))
    within = released.within.ravel()
    least = np.where(hidden | (values > 0), released.least, 0.0)
    lower = np.where(hidden, least, np.maximum(values - within, least))
    upper = np.where(hidden, np.inf, values + within)
    unknown = released.uncertain.ravel()
    cells = np.flatnonzero(unknown)
    if not len(cells):
        return
    known = np.where(unknown, 0.0, np.nan_to_num(values))
    right = -(matrix @ known)
    # Sums of decimals miss by a hair; whole numbers do not.
    slack = 0.0 if released.whole else 1e-9 * max(1.0, float(np.nanmax(known)))
    matrix = sparse.csr_array(matrix[:, cells])
    tied = np.diff(matrix.indptr) > 0
    matrix, right = matrix[tied], right[tied]
    _, group = csgraph.connected_components(abs(matrix.T) @ abs(matrix))
    for number in range(group.max() + 1):
        own = np.flatnonzero(group == number)
        block = sparse.csr_array(sparse.csc_array(matrix)[:, own])
        rows = np.diff(block.indptr) > 0
        yield _Part(
            cells[own],
            block[rows],
            right[rows],
            slack,
            lower[cells[own]],
            upper[cells[own]],
            released.whole,
        )


def _sums(shape: tuple[int, ...]) -> Any:
    """Every sum of a table: 1 for each part, −1 for the total, written out anew here.

    The auditor takes no equation from the code that protects.
    """
    from scipy import sparse

    numbers = np.arange(int(np.prod(shape))).reshape(shape)
    rows: list[int] = []
    columns: list[int] = []
    signs: list[float] = []
    line = 0
    for axis in range(len(shape)):
        others = [range(size) for size in shape]
        others[axis] = range(1)
        for place in product(*others):
            for step in range(shape[axis]):
                spot = (*place[:axis], step, *place[axis + 1 :])
                rows.append(line)
                columns.append(int(numbers[spot]))
                signs.append(-1.0 if step == shape[axis] - 1 else 1.0)
            line += 1
    return sparse.csr_array((signs, (rows, columns)), shape=(line, numbers.size))


def _told(
    low: Floats,
    high: Floats,
    looked: Marks,
    narrow: Marks,
    *,
    exact: bool,
) -> str:
    count = int(looked.sum())
    if not count:
        return "The auditor had nothing to look at: no cell is uncertain."
    least = float((high - low)[looked].min())
    bound = "is" if exact else "is at least"
    width = "without a bound" if np.isinf(least) else f"{least:,.6g} wide"
    said = (
        f"The auditor solved for what can be inferred about {count:,} cells: the "
        f"narrowest interval {bound} {width}."
    )
    if narrow.any():
        return f"{said} {int(narrow.sum()):,} are narrower than was asked: no."
    return f"{said} None is narrower than was asked: yes."
