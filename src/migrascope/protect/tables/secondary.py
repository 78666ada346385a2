"""Which other cells must go, so that nobody can compute the suppressed ones?

For one suppressed cell at a time the cheapest change of the table is sought that
moves it up, and the cheapest that moves it down, by as much as is asked together,
while all sums still hold: a linear programme whose costs are the cells that would
have to be suppressed (Kelly, Golden and Assad 1992; Fischetti and Salazar 2000).
Whatever moves is suppressed. What is suppressed already moves for nothing, so later
cells mostly find their way there. A cell costs more the more cases it tells of, and
totals cost more than their parts. In large tables many cells are moved by one
programme first, and only those that are left one at a time.

Then cells that turned out not to be needed are published again, as long as that can
be afforded, and the auditor has the last word: what it finds too narrow is solved
again in whole numbers. Empty cells go only where the rules say so. This is a greedy
search: it protects, but is not the least.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from migrascope.protect.tables import auditor, linked
from migrascope.protect.tables.auditor import Audit, Doubt
from migrascope.protect.tables.linked import Linked
from migrascope.protect.tables.model import (
    Heard,
    Marks,
    Measure,
    Released,
    Table,
    Whole,
    fixed,
    quiet,
)
from migrascope.protect.tables.primary import Unsafe
from migrascope.protect.tables.searching import Search, Wanted

METHOD = "suppression"
MOST_EXACT = 200
"""With more suppressed cells than these, the auditor stops where enough is proven."""


def suppress(table: Table, unsafe: Unsafe) -> tuple[Released, Audit]:
    """Suppress what is unsafe and what would give it away, and audit the result."""
    released, audits = suppress_together([table], [unsafe])
    return released[0], audits[0]


def suppress_together(
    tables: Sequence[Table],
    rules: Sequence[Unsafe],
    *,
    behind: Table | None = None,
    heard: Heard = quiet,
) -> tuple[tuple[Released, ...], tuple[Audit, ...]]:
    """Suppress in tables of the same cases; a cell that several show goes in all.

    `behind` is the table by all columns, for tables that tie these in a ring.
    """
    zeros_go = any(rule.zeros_go for rule in rules)
    least = 1.0 if tables[0].counts and not zeros_go else 0.0
    cells = linked.link(tables, behind=behind, least=least)
    search = Search(cells, _wanted(cells, rules, zeros_go=zeros_go), heard)
    search.protect_all()
    search.publish_what_is_not_needed()
    while True:
        released = tuple(
            _released(table, rule, gone, least=least)
            for table, rule, gone in zip(
                tables, rules, cells.spread(search.suppressed), strict=True
            )
        )
        many = search.suppressed[~cells.behind].sum() > MOST_EXACT
        look = auditor.prove_together if many else auditor.audit_together
        audits = look(released, _doubts(cells, search, rules), heard=heard)
        if all(found.passed for found in audits):
            return released, audits
        if not search.mend(_wrong(cells, audits)):
            return released, audits


def _wanted(cells: Linked, rules: Sequence[Unsafe], *, zeros_go: bool) -> Wanted:
    """What the rules ask of each cell; those behind the tables are free to move."""
    return Wanted(
        cells.gathered([rule.cells for rule in rules]),
        cells.gathered([rule.width for rule in rules]),
        cells.gathered([rule.above for rule in rules]),
        (cells.records > 0) | cells.behind | zeros_go,
    )


def _doubts(cells: Linked, search: Search, rules: Sequence[Unsafe]) -> list[Doubt]:
    """What the auditor is asked to find."""
    return [
        Doubt(
            np.where(binding, rule.width, 0.0),
            np.where(rule.above > 0, table.values + rule.above, 0.0),
            rule.groups,
        )
        for table, rule, binding in zip(
            cells.tables, rules, cells.spread(search.binding()), strict=True
        )
    ]


def _wrong(cells: Linked, audits: Sequence[Audit]) -> Whole:
    """The cells of which a reader learns too much."""
    return np.flatnonzero(cells.gathered([found.narrow for found in audits]))


def _released(
    table: Table, unsafe: Unsafe, suppressed: Marks, *, least: float
) -> Released:
    primary = int(unsafe.cells.sum())
    more = int(suppressed.sum()) - primary
    zeros = "Other empty" if unsafe.zeros_go else "Empty"
    done = (
        f"Suppressed (Q): {primary} cells for that, {more} more so that nobody can "
        f"compute them. {zeros} cells are published as 0."
    )
    says = [unsafe.says, done]
    if table.measure is Measure.SUM:
        says.append(
            "Intervals are those of a reader outside: who alone makes up a cell knows "
            "it, and can infer more about the others."
        )
    if table.measure is Measure.WEIGHTED:
        says.append("Told in whole people: parts may miss a total by some of them.")
    if suppressed[(-1,) * suppressed.ndim]:
        says.append("The grand total had to go too: the table is too small to share.")
    return Released(
        table.axes,
        table.measure,
        fixed(np.where(suppressed, np.nan, table.values)),
        fixed(suppressed.copy()),
        METHOD,
        tuple(says),
        within=fixed(np.zeros(table.values.shape)),
        least=least,
        whole=table.counts,
    )
