"""Counts that come and go: how large when there are any, and how likely are any?

Croston's method in the form of Teunter, Syntetos and Babai: the size of what is not
nought, and the chance that it is not, are smoothed apart, the chance in every step, so
that a series that has ended fades. It speaks only of intermittent series: since their
first figure above the floor, such figures are on average more than 1.32 steps apart
(Syntetos, Boylan and Croston 2005, Journal of the Operational Research Society 56(5));
of others it says nothing. References: Croston 1972, Operational Research Quarterly
23(3); Teunter, Syntetos and Babai 2011, European Journal of Operational Research
214(3).
"""

from __future__ import annotations

import numpy as np

from migrascope.foresight.models.model import Centred
from migrascope.foresight.panel import FloatArray, Panel

SMOOTHING = 0.5
"""Of 0.1, 0.2, 0.3 and 0.5 the best for corridors in 2004 to 2013."""
SELDOM = 1.32
"""Mean steps between figures above the floor, beyond which a series is intermittent."""


def path(panel: Panel, horizon: int) -> FloatArray:
    """Mean expected per step at each time; the same for all horizons."""
    del horizon
    values = panel.values
    size = np.full(values.shape[1], np.nan)
    chance = np.ones(values.shape[1])
    seen, often = np.zeros(values.shape[1]), np.zeros(values.shape[1])
    out = np.full_like(values, np.nan)
    for time, now in enumerate(values):
        some = np.nan_to_num(now) >= panel.floor
        known = ~np.isnan(now) & (some | ~np.isnan(size))
        size = np.where(
            some, np.where(np.isnan(size), now, size + SMOOTHING * (now - size)), size
        )
        chance = np.where(known, chance + SMOOTHING * (some - chance), chance)
        seen, often = seen + known, often + some
        out[time] = np.where(seen > SELDOM * often, chance * size, np.nan)
    return out


MODEL = Centred(
    "croston",
    "Croston's method, for series that come and go",
    "Croston 1972; Teunter, Syntetos and Babai 2011",
    path,
    least=0.0,
)
