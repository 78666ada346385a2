"""How is a cell of a review's table written, and where does it come from?

Web page, Word and PDF write the same text, so that they cannot disagree.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from migrascope.language.numbers import MISSING, exact
from migrascope.model.lineage import Cell, Lineage
from migrascope.review.model import Column, Number, Review, Table, TableCell

MOST_NAMED = 4
"""How many editions are named under an exhibit."""

SHOWN_CELLS = 4
"""How many source cells are listed beside a number; the workbook lists all."""

_COUNTED = frozenset({"PS", "USD", "USD_CON", "NUMBER", "CASES", "EVENTS"})


@dataclass(frozen=True, slots=True)
class Origin:
    """Where one number of a table comes from, in words.

    `count` is the number of source cells, of which `places` lists the first few.
    """

    row: str
    column: str
    value: str
    formula: str
    places: tuple[str, ...]
    count: int


def written(cell: TableCell, column: Column) -> str:
    """The text of a cell: numbers in full, an en dash where there is nothing."""
    if cell is None:
        return MISSING
    if isinstance(cell, Number):
        return _number(cell, column)
    return str(cell)


def source_line(editions: tuple[str, ...], review: Review) -> str:
    """The line under an exhibit: title and edition of each source."""
    notes = {source.edition: source for source in review.sources}
    told = [
        f"{notes[edition].title} [{edition}]" if edition in notes else edition
        for edition in editions
    ]
    if len(told) > MOST_NAMED:
        return f"Source: {len(told)} editions; see the list of sources."
    return f"Source: {'; '.join(told)}." if told else ""


def heading(column: Column) -> str:
    """The heading with its unit in brackets."""
    return f"{column.title} ({column.unit})" if column.unit else column.title


def column_letters(column: int) -> str:
    """The letters of a column as a spreadsheet shows them.

    >>> column_letters(1), column_letters(28)
    ('A', 'AB')
    """
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def place(cell: Cell, review: Review) -> str:
    """A source cell as a person would look it up: file, sheet, cell."""
    files = next(
        (source.files for source in review.sources if source.edition == cell.edition),
        (),
    )
    name = files[cell.file].name if cell.file < len(files) else cell.edition
    suffix = name.lower().removesuffix(".gz").rsplit(".", 1)[-1]
    if suffix in {"xlsx", "xls", "ods"}:
        return f"{name}, {cell.sheet}!{column_letters(cell.column)}{cell.row}"
    if suffix == "json":
        return f"{name}, {cell.sheet or 'item'} {cell.row}, field {cell.column}"
    return f"{name}, row {cell.row}, column {cell.column}"


def origins(table: Table, review: Review) -> Iterator[Origin]:
    """Where every number of a table comes from, in reading order."""
    for position, column, number in table.numbers():
        lineage = number.estimate.lineage
        cells = tuple(lineage.cells())
        yield Origin(
            row=written(table.rows[position][0], table.columns[0]),
            column=column.title,
            value=written(number, column),
            formula=lineage.formula if isinstance(lineage, Lineage) else "as published",
            places=tuple(place(cell, review) for cell in cells[:SHOWN_CELLS]),
            count=len(cells),
        )


def scaled(value: float | None, column: Column) -> float | None:
    """A value in the unit of its column."""
    return value if value is None or column.scale == 1 else value / column.scale


def places_after_point(number: Number, column: Column) -> int:
    """How many decimals a figure is shown with: none for counts and money."""
    if column.decimals is not None:
        return column.decimals
    return 0 if number.estimate.unit in _COUNTED else 1


def _number(number: Number, column: Column) -> str:
    figure = number.estimate
    value, low, high = (
        exact(scaled(each, column), decimals=places_after_point(number, column))
        for each in (figure.value, figure.low, figure.high)
    )
    if figure.value is None or figure.low is None or figure.high is None:
        return value
    if low == value == high:
        return value
    return f"{value} ({low} to {high})"
