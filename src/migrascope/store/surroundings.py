"""What stands around a cell in the publisher's file?

Reads the snapshot itself, without the adapter that read it before: the cell, its
neighbours, the header above it and the names beside it, as a small table.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from migrascope.errors import SourceError

_HEAD = 40
"""Rows at the head of a file among which the headers are looked for."""

_LABELS = 3
"""Columns before the cell that are shown because they name the row."""

_KEYS = 12
"""Keys of a JSON object that are shown."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """A small table cut out of a file.

    `columns` and `rows` are the names of columns and rows in the file (`B`, `AA`;
    `11`, `212`); `cells` are texts; `marked` is the position of the cell in them.
    """

    columns: tuple[str, ...]
    rows: tuple[str, ...]
    cells: tuple[tuple[str, ...], ...]
    marked: tuple[int, int]

    @property
    def text(self) -> str:
        """What stands in the cell itself."""
        return self.cells[self.marked[0]][self.marked[1]]


def around(path: Path, name: str, *, sheet: str, row: int, column: int) -> Surroundings:
    """Cut the surroundings of a cell out of a snapshot; `name` is the file's own.

    Raises:
        SourceError: the file cannot be opened, or has no such cell.
    """
    reader = _reader(name)
    if reader is None:
        raise SourceError(
            "files of this kind cannot be opened here.",
            "Open the snapshot with the program that it is made for.",
            where=name,
        )
    return reader(path, sheet, row, column)


def place(name: str, *, sheet: str, row: int, column: int) -> str:
    """The cell in words: `sheet "Table 1", cell F23`, or line and field.

    >>> place("stock.xlsx", sheet="Table 1", row=23, column=6)
    'sheet "Table 1", cell F23'
    """
    ending = _ending(name)
    if ending in _WORKBOOKS | _ARCHIVES:
        return f'sheet "{sheet}", cell {letters(column)}{row}'
    if ending == "json":
        path = f' of "{sheet}"' if sheet else ""
        return f"item {row}{path}, key {column}"
    if ending == "parquet":
        return f"row {row}, column {column}"
    return f"line {row}, field {column}"


def letters(column: int) -> str:
    """The name of a spreadsheet column, counted from 1.

    >>> letters(1), letters(26), letters(27), letters(703)
    ('A', 'Z', 'AA', 'AAA')
    """
    name = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


_WORKBOOKS = frozenset({"xlsx", "xlsm", "xlsb", "xls", "ods"})
_ARCHIVES = frozenset({"zip"})
"""Archives that hold one workbook."""

_TEXTS = frozenset({"csv", "tsv", "txt"})

_Reader = Callable[[Path, str, int, int], Surroundings]


def _ending(name: str) -> str:
    parts = name.lower().removesuffix(".gz").rsplit(".", 1)
    return parts[1] if len(parts) == 2 else ""


def _reader(name: str) -> _Reader | None:
    ending = _ending(name)
    if ending in _WORKBOOKS:
        return _in_workbook
    if ending in _TEXTS:
        return _in_text
    if ending in _ARCHIVES:
        return _in_archive
    return {"json": _in_json, "parquet": _in_parquet}.get(ending)


def _in_workbook(path: Path, sheet: str, row: int, column: int) -> Surroundings:
    from migrascope.sources.formats import workbook

    cells = workbook.read(path, only=[sheet])[sheet].rows
    shown = [number for number in range(1, len(cells) + 1) if _is_near(number, row)]
    grid = {
        number: [workbook.as_text(value).strip() for value in cells[number - 1]]
        for number in shown
    }
    return _cut(grid, path, row, column, name=letters)


def _in_archive(path: Path, sheet: str, row: int, column: int) -> Surroundings:
    from migrascope.sources.formats import archive

    with archive.unpacked(path) as book:
        return _in_workbook(book, sheet, row, column)


def _in_text(path: Path, sheet: str, row: int, column: int) -> Surroundings:
    del sheet
    from migrascope.sources.formats import csv as text_table
    from migrascope.sources.formats import encoding, guard

    data = encoding.to_utf8(guard.content(path), file=path.name)
    text = io.StringIO(data.decode("utf-8"), newline="")
    mark = text_table.sniff(data)
    grid: dict[int, list[str]] = {}
    for line, fields in _numbered(text, mark):
        if _is_near(line, row):
            grid[line] = [field.strip() for field in fields]
        if line > row:
            break
    return _cut(grid, path, row, column, name=str)


def _in_json(path: Path, sheet: str, row: int, column: int) -> Surroundings:
    from migrascope.sources.formats import json

    table = json.read(path, at=sheet)
    if not 1 <= row <= table.frame.height:
        raise _no_cell(path, row, column)
    item = table.frame.row(row - 1, named=True)
    keys = [
        (position, key, item[key] or "")
        for key, position in table.columns.items()
        if item[key] is not None or position == column
    ]
    here = [spot for spot, (position, *_) in enumerate(keys) if position == column]
    if not here:
        raise _no_cell(path, row, column)
    first = max(0, min(here[0] - _KEYS // 2, len(keys) - _KEYS))
    shown = keys[first : first + _KEYS]
    return Surroundings(
        columns=("key", "value"),
        rows=tuple(str(position) for position, *_ in shown),
        cells=tuple((key, value) for _, key, value in shown),
        marked=(here[0] - first, 1),
    )


def _in_parquet(path: Path, sheet: str, row: int, column: int) -> Surroundings:
    del sheet
    from migrascope.sources.formats import parquet

    table = parquet.read(path)
    names = list(table.columns)
    frame = table.frame.select(names)
    first = max(1, row - 1)
    grid = {
        number: ["" if value is None else str(value) for value in frame.row(number - 1)]
        for number in range(first, min(frame.height, row + 1) + 1)
    }
    return _cut(grid, path, row, column, name=lambda number: names[number - 1])


def _is_near(line: int, row: int) -> bool:
    """Whether a line may be shown: at the head of the file, or beside the row."""
    return line <= _HEAD or row - _HEAD <= line <= row + 1


def _numbered(text: io.StringIO, mark: str) -> Iterator[tuple[int, list[str]]]:
    """Records with the line that they start on."""
    reader = csv.reader(text, delimiter=mark)
    line = 1
    for fields in reader:
        yield line, fields
        line = reader.line_num + 1


def _cut(
    grid: Mapping[int, Sequence[str]],
    path: Path,
    row: int,
    column: int,
    *,
    name: Callable[[int], str],
) -> Surroundings:
    """The cell with its neighbours, the headers above and the names beside it."""
    if row not in grid or not 1 <= column <= len(grid[row]):
        raise _no_cell(path, row, column)
    before = [number for number in grid if number < row]
    after = [number for number in grid if number > row]
    rows = sorted({*_headers(grid, before, column), *before[-1:], row, *after[:1]})
    labels = [
        number
        for number in range(1, column)
        if _at(grid[row], number) and not _is_number(grid[row], number)
    ]
    near = [each for each in (column - 1, column, column + 1) if each >= 1]
    width = max(len(grid[number]) for number in rows)
    columns = sorted({*labels[:_LABELS], *(each for each in near if each <= width)})
    return Surroundings(
        columns=tuple(name(each) for each in columns),
        rows=tuple(str(number) for number in rows),
        cells=tuple(
            tuple(_at(grid[number], each) for each in columns) for number in rows
        ),
        marked=(rows.index(row), columns.index(column)),
    )


def _headers(
    grid: Mapping[int, Sequence[str]], above: Sequence[int], column: int
) -> list[int]:
    """The first filled row above the cell; the second too when it holds a text."""
    filled = [number for number in above if _at(grid[number], column)][:2]
    texts = [number for number in filled[1:] if not _is_number(grid[number], column)]
    return [*filled[:1], *texts]


def _is_number(fields: Sequence[str], column: int) -> bool:
    return number_of(_at(fields, column)) is not None


def number_of(text: str) -> float | None:
    """The number that a cell shows, thousands separated in any usual way, or None.

    A published bound such as `<1` counts as its number.

    >>> number_of("1,050 147"), number_of("-0.5"), number_of("..")
    (1050147.0, -0.5, None)
    """
    plain = "".join(sign for sign in text if sign not in ", \u00a0\u202f\u2009'")
    try:
        return float(plain.lstrip("<>").rstrip("%"))
    except ValueError:
        return None


def _at(fields: Sequence[str], column: int) -> str:
    return fields[column - 1] if column <= len(fields) else ""


def _no_cell(path: Path, row: int, column: int) -> SourceError:
    return SourceError(
        f"the file has no cell in row {row}, column {column}.",
        "`migrascope catalog --check` says whether the snapshot is damaged.",
        where=path.name,
    )
