"""What is the state of a framework on a day?

Which stage has been reached this season and since when, which conditions hold and how
far the others are, what is released to whom, and what the figures do not say.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from migrascope.errors import NoFigures
from migrascope.foresight.frameworks import calendar
from migrascope.foresight.frameworks.model import (
    Action,
    Condition,
    Framework,
    Release,
    StageName,
)
from migrascope.foresight.frameworks.series import Series
from migrascope.foresight.frameworks.watching import (
    Watch,
    first_month,
    pace,
    watch,
)


class State(StrEnum):
    """What can be said of a framework on a day."""

    ACTIVATION = "activation"
    READINESS = "readiness"
    NOT_YET = "not yet"
    NOT_WATCHED = "not watched"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Reading:
    """A condition on a day: the figure, of when it is, and whether it holds."""

    stage: StageName
    condition: Condition
    value: float | None
    period: str
    holds: bool | None

    @property
    def short(self) -> float | None:
        """How far the figure is from the threshold; None when it holds, or unknown."""
        if self.value is None or self.holds:
            return None
        return abs(self.condition.threshold - self.value)


@dataclass(frozen=True, slots=True)
class Standing:
    """The state of a framework on a day.

    `since` are the days on which stages were reached this season; `running` says
    whether the conditions of the stage still hold (None: unknown), `lasting` how often
    they did lately, are to, and of how many times. `newest` is the last day of
    decision, `age` the days since then.
    """

    day: str
    state: State
    since: Mapping[StageName, str]
    running: bool | None
    lasting: Mapping[StageName, tuple[int, int, int]]
    newest: str
    age: int
    readings: tuple[Reading, ...]
    releases: tuple[Release, ...]
    actions: tuple[Action, ...]
    missing: tuple[str, ...]


def stand(framework: Framework, series: Mapping[str, Series], day: int) -> Standing:
    """The state on a day (counted from 1970), from what was known by then.

    Raises:
        NoFigures: nothing was known by then.
    """
    seen = watch(framework, series)
    behind = np.flatnonzero((seen.days <= day) & _any_known(framework, series, seen))
    if not len(behind):
        raise NoFigures(
            f"No figure of the framework was known on {calendar.text(day)}.",
            "Give files that reach back further, or ask for a later day.",
        )
    at = int(behind[-1])
    age = day - int(seen.days[at])
    allowed = framework.model.stale_days
    if allowed is None:
        allowed = calendar.STALE[pace(framework, series)]
    stale = age > allowed
    year = int(calendar.season_years(np.array([day]), first_month(framework))[0])
    reached = {
        name: first
        for name, _ in framework.model.stages
        if (first := seen.first(name, year, until=day)) >= 0
    }
    state = _state(framework, seen, at, day, reached, stale=stale)
    named = StageName(state) if state in {*map(str, StageName)} else None
    stages = [
        name
        for name, _ in framework.model.stages
        if name in reached or StageName.ACTIVATION in reached
    ]
    return Standing(
        calendar.text(day),
        state,
        {name: calendar.text(first) for name, first in reached.items()},
        None if named is None or stale else _runs(seen, named, at),
        _lasting(framework, seen, at),
        calendar.text(int(seen.days[at])),
        age,
        _readings(framework, series, int(seen.days[at])),
        tuple(each for each in framework.money.release if each.stage in stages),
        tuple(each for each in framework.delivery.action if each.stage in stages),
        (*_stale(age, allowed), *_missing(framework, series, day)),
    )


def _state(
    framework: Framework,
    seen: Watch,
    at: int,
    day: int,
    reached: Mapping[StageName, int],
    *,
    stale: bool,
) -> State:
    if StageName.ACTIVATION in reached:
        return State.ACTIVATION
    month = int(calendar.months(np.array([day]))[0])
    watched = any(
        (month - stage.first_month) % 12 < stage.months
        for _, stage in framework.model.stages
    )
    if stale and watched:
        return State.UNKNOWN
    if StageName.READINESS in reached:
        return State.READINESS
    if not watched:
        return State.NOT_WATCHED
    unknown = any(np.isnan(each.reached[at]) for each in seen.stages.values())
    return State.UNKNOWN if unknown else State.NOT_YET


def _lasting(
    framework: Framework, seen: Watch, at: int
) -> dict[StageName, tuple[int, int, int]]:
    """How often the stages that have to last held lately."""
    found = {}
    for name, stage in framework.model.stages:
        if stage.of > 1:
            lately = seen.stages[name].joint[max(at - stage.of + 1, 0) : at + 1]
            found[name] = int((lately == 1).sum()), stage.persistence, stage.of
    return found


def _runs(seen: Watch, stage: StageName, at: int) -> bool | None:
    """Whether the conditions of a stage hold, in whatever month."""
    lasted = float(seen.stages[stage].lasted[at])
    return None if np.isnan(lasted) else lasted == 1


def _any_known(
    framework: Framework, series: Mapping[str, Series], seen: Watch
) -> np.typing.NDArray[np.bool_]:
    """The days of decision at which at least one figure was known."""
    names = {
        each.indicator
        for _, stage in framework.model.stages
        for each in stage.condition
    }
    known = [~np.isnan(series[name].asked(seen.days)) for name in names]
    found: np.typing.NDArray[np.bool_] = np.any(known, axis=0)
    return found


def _readings(
    framework: Framework, series: Mapping[str, Series], day: int
) -> tuple[Reading, ...]:
    out = []
    for name, stage in framework.model.stages:
        for each in stage.condition:
            one = series[each.indicator]
            value = float(one.asked(np.array([day]))[0])
            place = int(np.searchsorted(one.known, day, side="right")) - 1
            period = ""
            if place >= 0:
                period = calendar.named(int(one.begins[place]), one.frequency)
            if np.isnan(value):
                out.append(Reading(name, each, None, period, None))
                continue
            holds = _holds(each, value)
            out.append(Reading(name, each, value, period, holds))
    return tuple(out)


def _holds(condition: Condition, value: float) -> bool:
    from migrascope.foresight.frameworks.series import beyond

    found = beyond(np.array([value]), condition.direction, condition.threshold)
    return bool(found[0])


def _stale(age: int, allowed: int) -> tuple[str, ...]:
    if age <= allowed:
        return ()
    says = (
        f"the newest figures were known {age} days before; after {allowed} days they "
        "say nothing of the day asked for. Get newer ones."
    )
    return (says,)


def _missing(
    framework: Framework, series: Mapping[str, Series], day: int
) -> tuple[str, ...]:
    """Which figures are not there in the last season year."""
    out = []
    for each in framework.model.indicator:
        one = series[each.name]
        recent = (one.known <= day) & (one.known > day - 366)
        holes = int(np.isnan(one.values[recent]).sum())
        if not recent.any():
            out.append(f"{each.name}: no figure in the last twelve months.")
        elif holes:
            gaps = np.flatnonzero(recent & np.isnan(one.values))
            last = calendar.named(int(one.begins[gaps[-1]]), one.frequency)
            out.append(
                f"{each.name}: {holes} of {int(recent.sum())} figures of the last "
                f"twelve months are missing, lately that of {last}."
            )
        if one.values.size and not np.nan_to_num(one.values).any():
            out.append(f"{each.name}: every figure is nought; is that so?")
    return tuple(out)
