"""How good were forecasts, now that the outcome is known?

All arrays are aligned: `quantiles` (M, 7), `outcome` (M,), `scale` (M,), M forecasts.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from migrascope.foresight.panel import BoolArray, FloatArray
from migrascope.foresight.quantiles import INTERVALS, LEVELS, MEDIAN


@dataclass(frozen=True, slots=True)
class Scores:
    """Scores of a set of forecasts; shares are in per cent.

    `mase`: mean absolute scaled error; the scale is the mean absolute change per step
    of the series until the origin (Hyndman and Koehler 2006). `median_ape`: median of
    |error| / outcome. `within_10`, `within_20`: share of forecasts not farther off
    than that. `weighted`: sum of |error| over sum of outcomes. `pinball`: mean quantile
    loss over LEVELS, scaled as MASE. `crps`: continuous ranked probability score from
    the quantiles (twice the mean quantile loss, weighted by the gaps between levels),
    scaled. `cover_*`: share of outcomes in the interval; `width_*`: mean width, scaled;
    `winkler_80`: interval score (Gneiting and Raftery 2007), scaled.
    """

    forecasts: int
    mase: float
    median_ape: float
    within_10: float
    within_20: float
    weighted: float
    pinball: float
    crps: float
    cover_80: float
    cover_95: float
    width_80: float
    width_95: float
    winkler_80: float


def score(quantiles: FloatArray, outcome: FloatArray, scale: FloatArray) -> Scores:
    """Score forecasts against what came; of none, every score is NaN."""
    error = np.abs(quantiles[:, MEDIAN] - outcome)
    share = error / np.maximum(outcome, 1.0)
    loss = pinball(quantiles, outcome) / scale[:, None]
    cover, width = {}, {}
    for percent, (low, high) in INTERVALS.items():
        inside = (quantiles[:, low] <= outcome) & (outcome <= quantiles[:, high])
        cover[percent] = _percent(inside)
        width[percent] = _mean((quantiles[:, high] - quantiles[:, low]) / scale)
    return Scores(
        len(outcome),
        _mean(error / scale),
        100 * float(np.median(share)) if len(share) else float("nan"),
        _percent(share <= 0.1),
        _percent(share <= 0.2),
        100 * float(error.sum() / outcome.sum()) if outcome.sum() else float("nan"),
        _mean(loss.mean(axis=1)) if len(loss) else float("nan"),
        _mean(crps(loss)),
        cover[80],
        cover[95],
        width[80],
        width[95],
        _mean(winkler(quantiles, outcome, 80) / scale),
    )


def pinball(quantiles: FloatArray, outcome: FloatArray) -> FloatArray:
    """Quantile loss at each of LEVELS, (M, 7) (Koenker and Bassett 1978)."""
    above = outcome[:, None] - quantiles
    loss: FloatArray = np.maximum(LEVELS * above, (LEVELS - 1) * above)
    return loss


def crps(loss: FloatArray) -> FloatArray:
    """Continuous ranked probability score from quantile losses (M, 7).

    Twice the integral of the quantile loss over the levels (Laio and Tamea 2007), by
    the trapezoidal rule; beyond the lowest and the highest level the loss falls to 0.
    Seven quantiles understate the score of a normal forecast by up to a sixth.
    """
    levels = np.concatenate([[0.0], LEVELS, [1.0]])
    zero = np.zeros((len(loss), 1))
    whole = np.concatenate([zero, loss, zero], axis=1)
    return 2 * np.asarray(np.trapezoid(whole, levels, axis=1), dtype=np.float64)


def winkler(quantiles: FloatArray, outcome: FloatArray, percent: int) -> FloatArray:
    """Width of the interval plus 2/α of how far outside it is (Winkler 1972)."""
    low, high = (quantiles[:, at] for at in INTERVALS[percent])
    outside = np.maximum(low - outcome, 0.0) + np.maximum(outcome - high, 0.0)
    return high - low + 2 / (1 - percent / 100) * outside


def _mean(values: FloatArray) -> float:
    return float(values.mean()) if len(values) else float("nan")


def _percent(true: BoolArray) -> float:
    return 100 * float(true.mean()) if len(true) else float("nan")
