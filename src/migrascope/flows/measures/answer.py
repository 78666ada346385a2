"""What is the answer to a question that may have none?

A measure of an empty table, of an area without inhabitants or of a method that does
not tell birthplaces is not zero: it is not defined. Then there is a reason in the
place of the number.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Unsaid:
    """Why a measure has no value here, in a sentence."""

    reason: str


Answer: TypeAlias = float | Unsaid


@dataclass(frozen=True, slots=True)
class Facts:
    """What a measure means: its name, unit, formula and reference.

    `scope` is "area" or "system"; `needs` names what it needs besides the table:
    population, distances, birthplaces. `unit` is in words.
    """

    code: str
    name: str
    unit: str
    scope: str
    formula: str
    reference: str
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Measured:
    """A measure and its value; None where it has none, with the reason."""

    facts: Facts
    value: float | None
    reason: str = ""

    @property
    def code(self) -> str:
        """The code of the measure."""
        return self.facts.code


def ratio(above: float, below: float, *, why: str) -> Answer:
    """One number over another, or the reason why there is none.

    >>> ratio(3.0, 4.0, why="")
    0.75
    >>> ratio(3.0, 0.0, why="Nobody moved.")
    Unsaid(reason='Nobody moved.')
    """
    found = above / below if below > 0 else math.inf
    return found if math.isfinite(found) else Unsaid(why)


def times(factor: float, answer: Answer) -> Answer:
    """An answer in another unit."""
    return answer if isinstance(answer, Unsaid) else factor * answer
