"""Does what the plan says fit together?

Checks that need no case: decisions, promises and steps against each other. What a
plan says of the data is checked in `protect.reading.fitting`.
"""

from __future__ import annotations

import dataclasses
import difflib
import math
from collections.abc import Sequence

from migrascope.protect.plan import groupings, step_checks, steps
from migrascope.protect.plan.lines import Place
from migrascope.protect.plan.model import (
    ClosenessPromise,
    Column,
    Distance,
    Diversity,
    Kind,
    Plan,
    Role,
)

HIERARCHIES = {
    "age": (Kind.CATEGORY, Kind.NUMBER),
    "area": (Kind.CATEGORY,),
    "date": (Kind.CATEGORY, Kind.NUMBER, Kind.DATE),
    "number": (Kind.NUMBER,),
}
"""Our hierarchies, and the kinds of columns that they are for."""

_ALONE = (Role.WEIGHT, Role.HOUSEHOLD)


def check(plan: Plan, *, file: str = "plan.toml", text: str = "") -> None:
    """Refuse a plan that cannot be meant.

    Raises:
        BadPlan: says which key is wrong, its line in the text, and what to do.
    """
    top = Place(file, text)
    if not plan.columns:
        raise top.wrong(
            "column",
            "is missing: the plan decides about no column.",
            "`migrascope protect plan CASES` proposes a decision for each.",
        )
    seen: dict[str, int] = {}
    for number, column in enumerate(plan.columns):
        place = Place(file, text, "column", number, column.name)
        if column.name in seen:
            first = Place(file, text, "column", seen[column.name]).line("name")
            on = f" on line {first}" if first else ""
            says = f"stands twice: there is another decision{on}."
            raise place.wrong("name", says, "Keep one decision about each column.")
        seen[column.name] = number
        _check_column(column, place)
    for role in _ALONE:
        named = plan.in_role(role)
        if len(named) > 1:
            place = Place(file, text, "column", seen[named[1]], named[1])
            says = f'is "{role}", but so is "{named[0]}".'
            raise place.wrong("role", says, f"Only one column can be the {role}.")
    if not plan.keys:
        raise top.wrong(
            "column",
            "is missing a key: no column has the role key.",
            "Keys are what others may know of a person: age, sex, citizenship.",
        )
    _check_promise(plan, top)
    for number, step in enumerate(plan.steps):
        place = Place(file, text, "step", number, _named(step))
        step_checks.check(step, step_checks.Named(plan, place))


def _named(step: steps.Step) -> str:
    return type(step).__name__


def _check_column(column: Column, place: Place) -> None:
    if not (math.isfinite(column.importance) and column.importance > 0):
        raise place.wrong(
            "importance",
            "must be above 0.",
            "1 is usual; 5 makes a blank there five times as costly.",
        )
    if column.role is Role.WEIGHT and column.kind is not Kind.NUMBER:
        raise place.wrong("kind", "must be number: it is the weight.", _KIND)
    name = column.hierarchy
    if not name or groupings.is_file(name):
        return
    if name not in HIERARCHIES:
        near = difflib.get_close_matches(name, HIERARCHIES, n=1)
        offer = f'; did you mean "{near[0]}"?' if near else "."
        raise place.wrong(
            "hierarchy",
            f"is unknown{offer}",
            f"One of {', '.join(HIERARCHIES)}, or a CSV file beside the plan.",
        )
    if column.kind not in HIERARCHIES[name]:
        kinds = " or ".join(HIERARCHIES[name])
        raise place.wrong("hierarchy", f"{name} is for the kind {kinds}.", _KIND)


_KIND = 'Say kind = "number", "category" or "date", as the column is.'


def _check_promise(plan: Plan, top: Place) -> None:
    promise = plan.promise
    place = dataclasses.replace(top, heading="promise")
    if promise.k < 2:
        says = "must be 2 or more: a record alone is not hidden."
        raise place.wrong("k", says, "5 is usual for files that are handed on.")
    step_checks.share(promise.most_suppressed, place, "most_suppressed")
    sensitive = plan.in_role(Role.SENSITIVE)
    for number, each in enumerate(promise.diversity):
        own = Place(top.file, top.text, "promise.diversity", number, each.column)
        _check_column_of_promise(each.column, sensitive, own)
        if not (math.isfinite(each.l) and each.l > 1):
            raise own.wrong("l", "must be above 1.", "2 means: never all alike.")
        if each.kind is not Diversity.ENTROPY and each.l != int(each.l):
            raise own.wrong("l", "must be a whole number.", _WHOLE_L)
        if each.l > promise.k and each.kind is not Diversity.RECURSIVE:
            says = f"is above k = {promise.k}: so many values need so many records."
            raise own.wrong("l", says, "Lower l, or raise k.")
        if not (math.isfinite(each.c) and each.c > 0):
            raise own.wrong("c", "must be above 0.", "3 is usual.")
    for number, closeness in enumerate(promise.closeness):
        own = Place(top.file, top.text, "promise.closeness", number, closeness.column)
        _check_column_of_promise(closeness.column, sensitive, own)
        if not 0 < closeness.t <= 1:
            says = "must be above 0 and at most 1."
            raise own.wrong("t", says, "0.2 is strict, 0.5 is loose.")
        _check_distance(closeness, plan, own)


def _check_distance(promise: ClosenessPromise, plan: Plan, place: Place) -> None:
    """The values must be as far apart in the release as the promise says."""
    column = plan.named(promise.column)
    touching = [
        each for each in plan.steps if getattr(each, "column", "") == column.name
    ]
    equal = 'Say distance = "equal", which is the strictest.'
    if promise.distance is Distance.ORDERED:
        if column.kind is Kind.CATEGORY:
            says = "is for numbers and dates; categories have no order."
            raise place.wrong("distance", says, equal)
        if any(isinstance(each, steps.TopCode | steps.BottomCode) for each in touching):
            says = "cannot be ordered: a step makes classes of the ends of the scale."
            raise place.wrong("distance", says, equal)
    if promise.distance is Distance.HIERARCHICAL:
        if promise.grouping is None:
            says = "needs a hierarchy of your own: a CSV file beside the plan."
            raise place.wrong("distance", says, equal)
        if any(isinstance(each, steps.Recode) for each in touching):
            says = "cannot be hierarchical: a step recodes the column."
            raise place.wrong("distance", says, equal)


_WHOLE_L = 'Only the kind "entropy" takes a fraction.'


def _check_column_of_promise(name: str, sensitive: Sequence[str], place: Place) -> None:
    if name not in sensitive:
        near = difflib.get_close_matches(name, sensitive, n=1)
        offer = f'; did you mean "{near[0]}"?' if near else "."
        raise place.wrong(
            "column",
            f"is not a sensitive column of the plan{offer}",
            'Promise it for a column with role = "sensitive".',
        )
