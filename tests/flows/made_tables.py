"""Small tables of movements, made by hand."""

from __future__ import annotations

import numpy as np

from migrascope.flows.account import Interval, mid_years
from migrascope.flows.table import Fit, FlowTable

AREAS = ("KEN", "SOM", "UGA", "USA")
MET = Fit(rounds=3, largest_error=0.0, tolerance=1e-6, converged=True)


def flow_table(
    method: str,
    *corridors: tuple[str, str, float],
    sex: str = "_T",
    interval: Interval | None = None,
    fit: Fit = MET,
) -> FlowTable:
    """A table of four areas with these movements and no others."""
    persons = np.zeros((len(AREAS), len(AREAS)))
    for origin, destination, people in corridors:
        persons[AREAS.index(origin), AREAS.index(destination)] = people
    return FlowTable(
        method=method,
        sex=sex,
        interval=interval or mid_years(2015, 2020),
        areas=AREAS,
        persons=persons,
        fit=fit,
    )
