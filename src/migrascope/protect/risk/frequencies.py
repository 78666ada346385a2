"""How many records of the file, and people behind them, share the keys of each record?

The sample frequency f_k counts the records with the same keys; the population
frequency F_k adds up their weights: how many people of the population would look the
same. What a missing key means is said by `Missing`, since tools disagree just there:

- a wildcard agrees with every value, on either side (sdcMicro's definition);
- a value of its own agrees only with another missing one (a plain group).

Reference: Templ (2008), Transactions on Data Privacy 1(2); sdcMicro, `freqCalc`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import numpy as np
import polars as pl

from migrascope.protect.counting import compatible
from migrascope.protect.counting.codes import Combinations, Real, Whole, combinations
from migrascope.protect.counting.engines import Engine, collected, opened
from migrascope.protect.counting.kernels import PEOPLE, RECORDS, by_key
from migrascope.protect.plan.model import Missing

_NO_MARKS: Mapping[str, Sequence[str]] = MappingProxyType({})


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Frequencies:
    """For each record of the file, in its order: f_k (`sample`), F_k (`population`)."""

    sample: pl.Series
    population: pl.Series

    def __repr__(self) -> str:
        return f"Frequencies({self.sample.len()} records)"


def count(
    frame: pl.DataFrame,
    keys: Sequence[str],
    *,
    weight: str | None = None,
    missing: Missing = Missing.WILDCARD,
) -> Frequencies:
    """The frequencies of every record, itself included.

    Without a weight every record stands for one person, and F_k equals f_k.

    >>> from migrascope.protect.plan.model import Missing
    >>> frame = pl.DataFrame({"sex": ["f", "f", None], "age": ["9-17", "9-17", "48+"]})
    >>> count(frame, ["sex", "age"]).sample.to_list()
    [2, 2, 1]

    Raises:
        BadPlan: no key, or a column that is not there.
        UnusableCases: a weight that is missing or below 0.
    """
    found = combinations(frame, keys, weight=weight)
    sample, population = of_combinations(found, missing=missing)
    return Frequencies(
        pl.Series("f_k", sample[found.of_record]),
        pl.Series("F_k", population[found.of_record]),
    )


def of_file(
    path: Path,
    keys: Sequence[str],
    *,
    weight: str | None = None,
    missing: Missing = Missing.WILDCARD,
    engine: Engine = Engine.POLARS,
    separator: str = ",",
    missing_marks: Mapping[str, Sequence[str]] = _NO_MARKS,
) -> pl.DataFrame:
    """The frequencies of each distinct combination in a file larger than memory.

    The file is streamed, by Polars or by Spark; what must fit in memory are its
    distinct combinations. One row for each: the keys, how many records have it
    (`records_counted`) and their summed weights (`weights_summed`), f_k
    (`sample_frequency`) and F_k (`population_frequency`).

    Raises:
        BadPlan: no key, or a column that is not there.
        UnusableCases: the file cannot be read, or weights are missing or below 0.
    """
    with opened(
        path,
        keys,
        weight=weight,
        engine=engine,
        separator=separator,
        missing_marks=missing_marks,
    ) as cases:
        counted = collected(by_key(cases, keys, weight=weight))
    found = combinations(counted, keys, weight=PEOPLE, counts=RECORDS)
    sample, population = of_combinations(found, missing=missing)
    # Each row is a combination of its own; `first` puts them in order.
    return counted[found.first].with_columns(
        pl.Series("sample_frequency", sample),
        pl.Series("population_frequency", population),
    )


def of_combinations(
    found: Combinations, *, missing: Missing = Missing.WILDCARD
) -> tuple[Whole, Real]:
    """f_k and F_k of each distinct combination of keys."""
    if missing is Missing.VALUE:
        return found.records, found.people
    sample, population = compatible.sums(
        found, found.records.astype(np.float64), found.people
    )
    # Sums of whole numbers below 2^53 are exact.
    return sample.astype(np.int64), population
