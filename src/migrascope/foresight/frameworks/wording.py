"""How is the state of a framework said in plain words?"""

from __future__ import annotations

from migrascope.foresight.frameworks.model import Condition, Framework, StageName
from migrascope.foresight.frameworks.standing import Reading, Standing, State

Row = tuple[str, ...]
CONDITIONS = ("stage", "indicator", "figure", "of", "threshold", "holds", "short by")
ACTIONS = ("who", "does what", "sector", "within days", "people", "cost")


def headline(framework: Framework, standing: Standing) -> str:
    """The state in a sentence."""
    since = standing.since
    if standing.state is State.ACTIVATION:
        day = since[StageName.ACTIVATION]
        still = "the conditions still hold" if standing.running else _over(standing)
        return f"Activated since {day}: {still}."
    if standing.state is State.READINESS:
        day = since[StageName.READINESS]
        still = "its conditions still hold" if standing.running else _over(standing)
        return f"Ready since {day}: {still}. Not activated."
    if standing.state is State.UNKNOWN:
        return "Nobody can say: figures are missing or too old."
    if standing.state is State.NOT_WATCHED:
        return f"Not watched in this month. {watched(framework)}"
    return "Not yet: no stage has been reached this season."


def watched(framework: Framework) -> str:
    """Which months each stage is watched."""
    from migrascope.foresight.frameworks.calendar import month_name

    parts = [
        f"{name} is watched all year"
        if stage.months == 12
        else f"{name} is watched from {month_name(stage.first_month)} to "
        f"{month_name(stage.last_month)}"
        for name, stage in framework.model.stages
    ]
    text = "; ".join(parts)
    return f"{text[0].upper()}{text[1:]}."


def conditions(standing: Standing) -> list[Row]:
    """A row for each condition: the figure, its threshold, whether it holds."""
    return [
        (
            str(each.stage),
            each.condition.indicator,
            ".." if each.value is None else quantity(each.value, each.condition.unit),
            each.period,
            threshold(each.condition),
            {True: "yes", False: "no", None: "unknown"}[each.holds],
            _short(each),
        )
        for each in standing.readings
    ]


def lasting(standing: Standing) -> list[str]:
    """Of each stage that has to last: how long it held, and how long it has to."""
    return [
        f"{str(stage).capitalize()} needs {needed} of the last {of} times; its "
        f"conditions held at {held}."
        for stage, (held, needed, of) in standing.lasting.items()
    ]


def threshold(condition: Condition) -> str:
    """A condition without its indicator: at least 9,000 m3/s."""
    amount = quantity(condition.threshold, condition.unit)
    return f"{condition.direction.words} {amount}"


def releases(framework: Framework, standing: Standing) -> list[str]:
    """What is released, from which fund, by which rule."""
    money = framework.money
    if not standing.releases:
        return ["Nothing is released."]
    return [
        f"Released at {each.stage}: {each.amount:,.0f} {money.currency} from "
        f"{each.fund or money.fund}. Rule: {each.rule}"
        for each in standing.releases
    ]


def actions(framework: Framework, standing: Standing) -> list[Row]:
    """A row for each action that is due."""
    return [
        (
            each.agency,
            each.name,
            each.sector,
            f"{each.lead_days:,}",
            f"{each.people:,}",
            f"{each.cost:,.0f} {framework.money.currency}",
        )
        for each in standing.actions
    ]


def quantity(value: float, unit: str) -> str:
    """A figure with its unit: thousands apart, four figures that count below."""
    text = f"{value:,.0f}" if abs(value) >= 1000 else f"{value:,.4g}"
    return f"{text} {unit}"


def _over(standing: Standing) -> str:
    if standing.running is None:
        return "whether the conditions still hold is not known"
    return "the conditions hold no more, and a season counts once"


def _short(reading: Reading) -> str:
    if reading.short is None or reading.value is None:
        return ""
    threshold_ = reading.condition.threshold
    text = quantity(reading.short, reading.condition.unit)
    if not threshold_ or "%" in reading.condition.unit:
        return text
    return f"{text} ({100 * reading.short / abs(threshold_):.0f} %)"
