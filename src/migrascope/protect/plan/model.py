"""What does a plan say?

For each column its role, kind, hierarchy and importance; what a missing value means;
the promises that the release must keep; and the steps that shall keep them. A plan
is a file (`plan.toml`) that people read, argue about and sign.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from migrascope.protect.plan.steps import Step


class Role(StrEnum):
    """What a column means for the risk of finding a person again."""

    DIRECT_IDENTIFIER = "direct_identifier"
    """Names the person alone (a name, a file number): never released."""
    KEY = "key"
    """Known to others too (age, sex, citizenship): finds people in combination."""
    SENSITIVE = "sensitive"
    """What nobody may learn about a person by the release."""
    WEIGHT = "weight"
    """How many people of the population a record stands for."""
    HOUSEHOLD = "household"
    """Names the group of records (household, family, incident) that belong together."""
    OTHER = "other"
    """Neither known to others nor sensitive."""
    DROPPED = "dropped"
    """Left out of the release."""


class Kind(StrEnum):
    """What the values of a column are."""

    CATEGORY = "category"
    NUMBER = "number"
    DATE = "date"


class Missing(StrEnum):
    """What a missing key means when records are compared."""

    WILDCARD = "wildcard"
    """It agrees with every value: an attacker cannot rule the record out."""
    VALUE = "value"
    """It is a value of its own, which only another missing one equals."""


class Diversity(StrEnum):
    """Which l-diversity is promised (Machanavajjhala et al. 2007)."""

    DISTINCT = "distinct"
    ENTROPY = "entropy"
    RECURSIVE = "recursive"


class Few(StrEnum):
    """What the proof says to something that few people have."""

    REFUSE = "refuse"
    ALLOW = "allow"


class Distance(StrEnum):
    """How far two sensitive values are apart, from 0 to 1, where closeness is promised.

    Any two are at most as far apart by the others as they are when all are `equal`, so
    that is the strictest promise.
    """

    EQUAL = "equal"
    """All values are equally far apart."""
    ORDERED = "ordered"
    """By how many values of the file lie between: for numbers and dates."""
    HIERARCHICAL = "hierarchical"
    """By the level of the column's own hierarchy at which they first meet."""


@dataclass(frozen=True, slots=True)
class Grouping:
    """A hierarchy of the user's own: the names of its levels, from fine to coarse.

    Each row holds a value as it stands in the file and its group at every level.
    """

    levels: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def ladder(self) -> tuple[Mapping[str, str], ...]:
        """For each level the group of each value."""
        return tuple(
            {row[0]: row[height] for row in self.rows}
            for height in range(1, len(self.levels) + 1)
        )


@dataclass(frozen=True, slots=True)
class Column:
    """What was decided about one column.

    `hierarchy` names the levels from fine to coarse above the values as they are
    (see `plan.hierarchy`): one of ours, or a CSV file beside the plan, whose content
    is the `grouping`; `importance` (above 0) weighs a suppression there; the
    `missing_marks` are the codes that mean "not known". `rare` says whether values of a
    sensitive or other column may be released that fewer than k records have.
    """

    name: str
    role: Role
    kind: Kind = Kind.CATEGORY
    hierarchy: str = ""
    importance: float = 1.0
    missing_marks: tuple[str, ...] = ()
    because: str = ""
    rare: Few = Few.REFUSE
    grouping: Grouping | None = None


@dataclass(frozen=True, slots=True)
class DiversityPromise:
    """At least `l` well-represented values of a sensitive column in each class.

    `c` is the constant of the recursive kind, unused by the others.
    """

    column: str
    l: float  # noqa: E741 - the letter of the literature: l-diversity
    kind: Diversity = Diversity.DISTINCT
    c: float = 3.0


@dataclass(frozen=True, slots=True)
class ClosenessPromise:
    """The distribution in each class is within `t` of that of the whole file.

    The `grouping` is that of the column, where the distance is hierarchical.
    """

    column: str
    t: float
    distance: Distance = Distance.EQUAL
    grouping: Grouping | None = None


@dataclass(frozen=True, slots=True)
class Promise:
    """What the written release must satisfy, or nothing is released.

    `k`: every key combination is shared by at least so many records.
    `most_suppressed`: the largest share of key cells that may be blanked.
    `households`: whether households may be released whose members have keys as those
    of fewer than k households.
    """

    k: int = 5
    diversity: tuple[DiversityPromise, ...] = ()
    closeness: tuple[ClosenessPromise, ...] = ()
    most_suppressed: float = 0.1
    households: Few = Few.REFUSE


@dataclass(frozen=True, slots=True)
class Plan:
    """The decisions for one file of cases and one audience."""

    title: str
    columns: tuple[Column, ...]
    promise: Promise = field(default_factory=Promise)
    missing: Missing = Missing.VALUE
    steps: tuple[Step, ...] = ()
    purpose: str = ""
    responsible: str = ""
    source: str = ""

    def named(self, name: str) -> Column:
        """The decision about a column.

        Raises:
            KeyError: the plan does not speak of it.
        """
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)

    def in_role(self, role: Role) -> tuple[str, ...]:
        """The names of the columns with a role, in the order of the plan."""
        return tuple(each.name for each in self.columns if each.role is role)

    @property
    def keys(self) -> tuple[str, ...]:
        """The key columns: what an attacker may know."""
        return self.in_role(Role.KEY)
