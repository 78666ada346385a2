"""What can a mapping file say about a table of figures?

Everything is declared, nothing is programmed: which column is which dimension,
how codes are spelled, what a year means, what the publisher writes when nothing
is known. `toml` reads these from a file; `apply` carries them out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping as Table
from dataclasses import dataclass, field

from migrascope.model.caveat import Caveat
from migrascope.model.source import Licence

DIMENSIONS = ("area", "origin", "sex", "age", "status", "measure", "unit")
"""The dimensions that a mapping can declare, besides breakdowns and time."""

CODES = (
    "id",
    "iso3",
    "iso2",
    "m49",
    "unsd",
    "unhcr",
    "world_bank",
    "eurostat",
    "name",
    "any",
)
"""How a column of places can be spelled."""

CONVENTIONS = (
    "mid-year",
    "end-year",
    "start-year",
    "whole-year",
    "quarter",
    "month",
    "day",
)
"""Which days a period stands for."""

TIMES = ("year", "period", "date", "start", "end", "month", "quarter")
"""The parts of time that a column or a header can give."""

DROP = "drop"
"""What a missing mark stands for when it means that there is no observation."""


@dataclass(frozen=True, slots=True)
class Dimension:
    """Where a dimension is read from, and how its spellings become codes.

    Exactly one of `column`, `value` and a named group in a header gives the text;
    `codes` holds the declared spellings, `kind` how places are spelled.
    """

    column: str = ""
    value: str = ""
    codes: Table[str, str] = field(default_factory=dict)
    kind: str = "any"
    blank: str = ""
    fill: bool = False
    marks: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the table stands in the file."""

    kind: str
    match: re.Pattern[str] | None = None
    sheets: re.Pattern[str] | None = None
    at: str = ""
    header: int | tuple[int, int] | None = None
    headers: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    first: int | None = None
    last: int | None = None
    until: re.Pattern[str] | None = None
    encoding: str | None = None
    delimiter: str | None = None


@dataclass(frozen=True, slots=True)
class Times:
    """Which columns tell the time, and which days they mean.

    `columns` names the column of a part of time; `values` fixes one for the whole
    file. `years` is the length of an interval that starts in the year given.
    """

    convention: str
    columns: Table[str, str] = field(default_factory=dict)
    values: Table[str, str] = field(default_factory=dict)
    format: str = ""
    years: int = 0


@dataclass(frozen=True, slots=True)
class Values:
    """One column of figures, or all the columns whose header matches.

    `constants` fixes dimensions for these columns (also parts of time, and
    breakdowns as `breakdown.key`); named groups of `headers` do the same from
    the header.
    """

    column: str = ""
    headers: re.Pattern[str] | None = None
    between: tuple[int, int] | None = None
    excluding: tuple[str, ...] = ()
    constants: Table[str, str] = field(default_factory=dict)
    low: str = ""
    high: str = ""
    multiplier: float = 1.0
    convention: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """Rows to leave out, or to keep: a column and a pattern for its text."""

    column: str
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Figures:
    """How the publisher writes numbers, and what marks and flags mean."""

    decimal: str = "."
    thousands: str = ","
    missing: Table[str, str] = field(default_factory=dict)
    flags: Table[str, str] = field(default_factory=dict)
    flag_column: str = ""
    flags_behind: bool = False


@dataclass(frozen=True, slots=True)
class Mapping:
    """A whole mapping file."""

    file: str
    source: str
    dataset: str
    vintage: str
    title: str
    publisher: str
    licence: Licence
    citation: str
    address: str
    layout: Layout
    dimensions: Table[str, Dimension]
    breakdowns: Table[str, Dimension]
    times: Times
    values: tuple[Values, ...]
    figures: Figures
    note: str = ""
    skip: tuple[Rule, ...] = ()
    keep: tuple[Rule, ...] = ()
    caveats: tuple[Caveat, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that the file must have."""
        figures = (self.figures.flag_column, self.note)
        named = [each.column for each in self._declared()]
        for values in self.values:
            named += [values.column, values.low, values.high]
        named += [rule.column for rule in (*self.skip, *self.keep)]
        named += [*self.times.columns.values(), *figures]
        return tuple(dict.fromkeys(name for name in named if name))

    def _declared(self) -> tuple[Dimension, ...]:
        return (*self.dimensions.values(), *self.breakdowns.values())
