"""What does an SDMX-CSV file say, whichever version and labels it has?

Versions 1.0 (first column DATAFLOW) and 2.0 (STRUCTURE, STRUCTURE_ID), with
labels `id`, `name` or `both`. Codes stand under their id; names are kept beside
them as `<id> label`. Reference: SDMX technical notes, SDMX-CSV field guide.
"""

from __future__ import annotations

import re
from pathlib import Path

import polars as pl

from migrascope.sources.formats import csv
from migrascope.sources.formats.table import Table

_SPLIT = re.compile(r"^([^:\s]+):\s+(.*)$")
_STARTS = (re.compile(r"^DATAFLOW(:|$)"), re.compile(r"^STRUCTURE(\[.\])?$"))
_FIXED = ("STRUCTURE", "STRUCTURE_ID", "STRUCTURE_NAME", "ACTION")


def read_csv(path: Path) -> Table:
    """Read SDMX-CSV; the header says the version and the labels.

    Raises:
        ChangedHeader: no line starts with DATAFLOW or STRUCTURE.
    """
    table = csv.read(path, header=is_header)
    if "STRUCTURE_NAME" in table.columns:
        return _renamed(table, _alternating(list(table.columns)))
    return _both(table)


def is_header(fields: list[str]) -> bool:
    """Whether the fields are the header of an SDMX-CSV file."""
    return (
        len(fields) > 2
        and any(start.match(fields[0]) for start in _STARTS)
        and any(field.split(":")[0] == "OBS_VALUE" for field in fields)
    )


def _alternating(headers: list[str]) -> dict[str, str]:
    """Version 2.0 with names: each component is followed by its name."""
    names: dict[str, str] = {}
    rest = [header for header in headers if header not in _FIXED]
    for code, label in zip(rest[::2], rest[1::2], strict=False):
        names[code] = _id(code)
        names[label] = f"{_id(code)} label"
    return names


def _both(table: Table) -> Table:
    """Codes and names in one cell, `AT: Austria` under `geo: Country`."""
    found = {header: _SPLIT.match(header) for header in table.columns}
    joined = {header: match[1] for header, match in found.items() if match}
    if not joined:
        return _renamed(table, {header: _id(header) for header in table.columns})
    frame = table.frame
    columns: dict[str, int] = {}
    for header, position in table.columns.items():
        code = _id(joined.get(header, header))
        columns[code] = position
        frame = frame.rename({header: code})
        if header in joined:
            parts = frame[code].str.extract_groups(r"^([^:]+):\s+(.*)$")
            frame = frame.with_columns(
                parts.struct[0].fill_null(frame[code]).alias(code),
                parts.struct[1].alias(f"{code} label"),
            )
            columns[f"{code} label"] = position
    return Table(frame, columns, table.file, table.sheet, table.header_row)


def _renamed(table: Table, names: dict[str, str]) -> Table:
    return Table(
        table.frame.rename(names),
        {names.get(name, name): spot for name, spot in table.columns.items()},
        table.file,
        table.sheet,
        table.header_row,
    )


def _id(header: str) -> str:
    """The id of a component: without the sub-field mark of version 2.0."""
    return re.sub(r"\[.?\]$", "", header)


def labels(table: Table, code: str) -> pl.DataFrame:
    """The codes of a component and their names, one row each."""
    return table.frame.select(code, f"{code} label").unique().sort(code)
