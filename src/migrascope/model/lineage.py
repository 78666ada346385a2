"""Where does this number come from?

A tree: at the leaves the cells of publishers' files, above them the formulas.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a publisher's file, as it was read.

    `file` is the position in the edition's list of files; `row` and `column` are
    counted from 1. `label` is the measure that the cell holds.
    """

    edition: str
    file: int
    sheet: str
    row: int
    column: int
    value: float | None
    label: str

    def cells(self) -> Iterator[Cell]:
        """Yield the cell itself, so that trees can be walked alike."""
        yield self


@dataclass(frozen=True, slots=True)
class Lineage:
    """A formula in words, and what it was applied to."""

    formula: str
    inputs: tuple[Cell | Lineage, ...] = ()

    def cells(self) -> Iterator[Cell]:
        """Yield every cell that the figure rests on, left to right."""
        for part in self.inputs:
            if isinstance(part, Cell):  # most are; a walk of its own would cost more
                yield part
            else:
                yield from part.cells()

    @property
    def editions(self) -> tuple[str, ...]:
        """The editions that the figure rests on, sorted, each once."""
        return tuple(sorted({cell.edition for cell in self.cells()}))
