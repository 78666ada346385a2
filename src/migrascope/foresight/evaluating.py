"""How good would each model have been, had it been asked each year in the past?

Rolling origins: at each origin the panel is cut, every model forecasts, and what came
is put beside it. Nothing of a model sees a later year.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from migrascope.foresight.models.model import Model
from migrascope.foresight.panel import BoolArray, FloatArray, IntArray, Panel
from migrascope.foresight.scores import Scores, score

LEAST_HISTORY = 15
"""Figures that a yearly series must have; a monthly one three years of them."""
LARGE = 100
"""Series count that reached so many floors at some time: 5,000 people."""


@dataclass(frozen=True, slots=True, eq=False)
class Trial:
    """Forecasts of one model at many origins, beside what came.

    Aligned over M forecasts: `origin` (time), `series` (column of the panel),
    `quantiles` (M, 7), `outcome`, `last` (value at the origin), `scale` and `silent`
    (M,): true where the model had nothing to say.
    """

    model: str
    horizon: int
    origin: IntArray
    series: IntArray
    quantiles: FloatArray
    outcome: FloatArray
    last: FloatArray
    scale: FloatArray
    silent: BoolArray

    def only(self, mask: BoolArray) -> Trial:
        """The forecasts where the mask is true."""
        return Trial(
            self.model,
            self.horizon,
            self.origin[mask],
            self.series[mask],
            self.quantiles[mask],
            self.outcome[mask],
            self.last[mask],
            self.scale[mask],
            self.silent[mask],
        )

    def scores(self) -> Scores:
        """Scores over all of them."""
        return score(self.quantiles, self.outcome, self.scale)


def evaluate(
    panel: Panel,
    models: Sequence[Model],
    origins: Sequence[int],
    horizons: Sequence[int],
    *,
    least: float | None = None,
    advance: Callable[[int, int], None] | None = None,
) -> tuple[Trial, ...]:
    """Try every model at every origin; one trial for each model and horizon.

    Series count that reached `least` (LARGE floors) at some time and have at least
    LEAST_HISTORY figures at the origin. A model that has nothing to say of a series is
    given the last value there with no interval: silence earns nothing.
    """
    least = LARGE * panel.floor if least is None else least
    said: dict[tuple[str, int], list[Trial]] = {}
    total = len(origins) * len(models)
    for step, origin in enumerate(origins):
        known = panel.until(origin)
        for number, model in enumerate(models):
            quantiles = model.forecast(known, horizons)
            for at, horizon in enumerate(horizons):
                trial = _beside(panel, known, model, horizon, quantiles[at], least)
                said.setdefault((model.name, horizon), []).append(trial)
            if advance:
                advance(step * len(models) + number + 1, total)
    return tuple(together(each) for each in said.values())


def shortest(season: int) -> int:
    """How many figures a series must have for a model to be tried on it.

    >>> shortest(1), shortest(12)
    (15, 36)
    """
    return LEAST_HISTORY if season == 1 else 3 * season


def too_short(known: Panel) -> BoolArray:
    """Which series have fewer figures than those that models are tried on, (N,)."""
    figures = (~np.isnan(known.values)).sum(axis=0)
    return np.asarray(figures < shortest(known.season))


def scales(known: Panel) -> FloatArray:
    """Mean absolute change per step of each series, (N,); NaN where there is none."""
    change = np.abs(np.diff(known.values, axis=0))
    count = (~np.isnan(change)).sum(axis=0)
    sums = np.nansum(change, axis=0)
    return np.where((count > 0) & (sums > 0), sums / np.maximum(count, 1), np.nan)


def _beside(
    panel: Panel,
    known: Panel,
    model: Model,
    horizon: int,
    quantiles: FloatArray,
    least: float,
) -> Trial:
    row = len(known.times) - 1
    last, scale = known.values[-1], scales(known)
    outcome = (
        panel.values[row + horizon]
        if row + horizon < len(panel.times)
        else np.full(len(panel.keys), np.nan)
    )
    most: FloatArray = np.nan_to_num(panel.values).max(axis=0)
    known_all = ~np.isnan(last + outcome + scale)
    counted = (most >= least) & ~too_short(known) & known_all
    silent = np.asarray(np.isnan(quantiles).any(axis=1))
    said = np.where(silent[:, None], last[:, None], quantiles)
    series = np.nonzero(counted)[0]
    return Trial(
        model.name,
        horizon,
        np.full(len(series), panel.times[row]),
        series,
        said[series],
        outcome[series],
        last[series],
        scale[series],
        silent[series],
    )


def together(trials: Sequence[Trial]) -> Trial:
    """Forecasts of several trials in a row, under the name of the first."""
    columns = {
        name: np.concatenate([getattr(each, name) for each in trials])
        for name in Trial.__slots__
        if name not in {"model", "horizon"}
    }
    return Trial(trials[0].model, trials[0].horizon, **columns)
