"""Which steps can a plan ask for?

One frozen value for each method, with its parameters; the methods themselves live
in files of their own. Steps run in the order of the plan. Random steps take their
randomness from the secret of the run and never from the clock.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Recode:
    """Replace the values of a column by a level of its hierarchy."""

    column: str
    level: str


@dataclass(frozen=True, slots=True)
class SearchRecoding:
    """Find the levels of the hierarchies that lose least and keep the promise.

    Up to `most_suppressed` of the records may be left for local suppression.
    """

    most_suppressed: float = 0.05


@dataclass(frozen=True, slots=True)
class TopCode:
    """Values from `at` up become one class."""

    column: str
    at: float


@dataclass(frozen=True, slots=True)
class BottomCode:
    """Values from `at` down become one class."""

    column: str
    at: float


@dataclass(frozen=True, slots=True)
class Suppress:
    """Blank as little as possible until every key combination is shared by k."""


@dataclass(frozen=True, slots=True)
class Microaggregate:
    """Replace numbers by the mean of groups of at least `size` near records (MDAV)."""

    columns: tuple[str, ...]
    size: int = 3


@dataclass(frozen=True, slots=True)
class AddNoise:
    """Add noise of a share of each column's spread, correlated as the columns are."""

    columns: tuple[str, ...]
    share: float = 0.1


@dataclass(frozen=True, slots=True)
class Pram:
    """Change categories at random by a matrix that keeps the expected counts."""

    column: str
    keep: float = 0.8


@dataclass(frozen=True, slots=True)
class RankSwap:
    """Exchange values between records whose ranks lie within a share of each other."""

    column: str
    within: float = 0.05


@dataclass(frozen=True, slots=True)
class Pseudonymise:
    """Replace identifiers by a keyed hash, the same one for the same person."""

    column: str


@dataclass(frozen=True, slots=True)
class GroupRare:
    """Put the values that fewer than k records have into one class, or blank them."""

    columns: tuple[str, ...]
    into: str = "Other"


@dataclass(frozen=True, slots=True)
class CoarsenDate:
    """Keep the year, quarter, month or week of a date."""

    column: str
    to: str = "year"


@dataclass(frozen=True, slots=True)
class ShiftDates:
    """Move all dates of a person by the same secret number of days."""

    columns: tuple[str, ...]
    person: str
    most_days: int = 30


Step = (
    Recode
    | SearchRecoding
    | TopCode
    | BottomCode
    | Suppress
    | Microaggregate
    | AddNoise
    | Pram
    | RankSwap
    | Pseudonymise
    | GroupRare
    | CoarsenDate
    | ShiftDates
)
