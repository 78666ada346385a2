"""How can every count be rounded so that the table still adds up?

Controlled rounding: each cell becomes one of the two multiples of a base next to it,
multiples stay what they are (so empty cells stay empty), and all parts add up to
their totals as published.

In one and two dimensions by the procedure of Cox (1987): along a closed path of cells
that are no multiples yet, amounts are shifted by turns up and down until one of them
is a multiple; which way is drawn so that the expectation of every cell is its true
value. It always ends, and is unbiased. In three and more dimensions such a rounding
need not exist: a mixed-integer programme looks for one with random preferences; where
it finds none, cells may go further, as little as it can, and the largest deviation is
told. Whoever sees two roundings of one table learns more: take the secret of the run.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from migrascope.errors import BadPlan
from migrascope.protect.methods import randomness
from migrascope.protect.tables import lines
from migrascope.protect.tables.model import (
    Measure,
    Released,
    Table,
    Whole,
    fixed,
    with_totals,
)

METHOD = "controlled rounding"
_NODES = 200
"""As many branches as the search for a rounding of three dimensions takes."""

_FAR = 1e4
"""Weight of the largest deviation, before the preferences."""


def round_to_base(table: Table, *, base: int = 5, secret: bytes) -> Released:
    """Round every cell to a multiple of a base so that all totals still hold.

    Raises:
        BadPlan: the base is below 2, or the table holds sums.
    """
    if base < 2:
        raise BadPlan("the base of rounding is below 2.", "5 is common; 3 and 10 too.")
    if table.measure is Measure.SUM:
        raise BadPlan(
            "rounding protects counts, and this table holds sums.",
            "Suppress the cells of sums.",
        )
    names = [axis.name for axis in table.axes]
    random = randomness.generator(secret, METHOD, str(base), *names)
    true = _people(table)
    flat = true.ndim <= 2
    rounded = _walked(true, base, random) if flat else _searched(true, base, random)
    largest = int(np.abs(rounded - true).max())
    says = [f"Every cell is rounded to a multiple of {base}; parts add up to totals."]
    if flat:
        says.append(f"Unbiased; no cell moved further than {largest}.")
    elif largest < base:
        says.append(f"No cell moved further than {largest}.")
    else:
        says.append(
            f"No rounding to the nearest multiples adds up (or none was found): the "
            f"largest deviation is {largest}."
        )
    if not table.counts:
        says.append("Weighted counts were rounded to whole people first.")
    return Released(
        table.axes,
        table.measure,
        fixed(rounded.astype(np.float64)),
        fixed(np.zeros(true.shape, dtype=bool)),
        METHOD,
        tuple(says),
        within=fixed(np.full(true.shape, float(max(base - 1, largest)))),
        least=1.0,
        whole=True,
    )


def _people(table: Table) -> Whole:
    """The counts; of weighted ones whole people, added up again."""
    if table.counts:
        return table.records
    inner = tuple(slice(0, -1) for _ in table.axes)
    whole: Whole = with_totals(np.rint(table.values[inner]).astype(np.int64))
    return whole


def _walked(true: Whole, base: int, random: np.random.Generator) -> Whole:
    """Cox's rounding of a table with totals in one or two dimensions."""
    if true.ndim == 1:
        # As a table of one column beside its totals, which then stay equal.
        return _walked(np.stack([true, true], axis=1), base, random)[:, 0]
    values = true.copy()
    # With the totals negative, every row and column adds up to zero.
    sign = np.ones(values.shape, dtype=np.int64)
    sign[-1, :] *= -1
    sign[:, -1] *= -1
    while True:
        broken = values % base != 0
        if not broken.any():
            return values
        path = _closed_path(broken, random)
        turns = np.where(np.arange(len(path)) % 2 == 0, 1, -1)
        rows, columns = np.array(path).T
        ways = turns * sign[rows, columns]
        below = values[rows, columns] % base
        up = int(np.where(ways > 0, base - below, below).min())
        down = int(np.where(ways > 0, below, base - below).min())
        rises = random.integers(up + down) < down
        values[rows, columns] += ways * (up if rises else -down)


def _closed_path(broken: Any, random: np.random.Generator) -> list[tuple[int, int]]:
    """Cells that are no multiples, by turns in one row and in one column, closed.

    A row or column never has only one such cell, since it adds up to zero.
    """
    starts = np.argwhere(broken)
    row, column = (int(each) for each in starts[random.integers(len(starts))])
    path = [(row, column)]
    along_row = True
    while True:
        line = np.flatnonzero(broken[row] if along_row else broken[:, column])
        others = line[line != (column if along_row else row)]
        step = int(others[random.integers(len(others))])
        row, column = (row, step) if along_row else (step, column)
        along_row = not along_row
        # The next step leaves along the other way: is that line on the path already?
        for place, (first_row, first_column) in enumerate(path):
            leaves_by_row = place % 2 == 0
            meets = first_row == row if along_row else first_column == column
            if leaves_by_row == along_row and meets:
                return _cut(path, place, (row, column))
        path.append((row, column))


def _cut(
    path: list[tuple[int, int]], place: int, last: tuple[int, int]
) -> list[tuple[int, int]]:
    """The closed part of a path whose last cell lies in the line of an earlier step."""
    # The step from `place` ran along the line that `last` lies in: without the cell
    # it started from, the line still has exactly two cells of the path.
    return [*path[place + 1 :], last]


def _searched(true: Whole, base: int, random: np.random.Generator) -> Whole:
    """A rounding of any number of dimensions by mixed-integer programmes."""
    wish = random.random(true.size)
    for further in (0, 1):
        found = _programme(true, base, wish, further=further)
        if found is not None:
            return found
    inner = true[tuple(slice(0, -1) for _ in true.shape)]
    below = inner % base
    rises = random.random(inner.shape) < below / base
    rounded: Whole = with_totals(inner - below + base * rises)
    return rounded


def _programme(true: Whole, base: int, wish: Any, *, further: int) -> Whole | None:
    """Multiples that add up, at most so many steps further away than the next ones."""
    from scipy import sparse
    from scipy.optimize import Bounds, LinearConstraint, milp

    flat = true.ravel()
    below = flat % base
    floor = flat - below
    sums = lines.equations(true.shape)
    size = len(flat)
    lowest = np.maximum(-further, -(floor // base)).astype(np.float64)
    highest = (below > 0) + float(further)
    lowest[flat == 0] = highest[flat == 0] = 0.0
    # One more unknown: the largest deviation.
    cost = np.append(wish - below / base, _FAR if further else 0.0)
    wide = sparse.hstack([sums * base, sparse.csr_array((sums.shape[0], 1))])
    rules = [LinearConstraint(wide, -(sums @ floor), -(sums @ floor))]
    if further:
        steps = sparse.identity(size) * base
        ones = -np.ones((size, 1))
        near = sparse.vstack(
            [sparse.hstack([steps, ones]), sparse.hstack([-steps, ones])]
        )
        rules.append(LinearConstraint(near, -np.inf, np.append(below, -below)))
    answer = milp(
        cost,
        integrality=np.append(np.ones(size), 0.0),
        bounds=Bounds(np.append(lowest, 0.0), np.append(highest, np.inf)),
        constraints=rules,
        options={"node_limit": _NODES, "mip_rel_gap": 0.1},
    )
    if answer.x is None:
        return None
    steps_taken = np.rint(answer.x[:-1]).astype(np.int64)
    found: Whole = (floor + base * steps_taken).reshape(true.shape)
    return found
