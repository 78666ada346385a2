"""How likely is it that anyone of a household is found?

Whoever finds one person of a household (or of an incident, or a file on a family)
finds them all: the others are in the records with the same number. So what counts is
the risk that at least one is found, 1 - (1 - r_1)(1 - r_2)..., where r_i are the risks
of its people, taken as independent (sdcMicro's definition). It is the risk of every
one of them, never below their own; whoever is alone keeps their own.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from migrascope.errors import UnusableCases
from migrascope.protect.counting.codes import Real, Whole, digits


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class HouseholdRisk:
    """The risk of each record by its household, and what that comes to.

    `expected` is how many people are expected to be found when finding one finds all;
    `expected_alone` how many if nobody led to anybody else.
    """

    risk: pl.Series
    households: int
    largest: int
    expected: float
    expected_alone: float

    def __repr__(self) -> str:
        return f"HouseholdRisk({self.risk.len()} records)"

    @property
    def says(self) -> str:
        """The finding in a sentence."""
        return (
            f"{self.households:,} households of up to {self.largest:,} people: "
            f"{self.expected:,.1f} people are expected to be found where one leads to "
            f"all, {self.expected_alone:,.1f} by their own keys alone."
        )


def risks(individual: pl.Series, household: pl.Series) -> HouseholdRisk:
    """The risk of each record by its household, from the risk of each by its own keys.

    A record without a household is one of its own.

    >>> individual = pl.Series([0.1, 0.2, 0.5])
    >>> risks(individual, pl.Series(["A", "A", "B"])).risk.round(2).to_list()
    [0.28, 0.28, 0.5]

    Raises:
        UnusableCases: there is no record, there are more or fewer risks than records,
            or a risk is no share from 0 to 1.
    """
    own = individual.cast(pl.Float64).fill_null(float("nan")).to_numpy()
    _check(own, household)
    numbers, size = digits(household)
    number: Whole = numbers.astype(np.int64)
    alone = np.flatnonzero(number == 0)
    number[alone] = size + np.arange(len(alone))
    _, home, people = np.unique(number, return_inverse=True, return_counts=True)
    # Logarithms turn the product into a sum; log1p and expm1 keep tiny risks exact.
    with np.errstate(divide="ignore"):
        unseen = np.bincount(home, np.log1p(-own), minlength=len(people))
    # Whoever is alone keeps their own risk to the last digit.
    risk = np.where(people[home] == 1, own, -np.expm1(unseen)[home])
    return HouseholdRisk(
        pl.Series("household_risk", np.maximum(risk, own)),
        len(people),
        int(people.max()),
        float(np.maximum(risk, own).sum()),
        float(own.sum()),
    )


def _check(own: Real, household: pl.Series) -> None:
    """Refuse what is no risk of each record."""
    if not len(own) or len(own) != household.len():
        raise UnusableCases(
            f"there are {len(own)} risks for {household.len()} records",
            "Give one risk for each record, and at least one record.",
        )
    bad = np.flatnonzero(~((own >= 0) & (own <= 1)))
    if len(bad):
        raise UnusableCases(
            f"{len(bad)} risks are no share from 0 to 1, the first in row {bad[0] + 1}",
            "Measure the individual risk of all records first.",
        )
