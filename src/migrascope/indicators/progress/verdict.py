"""What does one method say about the way to 2030?

Each method speaks in its own words (`rating`) and gives its own figures. `outlook`
is the common language in which verdicts can be compared, never averaged.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from migrascope.model.estimate import Estimate


class Outlook(StrEnum):
    """Where the path leads: what four methods can agree or disagree about."""

    ON_TRACK = "on track"
    TOO_SLOW = "too slow"
    AWAY = "moving away"
    OPEN = "open"
    UNJUDGED = "not judged"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one method says.

    `figures` are the numbers that the verdict rests on, each with a name;
    `points` is the number of years that were used.
    """

    method: str
    name: str
    rating: str
    outlook: Outlook
    sentence: str
    reference: str
    points: int
    figures: tuple[tuple[str, Estimate], ...] = ()

    def figure(self, name: str) -> Estimate | None:
        """One of the numbers, by its name."""
        return dict(self.figures).get(name)


@dataclass(frozen=True, slots=True)
class Method:
    """The name of a method and where it is published."""

    id: str
    name: str
    reference: str

    def says(
        self,
        rating: str,
        outlook: Outlook,
        sentence: str,
        *,
        points: int,
        figures: tuple[tuple[str, Estimate], ...] = (),
    ) -> Verdict:
        """A verdict of this method."""
        return Verdict(
            self.id,
            self.name,
            rating,
            outlook,
            sentence,
            self.reference,
            points,
            figures,
        )

    def is_silent(self, reason: str, *, points: int) -> Verdict:
        """No verdict, and why."""
        return self.says("not judged", Outlook.UNJUDGED, reason, points=points)
