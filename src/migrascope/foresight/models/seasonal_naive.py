"""The same month of last year comes again.

For yearly series it is the last value. Reference: Hyndman and Athanasopoulos 2021,
section 5.2.
"""

from __future__ import annotations

import numpy as np

from migrascope.foresight.models.model import Centred
from migrascope.foresight.panel import FloatArray, Panel


def path(panel: Panel, horizon: int) -> FloatArray:
    """The value of the same season before, at each time."""
    back = -horizon % panel.season
    out = np.full_like(panel.values, np.nan)
    out[back:] = panel.values[: len(panel.values) - back]
    return out


MODEL = Centred(
    "seasonal_naive",
    "Same season before",
    "Hyndman and Athanasopoulos 2021, section 5.2",
    path,
)
