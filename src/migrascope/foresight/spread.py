"""How far off will a forecast be, judged by how far off such forecasts were?

The errors that a model made at all earlier origins, over all series, are weighed by
likeness: series of like size, of like restlessness, and errors not long ago count
most. Their quantiles are put around the centre. Errors are those of logarithms of
value + floor, so that bounds are never below nought and grow with the number.

With M past errors and N series: `conformal` prediction by weights (Tibshirani, Foygel
Barber, Candès and Ramdas 2019, Conformal prediction under covariate shift) in the
simple form of weighted empirical quantiles.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from migrascope.foresight.likeness import followed
from migrascope.foresight.panel import FloatArray, IntArray, Panel
from migrascope.foresight.quantiles import MEDIAN

WIDTH_OF_SIZE = (
    1.0  # logarithms: a tenth of the size has less than a tenth of the weight
)
WIDTH_OF_RESTLESSNESS = 0.5
HALF_LIFE = 12.0  # years after which an error counts half
MOST = 6_000  # errors that are looked at: the newest
LOOK_BACK = 5  # times over which restlessness is measured
_LEAST_WEIGHT = 1e-6


@dataclass(frozen=True, slots=True)
class Errors:
    """Errors of logarithms that were made, with what they were made about; all (M,)."""

    error: FloatArray
    size: FloatArray
    restlessness: FloatArray
    age: FloatArray


def restlessness(panel: Panel) -> FloatArray:
    """Logarithm of the mean change of logarithms over the last years, (T, N)."""
    logs = panel.logs
    change = np.full_like(logs, np.nan)
    change[1:] = np.abs(np.diff(logs, axis=0))
    if panel.breaks is not None:
        change[panel.breaks] = np.nan
    known = ~np.isnan(change)
    sums = np.cumsum(np.where(known, change, 0.0), axis=0)
    counts = np.cumsum(known, axis=0)
    sums[LOOK_BACK:] -= sums[:-LOOK_BACK].copy()
    counts[LOOK_BACK:] -= counts[:-LOOK_BACK].copy()
    mean = np.divide(sums, counts, out=np.zeros_like(sums), where=counts > 0)
    out: FloatArray = np.log(mean + 0.02)
    return out


def usable(panel: Panel, horizon: int) -> tuple[IntArray, IntArray]:
    """The pairs (time, series) of past forecasts whose outcome can be learned from.

    A pair is left out where a figure is missing, or where the series broke in between.
    """
    seen = ~np.isnan(panel.values)
    good = seen[:-horizon] & seen[horizon:]
    if panel.breaks is not None:
        broken = np.cumsum(panel.breaks, axis=0)
        good &= broken[horizon:] == broken[:-horizon]
    at, series = np.nonzero(good)
    return at, series


def lessons(panel: Panel, horizon: int) -> tuple[IntArray, IntArray]:
    """The usable pairs whose first figure is ten floors or more.

    The growth of fewer people says little of what drives it.
    """
    at, series = usable(panel, horizon)
    large = panel.values[at, series] >= 10 * panel.floor
    return at[large], series[large]


def errors(panel: Panel, centres: FloatArray, horizon: int, *, least: float) -> Errors:
    """The errors of past forecasts of series of at least `least`.

    `centres[t]` is the forecast made at time t of the value `horizon` later, (T, N).
    """
    at, series = usable(panel, horizon)
    made = ~np.isnan(centres[at, series]) & (panel.values[at, series] >= least)
    at, series = at[made][-MOST:], series[made][-MOST:]
    logs = panel.logs
    came = logs[at + horizon, series]
    said = np.log(np.maximum(centres[at, series], 0.0) + panel.floor)
    return Errors(
        came - said,
        logs[at, series],
        restlessness(panel)[at, series],
        (len(panel.times) - 1 - horizon - at) / panel.season,
    )


def around(centre: FloatArray, panel: Panel, past: Errors) -> FloatArray:
    """Quantiles around the newest centres, (N, 7); the median is the centre itself.

    `centre` (N,) is in the unit of the panel. Without past errors every quantile is
    the centre: the caller decides whether that may be said.
    """
    out = np.repeat(centre[:, None], 7, axis=1)
    asked = ~np.isnan(centre)
    if not len(past.error) or not asked.any():
        return out
    now = _places(panel.logs[-1, asked], restlessness(panel)[-1, asked])
    then = _places(past.size, past.restlessness)
    recent = 0.5 ** (past.age / HALF_LIFE)
    off = followed(past.error, now, then, recent, least=_LEAST_WEIGHT)
    off -= off[:, [MEDIAN]]
    middle = np.log(np.maximum(centre[asked], 0.0) + panel.floor)
    out[asked] = panel.from_logs(middle[:, None] + off)
    return out


def _places(size: FloatArray, restless: FloatArray) -> FloatArray:
    """Where series stand, (N, 2), in units in which 1 is far."""
    return np.column_stack([size / WIDTH_OF_SIZE, restless / WIDTH_OF_RESTLESSNESS])
