"""What followed cases like these, as many small trees see it?

Gradient boosting of regression trees on all that was known (growth, size, parts, every
driver), for the median of the growth of the logarithm over the horizon. Trees learn
their lessons by heart, so that the intervals rest on lessons that were left out: those
of even years are forecast by trees of odd years, and the reverse. It needs scikit-learn
(extra `boosting`), and is left out without it. References: Friedman 2001, Annals of
Statistics 29(5); Ke et al. 2017, NeurIPS 30 (histograms).
"""

from __future__ import annotations

from importlib.util import find_spec

import numpy as np

from migrascope.foresight import features, spread
from migrascope.foresight.models.model import Centred
from migrascope.foresight.panel import FloatArray, Panel

FEWEST = 400
TREES = 80
RATE = 0.06
LEAVES = 12
LEAST_LEAF = 40
LARGEST = 2.0
"""Growth beyond it is not believed."""


def is_there() -> bool:
    """Whether scikit-learn is installed."""
    return find_spec("sklearn") is not None


def path(panel: Panel, horizon: int) -> FloatArray:
    """The value carried on by the growth that the trees expect, at each time."""
    said = np.full_like(panel.values, np.nan)
    if len(panel.times) <= horizon:
        return said
    at, series = spread.lessons(panel, horizon)
    if len(at) < FEWEST:
        return said
    _, known = features.table(panel, every=True)
    logs = panel.logs
    followed = logs[at + horizon, series] - logs[at, series]
    x = known[at, series]
    growth = np.full_like(logs, np.nan)
    even = np.array(panel.times)[at] % 2 == 0
    for lessons in (even, ~even):
        left_out = ~lessons
        growth[at[left_out], series[left_out]] = _learned(
            x[lessons], followed[lessons], x[left_out]
        )
    growth[-1] = _learned(x, followed, known[-1])
    return panel.from_logs(logs + np.clip(growth, -LARGEST, LARGEST))


def _learned(x: FloatArray, y: FloatArray, asked: FloatArray) -> FloatArray:
    """What trees grown on x (M, F) and y (M,) say of `asked`.

    On one core: threads that wait for each other on a busy machine take minutes.
    """
    from sklearn.ensemble import HistGradientBoostingRegressor
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]  # no stubs; one line uses it

    trees = HistGradientBoostingRegressor(
        loss="absolute_error",
        max_iter=TREES,
        learning_rate=RATE,
        max_leaf_nodes=LEAVES,
        min_samples_leaf=LEAST_LEAF,
        early_stopping=False,
        random_state=0,
    )
    with threadpool_limits(1):
        return np.asarray(trees.fit(x, y).predict(asked), dtype=np.float64)


MODEL = Centred(
    "boosted", "Boosted trees on what was known", "Friedman 2001; Ke et al. 2017", path
)
