"""What may tell where a series goes, known at each time?

All are made of what stands at or before the time, so that those of the last row belong
to a forecast and those of rows above it to lessons. Growth is of logarithms; growth
over a break is nought, as nothing is known about it.
"""

from __future__ import annotations

import numpy as np

from migrascope.foresight import spread
from migrascope.foresight.panel import FloatArray, Panel

STEPS = (1, 2, 3, 5)


CORE = ("asylum_applications",)
"""Drivers that every model uses; others are for models that choose among many."""


def table(panel: Panel, *, every: bool = False) -> tuple[tuple[str, ...], FloatArray]:
    """Names of the features, and their values (T, N, F); never missing.

    With `every` the drivers are those of the panel, else those in CORE.
    """
    logs = panel.logs
    steps = _steps(panel)
    columns: dict[str, FloatArray] = {
        "growth": steps,
        "growth_before": _later(steps, 1),
    }
    for years in STEPS[1:]:
        columns[f"growth_{years}"] = _sum_of(steps, years)
    columns["size"] = logs
    columns["restlessness"] = spread.restlessness(panel)
    for name, part in panel.parts.items():
        inside = np.log(np.nan_to_num(part) + panel.floor)
        columns[f"growth_of_{name}"] = _growth(inside)
        columns[f"share_of_{name}"] = inside - logs
    for name, driver in panel.drivers.items():
        if not every and name not in CORE:
            continue
        then = np.maximum(np.nan_to_num(driver.when_known()), 0.0)
        known = np.log(then + panel.floor)
        columns[f"growth_of_{name}"] = _growth(known)
        columns[f"share_of_{name}"] = known - logs
    return tuple(columns), np.nan_to_num(np.stack(list(columns.values()), axis=-1))


def _steps(panel: Panel) -> FloatArray:
    grew = _growth(panel.logs)
    if panel.breaks is not None:
        grew[panel.breaks] = 0.0
    return grew


def _growth(logs: FloatArray) -> FloatArray:
    out = np.zeros_like(logs)
    out[1:] = np.nan_to_num(np.diff(logs, axis=0))
    return out


def _later(values: FloatArray, steps: int) -> FloatArray:
    out = np.zeros_like(values)
    out[steps:] = values[:-steps]
    return out


def _sum_of(steps: FloatArray, years: int) -> FloatArray:
    upto = np.cumsum(steps, axis=0)
    return upto - _later(upto, years)
