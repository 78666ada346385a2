"""What does a scenario say?

A scenario starts from the medium projection of the United Nations and changes some of
it. It is an "if", never a forecast: nobody says how likely it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

EVERYWHERE = "all"
FIRST_YEAR, LAST_YEAR = 2025, 2100


class Balance(StrEnum):
    """Who takes the people that a change moves, so that the world adds up."""

    OTHERS = "others"  # all other countries, by population
    REFUGEES = "refugees"  # countries of asylum, as refugees from there live now
    NOBODY = "nobody"  # the world does not add up, and the output says so


@dataclass(frozen=True, slots=True)
class NetMigration:
    """Net migration of some areas times a factor, or as a fixed number a year.

    Exactly one of `factor` and `persons` is given; `persons` is for each area and year,
    negative for people who leave.
    """

    areas: tuple[str, ...]
    factor: float | None
    persons: float | None
    since: int
    until: int
    balance: Balance


@dataclass(frozen=True, slots=True)
class Crisis:
    """`people` flee from `origin` in `year`; each year some of those abroad go back.

    `returning` is the share that does, between 0 and 1.
    """

    origin: str
    year: int
    people: float
    returning: float
    balance: Balance


@dataclass(frozen=True, slots=True)
class RemittanceCost:
    """The mean cost of sending 200 US dollars falls to `target` per cent by `year`."""

    target: float
    year: int


Change = NetMigration | Crisis | RemittanceCost


@dataclass(frozen=True, slots=True)
class Scenario:
    """A title, what it means for people, and its changes in order."""

    title: str
    says: str
    changes: tuple[Change, ...]
    until: int = 2050
