"""How are the state and the record of a framework shown?

The same tables and drawing stand in the review and on the page of a back-test.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from migrascope.foresight.frameworks import judging, wording
from migrascope.foresight.frameworks.trial import Season, Trial, Verdict
from migrascope.language.grammar import capital, count
from migrascope.review.model import Chart, Column, Exhibit, Kind, Table
from migrascope.review.prospects import trial_chart

if TYPE_CHECKING:
    from migrascope.foresight.frameworks.model import Framework
    from migrascope.foresight.frameworks.series import Series
    from migrascope.foresight.frameworks.standing import Standing
    from migrascope.foresight.frameworks.thresholds import Tried

_RIGHT = {"lead days", "money", "people", "figure", "threshold", "short by"}
_RIGHT |= {"activations", "foreseen", "missed", "in vain", "once in years", "cost"}
PICKED = "A threshold that is picked from this table looks better than it will be."


def state(framework: Framework, standing: Standing, key: str) -> Exhibit:
    """The conditions on a day, and what the figures do not say."""
    mind = (f"Mind: {each}" for each in standing.missing)
    said = (*wording.lasting(standing), *mind)
    return Exhibit(
        f"{framework.title}: {wording.headline(framework, standing)}".rstrip("."),
        _table(
            key,
            f"What is watched, as known on {standing.newest}",
            wording.CONDITIONS,
            wording.conditions(standing),
        ),
        (),
        note=" ".join(said),
    )


def actions(framework: Framework, standing: Standing, key: str) -> Exhibit | None:
    """Who acts now; None while nobody has to."""
    if not standing.actions:
        return None
    people = sum(each.people for each in standing.actions)
    cost = sum(each.cost for each in standing.actions)
    due = capital(count(len(standing.actions), "action"))
    reached = f", for at most {people:,} people" if people else ""
    return Exhibit(
        f"{due} due{reached}: {cost:,.0f} {framework.money.currency}",
        _table(
            key,
            f"{framework.title}: who does what",
            wording.ACTIONS,
            wording.actions(framework, standing),
        ),
        (),
    )


def record(
    framework: Framework,
    series: Mapping[str, Series],
    trial: Trial,
    key: str,
    *,
    whole: bool = False,
) -> Exhibit:
    """What it would have done, drawn and season by season.

    Seasons in which nothing happened are left out of the table unless it is `whole`.
    """
    shown = [each for each in trial.seasons if whole or _happened(each)]
    left = len(trial.seasons) - len(shown)
    money = f"money ({framework.money.currency})"
    headers = [money if name == "money" else name for name in judging.SEASONS]
    rows = [
        row
        for each, row in zip(trial.seasons, judging.seasons(trial), strict=True)
        if each in shown
    ]
    sources = "; ".join(dict.fromkeys(each.origin for each in series.values()))
    quiet = f"Quiet seasons left out: {left}. " if left else ""
    return Exhibit(
        finding(trial),
        _table(key, f"{framework.title}: what it would have done", headers, rows),
        (),
        Chart(
            trial_chart.specification(framework, series, trial),
            trial_chart.in_words(framework, trial),
        ),
        f"{quiet}Figures: {sources}.",
    )


def thresholds(framework: Framework, tried: Sequence[Tried], key: str) -> Exhibit:
    """What milder and stricter thresholds would have done."""
    title = f"{framework.title}: other thresholds of the activation, mildest first"
    table = _table(key, title, judging.THRESHOLDS, judging.thresholds(tried))
    return Exhibit("What another threshold would have done", table, (), note=PICKED)


def finding(trial: Trial) -> str:
    """The record in a sentence, without its last point."""
    if trial.too_few:
        return (
            f"Too few shocks to say how good it is: {trial.events} in "
            f"{count(len(trial.counted), 'season')}"
        )
    vain = f"{trial.in_vain} of {count(trial.activations, 'activation')}"
    late = f", {trial.late} late" if trial.late else ""
    return (
        f"{trial.foreseen} of {count(trial.events, 'shock')} foreseen, {vain} in vain"
        f"{late}"
    )


def _happened(season: Season) -> bool:
    return season.verdict is not Verdict.QUIET or season.readiness is not None


def _table(
    key: str, title: str, headers: Sequence[str], rows: Sequence[tuple[str, ...]]
) -> Table:
    columns = tuple(
        Column(
            name.partition(" (")[0].replace(" ", "-"),
            f"{name[0].upper()}{name[1:]}",
            Kind.NUMBER if name.partition(" (")[0] in _RIGHT else Kind.TEXT,
        )
        for name in headers
    )
    return Table(key, title, columns, tuple(rows))
