"""Which goals did a reader see in a training text?

Whoever labelled the sentences gave each one goal, even where a text is about two, and
pieces of metadata only have the goal of their indicator. So all of them were read
again, one by one, without their labels, for all goals: by a large language model that
followed written instructions (docs/methods/knowledge.md). Some were read twice, and
some papers that people had labelled were read too: they tell how far such answers can
be trusted, and teach nothing. A text is known by its digest; no text is kept.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

_TABLE = Path(__file__).with_name("tables") / "goal_readings.csv"
_DIGITS = 12


class Reading(NamedTuple):
    """The goals that a text is about first, and those that it treats as well."""

    main: frozenset[str]
    also: frozenset[str]

    @property
    def goals(self) -> frozenset[str]:
        """All goals that the reader saw."""
        return self.main | self.also


def of(text: str) -> tuple[Reading, ...]:
    """All readings of a text; the first is the one that counts."""
    return _all().get(digest(text), ())


def digest(text: str) -> str:
    """By what a text is known in the table: the beginning of its sha256."""
    return hashlib.sha256(text.encode()).hexdigest()[:_DIGITS]


@cache
def _all() -> Mapping[str, tuple[Reading, ...]]:
    found: dict[str, tuple[Reading, ...]] = {}
    with _TABLE.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            reading = Reading(_codes(row["main"]), _codes(row["also"]))
            found[row["text"]] = (*found.get(row["text"], ()), reading)
    return found


def _codes(cell: str) -> frozenset[str]:
    return frozenset(cell.split(";")) if cell else frozenset()
