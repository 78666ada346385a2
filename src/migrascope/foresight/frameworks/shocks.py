"""When did the shock come, and of which seasons is that known?

A season year has one shock: the first day on which the event of the framework begins.
What goes on, or comes back soon, is no new one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from migrascope.foresight.frameworks import calendar
from migrascope.foresight.frameworks.calendar import FloatArray, IntArray
from migrascope.foresight.frameworks.model import Framework, Frequency
from migrascope.foresight.frameworks.series import Series, beyond
from migrascope.foresight.frameworks.watching import first_month

_MONTHLY = Frequency.MONTHLY


@dataclass(frozen=True, slots=True)
class Shocks:
    """What is known of shocks; days are counted from 1970.

    `onsets` has the first of each season year; `outside` counts those that came so long
    after a season that no activation could foresee them. `share` says how much of the
    watched months of each season year is known, `last` is the last day that is.
    """

    onsets: Mapping[int, int]
    outside: int
    share: Mapping[int, float]
    last: int


def shocks(framework: Framework, series: Series) -> Shocks:
    """The shocks of a framework that says what they are."""
    event = framework.event
    assert event is not None
    begins = series.begins
    if series.frequency is Frequency.YEARLY:
        begins = calendar.starts(series.numbers * 12 + event.month - 1, _MONTHLY)
    reached = beyond(series.values, event.direction, event.threshold)
    onsets = begins[_onset(reached, begins, series.frequency, event.apart_days)]
    years = calendar.season_years(onsets, first_month(framework))
    within = onsets <= _season_end(framework, years) + event.within_days
    first: dict[int, int] = {}
    for day, year in zip(onsets[within], years[within], strict=True):
        first.setdefault(int(year), int(day))
    known = begins[~np.isnan(series.values)]
    end = int(known[-1] if len(known) else begins[-1])
    last = end + calendar.LENGTH[series.frequency] - 1
    return Shocks(first, int((~within).sum()), _shares(framework, series, begins), last)


def _season_end(framework: Framework, years: IntArray) -> IntArray:
    """The last day on which activation is watched, in each season year."""
    stage, month = framework.model.activation, first_month(framework)
    later = (stage.first_month - month) % 12 + stage.months
    return calendar.starts(years * 12 + month - 1 + later, _MONTHLY) - 1


def _shares(framework: Framework, series: Series, begins: IntArray) -> dict[int, float]:
    """How much of the watched months of each season year is known of the shock."""
    stage, month = framework.model.activation, first_month(framework)
    known = begins[~np.isnan(series.values)]
    if not len(known):
        return {}
    years = calendar.season_years(known, month)
    if series.frequency is Frequency.YEARLY:
        return dict.fromkeys((int(each) for each in years), 1.0)
    bounds = np.array([years[0], years[-1] + 1]) * 12 + month - 1
    reach = calendar.starts(bounds, _MONTHLY)
    first, last = calendar.periods(reach, series.frequency)
    every = calendar.starts(np.arange(first, last), series.frequency)
    inside = (calendar.months(every) - stage.first_month) % 12 < stage.months
    every = every[inside]
    found = np.isin(every, known)
    of = calendar.season_years(every, month)
    return {int(year): float(found[of == year].mean()) for year in np.unique(of)}


def _onset(
    reached: FloatArray, begins: IntArray, frequency: Frequency, apart: int
) -> IntArray:
    """Where a shock begins: reached now, and not within `apart` days before.

    Yearly figures are shocks of their own, each.
    """
    there = np.flatnonzero(reached == 1)
    if frequency is Frequency.YEARLY or not len(there):
        return there
    days = begins[there]
    length = calendar.LENGTH[frequency]
    fresh = np.concatenate(([True], np.diff(days) > max(apart, length)))
    return there[fresh]
