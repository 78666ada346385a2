"""It goes on as it did on average since the beginning.

The mean change of the logarithm per step since the first figure (at most `WINDOW`
steps ago) is carried on. Reference: Hyndman and Athanasopoulos 2021, section 5.2.
"""

from __future__ import annotations

import numpy as np

from migrascope.foresight.models.model import Centred
from migrascope.foresight.panel import FloatArray, Panel

WINDOW = 10


def path(panel: Panel, horizon: int) -> FloatArray:
    """The value carried on by its mean growth, at each time."""
    logs = panel.logs
    window = WINDOW * panel.season
    slope = np.zeros_like(logs)
    for step in range(1, min(window, len(logs) - 1) + 1):  # the longest that is known
        known = (logs[step:] - logs[:-step]) / step
        slope[step:] = np.where(np.isnan(known), slope[step:], known)
    return panel.from_logs(logs + horizon * slope)


MODEL = Centred("drift", "Drift", "Hyndman and Athanasopoulos 2021, section 5.2", path)
