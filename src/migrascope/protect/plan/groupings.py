"""Which groups did the user write down for the values of a column?

A CSV file beside the plan: the first column holds the values as they stand in the
case file, each further one a level, from fine to coarse. Groups are no records, so
errors may quote them.
"""

from __future__ import annotations

import csv
from pathlib import Path

from migrascope.errors import BadPlan, Where
from migrascope.protect.plan.lines import Place
from migrascope.protect.plan.model import Column, Grouping

MOST_ROWS = 200_000
"""More values than any hierarchy that a person has written."""

_ADVICE = (
    "First the header: value and the names of the levels, from fine to coarse; "
    "then one line for each value."
)


def is_file(hierarchy: str) -> bool:
    """Whether the name of a hierarchy is that of a file."""
    return hierarchy.lower().endswith(".csv")


def load(column: Column, folder: Path | None, place: Place) -> Grouping:
    """The groups of a column, from the file that its plan names.

    Raises:
        BadPlan: there is no such file, or its levels are not nested.
    """
    if folder is None:
        raise place.wrong(
            "hierarchy",
            "names a file, but the plan is not a file itself.",
            "Save the plan beside the file of groups, and read it from there.",
        )
    try:
        with (folder / column.hierarchy).open(
            encoding="utf-8-sig", newline=""
        ) as stream:
            rows = [
                (reader_line, [field.strip() for field in fields])
                for reader_line, fields in enumerate(csv.reader(stream), start=1)
                if any(field.strip() for field in fields)
            ]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise place.wrong(
            "hierarchy",
            f'names the file "{column.hierarchy}", which cannot be read.',
            f"It is looked for beside the plan, as CSV in UTF-8. {_ADVICE}",
        ) from error
    return _grouping(rows, column.hierarchy)


def _grouping(rows: list[tuple[int, list[str]]], file: str) -> Grouping:
    if len(rows) < 2 or len(rows[0][1]) < 2 or len(rows) > MOST_ROWS:
        says = "holds no groups, or more than a hierarchy can have."
        raise BadPlan(says, _ADVICE, where=file)
    levels = tuple(rows[0][1][1:])
    if len(set(levels)) < len(levels) or not all(levels):
        says = "two levels have the same name, or one has none."
        raise BadPlan(says, _ADVICE, where=Where(file, row=rows[0][0]))
    seen: dict[str, int] = {}
    for line, fields in rows[1:]:
        where = Where(file, row=line)
        if len(fields) != len(levels) + 1 or not all(fields):
            says = f"the line must have {len(levels) + 1} filled fields."
            raise BadPlan(says, _ADVICE, where=where)
        if fields[0] in seen:
            says = f'"{fields[0]}" stands on line {seen[fields[0]]} already.'
            raise BadPlan(says, "Keep one of the two lines.", where=where)
        seen[fields[0]] = line
    _check_nested(rows[1:], levels, file)
    return Grouping(levels, tuple(tuple(fields) for _, fields in rows[1:]))


def _check_nested(
    rows: list[tuple[int, list[str]]], levels: tuple[str, ...], file: str
) -> None:
    """Every level must make groups out of whole groups of the level below."""
    for depth in range(1, len(levels)):
        above: dict[str, tuple[str, int]] = {}
        for line, fields in rows:
            fine, coarse = fields[depth], fields[depth + 1]
            first, first_line = above.setdefault(fine, (coarse, line))
            if first != coarse:
                raise BadPlan(
                    f'the level "{levels[depth]}" is no coarsening of the one below: '
                    f'"{fine}" is in "{first}" on line {first_line} and in "{coarse}" '
                    "here.",
                    "A group must lie wholly in one group of the next level.",
                    where=Where(file, row=line),
                )
