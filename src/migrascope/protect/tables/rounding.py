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
told. Several tables of the same cases are rounded by one such programme, so that a
cell which they share is the same in all. Whoever sees two roundings of one table
learns more: take the secret of the run.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from migrascope.errors import BadPlan
from migrascope.protect.methods import randomness
from migrascope.protect.tables import lines, linked
from migrascope.protect.tables.auditor import Doubt
from migrascope.protect.tables.model import (
    Floats,
    Measure,
    Released,
    Table,
    Whole,
    fixed,
    with_totals,
)

METHOD = "controlled rounding"
USUAL = 5
"""The base when nothing else is asked for or needed."""

_HAIR = 1e-9
_NODES = 200
"""As many branches as the search for a rounding of three dimensions takes."""

_FAR = 1e4
"""Weight of the largest deviation, before the preferences."""


def round_to_base(table: Table, *, base: int = 5, secret: bytes) -> Released:
    """Round every cell to a multiple of a base so that all totals still hold.

    Raises:
        BadPlan: the base is below 2, or the table holds sums.
    """
    _check(table, base)
    random = _random([table], base, secret)
    true = _people(table)
    if true.ndim <= 2:
        rounded = _walked(true, base, random)
    else:
        rounded = _searched(table.values, base, random)
    return _released(table, rounded, base, unbiased=true.ndim <= 2)


def round_together(
    tables: Sequence[Table], *, base: int = 5, secret: bytes
) -> tuple[Released, ...]:
    """Round tables of the same cases; a cell that several show is the same in all.

    Raises:
        BadPlan: the base is below 2, the tables hold sums, or no rounding is found
            that adds up in all of them.
    """
    if len(tables) == 1:
        return (round_to_base(tables[0], base=base, secret=secret),)
    for table in tables:
        _check(table, base)
    random = _random(tables, base, secret)
    cells = linked.link(tables)
    wish = random.random(len(cells.values))
    for further in (0, 1):
        found = _programme(cells.values, cells.sums, base, wish, further=further)
        if found is not None:
            return tuple(
                _released(table, part, base, unbiased=False)
                for table, part in zip(tables, cells.spread(found), strict=True)
            )
    raise BadPlan(
        f"no rounding to multiples of {base} was found that adds up in all tables.",
        "Publish fewer tables, or take another base.",
    )


def base_for(tables: Sequence[Table], *, threshold: int, asked: int | None) -> int:
    """The base under which every cell of fewer cases than a threshold lies.

    Such a cell becomes zero or the base, as any other small one does. People of
    weighted tables may be many for a few cases, so that the base must be large.

    Raises:
        BadPlan: the base that was asked for is too small.
    """
    need = float(threshold)
    for table in tables:
        few = (table.records > 0) & (table.records < threshold)
        need = max(need, float(table.values[few].max(initial=0.0)))
    # Neat, and the operator learns no more of the heaviest cell than its size.
    least = threshold if need == threshold else _neat(need)
    if asked is None:
        return max(USUAL, least)
    if asked < least:
        raise BadPlan(
            f"multiples of {asked} would tell cells of fewer than {threshold} cases "
            "nearly as they are.",
            f"Take --multiple {least} or more, a lower --threshold, or --method "
            "suppress.",
        )
    return asked


def doubt(released: Released, *, base: int) -> Doubt:
    """How uncertain each cell must be: by one less than the base.

    A category that is listed is not empty, so its total has one possible value less.
    """
    width = np.full(released.values.shape, float(base - 1))
    if released.whole:
        for axis in range(width.ndim):
            spot = tuple(slice(0, -1) if at == axis else -1 for at in range(width.ndim))
            width[spot] -= 1
    return Doubt(width)


def _check(table: Table, base: int) -> None:
    if base < 2:
        raise BadPlan("the base of rounding is below 2.", "5 is common; 3 and 10 too.")
    if table.measure is Measure.SUM:
        raise BadPlan(
            "rounding protects counts, and this table holds sums.",
            "Suppress the cells of sums.",
        )


def _random(tables: Sequence[Table], base: int, secret: bytes) -> np.random.Generator:
    names = [axis.name for table in tables for axis in table.axes]
    return randomness.generator(secret, METHOD, str(base), *names)


def _neat(need: float) -> int:
    """The next neat number: 1, 2, 5, 10, 20 and so on."""
    size = 1
    while True:
        for step in (1, 2, 5):
            if step * size >= need:
                return step * size
        size *= 10


def _released(table: Table, rounded: Whole, base: int, *, unbiased: bool) -> Released:
    largest = float(np.ceil(np.abs(rounded - table.values).max() - _HAIR))
    says = [f"Every cell is rounded to a multiple of {base}; parts add up to totals."]
    if unbiased:
        says.append(f"Unbiased; no cell moved further than {largest:g}.")
    elif largest < base + (not table.counts):
        says.append(f"No cell moved further than {largest:g}.")
    else:
        says.append(
            f"No rounding to the nearest multiples adds up (or none was found): the "
            f"largest deviation is {largest:g}."
        )
    return Released(
        table.axes,
        table.measure,
        fixed(rounded.astype(np.float64)),
        fixed(np.zeros(rounded.shape, dtype=bool)),
        METHOD,
        tuple(says),
        within=fixed(np.full(rounded.shape, max(base - 1.0, largest))),
        least=1.0 if table.counts else 0.0,
        whole=table.counts,
    )


def _people(table: Table) -> Whole:
    """The counts; of weighted ones whole people, whose running sum is always right."""
    if table.counts:
        return table.records
    inner = table.values[tuple(slice(0, -1) for _ in table.axes)]
    running = np.rint(np.cumsum(inner.ravel())).astype(np.int64)
    whole: Whole = with_totals(np.diff(running, prepend=0).reshape(inner.shape))
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


def _searched(true: Floats, base: int, random: np.random.Generator) -> Whole:
    """A rounding of any number of dimensions by mixed-integer programmes."""
    wish = random.random(true.size)
    sums = lines.equations(true.shape)
    for further in (0, 1):
        found = _programme(true.ravel(), sums, base, wish, further=further)
        if found is not None:
            return found.reshape(true.shape)
    inner = true[tuple(slice(0, -1) for _ in true.shape)]
    below = inner % base
    rises = random.random(inner.shape) < below / base
    steps: Whole = np.rint((inner - below) / base + rises).astype(np.int64)
    return with_totals(base * steps)


def _programme(
    true: Floats, sums: Any, base: int, wish: Floats, *, further: int
) -> Whole | None:
    """Multiples that add up, at most so many steps further away than the next ones."""
    from scipy import sparse
    from scipy.optimize import Bounds, LinearConstraint, milp

    # A weighted sum may miss a multiple by a hair.
    floor = base * np.floor(true / base + _HAIR)
    below = np.maximum(0.0, true - floor)
    below[below < _HAIR] = 0.0
    size = len(true)
    lowest = np.maximum(-float(further), -np.rint(floor / base))
    highest = (below > 0) + float(further)
    lowest[true == 0] = highest[true == 0] = 0.0
    # One more unknown: the largest deviation.
    cost = np.append(wish - below / base, _FAR if further else 0.0)
    wide = sparse.hstack([sums, sparse.csr_array((sums.shape[0], 1))])
    right = -np.rint(sums @ np.rint(floor / base))
    rules = [LinearConstraint(wide, right, right)]
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
    found: Whole = np.rint(floor + base * np.rint(answer.x[:-1])).astype(np.int64)
    return found
