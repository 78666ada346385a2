"""Which records add up to tables that differential privacy lets us tell?

The twin is made from `Noisy` alone, by the search that makes the seeded one too;
whatever is made from noisy tables costs no further budget. See `measuring` for the
promise and for what it assumes to be public.

What is not promised: combinations of the twin may be ones that nobody has (noise makes
some up), and rare ones are lost. `comparing` counts both; its figures are not private.

Noise cannot be repeated (see `noise`). The search can: the same tables and seed give
the same twin.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from migrascope.protect.twin import coding
from migrascope.protect.twin.measuring import Noisy
from migrascope.protect.twin.population import Population, Progress, Wanted, unheard
from migrascope.protect.twin.seeded import passes

LEAST = 0.5
"""A cell with fewer records than that in the fitted tables holds none."""


def synthesise(
    noisy: Noisy, *, seed: int, progress: Progress = unheard
) -> pl.DataFrame:
    """Make the twin; the same tables and seed give the same twin."""
    cells = noisy.cells
    population = Population(
        Wanted(
            cells,
            targets=noisy.counts.astype(np.float32),
            # Missing is counted like a value here: every cell matters.
            weight=np.ones(cells.total, dtype=np.float32),
            allowed=(noisy.counts >= LEAST) | ~cells.whole,
        ),
        noisy.records,
        random=np.random.default_rng(seed),
    )
    population.improve(passes(noisy.records), progress)
    return coding.decode(population.codes, noisy.columns, noisy.values)
