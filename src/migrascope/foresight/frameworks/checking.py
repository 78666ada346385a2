"""Can what a framework says be meant?

Every check names one key: an unknown indicator, units that differ, an action that
takes longer than its trigger warns, money that is not there.
"""

from __future__ import annotations

from difflib import get_close_matches

from migrascope.errors import UnknownMeasure
from migrascope.foresight.frameworks.model import (
    Change,
    Condition,
    Event,
    Framework,
    Frequency,
    Indicator,
    Source,
    Stage,
    StageName,
)
from migrascope.model import measure as measures
from migrascope.model.toml import Path, Written

CENT = 0.005
FORECASTS = {
    "origin": ("persons", Frequency.YEARLY),
    "asylum": ("persons", Frequency.YEARLY),
    "applications": ("persons", Frequency.YEARLY),
    "applications-asylum": ("persons", Frequency.YEARLY),
    "remittances": ("USD", Frequency.YEARLY),
    "route": ("events", Frequency.MONTHLY),
}
"""What can be a trigger of what this program forecasts: its unit, and how often."""
FIX = "Write the unit of the figures."
NEEDED = {
    Source.CSV: ("column",),
    Source.MEASURE: ("measure", "area"),
    Source.FORECAST: ("forecast", "area"),
}


def check(framework: Framework, written: Written) -> None:
    """Insist that it can be meant.

    Raises:
        BadPlan: it cannot; names file, line and key.
    """
    seen = set[str]()
    for number, each in enumerate(framework.model.indicator):
        _indicator(each, ("model", "indicator", number), written, seen)
    for name, stage in framework.model.stages:
        _stage(stage, ("model", str(name)), framework, written)
    _seasons(framework, written)
    if framework.event is not None:
        _threshold(framework.event, ("event",), framework, written)
    _money(framework, written)
    _delivery(framework, written)


def _indicator(each: Indicator, path: Path, written: Written, seen: set[str]) -> None:
    if each.name in seen:
        raise written.wrong(
            (*path, "name"), "two indicators have this name.", "Rename one of them."
        )
    seen.add(each.name)
    for key in NEEDED[each.source]:
        if not getattr(each, key):
            raise written.wrong(
                (*path, key),
                f'is missing: the source "{each.source}" needs it.',
                "See the reference of framework files.",
            )
    if each.source is not Source.CSV and each.where:
        raise written.wrong(
            (*path, "where"), "only files can be filtered.", "Take it out."
        )
    if each.change is Change.PERCENT and each.unit != "%":
        raise written.wrong(
            (*path, "unit"), f'a change in per cent is in "%", not "{each.unit}".', FIX
        )
    if each.source is Source.FORECAST:
        _forecast(each, path, written)
    if each.source is Source.MEASURE and _of_people(each, path, written):
        _counts(each, "persons", path, written)


def _forecast(each: Indicator, path: Path, written: Written) -> None:
    if each.forecast not in FORECASTS:
        raise written.wrong(
            (*path, "forecast"),
            "this is not forecast.",
            f"One of: {', '.join(FORECASTS)}.",
        )
    unit, frequency = FORECASTS[each.forecast]
    _counts(each, unit, path, written)
    if each.frequency is not frequency:
        raise written.wrong(
            (*path, "frequency"),
            f"forecasts of {each.forecast} are {frequency}.",
            f'Write frequency = "{frequency}".',
        )


def _counts(each: Indicator, unit: str, path: Path, written: Written) -> None:
    if each.change is not Change.PERCENT and each.unit != unit:
        raise written.wrong(
            (*path, "unit"), f'it counts {unit}, not "{each.unit}".', FIX
        )


def _of_people(each: Indicator, path: Path, written: Written) -> bool:
    try:
        return measures.get(each.measure).unit == "PS"
    except UnknownMeasure as problem:
        raise written.wrong(
            (*path, "measure"), problem.what, problem.advice
        ) from problem


def _stage(stage: Stage, path: Path, framework: Framework, written: Written) -> None:
    if not stage.condition:
        raise written.wrong(
            (*path, "condition"),
            "a stage without a condition would always be reached.",
            f"Add [[{'.'.join(map(str, path))}.condition]].",
        )
    if stage.persistence > stage.of:
        raise written.wrong(
            (*path, "persistence"),
            f"{stage.persistence} of {stage.of} times cannot be.",
            "Persistence is a number out of `of`.",
        )
    for number, each in enumerate(stage.condition):
        _threshold(each, (*path, "condition", number), framework, written)


def _threshold(
    each: Condition | Event, path: Path, framework: Framework, written: Written
) -> None:
    known = {one.name: one for one in framework.model.indicator}
    if each.indicator not in known:
        near = get_close_matches(each.indicator, known, n=1)
        meant = f' Did you mean "{near[0]}"?' if near else ""
        raise written.wrong(
            (*path, "indicator"),
            f"there is no indicator of this name.{meant}",
            f"Indicators: {', '.join(known)}.",
        )
    unit = known[each.indicator].unit
    if each.unit != unit:
        raise written.wrong(
            (*path, "unit"),
            f'the threshold is in "{each.unit}", the indicator in "{unit}".',
            "Give both in the same unit, spelled alike.",
        )


def _seasons(framework: Framework, written: Written) -> None:
    ready, active = framework.model.readiness, framework.model.activation
    if ready is None:
        return
    before = (active.first_month - ready.first_month) % 12
    if before + active.months > 12 or before > ready.months:
        raise written.wrong(
            ("model", "readiness", "first_month"),
            "readiness is watched in other months than activation.",
            "Let readiness begin before activation, or in the same month.",
        )


def _money(framework: Framework, written: Written) -> None:
    money = framework.money
    if not money.release:
        raise written.wrong(
            ("money", "release"),
            "is missing: money without a rule for its release is no arrangement.",
            "Add [[money.release]] with stage, amount and rule.",
        )
    stages = {name for name, _ in framework.model.stages}
    for number, each in enumerate(money.release):
        if each.stage not in stages:
            raise written.wrong(
                ("money", "release", number, "stage"),
                f"the model has no stage {each.stage}.",
                f"Add [model.{each.stage}], or release it at another stage.",
            )
    whole = sum(each.amount for each in money.release)
    if whole > money.amount + CENT:
        raise written.wrong(
            ("money", "amount"),
            f"{whole:,.0f} {money.currency} are to be released, and only "
            f"{money.amount:,.0f} are there.",
            "Raise the amount, or release less.",
        )


def _delivery(framework: Framework, written: Written) -> None:
    stages = dict(framework.model.stages)
    if not framework.delivery.action:
        raise written.wrong(
            ("delivery", "action"), "nobody does anything.", "Add [[delivery.action]]."
        )
    for number, each in enumerate(framework.delivery.action):
        path: Path = ("delivery", "action", number)
        if each.stage not in stages:
            raise written.wrong(
                (*path, "stage"),
                f"the model has no stage {each.stage}.",
                f"Add [model.{each.stage}], or let the action begin with another.",
            )
        warned = stages[each.stage].lead_days
        if each.lead_days > warned:
            raise written.wrong(
                (*path, "lead_days"),
                f"the action takes {each.lead_days} days, and {each.stage} warns "
                f"{warned} days ahead.",
                "Begin it at an earlier stage, or choose a trigger that warns earlier.",
            )
    _affordable(framework, written)


def _affordable(framework: Framework, written: Written) -> None:
    """Insist that each stage is paid by what was released until then."""
    money, left = framework.money, 0.0
    for stage in (StageName.READINESS, StageName.ACTIVATION):
        cost = sum(each.cost for each in framework.delivery.at(stage))
        left += money.at(stage) - cost
        if left < -CENT:
            raise written.wrong(
                ("money", "release"),
                f"the actions of {stage} cost {cost:,.0f} {money.currency}: "
                f"{-left:,.0f} more than is released by then.",
                "Release more at this stage, or do less.",
            )
