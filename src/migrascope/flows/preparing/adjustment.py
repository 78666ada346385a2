"""What was changed in the published stocks, by how many people, and where?

Every step of the preparation writes down its changes. Those with a `day` are
changes of the stock table of that day: added up over an area, they are exactly what
the prepared table has more (or less) than the published one. Those without a day
speak of births, deaths and population, or of areas that stand in no table: their
`persons` are the people concerned.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from migrascope.flows.account import FloatArray, Interval

BOTH = "_T"
STEPS = (
    "groups",
    "not by origin",
    "together",
    "within",
    "zeros",
    "carried",
    "missing",
    "one day only",
    "residual native",
    "residual",
    "residual dropped",
    "population carried",
    "share of women carried",
    "natives",
    "clipped",
    "sexes evened",
    "natives unknown",
    "left out",
    "refugees",
    "refugees not taken out",
    "births estimated",
    "deaths estimated",
    "deaths by sex",
    "deaths bounded",
    "births left out",
    "deaths left out",
    "born and died",
    "net scaled",
)
"""Every kind of change, in the order in which they are made."""
OF_ONE_SEX = frozenset(
    {"share of women carried", "sexes evened", "deaths by sex", "deaths bounded"}
)
"""Steps that part women from men, and change nothing for both together."""


@dataclass(frozen=True, slots=True)
class Adjustment:
    """One change: `persons` more (or, negative, fewer) in an `area`.

    `origin` is the place of birth where the change concerns one only. `says` is a
    sentence for people; `step` is the same for programs.
    """

    step: str
    interval: Interval
    day: date | None
    sex: str
    area: str
    origin: str | None
    persons: float
    says: str


class Ledger:
    """The changes of one interval, in the order in which they were made."""

    def __init__(self, interval: Interval, sexes: Sequence[str]) -> None:
        self._interval = interval
        self.sexes = tuple(sexes)
        self._entries: list[Adjustment] = []

    def write(
        self,
        step: str,
        says: str,
        areas: Sequence[str],
        persons: FloatArray,
        *,
        day: date | None = None,
        origins: Sequence[str] | str | None = None,
    ) -> None:
        """Write down `persons` (sex × area); entries of nobody are not written."""
        assert step in STEPS
        assert persons.shape == (len(self.sexes), len(areas))
        for sex, area in np.argwhere(persons != 0):
            origin = (
                origins[area] if not isinstance(origins, str) and origins else origins
            )
            self._entries.append(
                Adjustment(
                    step,
                    self._interval,
                    day,
                    self.sexes[sex],
                    areas[area],
                    None if origin is None else str(origin),
                    float(persons[sex, area]),
                    says,
                )
            )

    def remark(
        self, step: str, says: str, area: str, *, day: date | None = None
    ) -> None:
        """Write down what moved nobody, or nobody knows how many."""
        assert step in STEPS
        self._entries.extend(
            Adjustment(step, self._interval, day, sex, area, None, 0.0, says)
            for sex in self.sexes
        )

    def of(self, sex: str) -> tuple[Adjustment, ...]:
        """The changes for women, men, or (added up) both."""
        if sex == BOTH and BOTH not in self.sexes:
            return both_sexes(self._entries)
        return tuple(each for each in self._entries if each.sex == sex)


def both_sexes(entries: Iterable[Adjustment]) -> tuple[Adjustment, ...]:
    """The changes for women and for men, added up."""
    total: dict[Adjustment, float] = defaultdict(float)
    for each in entries:
        if each.step in OF_ONE_SEX:
            continue
        total[replace(each, sex=BOTH, persons=0.0)] += each.persons
    return tuple(replace(each, persons=persons) for each, persons in total.items())
