"""What does a framework of anticipatory action consist of?

The model (what is watched, and what has to be reached), the delivery (who does what)
and the money (what is released when). The classes are the keys of `framework.toml`.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import msgspec

Month = Annotated[int, msgspec.Meta(ge=1, le=12)]
Count = Annotated[int, msgspec.Meta(ge=1, le=3660)]
Days = Annotated[int, msgspec.Meta(ge=0, le=3660)]
Money = Annotated[float, msgspec.Meta(ge=0)]
Text = Annotated[str, msgspec.Meta(min_length=1)]

FEW = 5
"""Below so many shocks no rate is said, unless the framework says another number."""


class Source(StrEnum):
    """Where the figures of an indicator come from."""

    CSV = "csv"
    MEASURE = "measure"
    FORECAST = "forecast"


class Frequency(StrEnum):
    """How often there is a figure."""

    DAILY = "daily"
    MONTHLY = "monthly"
    YEARLY = "yearly"


class Aggregate(StrEnum):
    """What is made of the figures of a window."""

    LAST = "last"
    SUM = "sum"
    MEAN = "mean"
    MAX = "max"
    MIN = "min"


class Change(StrEnum):
    """Whether the figure itself counts, or its change since an earlier one."""

    NONE = "none"
    DIFFERENCE = "difference"
    PERCENT = "percent"


class Rows(StrEnum):
    """Whether a file has one row for each day (month, year), or rows that add up."""

    ONE = "one"
    SUM = "sum"


class Absent(StrEnum):
    """What a day (month, year) without a row means."""

    MISSING = "missing"
    NOUGHT = "nought"


class Direction(StrEnum):
    """On which side of the threshold a condition holds."""

    AT_LEAST = "at_least"
    ABOVE = "above"
    AT_MOST = "at_most"
    BELOW = "below"

    @property
    def is_upward(self) -> bool:
        """Whether high values fulfil the condition."""
        return self in {Direction.AT_LEAST, Direction.ABOVE}

    @property
    def words(self) -> str:
        """The direction as a reader says it."""
        return self.value.replace("_", " ")


class Need(StrEnum):
    """How many conditions of a stage have to hold."""

    ALL = "all"
    ANY = "any"


class StageName(StrEnum):
    """The two stages of a framework."""

    READINESS = "readiness"
    ACTIVATION = "activation"


class _Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A table of the file; a key that nobody reads is refused."""


class Indicator(_Table, frozen=True):
    """A series that is watched.

    `delay_days` pass between the end of a day, month or year and the moment at which
    its figure is known. `window` periods are aggregated; a change is measured against
    the value `since` periods earlier.
    """

    name: Text
    unit: Text
    source: Source
    frequency: Frequency
    says: str = ""
    file: str = ""
    column: str = ""
    date_column: str = "date"
    where: dict[str, str] = {}
    rows: Rows = Rows.ONE
    absent: Absent = Absent.MISSING
    lowest: float | None = None
    measure: str = ""
    area: str = ""
    origin: str = ""
    dataset: str = ""
    forecast: str = ""
    model: str = "combination"
    horizon: Annotated[int, msgspec.Meta(ge=1, le=5)] = 1
    level: Annotated[float, msgspec.Meta(gt=0, lt=1)] = 0.5
    aggregate: Aggregate = Aggregate.LAST
    window: Count = 1
    change: Change = Change.NONE
    since: Count = 1
    delay_days: Days = 0


class Condition(_Table, frozen=True):
    """A threshold on an indicator; `lead_days` is how far ahead it warns."""

    indicator: Text
    direction: Direction
    threshold: float
    unit: Text
    lead_days: Days


class Stage(_Table, frozen=True):
    """What has to hold, how long, and in which months it is watched.

    Of the last `of` times at which the indicators were known, `persistence` have to
    fulfil the conditions. Months may run over the end of the year (11 to 3).
    """

    condition: tuple[Condition, ...] = ()
    need: Need = Need.ALL
    persistence: Count = 1
    of: Count = 1
    first_month: Month = 1
    last_month: Month = 12

    @property
    def lead_days(self) -> int:
        """How far ahead the stage warns: as far as its nearest condition."""
        return min(each.lead_days for each in self.condition)

    @property
    def months(self) -> int:
        """In how many months of the year it is watched."""
        return (self.last_month - self.first_month) % 12 + 1


class Model(_Table, frozen=True):
    """What is watched, and when which stage is reached."""

    indicator: tuple[Indicator, ...]
    activation: Stage
    readiness: Stage | None = None
    stale_days: Days | None = None

    def named(self, name: str) -> Indicator:
        """The indicator of a name; the reading has made sure that there is one."""
        return next(each for each in self.indicator if each.name == name)

    @property
    def stages(self) -> tuple[tuple[StageName, Stage], ...]:
        """The stages in the order in which they are reached."""
        last = ((StageName.ACTIVATION, self.activation),)
        if self.readiness is None:
            return last
        return ((StageName.READINESS, self.readiness), *last)


class Action(_Table, frozen=True):
    """What somebody does once a stage is reached.

    `unit_cost` is for one of `units`; these are the people unless said otherwise.
    """

    name: Text
    agency: Text
    sector: Text
    stage: StageName
    lead_days: Days
    unit_cost: Money
    people: Annotated[int, msgspec.Meta(ge=0)]
    units: Annotated[int, msgspec.Meta(ge=0)] | None = None

    @property
    def cost(self) -> float:
        """What it costs in the currency of the framework."""
        return self.unit_cost * (self.people if self.units is None else self.units)


class Delivery(_Table, frozen=True):
    """Who does what."""

    action: tuple[Action, ...]

    def at(self, stage: StageName) -> tuple[Action, ...]:
        """What begins with a stage."""
        return tuple(each for each in self.action if each.stage is stage)


class Release(_Table, frozen=True):
    """What is paid out at a stage, and by which rule."""

    stage: StageName
    amount: Money
    rule: Text
    fund: str = ""


class Purse(_Table, frozen=True):
    """The money that is set aside."""

    amount: Money
    currency: Text
    fund: Text
    release: tuple[Release, ...] = ()

    def at(self, stage: StageName) -> float:
        """What is released at a stage."""
        return sum(each.amount for each in self.release if each.stage is stage)


class Event(_Table, frozen=True):
    """What counts as the shock when the framework is tried on the past.

    It is foreseen when it begins within `within_days` after the activation; what goes
    on, or comes back within `apart_days`, is no new shock. Yearly figures are shocks
    of their own, dated on the first day of `month`.
    """

    indicator: Text
    direction: Direction
    threshold: float
    unit: Text
    within_days: Count
    says: str = ""
    apart_days: Days = 30
    month: Month = 1
    few: Count = FEW


class Costs(_Table, frozen=True):
    """What it costs to act in vain once, and to act late (or not at all) once."""

    in_vain: Money
    late: Money


class Framework(_Table, frozen=True):
    """A framework: model, delivery and money, agreed before the shock."""

    title: Text
    hazard: Text
    area: Text
    model: Model
    delivery: Delivery
    money: Purse
    says: str = ""
    event: Event | None = None
    costs: Costs | None = None

    def people(self, stage: StageName) -> int:
        """People whom the actions of a stage reach, at the most."""
        return sum(each.people for each in self.delivery.at(stage))
