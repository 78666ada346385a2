"""What may tell where a series goes, known at each time?

All are made of what stands at or before the time, so that those of the last row belong
to a forecast and those of rows above it to lessons. Growth is of logarithms; growth
over a break is nought, as nothing is known about it. Where a driver is not known, its
feature is the mean of all that was known until then: a nought would be a figure, and a
mark of its own would tell which years are the recent ones, and nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from migrascope.foresight import spread
from migrascope.foresight.panel import BoolArray, FloatArray, Panel

STEPS = (1, 2, 3, 5)


CORE = ("asylum_applications",)
"""Drivers that every model uses; others are for models that are asked to."""
POPULATION = "population"


@dataclass(frozen=True, slots=True)
class PerPerson:
    """How a driver becomes features: a logarithm of `per` people, shifted and scaled.

    The regression flattens features beyond one and a half, and cases between countries
    are compared: levels are brought to that size, and of the population.
    """

    per: float
    middle: float
    scale: float
    least: float

    def level(self, values: FloatArray, people: FloatArray) -> FloatArray:
        """How much of it there is for each person."""
        share = np.maximum(values, 0.0) / np.maximum(people, 1.0)
        level: FloatArray = (np.log1p(self.per * share) - self.middle) / self.scale
        return level

    def logs(self, values: FloatArray) -> FloatArray:
        """Logarithms for growth, in which less than `least` makes no difference."""
        logs: FloatArray = np.log(np.maximum(values, 0.0) + self.least)
        return logs


PER_PERSON = {
    "gdp": PerPerson(per=1.0, middle=7.5, scale=1.5, least=1e6),
    "conflict_deaths": PerPerson(per=1e6, middle=0.0, scale=3.0, least=10.0),
    "conflict_displacements": PerPerson(per=1e4, middle=0.0, scale=3.0, least=1e3),
    "disaster_displacements": PerPerson(per=1e4, middle=0.0, scale=3.0, least=1e3),
}
"""Drivers that say more per person; others are compared with the series itself."""


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
    for name in panel.drivers:
        if every or name in CORE:
            columns |= _driven(panel, name)
    return tuple(columns), np.nan_to_num(np.stack(list(columns.values()), axis=-1))


def _driven(panel: Panel, name: str) -> dict[str, FloatArray]:
    """How a driver grew, and how much of it there is."""
    then = panel.drivers[name].when_known()
    form = PER_PERSON.get(name)
    if form is not None and POPULATION in panel.drivers:
        people = _newest(panel.drivers[POPULATION].when_known())
        level, grown = form.level(then, people), form.logs(then)
        called = f"level_of_{name}"
    else:
        grown = np.log(np.maximum(then, 0.0) + panel.floor)
        level, called = grown - panel.logs, f"share_of_{name}"
    return {f"growth_of_{name}": _growth(grown), called: _neutral(level)}


def _neutral(values: FloatArray) -> FloatArray:
    """Missing values replaced by the mean of all that was known until then.

    Before anything is known it is the first mean that there is.
    """
    known: BoolArray = ~np.isnan(values)
    sums = np.cumsum(np.where(known, values, 0.0).sum(axis=1))
    counts = np.cumsum(known.sum(axis=1))
    mean = np.divide(sums, counts, out=np.zeros_like(sums), where=counts > 0)
    if counts[-1]:
        mean[counts == 0] = mean[np.argmax(counts > 0)]
    return np.where(known, values, mean[:, None])


def _newest(values: FloatArray) -> FloatArray:
    """At each time the newest value that there was until then."""
    out = values.copy()
    for time in range(1, len(out)):
        out[time] = np.where(np.isnan(out[time]), out[time - 1], out[time])
    return out


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
