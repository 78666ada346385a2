"""What can be told about a file under differential privacy?

Noise is added to three things: the number of records, the table of each column, and
the table of each pair of columns. Promise: whatever is concluded from these tables
would have been concluded nearly as likely (epsilon, delta) had any one record not
been in the file. A person must be one record: one with several has as many times the
epsilon.

Public knowledge that is relied on: the names of the columns, and the values of those
whose domain is declared (from the plan or a codebook, never from the file). Values of
the others are found under differential privacy, by a threshold that costs half of
delta; those under it become missing. The number of records is not assumed to be known.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np
import numpy.typing as npt
import polars as pl

from migrascope.errors import NotProven
from migrascope.protect.twin import coding, marginals, noise
from migrascope.protect.twin.cells import Cells
from migrascope.protect.twin.coding import Values

Domains = Mapping[str, Sequence[str]]
"""The values that columns may have, as far as they are public."""

NOTHING: Domains = MappingProxyType({})

EPSILON = 1.0
DELTA = 1e-6

FOR_RECORDS, FOR_COLUMNS, FOR_PAIRS = 0.05, 0.15, 0.80
"""How the budget (rho) is shared out between what is counted."""


@dataclass(frozen=True, slots=True)
class Spending:
    """What noise was added to a table, and what it took of the budget.

    `columns` is empty for the number of records; `deviation`: the standard deviation
    of the noise, in records; `delta`: the chance taken to find the values.
    """

    columns: tuple[str, ...]
    rho: float
    delta: float
    deviation: float


@dataclass(frozen=True, slots=True, eq=False)
class Noisy:
    """The tables with their noise, made consistent: all that a private twin knows.

    `epsilon` and `delta` are what was spent: never more than was declared. `found`
    are the columns whose values were not declared. `counts` follow the `cells`.
    """

    columns: tuple[str, ...]
    values: Values
    found: tuple[str, ...]
    records: int
    cells: Cells
    counts: npt.NDArray[np.float64]
    spending: tuple[Spending, ...]
    epsilon: float
    delta: float


def measure(
    frame: pl.DataFrame,
    columns: Sequence[str],
    *,
    epsilon: float = EPSILON,
    delta: float = DELTA,
    domains: Domains = NOTHING,
) -> Noisy:
    """Count with noise, within a budget.

    Raises:
        BadPlan: a column that is not there, or a budget that promises nothing.
        UnusableCases: no record, or too many combinations.
        UsageError: the extra `dp` is not installed.
    """
    texts = coding.texts(frame, columns)
    found = tuple(name for name in columns if name not in domains)
    # Half of delta stands behind epsilon; the other half pays for finding values.
    finding = delta / 2 if found else 0.0
    budget = noise.affordable(epsilon, delta - finding)
    ledger = _Ledger()

    records = max(1, ledger.count((), [frame.height], budget * FOR_RECORDS)[0])
    ones = [
        ledger.declared(series, domains[series.name], budget * FOR_COLUMNS / len(texts))
        if series.name in domains
        else ledger.found(
            series, records, budget * FOR_COLUMNS / len(texts), finding / len(found)
        )
        for series in texts
    ]
    values = tuple(known for known, _ in ones)
    cells = coding.cells(columns, values, min(2, len(columns)))
    exact = cells.count(coding.encode(texts, values))
    pairs = sum(len(each) == 2 for each in cells.sets)
    counts = np.empty(cells.total, dtype=np.float64)
    for number, each in enumerate(cells.sets):
        table = cells.part(counts, number)
        if len(each) == 1:
            table[...] = ones[each[0]][1]
            continue
        true = cells.part(exact, number)
        names = tuple(columns[column] for column in each)
        noisy = ledger.count(names, true.ravel().tolist(), budget * FOR_PAIRS / pairs)
        table[...] = np.reshape(noisy, true.shape)

    deviations = [each.deviation for each in ledger.spending[1:]]
    spent_epsilon, spent_delta = ledger.total(delta - finding)
    if spent_epsilon > epsilon or spent_delta > delta:
        raise NotProven(
            f"the noisy tables took epsilon {spent_epsilon:g} and delta "
            f"{spent_delta:g}, more than was declared; they were not released",
            "This is a fault of the program: please report it, without the data.",
        )
    return Noisy(
        columns=tuple(columns),
        values=values,
        found=found,
        records=records,
        cells=cells,
        counts=marginals.consistent(cells, counts, deviations, records),
        spending=tuple(ledger.spending),
        epsilon=spent_epsilon,
        delta=spent_delta,
    )


_One = tuple[tuple[str, ...], list[int]]
"""The values of a column, and its noisy table: missing first, then each value."""


@dataclass(slots=True)
class _Ledger:
    """Adds noise, and keeps account of it: the number of records, columns, pairs."""

    spending: list[Spending] = field(default_factory=list)

    def count(
        self, columns: tuple[str, ...], counts: Sequence[int], rho: float
    ) -> list[int]:
        """A table with noise."""
        released, took = noise.noisy(counts, rho)
        self.spending.append(Spending(columns, took, 0.0, noise.deviation(rho)))
        return released

    def declared(self, series: pl.Series, domain: Sequence[str], rho: float) -> _One:
        """The table of a column whose values are public."""
        known = tuple(sorted({*domain} - {""}))
        coded = coding.encode([series], (known,))[0]
        counts = np.bincount(coded, minlength=len(known) + 1)
        return known, self.count((series.name,), counts.tolist(), rho)

    def found(self, series: pl.Series, records: int, rho: float, delta: float) -> _One:
        """The table of a column whose values are not: those that many records have."""
        # No text of the file is empty: the empty one stands for missing.
        counted = series.fill_null("").value_counts(name="records")
        released, took, chance = noise.noisy_values(
            dict(counted.iter_rows()), rho, delta
        )
        self.spending.append(
            Spending((series.name,), took, chance, noise.deviation(rho))
        )
        known = tuple(value for value in released if value)
        told = [released[value] for value in known]
        return known, [max(0, records - sum(told)), *told]

    def total(self, delta: float) -> tuple[float, float]:
        """Epsilon and delta of all that was counted, at a delta behind epsilon."""
        rho = sum(each.rho for each in self.spending)
        chance = sum(each.delta for each in self.spending)
        return noise.spent_epsilon(rho, delta), delta + chance
