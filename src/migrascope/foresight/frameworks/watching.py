"""When was which stage reached?

At each time at which the indicators were known: which conditions held (three-valued:
yes, no, unknown), whether they held long enough, and whether the month is watched.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from migrascope.errors import NoFigures
from migrascope.foresight.frameworks import calendar
from migrascope.foresight.frameworks.calendar import FloatArray, IntArray
from migrascope.foresight.frameworks.model import (
    Framework,
    Frequency,
    Need,
    Stage,
    StageName,
)
from migrascope.foresight.frameworks.series import Series, beyond


@dataclass(frozen=True, slots=True, eq=False)
class Watched:
    """A stage over time; 1 is yes, 0 no, NaN unknown.

    `holds` has a row for each condition and a column for each day of decision. `joint`
    is whether enough of them hold on that day, `lasted` whether they did long enough,
    `inside` whether the month is watched.
    """

    holds: FloatArray
    joint: FloatArray
    lasted: FloatArray
    inside: FloatArray

    @property
    def reached(self) -> FloatArray:
        """Whether the stage is reached: never in months that are not watched."""
        return np.where(self.inside == 1, self.lasted, 0.0)


@dataclass(frozen=True, slots=True, eq=False)
class Watch:
    """All stages on the days of decision, and the season years of these."""

    days: IntArray
    years: IntArray
    stages: Mapping[StageName, Watched]

    def first(self, stage: StageName, year: int, *, until: int | None = None) -> int:
        """The day on which a stage was first reached in a season year; -1 if never."""
        if stage not in self.stages:
            return -1
        at = (self.years == year) & (self.stages[stage].reached == 1)
        if until is not None:
            at &= self.days <= until
        found = np.flatnonzero(at)
        return int(self.days[found[0]]) if len(found) else -1


def first_month(framework: Framework) -> int:
    """The month in which a season year begins: the first that is watched."""
    return framework.model.stages[0][1].first_month


def pace(framework: Framework, series: Mapping[str, Series]) -> Frequency:
    """How often a decision is possible: as often as the quickest indicator."""
    used = _used(framework, series).values()
    return min((each.frequency for each in used), key=calendar.LENGTH.__getitem__)


def watch(framework: Framework, series: Mapping[str, Series]) -> Watch:
    """Follow the stages over whole season years from the first to the last figure.

    Raises:
        NoFigures: the indicators have no figures.
    """
    days = _decisions(framework, series)
    years = calendar.season_years(days, first_month(framework))
    stages = {
        name: _stage(stage, days, series) for name, stage in framework.model.stages
    }
    return Watch(days, years, stages)


def joined(holds: FloatArray, need: Need) -> FloatArray:
    """Whether all (or any) of the rows hold, as far as that can be known."""
    unknown = np.isnan(holds)
    no, yes = (holds == 0).any(axis=0), (holds == 1).any(axis=0)
    certain = no if need is Need.ALL else yes
    other = 0.0 if need is Need.ALL else 1.0
    return np.where(certain, other, np.where(unknown.any(axis=0), np.nan, 1.0 - other))


def lasting(holds: FloatArray, persistence: int, of: int) -> FloatArray:
    """Whether it held so many of the last `of` times; times before the first count not.

    Unknown times leave it open only where they could change the answer.
    """
    if of == 1:
        return holds
    padded = np.concatenate((np.full(of - 1, np.nan), holds))
    yes = _count(padded == 1, of)
    open_ = _count(np.isnan(padded), of)
    return np.where(
        yes >= persistence, 1.0, np.where(yes + open_ < persistence, 0.0, np.nan)
    )


def _stage(stage: Stage, days: IntArray, series: Mapping[str, Series]) -> Watched:
    holds = np.stack(
        [
            beyond(series[each.indicator].asked(days), each.direction, each.threshold)
            for each in stage.condition
        ]
    )
    months = calendar.months(days)
    inside = (months - stage.first_month) % 12 < stage.months
    joint = joined(holds, stage.need)
    lasted = lasting(joint, stage.persistence, stage.of)
    return Watched(holds, joint, lasted, np.asarray(inside, dtype=np.float64))


def _decisions(framework: Framework, series: Mapping[str, Series]) -> IntArray:
    """The days on which the quickest indicators were known, over whole season years."""
    used = _used(framework, series)
    quickest = pace(framework, series)
    leading = [each for each in used.values() if each.frequency is quickest]
    if not any(len(each.values) for each in leading):
        raise NoFigures("The indicators have no figures.", "Look at the files.")
    delay = max(each.delay_days for each in leading)
    reach = np.array(
        [
            min(each.known[0] for each in leading),
            max(each.known[-1] for each in leading),
        ]
    )
    month = first_month(framework)
    years = calendar.season_years(reach, month)
    bounds = calendar.starts(
        np.array([years[0], years[1] + 1]) * 12 + month - 1, Frequency.MONTHLY
    )
    first, last = calendar.periods(bounds - delay, quickest)
    days = calendar.ends(np.arange(first - 1, last + 1), quickest) + delay
    kept: IntArray = days[(days >= bounds[0]) & (days < bounds[1])]
    return kept


def _used(framework: Framework, series: Mapping[str, Series]) -> dict[str, Series]:
    names = {
        each.indicator
        for _, stage in framework.model.stages
        for each in stage.condition
    }
    return {name: series[name] for name in names}


def _count(true: np.typing.NDArray[np.bool_], window: int) -> FloatArray:
    sums = np.concatenate(([0.0], np.cumsum(true)))
    return sums[window:] - sums[:-window]
