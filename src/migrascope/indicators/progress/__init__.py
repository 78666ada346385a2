"""Is the way to 2030 being covered?

Four published methods, side by side. They ask different questions and may answer
differently: the sentence of an assessment says whether they agree, and nothing is
ever averaged.
"""

from __future__ import annotations

from dataclasses import dataclass

from migrascope.indicators.progress import (
    anticipated,
    growth,
    growth_ratio,
    probability,
)
from migrascope.indicators.progress.track import track
from migrascope.indicators.progress.verdict import Outlook, Verdict
from migrascope.indicators.registry import Direction, Indicator
from migrascope.indicators.series import Series

__all__ = ["Assessment", "Outlook", "Verdict", "assess"]

METHODS = (growth_ratio, growth, anticipated, probability)


@dataclass(frozen=True, slots=True)
class Assessment:
    """The verdicts of the four methods on one series, and whether they agree."""

    code: str
    area: str
    verdicts: tuple[Verdict, ...]
    sentence: str

    @property
    def is_judged(self) -> bool:
        """True when at least one method has a verdict."""
        return any(v.outlook is not Outlook.UNJUDGED for v in self.verdicts)

    @property
    def agrees(self) -> bool:
        """True when all methods that have a verdict see the same outlook."""
        return len({v.outlook for v in _judged(self.verdicts)}) == 1


def assess(series: Series, meta: Indicator) -> Assessment:
    """Judge a series by the four methods."""
    if meta.direction is Direction.NONE:
        reason = "Not judged: no direction has been agreed for this indicator."
        return _silent(series, reason)
    points = track(series, meta)
    if points.points < 2:
        return _silent(series, "Not judged: too few figures to say.")
    verdicts = tuple(method.verdict(points) for method in METHODS)
    return Assessment(series.code, series.area, verdicts, conclusion(verdicts))


def conclusion(verdicts: tuple[Verdict, ...]) -> str:
    """A plain sentence on what the methods say together."""
    judged = _judged(verdicts)
    if not judged:
        return "Not judged: too few figures to say."
    views = {verdict.outlook for verdict in judged}
    if len(judged) == 1:
        return f"Only one method can say: {_view(judged[0])}."
    if len(views) == 1:
        return f"All {len(judged)} methods that can say agree: {judged[0].outlook}."
    said = "; ".join(_view(verdict) for verdict in judged)
    if Outlook.ON_TRACK not in views and Outlook.OPEN not in views:
        return f"The methods agree that it is not on track, not why: {said}."
    return f"The methods disagree: {said}."


def _judged(verdicts: tuple[Verdict, ...]) -> tuple[Verdict, ...]:
    return tuple(v for v in verdicts if v.outlook is not Outlook.UNJUDGED)


def _view(verdict: Verdict) -> str:
    return f"{verdict.name.lower()} says {verdict.rating} ({verdict.outlook})"


def _silent(series: Series, reason: str) -> Assessment:
    return Assessment(
        series.code,
        series.area,
        tuple(
            method.METHOD.is_silent(reason, points=len(series.years))
            for method in METHODS
        ),
        reason,
    )
