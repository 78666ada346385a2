"""How likely is each person to be found again by somebody who knows their keys?

A record with the keys of f records in the file and of about F people in the population
is found with probability 1/F, but F is not known: it is estimated by the weights. Given
f, the number of people follows a negative binomial with p = f/F (every one of them came
into the file with that probability), and the risk is what 1/F is on average:

    r = p^f / f · ₂F₁(f, f; f + 1; 1 - p) = p / f · ₂F₁(1, 1; f + 1; 1 - p)

which for f = 1 is p/(1-p) · log(1/p). All values are exact; tools that use the short
form p/(f - 1 + p) beyond f = 2 print figures up to a few in a hundred higher.

References: Benedetti & Franconi (1998); Franconi & Polettini (2004), Individual risk
estimation in mu-Argus; Hundepool et al. (2012), Statistical Disclosure Control, 3.3.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from migrascope.protect.counting.codes import Real
from migrascope.protect.plan.model import Missing
from migrascope.protect.risk import frequencies
from migrascope.protect.risk.frequencies import Frequencies

_OFTEN = 30
"""From this f on, the series ends soon for every p."""
_SMALL = 1 / 3
"""Below this p the recursion is exact to the last digits, above it the series is."""
_TERMS = 100
"""(2/3)^100 is below the precision of a number."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What the risks of all records come to.

    `found`: how many people would be found again, if somebody tried with all records;
    `share`: the same as a share of the records; `highest`: the risk of the most
    exposed person; `without_company`: how many records have keys of their own (f = 1).
    """

    found: float
    share: float
    highest: float
    without_company: int


def risks(
    frame: pl.DataFrame,
    keys: Sequence[str],
    *,
    weight: str | None = None,
    missing: Missing = Missing.WILDCARD,
) -> pl.Series:
    """The risk of every record, in the order of the file.

    Without a weight the file is the whole population, and the risk is 1/f.

    >>> frame = pl.DataFrame({"sex": ["f", "f", "m"], "people": [10.0, 10.0, 20.0]})
    >>> risks(frame, ["sex"], weight="people").round(4).to_list()
    [0.0827, 0.0827, 0.1577]

    Raises:
        BadPlan: no key, or a column that is not there.
        UnusableCases: a weight that is missing or below 0.
    """
    return of(frequencies.count(frame, keys, weight=weight, missing=missing))


def of(counted: Frequencies) -> pl.Series:
    """The risk of every record whose frequencies are known.

    Where the weights say that fewer people than records have the keys, it is 1/f.
    """
    sample = counted.sample.cast(pl.Float64).to_numpy()
    population = counted.population.cast(pl.Float64).to_numpy()
    # Records share their frequencies: each pair of them is computed once.
    pairs, of_record = np.unique(
        sample + 1j * np.maximum(population, sample), return_inverse=True
    )
    return pl.Series("risk", _risk(pairs.real, pairs.imag)[of_record])


def expected(counted: Frequencies) -> Expected:
    """What would happen if somebody tried to find all people of the file again."""
    each = of(counted).to_numpy()
    if not len(each):
        return Expected(0.0, 0.0, 0.0, 0)
    alone = int((counted.sample == 1).sum())
    return Expected(float(each.sum()), float(each.mean()), float(each.max()), alone)


def _risk(sample: Real, population: Real) -> Real:
    """The risk for f and F, where F is at least f."""
    p = sample / population
    q = (population - sample) / population
    risk = np.empty_like(p)
    by_series = (sample >= _OFTEN) | (p > _SMALL)
    risk[by_series] = _series(sample[by_series], p[by_series], q[by_series])
    rest = ~by_series
    risk[rest] = _recursion(sample[rest], p[rest], q[rest])
    return risk


def _series(sample: Real, p: Real, q: Real) -> Real:
    """The hypergeometric series: all terms are positive, so no digit is lost."""
    term = np.ones_like(p)
    total = np.ones_like(p)
    for number in range(_TERMS):
        term = term * q * (number + 1) / (sample + 1 + number)
        total += term
    return p / sample * total


def _recursion(sample: Real, p: Real, q: Real) -> Real:
    """From the risk for f to that for f + 1: r' = p/q · (1/f - r)."""
    odds = p / q
    risk = -odds * np.log(p)
    for number in range(1, int(sample.max(initial=1))):
        risk = np.where(sample > number, odds * (1 / number - risk), risk)
    return risk
