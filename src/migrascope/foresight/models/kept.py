"""What has a model said already?

Rolling origins ask the same model the same thing again and again: as one of those that
are tried, as a member of the combination, and as a lesson of later origins. What was
said is kept under the name of everything that was known (`Panel.fingerprint`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from migrascope.foresight.models.model import Model
from migrascope.foresight.panel import FloatArray, Panel


@dataclass(frozen=True, slots=True, eq=False)
class Kept:
    """A model that is asked once and remembers its answer."""

    model: Model
    _said: dict[tuple[str, int], FloatArray] = field(default_factory=dict, repr=False)

    @property
    def name(self) -> str:
        """That of the model."""
        return self.model.name

    @property
    def title(self) -> str:
        """That of the model."""
        return self.model.title

    @property
    def reference(self) -> str:
        """That of the model."""
        return self.model.reference

    def forecast(self, known: Panel, horizons: Sequence[int]) -> FloatArray:
        """Quantiles (horizons, series, 7) of the values after the last time."""
        of = known.fingerprint()
        for horizon in horizons:
            if (of, horizon) not in self._said:
                (said,) = self.model.forecast(known, (horizon,))
                self._said[of, horizon] = said
        return np.stack([self._said[of, horizon] for horizon in horizons])
