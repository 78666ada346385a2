"""Where does this number come from, and does the file still say so?

A figure leads to its edition, to the publisher's file with its hash and address,
and to the cell, which is read again from the snapshot and compared.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

from migrascope.errors import DamagedBase, SourceError
from migrascope.model.caveat import Caveat
from migrascope.store import snapshots, surroundings
from migrascope.store.editions import Edition, KeptFile
from migrascope.store.figure import Figure
from migrascope.store.surroundings import Surroundings

if TYPE_CHECKING:
    from migrascope.store.base import Base

_SCALES = (1_000.0, 1_000_000.0, 1_000_000_000.0, 100.0, 0.01)
"""Files count in thousands or millions, or give shares instead of percents."""

_NOT_HERE = (
    "the publisher's file is not part of these figures; fetch or add it to open it"
)


class Verdict(Enum):
    """What came of comparing the cell with the figure."""

    EQUAL = "the cell says the same"
    MISSING = "the cell is empty or holds a missing mark, as the figure says"
    SCALED = "the cell says the same in another unit"
    DIFFERENT = "the cell says something else: the figure is computed from it"
    UNREADABLE = "the cell could not be read"


@dataclass(frozen=True, slots=True)
class Trace:
    """A figure with everything that it rests on.

    `place` is the cell in words; `around` is None when the file cannot be opened,
    and `remark` then says why; `snapshot` is None when the figures came without it.
    `factor` is figure ÷ cell when they differ in scale.
    """

    figure: Figure
    edition: Edition
    file: KeptFile
    snapshot: Path | None
    place: str
    verdict: Verdict
    around: Surroundings | None
    caveats: tuple[Caveat, ...]
    factor: float | None = None
    remark: str = ""

    @property
    def found(self) -> str:
        """What stands in the cell."""
        return self.around.text if self.around else ""


def trace(base: Base, figure: Figure) -> Trace:
    """Follow a figure to its cell, and read the cell again.

    Raises:
        DamagedBase: the snapshot is gone, or is no longer what was received.
    """
    edition = base.edition(figure.edition)
    file = _file(edition, figure)
    snapshot = _snapshot(base, edition, file)
    around, remark = None, _NOT_HERE
    if snapshot is not None:
        snapshots.verify(snapshot)
        around, remark = _look(snapshot, file, figure)
    verdict, factor = _compare(figure.value, around.text if around else None)
    return Trace(
        figure=figure,
        edition=edition,
        file=file,
        snapshot=snapshot,
        place=surroundings.place(
            file.name, sheet=figure.sheet, row=figure.row, column=figure.column
        ),
        verdict=verdict,
        around=around,
        caveats=edition.caveats_for(figure.facts(), year=figure.year),
        factor=factor,
        remark=remark,
    )


def _file(edition: Edition, figure: Figure) -> KeptFile:
    if figure.file >= len(edition.files):
        raise DamagedBase(
            f"the edition {edition.id} has no file number {figure.file}.",
            "Add the publisher's files again.",
            where=edition.id,
        )
    return edition.files[figure.file]


def _snapshot(base: Base, edition: Edition, file: KeptFile) -> Path | None:
    """The file as received; None for figures that came without their files."""
    entry = base.index.get(edition.id)
    if entry is not None and file.sha256 not in entry.snapshots:
        return None
    return base.snapshot(file.sha256)


def _look(
    snapshot: Path, file: KeptFile, figure: Figure
) -> tuple[Surroundings | None, str]:
    """What stands in the cell and around it, or why that cannot be seen."""
    try:
        found = surroundings.around(
            snapshot,
            file.name,
            sheet=figure.sheet,
            row=figure.row,
            column=figure.column,
        )
    except SourceError as error:
        return None, error.what
    return found, ""


def _compare(value: float | None, text: str | None) -> tuple[Verdict, float | None]:
    """Judge what stands in the cell against the figure."""
    if text is None:
        return Verdict.UNREADABLE, None
    found = surroundings.number_of(text)
    if value is None:
        return (Verdict.MISSING if found is None else Verdict.DIFFERENT), None
    if found is None:
        return Verdict.DIFFERENT, None
    if _close(found, value):
        return Verdict.EQUAL, None
    for scale in _SCALES:
        if _close(found * scale, value):
            return Verdict.SCALED, scale
    return Verdict.DIFFERENT, None


def _close(one: float, other: float) -> bool:
    return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-12)
