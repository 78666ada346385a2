"""Which tables of this file does the mapping mean?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import polars as pl

from migrascope.errors import ChangedHeader, UnknownLayout
from migrascope.sources.formats import csv, hxl, json, parquet, sdmx, workbook
from migrascope.sources.formats.table import ROW, Table, changed_header, distinct
from migrascope.sources.mapping import shapes
from migrascope.sources.mapping.declaration import Layout, Mapping


def read(mapping: Mapping, path: Path) -> Iterator[tuple[Table, dict[str, str]]]:
    """The tables that a mapping means, with what the sheet's name says of them.

    Raises:
        ChangedHeader: a sheet, a header or a column is not there.
        UnknownLayout: no table of the declared kind.
    """
    layout = mapping.layout
    for table, groups in _tables(layout, path):
        tagged = hxl.tags(table)
        clean = _renamed(hxl.without_tags(table), tagged, mapping)
        cut = _until(clean, layout)
        cut.need(*(name for name in mapping.columns if name))
        yield cut, groups


def _tables(layout: Layout, path: Path) -> Iterator[tuple[Table, dict[str, str]]]:
    match layout.kind:
        case "workbook":
            yield from _sheets(layout, path)
        case "json":
            yield _rows(json.read(path, at=layout.at), layout), {}
        case "parquet":
            yield _rows(parquet_texts(path), layout), {}
        case "sdmx":
            yield _rows(sdmx.read_csv(path), layout), {}
        case _:
            yield _rows(_text_table(layout, path), layout), {}


def _text_table(layout: Layout, path: Path) -> Table:
    header = layout.header
    if isinstance(header, tuple):
        header = header[1]
    if header == 0:
        return _unheaded(layout, path)
    return csv.read(
        path,
        header=header,
        encoding=layout.encoding,
        delimiter=layout.delimiter,
        columns=layout.headers or None,
    )


def _unheaded(layout: Layout, path: Path) -> Table:
    """A text table without a header: the names come from the mapping."""
    table = csv.read(
        path, header=1, encoding=layout.encoding, delimiter=layout.delimiter
    )
    if len(table.columns) != len(layout.names):
        raise ChangedHeader(
            f"the file has {len(table.columns)} columns, the mapping names "
            f"{len(layout.names)}.",
            'Name every column in the mapping: [file] columns = ["…"].',
            where=table.where(1),
        )
    first = csv.first_record(path, layout.encoding, layout.delimiter)
    names = distinct(layout.names)
    row = pl.DataFrame({name: [text] for name, text in zip(names, first, strict=True)})
    frame = table.frame.rename(dict(zip(table.columns, names, strict=True)))
    top = row.with_columns(
        pl.lit(1, dtype=pl.UInt32).alias(ROW),
        pl.all().str.strip_chars().replace("", None),
    ).select(frame.columns)
    columns = {name: position for position, name in enumerate(names, start=1)}
    return Table(pl.concat([top, frame]), columns, table.file, table.sheet, 0)


def _sheets(layout: Layout, path: Path) -> Iterator[tuple[Table, dict[str, str]]]:
    if layout.sheets is None:
        sheets = list(workbook.read(path).values())[:1]
        wanted = [(sheet, re.match("", "")) for sheet in sheets]
    else:
        sheets = list(workbook.read(path).values())
        wanted = [(each, layout.sheets.fullmatch(each.name)) for each in sheets]
    chosen = [(sheet, found) for sheet, found in wanted if found]
    if not chosen and layout.sheets is not None:
        pattern = re.sub(r"\\(.)", r"\1", layout.sheets.pattern)
        error = changed_header(
            [pattern], [sheet.name for sheet in sheets], where=sheets[0].where()
        )
        error.what = error.what.replace("header has", "workbook has as sheet")
        raise error
    for sheet, found in chosen:
        header = layout.header
        if header is None:
            header = sheet.find(*layout.headers) if layout.headers else guess(sheet)
        if header == 0:
            table = sheet.block(layout.names, layout.first or 1, layout.last)
        else:
            table = sheet.table(header, layout.first, layout.last)
        yield table, found.groupdict() if found else {}


def guess(sheet: workbook.Sheet) -> int:
    """The first row of a sheet that is about as full as the fullest.

    Raises:
        UnknownLayout: the sheet is empty.
    """
    filled = [sum(1 for value in row if value != "") for row in sheet.rows[:100]]
    fullest = max(filled, default=0)
    if not fullest:
        raise UnknownLayout("the sheet is empty.", where=sheet.where())
    enough = max(1, min(fullest - 1, int(0.8 * fullest)))
    return next(row for row, count in enumerate(filled, start=1) if count >= enough)


def header_rows(sheet: workbook.Sheet) -> tuple[int, ...]:
    """The row of the header, with the one above it when that tells columns apart.

    Raises:
        UnknownLayout: the sheet is empty.
    """
    row = guess(sheet)
    below = [str(value) for value in sheet.rows[row - 1] if value != ""]
    above = {str(value) for value in sheet.rows[row - 2] if value != ""} - {""}
    repeats = len(set(below)) < len(below)
    return (row - 1, row) if row > 1 and repeats and len(above) > 1 else (row,)


def parquet_texts(path: Path) -> Table:
    """A Parquet file as texts, exact to the last digit."""
    typed = parquet.read(path)
    texts = [
        pl.col(name).cast(pl.String)
        if not typed.frame.schema[name].is_float()
        else pl.when(pl.col(name).is_nan()).then(None).otherwise(pl.col(name))
        for name in typed.columns
    ]
    frame = typed.frame.with_columns(texts)
    floats = pl.selectors.float()
    frame = frame.with_columns(floats.cast(pl.String).str.strip_suffix(".0"))
    return Table(frame, typed.columns, typed.file, typed.sheet, 1)


def _rows(table: Table, layout: Layout) -> Table:
    """Only the rows between first and last."""
    within = pl.lit(value=True)
    if layout.first:
        within &= pl.col(ROW) >= layout.first
    if layout.last:
        within &= pl.col(ROW) <= layout.last
    return table.rows(within) if layout.first or layout.last else table


def _renamed(table: Table, tagged: dict[str, str], mapping: Mapping) -> Table:
    """Columns that the mapping names by their tag get the tag as their name."""
    names = {tagged[name]: name for name in mapping.columns if name in tagged}
    if not names:
        return table
    return Table(
        table.frame.rename(names),
        {names.get(name, name): spot for name, spot in table.columns.items()},
        table.file,
        table.sheet,
        table.header_row,
    )


def _until(table: Table, layout: Layout) -> Table:
    """The rows above the first whose first text meets the pattern of the end."""
    if layout.until is None:
        return table
    first = table.frame.select(pl.coalesce(pl.col(list(table.columns)))).to_series()
    ends = table.frame.filter(shapes.matching(first, layout.until))[ROW]
    return table.rows(pl.col(ROW) < ends[0]) if len(ends) else table
