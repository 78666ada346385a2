"""Where does a series jump because the counting changed, not because people moved?

Two rules, both computed from the figures, and a list of what publishers say:

- a group (refugees, asylum seekers, internally displaced people) that was nought or
  not reported and then is at least `LEAST` people and at least `SHARE` of the total
  began to be counted, or came all at once. A model does not learn from either: it
  cannot tell them apart, and the first would teach it an artefact;
- the same in reverse: a group that falls from such a number to nought.

The forecasts are scored on these years all the same: whoever is forecast is forecast.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from migrascope.foresight.panel import BoolArray, FloatArray

LEAST = 5_000
SHARE = 0.3


def found(values: FloatArray, parts: Iterable[FloatArray]) -> BoolArray:
    """True at [t, n] where a part of series n began or ended between t − 1 and t."""
    broken = np.zeros(values.shape, dtype=bool)
    with np.errstate(invalid="ignore"):
        larger = np.fmax(values[1:], values[:-1])
        for part in parts:
            before = np.nan_to_num(part[:-1])
            after = np.nan_to_num(part[1:])
            at_least = np.maximum(LEAST, SHARE * larger)
            began = (before == 0) & (after >= at_least)
            ended = (after == 0) & (before >= at_least)
            broken[1:] |= began | ended
    return broken
