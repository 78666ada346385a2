"""Which cells show too much by themselves?

Rules of official statistics. A count below a threshold is about so few that they can
be recognised. A sum shows a contributor who is most of it: by the (n, k) rule when
the n largest make more than k per cent of it, by the p % rule when the second largest
could estimate the largest to within p per cent (Hundepool et al. 2012, chapter 4). An
empty cell shows something of a small group: what none of them has, and where only one
cell is left, what all of them have (group disclosure; ibid., section 5.1).

Each rule also says how much doubt must remain. The interval that can be inferred for
a suppressed count must be as wide as the threshold, for whichever cell, as a mark does
not tell why a cell is suppressed. For a sum it must reach so far above the truth that
the rule would no longer be broken, and be twice as wide.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from migrascope.errors import BadPlan
from migrascope.protect.tables.model import Floats, Marks, Measure, Table


@dataclass(frozen=True, slots=True, eq=False)
class Unsafe:
    """The cells that a rule forbids to publish, and the doubt that must remain.

    `width` and `above` are asked of a cell once it is suppressed, for whatever
    reason: the width of the interval, and how far it must reach above the truth. Of
    the cells in `groups` nobody may learn that they are all in one part. `zeros_go`:
    a suppressed cell may be an empty one.
    """

    cells: Marks
    width: Floats
    above: Floats
    says: str
    groups: Marks
    zeros_go: bool = False


def too_few(
    table: Table,
    *,
    threshold: int = 5,
    width: float | None = None,
    percent: float = 10.0,
) -> Unsafe:
    """Cells with at least one case, but fewer than a threshold.

    The doubt that must remain is `width` cases (without one: the threshold), each of
    average weight; of a sum it is `percent` of it to either side.

    Raises:
        BadPlan: the threshold is below 2, or no doubt is asked for.
    """
    if threshold < 2:
        raise BadPlan(
            "the threshold is below 2, so no cell would be too small.",
            "Take 3 or more; 5 is common.",
        )
    if (width is not None and width < 1) or percent <= 0:
        raise BadPlan(
            "an interval without a width protects nobody.",
            "Take a width of at least 1 case, and a range above 0 per cent.",
        )
    cells = (table.records > 0) & (table.records < threshold)
    wide = float(threshold) if width is None else width
    above = np.zeros(cells.shape)
    if table.measure is Measure.SUM:
        above = np.where(cells, percent / 100 * table.values, 0.0)
        asked = 2 * above
    else:
        asked = np.full(cells.shape, wide * _each(table))
    count = int(cells.sum())
    says = f"{count} of {cells.size} cells have 1 to {threshold - 1} cases."
    return Unsafe(cells, asked, above, says, _nowhere(cells))


def attributes(
    table: Table,
    *,
    threshold: int = 5,
    group: int | None = None,
    width: float | None = None,
) -> Unsafe:
    """Empty cells that tell what a small group has, or has not.

    Those in a line whose total has fewer cases than the threshold; and those in a line
    of which all cases are in one cell, when they are fewer than `group` (without one:
    twice the threshold). A line is what adds up to one total along one dimension.

    Raises:
        BadPlan: a group is smaller than the threshold.
    """
    most = 2 * threshold if group is None else group
    if most < threshold:
        raise BadPlan(
            "a small group cannot be smaller than the threshold.",
            f"Take {threshold} or more.",
        )
    cells = np.zeros(table.records.shape, dtype=bool)
    groups = (table.records > 0) & (table.records < most)
    for axis in range(cells.ndim):
        if cells.shape[axis] < 3:  # one part alone: nothing else could have been
            continue
        records = np.moveaxis(table.records, axis, -1)
        parts, total = records[..., :-1], records[..., -1:]
        sole = (parts > 0).sum(axis=-1, keepdims=True) == 1
        small = (total > 0) & ((total < threshold) | (sole & (total < most)))
        np.moveaxis(cells, axis, -1)[..., :-1] |= small & (parts == 0)
    if table.measure is Measure.SUM:
        # All of a few have nothing: as telling as an empty cell.
        cells |= groups & (table.values == 0)
    wide = (float(threshold) if width is None else width) * _each(table)
    asked = np.zeros(cells.shape)
    if table.measure is Measure.SUM:
        asked = np.where(cells, _each(table), 0.0)
    else:
        asked[:] = wide
    above = asked.copy() if table.measure is Measure.SUM else np.zeros(cells.shape)
    says = (
        f"{int(cells.sum())} are empty and would tell what all or none of a small "
        "group have."
    )
    return Unsafe(cells, asked, above, says, groups, zeros_go=True)


def dominated(table: Table, *, largest: int = 1, share: float = 75.0) -> Unsafe:
    """Sums of which the n largest contributions make more than k per cent.

    Raises:
        BadPlan: the table holds no sums, or n or k is none.
    """
    kept = _contributions(table)
    if not 1 <= largest <= kept or not 0 < share < 100:
        raise BadPlan(
            f"the dominance rule takes 1 to {kept} contributions and a share "
            "between 0 and 100 per cent.",
            "For example the largest one and 75 per cent.",
        )
    most = table.largest[..., :largest].sum(axis=-1)
    cells = most > share / 100 * table.values
    above = np.where(cells, most * 100 / share - table.values, 0.0)
    says = (
        f"In {int(cells.sum())} of {cells.size} cells the {largest} largest make more "
        f"than {share:g} per cent."
    )
    return Unsafe(cells, 2 * above, above, says, _nowhere(cells))


def inferable(table: Table, *, percent: float = 10.0) -> Unsafe:
    """Sums from which the second largest learns the largest to within p per cent.

    Raises:
        BadPlan: the table holds no sums, or p is none.
    """
    _contributions(table)
    if not 0 < percent <= 100:
        raise BadPlan("p is a share above 0 and up to 100 per cent.", "10 is common.")
    first, second = table.largest[..., 0], table.largest[..., 1]
    rest = table.values - first - second
    short = percent / 100 * first - rest
    # Sums of decimals miss by a hair: a rest that equals p per cent is no breach.
    cells = (first > 0) & (short > 1e-9 * table.values)
    above = np.where(cells, short, 0.0)
    says = (
        f"{int(cells.sum())} of {cells.size} cells give a contribution away to within "
        f"{percent:g} per cent."
    )
    return Unsafe(cells, 2 * above, above, says, _nowhere(cells))


def either(*rules: Unsafe) -> Unsafe:
    """What any of some rules forbids, with the most doubt that one of them asks for."""
    return Unsafe(
        np.logical_or.reduce([rule.cells for rule in rules]),
        np.maximum.reduce([rule.width for rule in rules]),
        np.maximum.reduce([rule.above for rule in rules]),
        " ".join(rule.says for rule in rules),
        np.logical_or.reduce([rule.groups for rule in rules]),
        any(rule.zeros_go for rule in rules),
    )


def _each(table: Table) -> float:
    """What a case adds to the table on average: 1, or its weight, or its part."""
    last = (-1,) * table.values.ndim
    return float(table.values[last] / table.records[last])


def _nowhere(cells: Marks) -> Marks:
    return np.zeros(cells.shape, dtype=bool)


def _contributions(table: Table) -> int:
    if table.measure is not Measure.SUM:
        raise BadPlan(
            "rules of dominance are about sums, and this table holds counts.",
            "Take a threshold.",
        )
    return int(table.largest.shape[-1])
