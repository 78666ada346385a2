"""Nothing changes: the next value is the last one.

The forecast that every other has to beat. References: Hyndman and Athanasopoulos 2021,
*Forecasting: principles and practice*, section 5.2 (naïve method).
"""

from __future__ import annotations

from migrascope.foresight.models.model import Centred
from migrascope.foresight.panel import FloatArray, Panel


def path(panel: Panel, horizon: int) -> FloatArray:
    """The value at each time, said of `horizon` later."""
    del horizon
    return panel.values


MODEL = Centred(
    "last_value", "Last value", "Hyndman and Athanasopoulos 2021, section 5.2", path
)
