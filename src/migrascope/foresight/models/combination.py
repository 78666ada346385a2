"""Several models together, weighed by how well they did until now.

The quantiles of the models are averaged level by level, in logarithms (Vincent
averaging), with the weights, adding up to 1, that would have made the mean quantile
loss of logarithms smallest over the last origins whose outcome is known. Even weights
are hard to beat where lessons are few, and lessons of three years ahead overlap:
weights are pulled towards even ones, by the square of the horizon. Averages of bounds
hold too seldom when models differ, so that the 95 per cent interval reaches at least to
the outermost bound but one: one model that goes astray sets no bound. References:
Lichtendahl, Grushka-Cockayne and Winkler 2013, Management Science 59(7); the weights by
exponentiated gradient (Kivinen and Warmuth 1997, Information and Computation 132).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from migrascope.foresight.models.model import Model
from migrascope.foresight.panel import FloatArray, Panel
from migrascope.foresight.quantiles import INTERVALS, LEVELS, in_order

LOOK_BACK = 6
"""Past origins that weights are learned from."""
PULL = 0.0003
"""How strongly weights are pulled towards even ones, one step ahead."""
ROUNDS = 100
RATE = 1.0
_LEAST_WEIGHT = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Combination:
    """A weighted average of the quantiles of other models, which are best `Kept`.

    `learned` are weights that were learned before on what is asked about; without them
    they are learned.
    """

    models: tuple[Model, ...]
    name: str = "combination"
    title: str = "Weighted combination"
    reference: str = "Lichtendahl et al. 2013; Kivinen and Warmuth 1997"
    learned: tuple[float, ...] = ()

    def forecast(self, known: Panel, horizons: Sequence[int]) -> FloatArray:
        """Quantiles (horizons, series, 7) of the values after the last time."""
        return np.stack([self._one(known, horizon) for horizon in horizons])

    def weights(self, known: Panel, horizon: int) -> FloatArray:
        """Weights of the models (K,), learned from origins before; they sum to 1."""
        if self.learned:
            return np.array(self.learned)
        lessons = [
            self._lesson(known, rows, horizon)
            for rows in range(
                len(known.times) - horizon - LOOK_BACK + 1,
                len(known.times) - horizon + 1,
            )
            if rows > 0
        ]
        even = np.full(len(self.models), 1 / len(self.models))
        if not lessons:
            return even
        said = np.concatenate([each for each, _ in lessons], axis=1)
        came = np.concatenate([each for _, each in lessons])
        return learned(said, came, pull=PULL * horizon**2) if len(came) else even

    def _one(self, known: Panel, horizon: int) -> FloatArray:
        logs = self._all(known, horizon)
        speaks = np.asarray(~np.isnan(logs))
        weights = self.weights(known, horizon)[:, None, None] * speaks
        total = np.where(speaks.any(axis=0), weights.sum(axis=0), np.nan)
        joint = (weights * np.nan_to_num(logs)).sum(axis=0) / total
        low, high = INTERVALS[95]
        joint[:, low] = np.minimum(joint[:, low], second(logs[:, :, low]))
        joint[:, high] = np.maximum(joint[:, high], -second(-logs[:, :, high]))
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
        """Logarithms of what all models say of a panel, (K, N, 7)."""
        said = [each.forecast(known, (horizon,))[0] for each in self.models]
        return np.log(np.stack(said) + known.floor)


def second(bounds: FloatArray) -> FloatArray:
    """The lowest but one of bounds (K, N), of those that are known; the one of one."""
    ordered = np.sort(bounds, axis=0)  # what is not known comes last
    known = (~np.isnan(bounds)).sum(axis=0)
    at = np.clip(known - 1, 0, 1)[None, :]
    found: FloatArray = np.take_along_axis(ordered, at, axis=0)[0]
    return found


def learned(said: FloatArray, came: FloatArray, *, pull: float) -> FloatArray:
    """Weights (K,) that make the quantile loss of the average of `said` small.

    `said` has shape (K, M, 7), `came` (M,), both logarithms. To the mean loss comes
    `pull` times the entropy of even weights relative to these.
    """
    weights = np.full(len(said), 1 / len(said))
    mean, steepness = np.zeros_like(weights), 0.0
    flat = np.ascontiguousarray(said.reshape(len(said), -1))
    outcome, level = np.repeat(came, len(LEVELS)), np.tile(LEVELS, len(came))
    for step in range(ROUNDS):
        slope = (outcome < weights @ flat) - level
        gradient = flat @ slope / len(slope)
        gradient += pull * np.log(np.maximum(weights, _LEAST_WEIGHT))
        gradient -= gradient.mean()
        steepness += float(np.abs(gradient).max()) ** 2
        if steepness == 0:  # the models say the same
            return weights
        weights = weights * np.exp(-RATE * gradient / np.sqrt(steepness))
        weights /= weights.sum()
        if step >= ROUNDS // 2:  # the first steps are far from where it ends
            mean += weights
    final: FloatArray = mean / mean.sum()
    return final
