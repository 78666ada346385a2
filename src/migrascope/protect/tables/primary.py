"""Which cells show too much by themselves?

Three rules of official statistics. A count below a threshold is about so few that
they can be recognised. A sum shows a contributor who is most of it: by the (n, k)
rule when the n largest make more than k per cent of it, by the p % rule when the
second largest could estimate the largest to within p per cent (Hundepool et al. 2012,
chapter 4). Empty cells are published by every rule here: that nobody is there must
not be a secret of these data.

Each rule also says how much doubt must remain. The interval that can be inferred for
a suppressed count must be at least as wide as the threshold, for whichever cell, as a
mark does not tell why a cell is suppressed. For a sum it must reach so far above the
truth that the rule would no longer be broken, and be twice as wide.
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
    reason: the width of the interval, and how far it must reach above the truth.
    """

    cells: Marks
    width: Floats
    above: Floats
    says: str


def too_few(table: Table, *, threshold: int = 5) -> Unsafe:
    """Cells with at least one case, but fewer than a threshold.

    Raises:
        BadPlan: the threshold is below 2.
    """
    if threshold < 2:
        raise BadPlan(
            "the threshold is below 2, so no cell would be too small.",
            "Take 3 or more; 5 is common.",
        )
    cells = (table.records > 0) & (table.records < threshold)
    width = np.zeros(cells.shape)
    if table.measure is Measure.RECORDS:
        width[:] = threshold
    elif table.measure is Measure.WEIGHTED:
        # As wide as that many cases of average weight.
        last = (-1,) * cells.ndim
        width[:] = threshold * table.values[last] / table.records[last]
    count = int(cells.sum())
    return Unsafe(
        cells,
        width,
        np.zeros(cells.shape),
        f"{count} of {cells.size} cells have 1 to {threshold - 1} cases.",
    )


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
    return Unsafe(cells, 2 * above, above, says)


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
    return Unsafe(cells, 2 * above, above, says)


def either(*rules: Unsafe) -> Unsafe:
    """What any of some rules forbids, with the most doubt that one of them asks for."""
    return Unsafe(
        np.logical_or.reduce([rule.cells for rule in rules]),
        np.maximum.reduce([rule.width for rule in rules]),
        np.maximum.reduce([rule.above for rule in rules]),
        " ".join(rule.says for rule in rules),
    )


def _contributions(table: Table) -> int:
    if table.measure is not Measure.SUM:
        raise BadPlan(
            "rules of dominance are about sums, and this table holds counts.",
            "Take a threshold.",
        )
    return int(table.largest.shape[-1])
