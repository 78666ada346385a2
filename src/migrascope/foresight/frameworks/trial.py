"""What would a framework have done in the past?

Season by season: was it activated, did the shock come, and which of the two first. A
season counts once, however many days the trigger stood.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from migrascope.errors import BadPlan, NoFigures
from migrascope.foresight.frameworks import intervals
from migrascope.foresight.frameworks.intervals import Share
from migrascope.foresight.frameworks.model import (
    Framework,
    StageName,
)
from migrascope.foresight.frameworks.series import Series
from migrascope.foresight.frameworks.shocks import Shocks, shocks
from migrascope.foresight.frameworks.watching import Watch, watch

ENOUGH = 0.9
"""The share of a season that has to be known for a season to count as quiet."""


class Verdict(StrEnum):
    """What became of a season."""

    HIT = "hit"
    LATE = "late"
    IN_VAIN = "in vain"
    MISSED = "missed"
    BOTH = "in vain, and missed"
    QUIET = "quiet"
    AHEAD = "foreseen the season before"
    UNKNOWN = "not counted"


@dataclass(frozen=True, slots=True)
class Season:
    """A season year; days are counted from 1970, None where nothing happened.

    `foreseen` is of its own shock; `lead` counts the days from activation to shock.
    """

    year: int
    readiness: int | None
    activation: int | None
    event: int | None
    verdict: Verdict
    foreseen: bool
    lead: int | None
    money: float
    people: int


@dataclass(frozen=True, slots=True)
class Trial:
    """A framework over the past; what is counted is counted once for each season.

    `outside` are shocks so long after the watched months that no activation could have
    foreseen them; they are neither hits nor misses.
    """

    seasons: tuple[Season, ...]
    few: int
    outside: int = 0

    @property
    def counted(self) -> tuple[Season, ...]:
        """The seasons whose figures say enough."""
        return tuple(e for e in self.seasons if e.verdict is not Verdict.UNKNOWN)

    def number(self, *verdicts: Verdict) -> int:
        """How many seasons ended so."""
        return sum(each.verdict in verdicts for each in self.seasons)

    @property
    def events(self) -> int:
        """Shocks in the seasons that count."""
        return sum(each.event is not None for each in self.counted)

    @property
    def activations(self) -> int:
        """Activations in the seasons that count."""
        return sum(each.activation is not None for each in self.counted)

    @property
    def in_vain(self) -> int:
        """Activations after which no shock came."""
        return self.number(Verdict.IN_VAIN, Verdict.BOTH)

    @property
    def late(self) -> int:
        """Activations that followed the shock of their season."""
        return self.number(Verdict.LATE)

    @property
    def foreseen(self) -> int:
        """Shocks that came within the window after an activation."""
        return sum(each.foreseen for each in self.counted)

    @property
    def unforeseen(self) -> int:
        """Shocks before which there was no activation in time."""
        return self.events - self.foreseen

    @property
    def too_few(self) -> bool:
        """Whether there were too few shocks to say how good the framework is."""
        return self.events < self.few

    @property
    def detection(self) -> Share:
        """Shocks foreseen, of all shocks."""
        return intervals.share(self.foreseen, self.events)

    @property
    def false_alarms(self) -> Share:
        """Activations in vain, of all activations."""
        return intervals.share(self.in_vain, self.activations)

    @property
    def acting(self) -> Share:
        """Seasons with an activation, of all that count."""
        return intervals.share(self.activations, len(self.counted))

    @property
    def shocks(self) -> Share:
        """Seasons with a shock, of all that count."""
        return intervals.share(self.events, len(self.counted))

    @property
    def luck(self) -> float:
        """The chance of at least as many hits if activations came at random."""
        other = len(self.counted) - self.events - self.in_vain
        return intervals.luck(
            self.foreseen, self.unforeseen, self.in_vain, max(other, 0)
        )

    @property
    def leads(self) -> tuple[int, ...]:
        """Days from activation to shock, of the hits."""
        return tuple(each.lead for each in self.counted if each.lead is not None)


def trial(framework: Framework, series: Mapping[str, Series]) -> Trial:
    """Try a framework on everything that the series hold.

    Raises:
        BadPlan: the framework does not say what the shock is.
        NoFigures: there is nothing to try it on.
    """
    event = framework.event
    if event is None:
        raise BadPlan(
            "the framework does not say what counts as the shock.",
            "Add [event] with indicator, direction, threshold, unit and within_days.",
        )
    seen = watch(framework, series)
    known = shocks(framework, series[event.indicator])
    years = [int(each) for each in np.unique(seen.years)]
    covered = [each for each in years if each in known.share]
    if not covered:
        raise NoFigures(
            "The indicators of the model and of the shock have no season in common.",
            "Give files that speak of the same years.",
        )
    # A year without any figure of the trigger is no season of the trial.
    counted = [year for year in covered if _known(seen, year) > 0]
    if sum(_known(seen, year) for year in counted) == 0 or _figures(seen) < 2:
        names = {each.indicator for each in framework.model.activation.condition}
        read = dict.fromkeys(series[name].origin for name in sorted(names))
        raise NoFigures(
            "There are too few figures of the trigger to try it on the past: "
            f"{'; '.join(read)}.",
            "A back-test needs at least two known times, and several seasons to say "
            "anything.",
        )
    acted = {year: seen.first(StageName.ACTIVATION, year) for year in counted}
    foreseen = {
        other
        for day in acted.values()
        for other, onset in known.onsets.items()
        if 0 <= day <= onset <= day + event.within_days
    }
    return Trial(
        tuple(
            _season(framework, seen, year, acted[year], known, year in foreseen)
            for year in counted
        ),
        event.few,
        known.outside,
    )


def _season(
    framework: Framework,
    seen: Watch,
    year: int,
    activation: int,
    known: Shocks,
    foreseen: bool,  # noqa: FBT001 - a fact of the season, passed once
) -> Season:
    event = framework.event
    assert event is not None
    own = known.onsets.get(year)
    after = [
        day
        for day in known.onsets.values()
        if activation >= 0 and activation <= day <= activation + event.within_days
    ]
    open_end = _last_day(seen, year) + event.within_days > known.last
    verdict = _verdict(activation, own, right=bool(after), known=foreseen)
    # Whatever came of it: seasons that count only when something happened would
    # make the framework look better than it is.
    if min(_known(seen, year), known.share[year]) < ENOUGH or open_end:
        verdict = Verdict.UNKNOWN
    readiness = seen.first(StageName.READINESS, year)
    reached = set[StageName]()
    if activation >= 0:
        reached = {name for name, _ in framework.model.stages}
    elif readiness >= 0:
        reached = {StageName.READINESS}
    return Season(
        year,
        readiness if readiness >= 0 else None,
        activation if activation >= 0 else None,
        own,
        verdict,
        foreseen and own is not None,
        min(after) - activation if after and verdict is Verdict.HIT else None,
        sum(framework.money.at(each) for each in reached),
        sum(framework.people(each) for each in reached),
    )


def _verdict(activation: int, own: int | None, *, right: bool, known: bool) -> Verdict:
    """What became of a season: its shock may have been `known` the season before."""
    if right:
        return Verdict.HIT
    if activation < 0:
        if own is None:
            return Verdict.QUIET
        return Verdict.AHEAD if known else Verdict.MISSED
    if own is None or known:
        return Verdict.IN_VAIN
    return Verdict.LATE if own < activation else Verdict.BOTH


def _known(seen: Watch, year: int) -> float:
    """The share of a season's times at which the activation could be judged."""
    stage = seen.stages[StageName.ACTIVATION]
    inside = (seen.years == year) & (stage.inside == 1)
    if not inside.any():
        return 0.0
    return float((~np.isnan(stage.reached[inside])).mean())


def _last_day(seen: Watch, year: int) -> int:
    """The last day on which a season could have been activated."""
    inside = (seen.years == year) & (seen.stages[StageName.ACTIVATION].inside == 1)
    return int(seen.days[inside][-1])


def _figures(seen: Watch) -> int:
    holds = seen.stages[StageName.ACTIVATION].holds
    return int((~np.isnan(holds)).any(axis=0).sum())
