"""How many migrants live where, from the native International Migrant Stock workbook?

Two workbooks share one layout: by destination (Tables 1 to 6: stock, population,
share, female share, rate of change, refugees) and by destination and origin
(Table 1; the further tables repeat its regions year by year and are not read).
The header stands in row 11, the block titles above it (see `blocks`).

Traps:
- The same region stands twice, once among the SDG regions and once among the
  geographic regions (Australia and New Zealand, Latin America and the Caribbean);
  equal figures are kept once, different ones refused.
- ".." is missing, "~" is suppressed for privacy (fewer than five people).
- Population stands in thousands; 2020 and earlier editions call their column of
  footnotes "Notes", 2024 "Coverage" and "Population notes".
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from migrascope.errors import ChangedHeader, NotANumber, Truncated
from migrascope.model.observation import Status
from migrascope.sources import places
from migrascope.sources.batch import Residuals
from migrascope.sources.formats import workbook
from migrascope.sources.formats.workbook import Sheet
from migrascope.sources.undesa import blocks, notes, stock_header
from migrascope.sources.undesa.blocks import Block, text
from migrascope.sources.undesa.reading import Reading
from migrascope.sources.undesa.series import once
from migrascope.sources.undesa.stock_header import Header

MARKS = {"..": Status.MISSING, "~": Status.SUPPRESSED}
"""What the Population Division writes where it gives no figure."""


def read(
    path: Path, table: dict[str, str], *, residuals: Residuals = Residuals.REFUSE
) -> Reading:
    """Read all tables of a workbook; `table` maps location codes to areas.

    Raises:
        ChangedHeader: no sheet has the known header, or a block has no known title.
        UnknownPlace: a location code without an area.
        NotANumber: text that is no missing mark where a figure should stand.
        Truncated: a table without rows.
    """
    sheets = workbook.read(path)
    tables = [
        (sheet, head)
        for sheet in sheets.values()
        if (head := stock_header.find(sheet)) is not None
    ]
    by_origin = any(head.origin for _, head in tables)
    cells = [
        _cells(sheet, head, _sentences(head, sheets), table, residuals)
        for sheet, head in tables
        if head.origin or not by_origin
    ]
    if not cells:
        raise ChangedHeader(
            'no sheet has a row with "Location code" and years.',
            "This is not the layout of the International Migrant Stock.",
            where=path.name,
        )
    vintage = stock_header.vintage(sheets.values(), file=path.name)
    return Reading(vintage, once(pl.concat(cells)))


def _sentences(head: Header, sheets: dict[str, Sheet]) -> dict[str, str]:
    """The sheet of notes that a table's footnotes refer to."""
    wanted = "population" if head.notes_name.startswith("population") else ""
    sheet = next(
        (
            sheet
            for name, sheet in sheets.items()
            if "notes" in name.lower() and wanted in name.lower()
        ),
        None,
    )
    return notes.footnotes(sheet.rows) if sheet else {}


def _cells(
    sheet: Sheet,
    head: Header,
    sentences: dict[str, str],
    table: dict[str, str],
    residuals: Residuals,
) -> pl.DataFrame:
    columns = blocks.read(sheet, head.row, title=head.title)
    rows = [
        (number, row)
        for number, row in enumerate(sheet.rows[head.row :], start=head.row + 1)
        if any(text(row[block.column - 1]) for block in columns)
    ]
    if not rows:
        raise Truncated(
            "the table has a header and no rows.",
            "Download the workbook again.",
            where=sheet.where(head.row),
        )
    described = _described(sheet, head, rows, sentences, table, residuals)
    return pl.concat(_column(sheet, block, rows, described) for block in columns)


def _described(
    sheet: Sheet,
    head: Header,
    rows: Sequence[tuple[int, Sequence[object]]],
    sentences: dict[str, str],
    table: dict[str, str],
    residuals: Residuals,
) -> pl.DataFrame:
    """What all figures of a row share: area, origin, notes, status."""
    numbers = pl.Series("row", [number for number, _ in rows], dtype=pl.UInt32)

    def areas(code: int, name: int) -> pl.Series:
        spelled = [text(row[code - 1]) or text(row[name - 1]) for _, row in rows]
        return places.match(
            pl.Series(spelled, dtype=pl.String),
            table,
            where=sheet.where(column=code),
            rows=numbers,
            residuals=residuals,
        )

    kinds = [notes.codes(row[head.kind - 1]) if head.kind else () for _, row in rows]
    remarks = [
        notes.spelled_out(row[head.notes - 1], sentences) if head.notes else ""
        for _, row in rows
    ]
    origin = areas(head.origin, head.origin_name) if head.origin else ["_T"] * len(rows)
    return pl.DataFrame(
        {
            "row": numbers,
            "area": areas(head.code, head.name),
            "origin": origin,
            "remark": remarks,
            "note": [
                f"{remark} {notes.data_type(codes)}".strip()
                for remark, codes in zip(remarks, kinds, strict=True)
            ],
            "obs_status": [notes.status(codes) for codes in kinds],
        }
    )


def _column(
    sheet: Sheet,
    block: Block,
    rows: Sequence[tuple[int, Sequence[object]]],
    described: pl.DataFrame,
) -> pl.DataFrame:
    subject = block.subject
    # the type of data speaks of migrants, not of residents or refugees
    of_migrants = subject.status == "MIG"
    values, gaps = _figures(sheet, block, rows)
    value = pl.col("value") if block.factor == 1 else pl.col("value") * block.factor
    return (
        described.with_columns(values, gaps)
        .filter(pl.col("value").is_not_null() | pl.col("gap").is_not_null())
        .select(
            pl.lit(subject.measure).alias("measure"),
            "area",
            "origin",
            pl.lit(block.sex).alias("sex"),
            pl.lit(subject.status).alias("status"),
            pl.lit(block.start).alias("start"),
            pl.lit(block.end).alias("end"),
            value.round(6) if block.factor != 1 else value,
            pl.lit(subject.unit).alias("unit"),
            pl.coalesce(
                "gap",
                pl.col("obs_status") if of_migrants else pl.lit(str(Status.ESTIMATED)),
            ).alias("obs_status"),
            pl.col("note" if of_migrants else "remark").alias("note"),
            pl.lit(sheet.name).alias("sheet"),
            "row",
            pl.lit(block.column, dtype=pl.UInt32).alias("column"),
        )
    )


def _figures(
    sheet: Sheet, block: Block, rows: Sequence[tuple[int, Sequence[object]]]
) -> tuple[pl.Series, pl.Series]:
    """The figures of a column, and the statuses of the cells that have none."""
    spot = block.column - 1
    cells = [row[spot] for _, row in rows]
    values = [
        float(cell)
        if isinstance(cell, float | int) and not isinstance(cell, bool)
        else None
        for cell in cells
    ]
    gaps: list[str | None] = [None] * len(cells)
    for position, cell in enumerate(cells):
        if values[position] is not None or not (mark := text(cell)):
            continue
        if mark not in MARKS:
            raise NotANumber(
                f'"{mark}" stands where a figure should stand.',
                f"Known marks are {', '.join(MARKS)}; correct the cell in a copy.",
                where=sheet.where(rows[position][0], block.column),
            )
        gaps[position] = MARKS[mark]
    return (
        pl.Series("value", values, dtype=pl.Float64),
        pl.Series("gap", gaps, dtype=pl.String),
    )
