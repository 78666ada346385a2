"""Several models together, weighed by how well they did until now.

The quantiles of the models are averaged level by level, in logarithms (Vincent
averaging), with weights that add up to 1 and that would have made the mean quantile
loss of logarithms smallest over the last origins whose outcome is known. References:
Lichtendahl, Grushka-Cockayne and Winkler 2013, Management Science 59(7); the weights
by exponentiated gradient (Kivinen and Warmuth 1997, Information and Computation 132).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from migrascope.foresight.models.model import Model
from migrascope.foresight.panel import FloatArray, Panel
from migrascope.foresight.quantiles import LEVELS, in_order

LOOK_BACK = 8
ROUNDS = 300
RATE = 2.0


@dataclass(frozen=True, slots=True, eq=False)
class Combination:
    """A weighted average of the quantiles of other models."""

    models: tuple[Model, ...]
    name: str = "combination"
    title: str = "Weighted combination"
    reference: str = "Lichtendahl et al. 2013; Kivinen and Warmuth 1997"
    _made: dict[tuple[str, int], FloatArray] = field(default_factory=dict, repr=False)

    def forecast(self, known: Panel, horizons: Sequence[int]) -> FloatArray:
        """Quantiles (horizons, series, 7) of the values after the last time."""
        return np.stack([self._one(known, horizon) for horizon in horizons])

    def weights(self, known: Panel, horizon: int) -> FloatArray:
        """Weights of the models (K,), learned from origins before; they sum to 1."""
        lessons = [
            self._lesson(known, rows, horizon)
            for rows in range(
                len(known.times) - horizon - LOOK_BACK, len(known.times) - horizon
            )
            if rows > 0
        ]
        even = np.full(len(self.models), 1 / len(self.models))
        if not lessons:
            return even
        said = np.concatenate([each for each, _ in lessons], axis=1)
        came = np.concatenate([each for _, each in lessons])
        return learned(said, came) if len(came) else even

    def _one(self, known: Panel, horizon: int) -> FloatArray:
        logs = self._all(known, horizon)
        silent = np.isnan(logs)
        weights = self.weights(known, horizon)[:, None, None] * ~silent
        total = weights.sum(axis=0)
        joint = (weights * np.nan_to_num(logs)).sum(axis=0) / np.where(
            total, total, np.nan
        )
        return in_order(known.from_logs(joint))

    def _lesson(
        self, known: Panel, rows: int, horizon: int
    ) -> tuple[FloatArray, FloatArray]:
        """What the models said (K, M, 7) when `rows` rows stood, and what came (M,)."""
        origin = known.until(known.times[rows - 1])
        said = self._all(origin, horizon)
        came = known.logs[rows - 1 + horizon]
        large = np.nan_to_num(origin.values[-1]) >= 10 * known.floor
        good = ~np.isnan(came) & ~np.isnan(said).any(axis=(0, 2)) & large
        return said[:, good], came[good]

    def _all(self, known: Panel, horizon: int) -> FloatArray:
        """Logarithms of what all models say of a panel, kept: (K, N, 7)."""
        name = (known.fingerprint(), horizon)
        if name not in self._made:
            said = np.stack(
                [each.forecast(known, (horizon,))[0] for each in self.models]
            )
            self._made[name] = np.log(said + known.floor)
        return self._made[name]


def learned(said: FloatArray, came: FloatArray) -> FloatArray:
    """Weights (K,) that make the quantile loss of the average of `said` small.

    `said` has shape (K, M, 7), `came` (M,), both logarithms.
    """
    weights = np.full(len(said), 1 / len(said))
    mean = np.zeros_like(weights)
    for step in range(ROUNDS):
        joint = np.tensordot(weights, said, axes=1)
        slope = np.where(came[:, None] < joint, 1 - LEVELS, -LEVELS)
        gradient = (said * slope).mean(axis=(1, 2))
        weights = weights * np.exp(
            -RATE * (gradient - gradient.mean()) / np.sqrt(step + 1)
        )
        weights /= weights.sum()
        mean += weights
    final: FloatArray = mean / mean.sum()
    return final
