"""What does a reader know of the cells that are not told, and how far can they be?

A reader knows all that is published of all tables of the same cases, that parts add up
to their totals, that one cell may stand in several tables, that no cell is below its
least, and that a category which is listed has somebody in it. Cells that are tied to
each other by these sums are one system of linear equations with bounds (`Part`).

Tables that tie their columns in a ring (sex by age, age by country, country by sex)
say more together than their sums do: behind them stands one table by all these
columns, whose cells are never below zero. Then its cells are unknowns too, as many as
`MOST_BEHIND` allow. Without a ring (Beeri et al. 1983: an acyclic scheme) tables
that agree on what they share always have such a table behind them, and it needs not
be looked at.

Nothing here is taken from the code that protects.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np

from migrascope.errors import BadPlan, NotProven
from migrascope.protect.tables.model import Axis, Floats, Released, Whole

MOST_BEHIND = 20_000
"""Cells of the table behind a ring of tables; more take hours."""

MOST_WHOLE = 1_000
"""Cells that are tied to each other and still solved for in whole numbers. In more,
fractions are taken for possible, as auditors of tables mostly do: it takes hours else,
for the reader too."""

_HAIR = 1e-6
"""What a solver may miss by."""

Cell = tuple[tuple[str, str], ...]
"""A group of cases: columns and their codes; none is the grand total."""


@dataclass(frozen=True, slots=True, eq=False)
class Part:
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

        Fractions are no answer about whole numbers. They are first taken for a hint:
        what is whole already stays, the rest is solved again. With `always` the
        answer is the best one; else it may be any point, even of fractions.
        """
        point = self._solved(objective, self.lower, self.upper, whole=False)
        if point is None or not self.whole:
            return point
        stay = np.abs(point - np.rint(point)) < _HAIR
        if stay.all():
            return np.rint(point)
        if len(self.cells) > MOST_WHOLE:
            return point
        if always:
            return self._solved(objective, self.lower, self.upper, whole=True)
        near = np.rint(point)
        lower, upper = (np.where(stay, near, each) for each in (self.lower, self.upper))
        try:
            found = self._solved(objective, lower, upper, whole=True)
        except NotProven:
            return point
        return point if found is None else found

    def _solved(
        self, objective: Floats, lower: Floats, upper: Floats, *, whole: bool
    ) -> Floats | None:
        from scipy.optimize import Bounds, LinearConstraint, milp

        for presolve in (True, False):
            answer = milp(
                -objective,
                integrality=np.full(len(objective), int(whole)),
                bounds=Bounds(lower, upper),
                constraints=LinearConstraint(
                    self.matrix, self.right - self.slack, self.right + self.slack
                ),
                options={"presolve": presolve},
            )
            if answer.x is not None:
                found = np.asarray(answer.x, dtype=np.float64)
                return np.rint(found) if whole else found
            if answer.status == 3:
                return None
        raise contradiction()


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """All cells of some tables, each once, and between what bounds they are told to be.

    `places` says for each table which cell stands where in it, `spots` for each cell
    its place along each column; `lower` and `upper` are what its figures alone tell.
    """

    places: tuple[Whole, ...]
    spots: Whole
    lower: Floats
    upper: Floats
    whole: bool
    sums: Any

    def signs(self, random: np.random.Generator) -> Floats:
        """A sign for each cell: drawn for each place of each column, and multiplied."""
        found = np.ones(len(self.lower))
        for column in self.spots.T:
            turns = np.where(np.arange(column.max() + 1) % 2 == 0, 1.0, -1.0)
            found *= random.permutation(turns)[column]
        return found

    def parts(self) -> Iterator[Part]:
        """What a reader does not know, in groups that are not tied to each other."""
        from scipy import sparse
        from scipy.sparse import csgraph

        unknown = self.upper > self.lower
        cells = np.flatnonzero(unknown)
        if not len(cells):
            return
        known = np.where(unknown, 0.0, self.lower)
        right = -(self.sums @ known)
        # Sums of decimals miss by a hair; whole numbers do not.
        slack = 0.0 if self.whole else 1e-9 * max(1.0, float(known.max()))
        matrix = sparse.csr_array(sparse.csc_array(self.sums)[:, cells])
        tied = np.diff(matrix.indptr) > 0
        if np.abs(right[~tied]).max(initial=0.0) > max(slack, _HAIR):
            raise contradiction()
        matrix, right = matrix[tied], right[tied]
        _, group = csgraph.connected_components(abs(matrix.T) @ abs(matrix))
        columns = sparse.csc_array(matrix)
        order = np.argsort(group, kind="stable")
        for own in np.split(order, np.flatnonzero(np.diff(group[order])) + 1):
            block = sparse.csr_array(columns[:, own])
            rows = np.diff(block.indptr) > 0
            yield Part(
                cells[own],
                block[rows],
                right[rows],
                slack,
                self.lower[cells[own]],
                self.upper[cells[own]],
                self.whole,
            )


def known(tables: Sequence[Released]) -> Known:
    """What some published tables of the same cases tell, before anything is solved.

    Raises:
        BadPlan: the table behind a ring of tables is too large to be looked at.
        NotProven: two of the tables contradict each other.
    """
    numbers: dict[Cell, int] = {}
    places = [_numbered(table.axes, numbers) for table in tables]
    shapes = [each.copy() for each in places]
    behind = _behind([table.axes for table in tables])
    if behind:
        shapes.append(_numbered(behind, numbers))
    lower, upper = np.zeros(len(numbers)), np.full(len(numbers), np.inf)
    for table, spots in zip(tables, places, strict=True):
        low, high = _told(table)
        np.maximum.at(lower, spots.ravel(), low.ravel())
        np.minimum.at(upper, spots.ravel(), high.ravel())
    if (lower > upper + _HAIR).any():
        raise contradiction()
    whole = all(table.whole for table in tables)
    # The figures of one cell in two tables may differ by a hair.
    return Known(
        tuple(places),
        _spots(numbers),
        lower,
        np.maximum(lower, upper),
        whole,
        _sums(shapes, numbers),
    )


def is_ring(columns: Sequence[Collection[str]]) -> bool:
    """Whether sets of columns cannot be taken apart, one leaf after the other.

    >>> is_ring([["sex", "age"], ["sex", "land"]])
    False
    >>> is_ring([["sex", "age"], ["age", "land"], ["land", "sex"]])
    True
    """
    left = [set(each) for each in columns]
    while True:
        alone = {
            name for each in left for name in each if sum(name in o for o in left) == 1
        }
        smaller = [each - alone for each in left]
        kept = [
            each
            for place, each in enumerate(smaller)
            if not any(
                each < other or (each == other and place > at)
                for at, other in enumerate(smaller)
                if at != place
            )
        ]
        if kept == left:
            return any(kept)
        left = kept


def contradiction() -> NotProven:
    """No table at all is behind what is published."""
    return NotProven(
        "no table agrees with what is published, so nothing can be audited.",
        "This is a fault of the protection: do not publish the table.",
    )


def _behind(tables: Sequence[tuple[Axis, ...]]) -> tuple[Axis, ...]:
    """The axes of the table behind a ring; none where there is no ring."""
    if not is_ring([[axis.name for axis in axes] for axes in tables]):
        return ()
    every = {axis.name: axis for axes in tables for axis in axes}
    cells = int(np.prod([len(axis.codes) + 1 for axis in every.values()]))
    if cells > MOST_BEHIND:
        raise BadPlan(
            f"these tables tie their columns in a ring, and the table behind them has "
            f"{cells:,} cells; at most {MOST_BEHIND:,} can be audited.",
            "Publish fewer of these tables, or recode the columns first.",
        )
    return tuple(every.values())


def _numbered(axes: tuple[Axis, ...], numbers: dict[Cell, int]) -> Whole:
    """The number of every cell of a table; a cell that had one keeps it."""
    sizes = [len(axis.codes) + 1 for axis in axes]
    found = np.zeros(sizes, dtype=np.int64)
    for place in product(*(range(size) for size in sizes)):
        group = tuple(
            sorted(
                (axis.name, axis.codes[at])
                for axis, at in zip(axes, place, strict=True)
                if at < len(axis.codes)
            )
        )
        found[place] = numbers.setdefault(group, len(numbers))
    return found


def _spots(numbers: dict[Cell, int]) -> Whole:
    """The place of each cell along each column; 0 is the total."""
    places: dict[str, dict[str, int]] = {}
    for group in numbers:
        for name, code in group:
            own = places.setdefault(name, {})
            own.setdefault(code, len(own) + 1)
    found = np.zeros((len(numbers), len(places)), dtype=np.int64)
    columns = {name: at for at, name in enumerate(places)}
    for group, number in numbers.items():
        for name, code in group:
            found[number, columns[name]] = places[name][code]
    return found


def _told(table: Released) -> tuple[Floats, Floats]:
    """Between what each cell lies by its own figure."""
    hidden = table.suppressed
    values = np.where(hidden, 0.0, table.values)
    least = np.where(hidden | (values > 0), table.least, 0.0)
    lower = np.where(hidden, least, np.maximum(values - table.within, least))
    upper = np.where(hidden, np.inf, values + table.within)
    if table.whole:
        for axis in range(values.ndim):
            # A category that is listed has somebody in it.
            spot = tuple(
                slice(0, -1) if at == axis else -1 for at in range(values.ndim)
            )
            lower[spot] = np.maximum(lower[spot], 1.0)
    return lower, upper


def _sums(shapes: Sequence[Whole], numbers: dict[Cell, int]) -> Any:
    """Every sum of every table: 1 for each part, −1 for the total, written out anew."""
    from scipy import sparse

    rows: list[int] = []
    columns: list[int] = []
    signs: list[float] = []
    line = 0
    for spots in shapes:
        for axis in range(spots.ndim):
            for cells in np.moveaxis(spots, axis, -1).reshape(-1, spots.shape[axis]):
                rows.extend([line] * len(cells))
                columns.extend(cells.tolist())
                signs.extend([1.0] * (len(cells) - 1) + [-1.0])
                line += 1
    shape = (line, len(numbers))
    return sparse.csr_array((signs, (rows, columns)), shape=shape)
