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
    said = "; ".join(f"{v.name.lower()}: {v.rating}" for v in judged)
    if len(judged) == 1:
        return f"Only one method can say. {_capital(said)}."
    number = "Both" if len(judged) == 2 else f"All {len(judged)}"
    if len(views) == 1:
        return f"{number} methods that can say agree: {_shared(judged)}."
    if views == {Outlook.TOO_SLOW, Outlook.AWAY}:
        return (
            f"{number} methods that can say agree that progress is not enough, "
            f"but not on how it moves: {said}."
        )
    return f"The methods disagree: {said}."


_SAYS = {
    Outlook.ON_TRACK: "progress is on track",
    Outlook.TOO_SLOW: "progress is too slow",
    Outlook.AWAY: "it moves the wrong way",
    Outlook.OPEN: "it can go either way",
}


def _shared(judged: tuple[Verdict, ...]) -> str:
    """The common outlook in words; without a target nothing can be on track."""
    outlook = judged[0].outlook
    needs_target = (growth_ratio.METHOD.id, anticipated.METHOD.id)
    has_target = any(verdict.method in needs_target for verdict in judged)
    if outlook is Outlook.ON_TRACK and not has_target:
        return "it moves the right way"
    return _SAYS[outlook]


def _judged(verdicts: tuple[Verdict, ...]) -> tuple[Verdict, ...]:
    return tuple(v for v in verdicts if v.outlook is not Outlook.UNJUDGED)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


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
