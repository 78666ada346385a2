"""Can this step be taken on these columns, with these parameters?

One check for each method of `plan.steps`; a step that has none is refused, so that
no method can be added without one.
"""

from __future__ import annotations

import difflib
import math
from collections.abc import Collection
from dataclasses import dataclass
from functools import singledispatch

from migrascope.protect.plan import steps
from migrascope.protect.plan.lines import Place
from migrascope.protect.plan.model import Column, Kind, Plan, Role

_NOT_KNOWN = (Role.SENSITIVE, Role.OTHER)
PERIODS = ("year", "quarter", "month", "week")
"""What a date can be coarsened to."""


@dataclass(frozen=True, slots=True)
class Named:
    """The columns of a plan, for what a step at a place says of them."""

    plan: Plan
    place: Place

    def need(self, name: str, key: str = "column") -> Column:
        """A column that the plan knows."""
        known = [each.name for each in self.plan.columns]
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            offer = f'; did you mean "{near[0]}"?' if near else "."
            says = f'names "{name}", which is no column of the plan{offer}'
            raise self.place.wrong(key, says, "Name a column as the file does.")
        return self.plan.named(name)

    def released(self, name: str, key: str = "column") -> Column:
        """A column that is in the release at all."""
        column = self.need(name, key)
        if column.role in (Role.DIRECT_IDENTIFIER, Role.DROPPED):
            says = f'names "{name}", which is not released.'
            raise self.place.wrong(key, says, "Leave out the step.")
        return column

    def of_kind(self, name: str, kind: Kind, key: str = "column") -> Column:
        """A column of a kind."""
        column = self.released(name, key)
        if column.kind is not kind:
            says = f'names "{name}", which is of the kind {column.kind}.'
            raise self.place.wrong(key, says, f"The step is for the kind {kind}.")
        return column

    def several(self, names: Collection[str], kind: Kind) -> None:
        """One column or more of a kind, each once."""
        if not names or len(set(names)) < len(names):
            says = "must name one column or more, each once."
            raise self.place.wrong("columns", says, f"Columns of the kind {kind}.")
        for name in names:
            self.of_kind(name, kind, "columns")

    def least(self, value: int, least: int, key: str) -> None:
        """A whole number that is large enough."""
        if value < least:
            raise self.place.wrong(key, f"must be {least} or more.", "Raise it.")


def share(value: float, place: Place, key: str) -> None:
    """Insist on a share from 0 to 1.

    Raises:
        BadPlan: it is none.
    """
    if not 0 <= value <= 1:
        says = "must be a share from 0 to 1."
        raise place.wrong(key, says, "0.1 is ten in a hundred.")


@singledispatch
def check(step: steps.Step, named: Named) -> None:
    """Refuse a step that cannot be taken.

    Raises:
        BadPlan: says which key is wrong, its line, and what to do.
    """
    msg = f"no check of {type(step).__name__} at {named.place}"
    raise NotImplementedError(msg)


@check.register
def _(step: steps.Recode, named: Named) -> None:
    column, place = named.released(step.column), named.place
    if not column.hierarchy:
        says = f'names "{column.name}", which has no hierarchy.'
        raise place.wrong("column", says, "Give the column a hierarchy first.")
    if not step.level:
        raise place.wrong("level", "is empty.", "Name a level of the hierarchy.")
    if column.grouping and step.level not in (*column.grouping.levels, "all"):
        known = ", ".join((*column.grouping.levels, "all"))
        says = f'"{step.level}" is not in the hierarchy {column.hierarchy}.'
        raise place.wrong("level", says, f"Its levels: {known}.")


@check.register
def _(step: steps.SearchRecoding, named: Named) -> None:
    share(step.most_suppressed, named.place, "most_suppressed")


@check.register(steps.TopCode)
@check.register(steps.BottomCode)
def _(step: steps.TopCode | steps.BottomCode, named: Named) -> None:
    named.of_kind(step.column, Kind.NUMBER)
    if not math.isfinite(step.at):
        raise named.place.wrong("at", "must be a number.", "Name a bound.")


@check.register
def _(step: steps.Suppress, named: Named) -> None:
    del step, named  # it has no parameter, and a plan always has keys


@check.register
def _(step: steps.Microaggregate, named: Named) -> None:
    named.several(step.columns, Kind.NUMBER)
    named.least(step.size, 2, "size")


@check.register
def _(step: steps.AddNoise, named: Named) -> None:
    named.several(step.columns, Kind.NUMBER)
    if not (math.isfinite(step.share) and step.share > 0):
        raise named.place.wrong("share", "must be above 0.", "0.1 is usual.")


@check.register
def _(step: steps.Pram, named: Named) -> None:
    named.of_kind(step.column, Kind.CATEGORY)
    _above_nothing(step.keep, named.place, "keep")


@check.register
def _(step: steps.RankSwap, named: Named) -> None:
    named.of_kind(step.column, Kind.NUMBER)
    _above_nothing(step.within, named.place, "within")


@check.register
def _(step: steps.Pseudonymise, named: Named) -> None:
    named.need(step.column)


@check.register
def _(step: steps.GroupRare, named: Named) -> None:
    if not step.columns or len(set(step.columns)) < len(step.columns):
        says = "must name one column or more, each once."
        raise named.place.wrong("columns", says, "Sensitive and other columns.")
    for name in step.columns:
        column = named.released(name, "columns")
        if column.kind is Kind.NUMBER or column.role not in _NOT_KNOWN:
            says = f'names "{name}", a {column.kind} in the role {column.role}.'
            advice = (
                "It is for categories and dates that are sensitive or other; suppress "
                "is for keys, top_code and microaggregate are for numbers."
            )
            raise named.place.wrong("columns", says, advice)
    if not step.into.strip():
        raise named.place.wrong("into", "is empty.", 'Name the class, as "Other".')


@check.register
def _(step: steps.CoarsenDate, named: Named) -> None:
    named.of_kind(step.column, Kind.DATE)
    if step.to not in PERIODS:
        says = "is no period of the calendar."
        raise named.place.wrong("to", says, f"One of: {', '.join(PERIODS)}.")


@check.register
def _(step: steps.ShiftDates, named: Named) -> None:
    every = [
        name
        for other in named.plan.steps
        if isinstance(other, steps.ShiftDates)
        for name in other.columns
    ]
    twice = [name for name in step.columns if every.count(name) > 1]
    if len(set(step.columns)) == len(step.columns) and twice:
        says = f'names "{twice[0]}", which another step moves as well.'
        raise named.place.wrong("columns", says, "Move the dates of a column once.")
    named.several(step.columns, Kind.DATE)
    named.need(step.person, "person")
    named.least(step.most_days, 1, "most_days")


def _above_nothing(value: float, place: Place, key: str) -> None:
    if not 0 < value <= 1:
        says = "must be a share above 0, at most 1."
        raise place.wrong(key, says, "0.1 is ten in a hundred.")
