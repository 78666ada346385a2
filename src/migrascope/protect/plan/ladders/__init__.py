"""Hierarchies that we know: ages, areas, dates and numbers, from fine to coarse.

Each gives its levels as pairs of a name and the group of every value. The names of
the levels do not hang on the data, so that a plan for one file fits the next one; a
value that has no place in the hierarchy is refused, never put into a group of its own.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

Level = tuple[str, Mapping[str, str]]
"""The name of a level, and the group of each value."""


class Unplaced(Exception):
    """Values that have no place in a hierarchy.

    Users never see it: `hierarchy.of` makes an error of it that names rows.
    """

    def __init__(self, values: Collection[str], what: str) -> None:
        self.values = values
        self.what = what
        super().__init__(what)
