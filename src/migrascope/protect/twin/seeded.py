"""Which records add up to the released counts, and hold nothing beside them?

The twin is made from `Aggregates` alone: the rounded counts of combinations, the
values that are in them, and the rounded number of records. No record is read, none is
sampled, so none can be copied other than by chance; who holds the aggregates can make
the twin themselves.

Promise: every combination of up to three values of every record of the twin is one
that at least `resolution` records share. Longer combinations are nobody's: they come
about where shorter ones overlap. This is k-anonymity of what is told, not differential
privacy: who knows all but one of the records may still learn from rounded counts. See
`private` for a twin that withstands that too.

The way is that of Microsoft's and IOM's synthetic data for trafficking cases (Edge et
al. 2020), with a search for the records in place of sampling without replacement.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from migrascope.errors import NotProven
from migrascope.protect.twin import coding
from migrascope.protect.twin.aggregates import Aggregates
from migrascope.protect.twin.cells import Codes
from migrascope.protect.twin.population import (
    Pass,
    Population,
    Progress,
    Wanted,
    unheard,
)

CONSIDERED = 600_000
"""How often, in all, a record is gone through: small files can afford more passes."""

FEWEST, MOST = 3, 8
"""The least and the greatest number of passes."""


def synthesise(
    aggregates: Aggregates, *, seed: int, progress: Progress = unheard
) -> pl.DataFrame:
    """Make the twin; the same aggregates and seed give the same twin.

    Raises:
        NotProven: a record holds a combination that was not released.
    """
    cells = aggregates.cells
    released = aggregates.counts > 0
    population = Population(
        Wanted(
            cells,
            targets=aggregates.counts.astype(np.float32),
            weight=released.astype(np.float32),
            allowed=released | ~cells.whole,
        ),
        aggregates.records,
        random=np.random.default_rng(seed),
    )
    population.improve(passes(aggregates.records), progress)
    prove(population.codes, aggregates)
    return coding.decode(population.codes, aggregates.columns, aggregates.values)


def passes(records: int) -> tuple[Pass, ...]:
    """From coarse to fine: more and smaller groups, steeper pulls, less chance."""
    number = min(MOST, max(FEWEST, CONSIDERED // records))
    steps = [step / (number - 1) for step in range(number)]
    # Each group costs a look at all cells: a large file is worth fewer of them.
    growth = 2 if number == FEWEST else 4
    return tuple(
        Pass(
            groups=round(60 * growth**step),
            softness=2.0 * 0.15**step,
            chance=1.0 * 0.3**step,
        )
        for step in steps
    )


def prove(codes: Codes, aggregates: Aggregates) -> None:
    """Count the twin anew, and look at every combination that is in it.

    Raises:
        NotProven: one of them was not released.
    """
    held = aggregates.cells.count(codes) > 0
    strange = held & aggregates.cells.whole & (aggregates.counts == 0)
    if strange.any():
        raise NotProven(
            f"the twin holds {int(strange.sum()):,} combinations that are not "
            "released; it was not written",
            "This is a fault of the program: please report it, without the data.",
        )
