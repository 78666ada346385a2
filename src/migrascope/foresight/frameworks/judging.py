"""What does the past say about a framework, in sentences?

Shares come with exact intervals, or not at all when there were too few shocks.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from statistics import median

import numpy as np

from migrascope.foresight.frameworks import calendar
from migrascope.foresight.frameworks.intervals import Share
from migrascope.foresight.frameworks.model import Framework, StageName
from migrascope.foresight.frameworks.series import Series
from migrascope.foresight.frameworks.thresholds import Tried
from migrascope.foresight.frameworks.trial import Season, Trial, Verdict
from migrascope.foresight.frameworks.wording import Row, quantity

CLEAR = 0.05
"""Below such a chance it is said that luck does not explain the record."""
SEASONS = (
    "season",
    "readiness",
    "activation",
    "shock",
    "what became of it",
    "lead days",
    "money",
    "people",
)
THRESHOLDS = (
    "indicator",
    "threshold",
    "activations",
    "foreseen",
    "missed",
    "in vain",
    "lead days",
    "once in years",
)


def seasons(trial: Trial) -> list[Row]:
    """A row for each season."""
    return [_season(each) for each in trial.seasons]


def facts(season: Season) -> dict[str, object]:
    """A season for programs: days as dates, numbers as numbers."""
    readiness, activation, shock = (
        None if day is None else calendar.text(day) for day in _days(season)
    )
    return {
        "season": season.year,
        "readiness": readiness,
        "activation": activation,
        "shock": shock,
        "verdict": str(season.verdict),
        "lead_days": season.lead,
        "money": season.money,
        "people": season.people,
    }


def verdict(framework: Framework, trial: Trial) -> list[str]:
    """What can be said, sentence by sentence."""
    return [*skill(trial), *rhythm(framework, trial), *money(framework, trial)]


def skill(trial: Trial) -> list[str]:
    """How many shocks were foreseen, and how many activations were in vain."""
    said = [_counted(trial)]
    if not trial.counted:
        return said
    if trial.too_few:
        said.append(
            f"Too few shocks to say how good it is: {trial.events} in the seasons "
            f"counted, and {trial.few} are needed. {trial.foreseen} "
            f"{'was' if trial.foreseen == 1 else 'were'} foreseen, {trial.in_vain} "
            f"{'activation was' if trial.in_vain == 1 else 'activations were'} in vain"
            f"{f', {trial.late} late' if trial.late else ''}."
        )
    else:
        said += [
            f"Shocks foreseen: {_share(trial.detection)}.",
            f"Activations in vain: {_share(trial.false_alarms)}."
            if trial.activations
            else "It was never activated.",
            *_late(trial),
            _luck(trial.luck),
        ]
    return said


def rhythm(framework: Framework, trial: Trial) -> list[str]:
    """How often it is activated, and how long before the shock."""
    if not trial.counted:
        return []
    return [
        (
            f"An activation comes once in {_once(trial.acting)}; a shock once in "
            f"{_once(trial.shocks)}."
        ),
        *_leads(framework, trial),
    ]


def money(framework: Framework, trial: Trial) -> list[str]:
    """What it would have released, and what acting in vain or late costs."""
    if not trial.counted:
        return []
    return [*_yearly(framework, trial), *_costs(framework, trial)]


def doubts(series: Mapping[str, Series]) -> list[str]:
    """What is odd about the figures, if anything."""
    said = []
    for name, each in series.items():
        known = np.flatnonzero(~np.isnan(each.values))
        if not len(known):
            continue
        # Before the first figure a window was not yet full: that is no hole.
        whole = len(each.values) - int(known[0])
        if not each.values[known].any():
            said.append(f"{name}: every figure is nought; is that so?")
        elif holes := whole - len(known):
            said.append(f"{name}: at {holes:,} of {whole:,} times there is no figure.")
    return said


def thresholds(tried: Sequence[Tried]) -> list[Row]:
    """A row for each threshold that was tried; the agreed one is marked."""
    rows: list[Row] = []
    for each in tried:
        lead = f"{median(each.trial.leads):,.0f}" if each.trial.leads else ""
        middle = each.trial.acting.returns[0]
        mark = " (agreed)" if each.agreed else ""
        rows.append(
            (
                each.condition.indicator,
                (
                    f"{each.condition.direction.words} "
                    f"{quantity(each.threshold, each.condition.unit)}{mark}"
                ),
                str(each.trial.activations),
                str(each.trial.foreseen),
                str(each.trial.unforeseen),
                str(each.trial.in_vain),
                lead,
                "never" if math.isinf(middle) else f"{middle:.1f}",
            )
        )
    return rows


def percent(share: float) -> str:
    """A share for people: whole per cents, and no rounding to nought or all.

    >>> percent(0.625), percent(0.0004), percent(0.9996)
    ('62 %', 'below 1 %', 'above 99 %')
    """
    if 0 < share < 0.01:
        return "below 1 %"
    if 0.99 < share < 1:
        return "above 99 %"
    return f"{100 * share:.0f} %"


def _counted(trial: Trial) -> str:
    counted = trial.counted
    left = len(trial.seasons) - len(counted)
    without = (
        f" {left} {'is' if left == 1 else 'are'} not counted: figures are missing, or "
        "the outcome is not known yet."
        if left
        else ""
    )
    if not counted:
        return f"No season can be counted.{without}"
    several = "season" if len(counted) == 1 else "seasons"
    beside = (
        f" Shocks long after the watched months, which no activation could foresee: "
        f"{trial.outside}; they are not counted."
        if trial.outside
        else ""
    )
    holes = trial.seasons[-1].year - trial.seasons[0].year + 1 - len(trial.seasons)
    if holes:
        without += f" {holes} years between have no figures."
    return (
        f"{len(counted)} {several} counted, {counted[0].year} to {counted[-1].year}: "
        f"{trial.activations} activated, {trial.events} with a shock.{without}{beside}"
    )


def _season(each: Season) -> Row:
    return (
        str(each.year),
        *("" if day is None else calendar.text(day) for day in _days(each)),
        str(each.verdict),
        "" if each.lead is None else f"{each.lead:,}",
        f"{each.money:,.0f}" if each.money else "",
        f"{each.people:,}" if each.people else "",
    )


def _late(trial: Trial) -> tuple[str, ...]:
    """Activations that came after their shock: neither foreseen nor in vain."""
    if not trial.late:
        return ()
    of_all = f"{trial.late} of {trial.activations}"
    return (f"Activations after the shock had begun: {of_all}.",)


def _luck(chance: float) -> str:
    """How easily random activations would do as well, and what that means."""
    text = f"Activations at random would do as well with a chance of {percent(chance)}"
    if chance < CLEAR:
        return f"{text}."
    return f"{text}: nothing shows that it is better than chance."


def _days(each: Season) -> tuple[int | None, int | None, int | None]:
    return each.readiness, each.activation, each.event


def _share(share: Share) -> str:
    value = share.value
    assert value is not None
    return (
        f"{share.have} of {share.of}, {percent(value)} (95 % interval "
        f"{percent(share.low)} to {percent(share.high)})"
    )


def _once(share: Share) -> str:
    """A return period in years with its interval."""
    middle, shortest, longest = share.returns
    if math.isinf(middle):
        return f"more than {shortest:.1f} years (never in {share.of})"
    end = "no limit" if math.isinf(longest) else f"{longest:.1f}"
    return f"{middle:.1f} years (95 % interval {shortest:.1f} to {end})"


def _leads(framework: Framework, trial: Trial) -> list[str]:
    leads = trial.leads
    if not leads:
        return []
    needed = max(
        (each.lead_days for each in framework.delivery.at(StageName.ACTIVATION)),
        default=0,
    )
    enough = sum(each >= needed for each in leads)
    span = f"{min(leads):,}"
    if max(leads) > min(leads):
        span += f" to {max(leads):,}, in the middle {median(leads):,.0f}"
    text = (
        f"Days from activation to shock: {span}; the longest action takes {needed}, "
        f"and {enough} of {len(leads)} left that long."
    )
    return [text]


def _yearly(framework: Framework, trial: Trial) -> list[str]:
    counted = trial.counted
    paid = sum(each.money for each in counted) / len(counted)
    people = sum(each.people for each in counted) / len(counted)
    only = sum(
        each.readiness is not None and each.activation is None for each in counted
    )
    ready = f" Readiness without activation: {only}." if only else ""
    return [
        (
            f"In a year of the past it would have released {paid:,.0f} "
            f"{framework.money.currency} on average, for {people:,.0f} people.{ready}"
        )
    ]


def _costs(framework: Framework, trial: Trial) -> list[str]:
    costs = framework.costs
    if costs is None:
        return []
    vain, late = trial.in_vain * costs.in_vain, trial.unforeseen * costs.late
    without = trial.events * costs.late
    currency = framework.money.currency
    said = [
        (
            f"Acting in vain: {trial.in_vain} × {costs.in_vain:,.0f} {currency}; "
            f"acting late or not: {trial.unforeseen} × {costs.late:,.0f}; "
            f"{vain + late:,.0f} together. Never acting early would have cost "
            f"{without:,.0f}."
        )
    ]
    whole = costs.in_vain + costs.late
    if not whole:
        return said
    worth = costs.in_vain / whole
    right = trial.number(Verdict.HIT)
    text = f"Acting is worth it when the shock follows in more than {percent(worth)}"
    if trial.too_few or not trial.activations:
        return [*said, f"{text} of the activations."]
    return [
        *said,
        (
            f"{text} of the activations; it followed in "
            f"{_share(_right(right, trial.activations))}."
        ),
    ]


def _right(right: int, activations: int) -> Share:
    from migrascope.foresight.frameworks.intervals import share

    return share(right, activations)
