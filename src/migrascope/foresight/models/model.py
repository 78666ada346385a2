"""What is a model of forecasts?

A model gets a panel that ends at the origin and says seven quantiles for each series
and horizon. Models that only know a centre borrow their intervals from the errors that
they made before (`Centred`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from migrascope.foresight import spread
from migrascope.foresight.panel import FloatArray, Panel

Path = Callable[[Panel, int], FloatArray]
"""Forecasts made at each time t of the value `horizon` later, from what stood at or
before t: (T, N). NaN where the model has nothing to say."""


class Model(Protocol):
    """A way to forecast every series of a panel."""

    @property
    def name(self) -> str:
        """Short name for columns and the ledger."""

    @property
    def title(self) -> str:
        """Name for people."""

    @property
    def reference(self) -> str:
        """Where the method is described."""

    def forecast(self, known: Panel, horizons: Sequence[int]) -> FloatArray:
        """Quantiles (horizons, series, 7) of the values after the last time."""


@dataclass(frozen=True, slots=True)
class Centred:
    """A model of the centre; the intervals come from its own past errors.

    Errors count that were made of series of at least `least` floors.
    """

    name: str
    title: str
    reference: str
    path: Path
    least: float = 10.0

    def forecast(self, known: Panel, horizons: Sequence[int]) -> FloatArray:
        """Quantiles (horizons, series, 7) of the values after the last time."""
        return np.stack([self._one(known, horizon) for horizon in horizons])

    def _one(self, known: Panel, horizon: int) -> FloatArray:
        centres = self.path(known, horizon)
        past = spread.errors(known, centres, horizon, least=self.least * known.floor)
        return spread.around(centres[-1], known, past)
