"""How are many source cells named in few words?

As a spreadsheet names them: `F12:F14, H3`, sheet by sheet.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from migrascope.model.lineage import Cell
from migrascope.review.writers.cells import column_letters


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of one file of an edition; `file` is its position there."""

    edition: str
    file: int
    sheet: str


def by_sheet(cells: Iterable[Cell]) -> Mapping[Sheet, list[str]]:
    """The cells as ranges, column by column, for each sheet in order."""
    sheets: defaultdict[tuple[str, int, str], set[tuple[int, int]]] = defaultdict(set)
    for cell in cells:
        sheets[cell.edition, cell.file, cell.sheet].add((cell.column, cell.row))
    return {Sheet(*place): _ranges(found) for place, found in sheets.items()}


def _ranges(cells: Iterable[tuple[int, int]]) -> list[str]:
    runs: list[list[int]] = []
    for column, row in sorted(cells):
        if runs and runs[-1][0] == column and runs[-1][2] == row - 1:
            runs[-1][2] = row
        else:
            runs.append([column, row, row])
    return [
        f"{letters}{first}" if first == last else f"{letters}{first}:{letters}{last}"
        for column, first, last in runs
        for letters in (column_letters(column),)
    ]
