"""What happened next, in the past cases that look most like this one?

Every earlier time of every series is a case: how it had grown, how large it was, of
which groups it was made. Cases are weighed by likeness, and the quantiles of what
followed them are the forecast: no formula for the trend or for the doubt. References:
the method of analogues (Lorenz 1969, Journal of the Atmospheric Sciences 26), as
kernel regression of quantiles (Yu and Jones 1998, JASA 93).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from migrascope.foresight import features, spread
from migrascope.foresight.likeness import followed
from migrascope.foresight.panel import FloatArray, Panel
from migrascope.foresight.quantiles import LEVELS

SCALES = {"growth": 0.15, "growth_before": 0.15, "restlessness": 0.7}
LONG_GROWTH = 0.4
OF_PARTS = 0.4
SHARE = 4.0
SIZE = 2.5
BANDWIDTH = 0.6
HALF_LIFE = 20.0
_LEAST_WEIGHT = 1e-9
FEWEST = 200


@dataclass(frozen=True, slots=True)
class Analogues:
    """Weighted quantiles of what followed like cases."""

    name: str = "analogues"
    title: str = "Past cases that look alike"
    reference: str = "Lorenz 1969; Yu and Jones 1998"

    def forecast(self, known: Panel, horizons: Sequence[int]) -> FloatArray:
        """Quantiles (horizons, series, 7) of the values after the last time."""
        names, table = features.table(known)
        spot = place(names, table)
        return np.stack([_one(known, spot, horizon) for horizon in horizons])


def place(names: Sequence[str], table: FloatArray) -> FloatArray:
    """Where a case stands: features in units in which 1 is far."""
    out = np.empty_like(table)
    for at, name in enumerate(names):
        column = table[..., at]
        if name == "size":
            out[..., at] = column / SIZE
        elif name.startswith("share_of"):
            out[..., at] = column / SHARE
        else:
            bent = np.log1p(np.abs(column) / _scale(name))
            out[..., at] = np.sign(column) * bent
    return out


def _scale(name: str) -> float:
    if name in SCALES:
        return SCALES[name]
    return OF_PARTS if name.startswith("growth_of") else LONG_GROWTH


def _one(known: Panel, spot: FloatArray, horizon: int) -> FloatArray:
    out = np.full((len(known.keys), len(LEVELS)), np.nan)
    if len(known.times) <= horizon:
        return out
    at, series = spread.usable(known, horizon)
    large = known.values[at, series] >= 10 * known.floor
    at, series = at[large][-spread.MOST :], series[large][-spread.MOST :]
    asked = np.nonzero(~np.isnan(known.values[-1]))[0]
    if len(at) < FEWEST or not len(asked):
        return out
    logs = known.logs
    grew = logs[at + horizon, series] - logs[at, series]
    age = (len(known.times) - 1 - horizon - at) / known.season
    near = spot / np.sqrt(BANDWIDTH)
    growth = followed(
        grew,
        near[-1, asked],
        near[at, series],
        0.5 ** (age / HALF_LIFE),
        least=_LEAST_WEIGHT,
    )
    out[asked] = known.from_logs(logs[-1, asked][:, None] + growth)
    return out


MODEL = Analogues()
