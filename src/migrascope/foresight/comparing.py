"""Does one model beat another, or was it luck?

Forecasts of one series resemble each other, so the losses are first averaged over the
origins of each series; the paired differences between series are then tested. Losses
are mean quantile losses of logarithms, in which a country of ten thousand people
counts like one of ten million.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from migrascope.errors import UnusableTable
from migrascope.foresight.evaluating import Trial
from migrascope.foresight.panel import FloatArray, IntArray
from migrascope.foresight.scores import pinball

ENOUGH = 0.05
"""A chance below this that the gain is luck counts as a win."""
FEWEST_SERIES = 10


@dataclass(frozen=True, slots=True)
class Compared:
    """How much smaller the loss of a model is than that of another.

    `gain` is 1 less the ratio of the mean losses: 0.1 is a tenth less. `chance` is the
    one-sided probability of such a gain if the two were equally good (Wilcoxon's
    signed-rank test over series); 1 with too few series to say.
    """

    gain: float
    chance: float
    series: int

    @property
    def wins(self) -> bool:
        """Whether the model is better, beyond luck."""
        return self.gain > 0 and self.chance < ENOUGH


def losses(trial: Trial, *, floor: float) -> FloatArray:
    """Mean quantile loss of the logarithm of each forecast, (M,)."""
    said, came = np.log(trial.quantiles + floor), np.log(trial.outcome + floor)
    mean: FloatArray = pinball(said, came).mean(axis=1)
    return mean


def compare(ours: Trial, naive: Trial, *, floor: float) -> Compared:
    """Compare two models on the same forecasts.

    Raises:
        UnusableTable: they were not asked the same.
    """
    from scipy.stats import wilcoxon

    same = np.array_equal(ours.origin, naive.origin) and np.array_equal(
        ours.series, naive.series
    )
    if not same:
        raise UnusableTable(
            f"{ours.model} and {naive.model} did not forecast the same.",
            "Evaluate both in one run.",
        )
    mine, theirs = losses(ours, floor=floor), losses(naive, floor=floor)
    if not len(mine) or theirs.mean() == 0:
        return Compared(0.0, 1.0, 0)
    gain = float(1 - mine.mean() / theirs.mean())
    difference = _by_series(theirs - mine, ours.series)
    if len(difference) < FEWEST_SERIES or not difference.any():
        return Compared(gain, 1.0, len(difference))
    chance = float(wilcoxon(difference, alternative="greater").pvalue)
    return Compared(gain, chance, len(difference))


def _by_series(values: FloatArray, series: IntArray) -> FloatArray:
    _, place = np.unique(series, return_inverse=True)
    mean: FloatArray = np.bincount(place, values) / np.bincount(place)
    return mean
