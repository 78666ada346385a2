"""What does a framework say, as a page for those who sign it?

Model, plan and money in plain words, and the gaps: what was left open.
"""

from __future__ import annotations

from migrascope.errors import UnknownArea
from migrascope.foresight.frameworks.model import (
    Aggregate,
    Change,
    Framework,
    Frequency,
    Indicator,
    Need,
    Source,
    Stage,
    StageName,
)
from migrascope.foresight.frameworks.wording import quantity, threshold, watched
from migrascope.model import area as areas
from migrascope.model import measure as measures


def page(framework: Framework) -> str:
    """The page, in Markdown."""
    parts = [
        f"# {framework.title}",
        f"{framework.hazard}, {_place(framework.area)}. {framework.says}".strip(),
        "## Model",
        *_indicators(framework),
        *_stages(framework),
        watched(framework) + " A season counts once.",
        *_event(framework),
        "## Plan",
        *_actions(framework),
        "## Money",
        *_money(framework),
        "## Gaps",
        *_listed(gaps(framework) or ("None that the program can see.",)),
    ]
    return "\n\n".join(parts) + "\n"


def gaps(framework: Framework) -> tuple[str, ...]:
    """What was left open; the framework works without it."""
    money, found = framework.money, list[str]()
    if framework.model.readiness is None:
        found.append("There is no readiness stage: everything begins at activation.")
    if framework.event is None:
        found.append(
            "It does not say what counts as the shock: nobody can try it on the past."
        )
    if framework.costs is None:
        found.append("It does not say what acting in vain and acting late cost.")
    ready, active = framework.model.readiness, framework.model.activation
    if ready is not None and ready.lead_days <= active.lead_days:
        found.append("Readiness warns no earlier than activation.")
    free = money.amount - sum(each.amount for each in money.release)
    if free >= 1:
        found.append(f"{free:,.0f} {money.currency} are not released by any rule.")
    for stage, _ in framework.model.stages:
        spare = money.at(stage) - sum(e.cost for e in framework.delivery.at(stage))
        if spare >= 1:
            found.append(
                f"{spare:,.0f} {money.currency} released at {stage} have no action."
            )
        if not framework.delivery.at(stage):
            found.append(f"Nobody acts at {stage}.")
    found += [
        f'"{each.name}" reaches nobody, or the number of people is not said.'
        for each in framework.delivery.action
        if not each.people
    ]
    used = {
        each.indicator
        for _, stage in framework.model.stages
        for each in stage.condition
    }
    if framework.event is not None:
        used.add(framework.event.indicator)
    found += [
        f'The indicator "{each.name}" is watched by no stage.'
        for each in framework.model.indicator
        if each.name not in used
    ]
    return tuple(found)


def source(indicator: Indicator) -> str:
    """Where the figures of an indicator come from, in words."""
    if indicator.source is Source.CSV:
        rows = ", ".join(f"{key} = {text}" for key, text in indicator.where.items())
        only = f" where {rows}" if rows else ""
        return f"column {indicator.column} of a file{only}"
    if indicator.source is Source.MEASURE:
        origin = f" from {_place(indicator.origin)}" if indicator.origin else ""
        named = measures.get(indicator.measure).name_plural
        return f"{named}, {_place(indicator.area)}{origin}, evidence base"
    step = "month" if indicator.frequency is Frequency.MONTHLY else "year"
    ahead = f"{indicator.horizon} {step}{'s' if indicator.horizon > 1 else ''} ahead"
    return (
        f"forecast of this program ({indicator.forecast}), {_place(indicator.area)}, "
        f"{ahead}, {100 * indicator.level:g} per cent quantile"
    )


def _indicators(framework: Framework) -> list[str]:
    return _listed(
        tuple(
            f"**{each.name}** ({each.unit}, {each.frequency}): {_made(each)}"
            + (f" {each.says}" if each.says else "")
            for each in framework.model.indicator
        )
    )


def _made(each: Indicator) -> str:
    text = source(each)
    period = {"daily": "day", "monthly": "month", "yearly": "year"}[each.frequency]
    if each.aggregate is not Aggregate.LAST:
        text += f", {each.aggregate} of {_several(each.window, period)}"
    if each.change is not Change.NONE:
        how = "per cent change" if each.change is Change.PERCENT else "change"
        text += f", {how} since {_several(each.since, period)} before"
    if each.delay_days:
        text += f", known {each.delay_days} days after the end of its period"
    return f"{text}."


def _several(number: int, period: str) -> str:
    """`3 months`, but `the month` of a single one."""
    return f"the {period}" if number == 1 else f"{number} {period}s"


def _place(text: str) -> str:
    """The name of an area of the world; any other text as it stands."""
    try:
        return areas.find(text).name
    except UnknownArea:
        return text


def _stages(framework: Framework) -> list[str]:
    return [
        f"**{str(name).capitalize()}** is reached when {_conditions(stage)}"
        for name, stage in framework.model.stages
    ]


def _conditions(stage: Stage) -> str:
    joint = " and " if stage.need is Need.ALL else " or "
    text = joint.join(
        f"{each.indicator} is {threshold(each)} (warns {each.lead_days} days ahead)"
        for each in stage.condition
    )
    if stage.of == 1:
        return f"{text}."
    return f"{text}, at {stage.persistence} of the last {stage.of} times."


def _event(framework: Framework) -> list[str]:
    event = framework.event
    if event is None:
        return []
    amount = quantity(event.threshold, event.unit)
    return [
        f"**The shock**, for trying it on the past: {event.indicator} "
        f"{event.direction.words} {amount}, within {event.within_days} days after the "
        f"activation. {event.says}".strip()
    ]


def _actions(framework: Framework) -> list[str]:
    money = framework.money.currency
    head = "| stage | who | does what | sector | days | people | cost |"
    rows = [head, "|---|---|---|---|---:|---:|---:|"]
    for stage in (StageName.READINESS, StageName.ACTIVATION):
        rows += [
            f"| {stage} | {_cell(each.agency)} | {_cell(each.name)} | "
            f"{_cell(each.sector)} | "
            f"{each.lead_days} | {each.people:,} | {each.cost:,.0f} {money} |"
            for each in framework.delivery.at(stage)
        ]
    return ["\n".join(rows)]


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _money(framework: Framework) -> list[str]:
    money = framework.money
    return [
        f"{money.amount:,.0f} {money.currency} in {money.fund}.",
        *_listed(
            tuple(
                f"At {each.stage}: {each.amount:,.0f} {money.currency} from "
                f"{each.fund or money.fund}. {each.rule}"
                for each in money.release
            )
        ),
    ]


def _listed(items: tuple[str, ...]) -> list[str]:
    return ["\n".join(f"- {each}" for each in items)]
