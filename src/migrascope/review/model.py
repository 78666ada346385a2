"""What is a review, before it is a page, a document or a workbook?

One immutable object. Builders fill it, writers format it and never compute, so
that all forms carry the same numbers. Every number is a `Number`: what it
measures, and an `Estimate` that knows its source cells.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from migrascope.model.caveat import Caveat
from migrascope.model.estimate import Estimate


@dataclass(frozen=True, slots=True)
class Number:
    """A figure as shown: what it measures (SDMX dimensions) and its estimate.

    `measure` is a measure code or an indicator code. The time stands in
    `estimate.period`, the unit in `estimate.unit`.
    """

    measure: str
    area: str
    estimate: Estimate
    origin: str = "_T"
    sex: str = "_T"
    age: str = "_T"
    status: str = "_T"
    breakdown: str = ""


class Kind(StrEnum):
    """What the cells of a column hold."""

    TEXT = "text"
    YEAR = "year"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its heading, and the unit in words for numbers.

    Figures are shown divided by `scale`, which `unit` says: "US$ million", and with
    `decimals`; None leaves their number to the unit of each figure.
    """

    key: str
    title: str
    kind: Kind = Kind.TEXT
    unit: str = ""
    decimals: int | None = 0
    scale: float = 1


TableCell = str | int | Number | None
"""A text, a year, a number, or nothing (shown as an en dash)."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells under headings; `id` is unique in a review."""

    id: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[TableCell, ...], ...]

    def numbers(self) -> Iterator[tuple[int, Column, Number]]:
        """Every number with its row (from 0) and column."""
        for position, row in enumerate(self.rows):
            for column, cell in zip(self.columns, row, strict=True):
                if isinstance(cell, Number):
                    yield position, column, cell


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing of a table: a Vega-Lite or Vega specification as JSON text.

    `alternative` says in words what the drawing shows, for those who cannot see it.
    """

    specification: str
    alternative: str


@dataclass(frozen=True, slots=True)
class Exhibit:
    """A table with a finding on top, and a drawing of it where one helps.

    `finding` is a sentence computed from the data; `editions` are the ids of the
    editions that the numbers come from; `note` is shown under the table.
    """

    finding: str
    table: Table
    editions: tuple[str, ...]
    chart: Chart | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A plain sentence, with the numbers that were written into it."""

    text: str
    numbers: tuple[Number, ...] = ()


@dataclass(frozen=True, slots=True)
class Tile:
    """One key figure at a glance: a large number with its label and year."""

    label: str
    text: str
    detail: str
    number: Number | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A chapter: opens with a plain sentence computed from the data."""

    id: str
    title: str
    lead: Sentence
    body: tuple[Sentence, ...] = ()
    tiles: tuple[Tile, ...] = ()
    exhibits: tuple[Exhibit, ...] = ()
    points: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceFileNote:
    """A file of an edition: enough to fetch it again and prove it is the same."""

    name: str
    sha256: str
    address: str


@dataclass(frozen=True, slots=True)
class SourceNote:
    """An edition that the review rests on, with licence and citation.

    `source` is the id of the publisher's adapter, which caveats name.
    """

    edition: str
    title: str
    publisher: str
    licence: str
    licence_address: str
    citation: str
    retrieved: str
    files: tuple[SourceFileNote, ...]
    source: str = ""


@dataclass(frozen=True, slots=True)
class Review:
    """The review of migration in the SDGs of one area, complete and immutable."""

    area: str
    area_name: str
    title: str
    language: str
    made_on: date
    version: str
    sections: tuple[Section, ...]
    sources: tuple[SourceNote, ...]
    caveats: tuple[Caveat, ...]
    disclaimers: tuple[str, ...] = ()
    members: tuple[str, ...] = ()

    def exhibits(self) -> Iterator[Exhibit]:
        """Every exhibit in reading order."""
        for section in self.sections:
            yield from section.exhibits

    def tables(self) -> Mapping[str, Table]:
        """Every table by its id."""
        return {exhibit.table.id: exhibit.table for exhibit in self.exhibits()}
