"""Into which broader groups do the values of a column go, level by level?

The levels stand above the values as they are, from fine to coarse; the last is always
`all`, in which every value is the same `*`. Each level makes its groups out of whole
groups of the level below: what was together stays together.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from types import MappingProxyType

import polars as pl

from migrascope.errors import BadPlan, UnusableCases
from migrascope.protect import codes, rows
from migrascope.protect.plan.ladders import (
    Level,
    Unplaced,
    ages,
    areas,
    dates,
    numbers,
)
from migrascope.protect.plan.model import Column, Kind

ALL = "all"
"""The name of the last level of every hierarchy."""

ANY = "*"
"""The one group of the last level."""


@dataclass(frozen=True, slots=True)
class Hierarchy:
    """The levels of a column from fine to coarse, and the group of every value.

    Values are texts, as `codes.texts` writes them; a missing value has no group.
    """

    name: str
    levels: tuple[str, ...]
    groups: Mapping[str, Mapping[str, str]]

    def apply(self, values: pl.Series, level: str) -> pl.Series:
        """A column with every value replaced by its group; missing stays missing.

        Raises:
            KeyError: there is no such level.
            UnusableCases: a value that the hierarchy does not know; names its rows.
        """
        texts = codes.texts(values)
        groups = self.groups[level]
        if not groups:
            return texts
        replaced = texts.replace_strict(
            list(groups), list(groups.values()), default=None, return_dtype=pl.String
        )
        strange = rows.of(texts.is_not_null() & replaced.is_null())
        if len(strange):
            raise UnusableCases(
                f'the column "{self.name}" holds values outside its hierarchy in '
                f"{rows.told(strange)}.",
                "Build the hierarchy from the column as it is now.",
            )
        return replaced.alias(values.name)


def of(column: Column, frame: pl.DataFrame, *, file: str = "") -> Hierarchy:
    """The hierarchy of a column for the values that it holds.

    A column without one has only the level `all`.

    Raises:
        BadPlan: values have no place in the hierarchy (names their rows), or its
            levels are not nested.
    """
    values = frame[column.name]
    texts = codes.texts(values)
    distinct = texts.unique().drop_nulls().sort().to_list()
    try:
        ladder = _levels(column, values, distinct)
    except Unplaced as unplaced:
        found = rows.of(texts.is_in(list(unplaced.values)))
        raise BadPlan(
            f'the column "{column.name}" has the hierarchy {column.hierarchy}, but '
            f"{rows.told(found)} {'holds' if len(found) == 1 else 'hold'} "
            f"{unplaced.what}.",
            'Correct the file, or name what means "not known" in missing_marks, or '
            "write a hierarchy of your own as a CSV file beside the plan.",
            where=file or None,
        ) from None
    named = {name: groups for name, groups in ladder if name != ALL}
    _check_nested(column.name, list(named.items()), file)
    named[ALL] = dict.fromkeys(distinct, ANY)
    frozen = {name: MappingProxyType(dict(groups)) for name, groups in named.items()}
    return Hierarchy(column.name, tuple(frozen), MappingProxyType(frozen))


def _levels(
    column: Column, values: pl.Series, distinct: Sequence[str]
) -> Sequence[Level]:
    if column.grouping is not None:
        return _own(column, distinct)
    match column.hierarchy:
        case "age":
            return ages.levels(distinct)
        case "area":
            return areas.levels(distinct)
        case "date":
            return dates.levels(distinct)
        case "number" if column.kind is Kind.NUMBER:
            by_text = {text: float(text) for text in distinct}
            return numbers.levels(values.cast(pl.Float64), by_text)
    return ()


def _own(column: Column, distinct: Sequence[str]) -> Sequence[Level]:
    """The levels that the user wrote down, for the values that there are."""
    if column.grouping is None:
        return ()
    known = {row[0]: row[1:] for row in column.grouping.rows}
    unplaced = [value for value in distinct if value not in known]
    if unplaced:
        raise Unplaced(unplaced, "values that its file does not have")
    return [
        (level, {value: known[value][depth] for value in distinct})
        for depth, level in enumerate(column.grouping.levels)
    ]


def _check_nested(name: str, ladder: Sequence[Level], file: str) -> None:
    """Groups of a level must lie wholly in one group of the next."""
    for (_, below), (level, groups) in pairwise(ladder):
        above: dict[str, str] = {}
        for value, group in below.items():
            if above.setdefault(group, groups[value]) != groups[value]:
                raise BadPlan(
                    f'the level "{level}" of the hierarchy of "{name}" is no '
                    "coarsening of the one below: it parts what was together there.",
                    "A group must lie wholly in one group of the next level.",
                    where=file or None,
                )
