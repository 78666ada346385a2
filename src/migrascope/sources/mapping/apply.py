"""What does a file say under its mapping?

One way for every shape: a tidy table has one column of figures, a wide one
several, a crosstab as many as the headers that match. Columns of figures become
rows, dimensions come from columns, headers, the sheet's name or the mapping, and
every figure keeps the cell it was read from.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from migrascope.errors import SourceError, UnknownLayout
from migrascope.model.observation import TOTAL
from migrascope.sources.batch import Batch, Residuals, source_file
from migrascope.sources.frame import finish
from migrascope.sources.mapping import shapes, tables
from migrascope.sources.mapping.declaration import Mapping
from migrascope.sources.mapping.reading import Reading

_UNDECLARED = dict.fromkeys(("origin", "sex", "age", "status"), TOTAL) | {"note": ""}
"""What holds for columns of figures that do not declare what others do."""


def matches(mapping: Mapping, path: Path) -> bool:
    """Whether a file has the name, the sheets and the columns of a mapping."""
    name = mapping.layout.match
    if name is not None and not name.search(path.name):
        return False
    try:
        for table, _ in tables.read(mapping, path):
            for values in mapping.values:
                shapes.columns(table, mapping, values)
    except SourceError:
        return False
    return True


def apply(
    mapping: Mapping, path: Path, *, residuals: Residuals = Residuals.REFUSE
) -> Batch:
    """One file as a batch."""
    return apply_all(mapping, (path,), residuals=residuals)


def apply_all(
    mapping: Mapping,
    paths: Sequence[Path],
    *,
    residuals: Residuals = Residuals.REFUSE,
) -> Batch:
    """Several files of one layout as one batch: one edition.

    Raises:
        SourceError: a file does not hold what the mapping says; names the cell.
    """
    edition = f"{mapping.dataset}@{mapping.vintage}"
    names = {index: path.name for index, path in enumerate(paths)}
    parts = [
        cells(mapping, path, residuals=residuals, index=index)
        for index, path in enumerate(paths)
    ]
    return Batch(
        dataset=mapping.dataset,
        vintage=mapping.vintage,
        source=mapping.source,
        title=mapping.title,
        publisher=mapping.publisher,
        licence=mapping.licence,
        citation=mapping.citation,
        files=tuple(source_file(path, address=mapping.address) for path in paths),
        observations=finish(
            pl.concat(parts, how="diagonal"), edition=edition, files=names
        ),
        caveats=mapping.caveats,
        address=mapping.address,
    )


def cells(
    mapping: Mapping, path: Path, *, residuals: Residuals, index: int = 0
) -> pl.DataFrame:
    """The figures of one file, unchecked; `index` is its position in the edition.

    Raises:
        UnknownLayout: the file holds no figure that the mapping means.
    """
    parts = [
        Reading(mapping, table, groups, residuals).cells()
        for table, groups in tables.read(mapping, path)
    ]
    whole = pl.concat(parts, how="diagonal")
    if not whole.height:
        raise UnknownLayout(
            "the mapping finds no figure in this file.",
            "Compare its first and last row, its header and its rules with the file.",
            where=path.name,
        )
    return whole.with_columns(
        pl.lit(index).alias("file"),
        *(
            pl.col(name).fill_null(text)
            for name, text in _UNDECLARED.items()
            if name in whole.columns
        ),
    )
