"""What must be known about a method before its figures are believed?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from migrascope.errors import EstimationError
from migrascope.flows.account import Account, FloatArray
from migrascope.flows.fit import seeds
from migrascope.flows.table import FlowTable

Estimator = Callable[[Account, FloatArray | None], FlowTable]

BIRTHPLACES = "birthplaces"
"""Each birthplace: movers and stayers meet the balanced account in every area."""
NET = "net"
"""Each area: arrivals less departures are the net migration of the account."""
WORLD = "world"
"""All movers together are the number that the method sets out from."""


@dataclass(frozen=True, slots=True)
class Method:
    """One way to estimate movements, with what it rests on.

    `promises` are the totals that its tables meet (`birthplaces`, `net`, `world`).
    A method that does not take a seed says so in the fit when it is given one.
    """

    code: str
    title: str
    says: str
    reference: str
    assumes: tuple[str, ...]
    cannot_see: tuple[str, ...]
    promises: frozenset[str]
    takes_seed: bool
    estimator: Estimator = field(repr=False)

    def estimate(
        self, account: Account, *, seed: FloatArray | None = None
    ) -> FlowTable:
        """The movements of an interval.

        `seed` gives each corridor (origin × destination) a weight beforehand; zero
        means that nobody took it.

        Raises:
            UnusableTable: a seed of another shape, or with weights below zero.
            UnbalancedTotals: births, deaths and residents contradict each other.
            EstimationError: the computation came to no numbers.
        """
        weights = None if seed is None else seeds.checked(seed, account.areas)
        try:
            table = self.estimator(account, weights)
        except np.linalg.LinAlgError as error:
            raise self._no_numbers(account, str(error)) from error
        if not np.isfinite(table.persons).all():
            raise self._no_numbers(account, "a movement is not a number")
        return table

    def _no_numbers(self, account: Account, why: str) -> EstimationError:
        return EstimationError(
            f"{self.code} came to no numbers for {account.interval} ({why}).",
            "Use another method or other years; migrascope flows adjustments lists "
            "what was done to the figures.",
        )
