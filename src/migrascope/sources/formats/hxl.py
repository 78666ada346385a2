"""Which tags stand under the headers?

The Humanitarian Exchange Language puts a row of tags such as `#affected+idps` under
(or instead of) the header. The row is no data; the tags are names of columns that
survive a renaming of the headers. Reference: hxlstandard.org, version 1.1.
"""

from __future__ import annotations

import re

import polars as pl

from migrascope.sources.formats.table import ROW, Table

_TAG = re.compile(r"#\w+( *\+ *\w+)*")


def tags(table: Table) -> dict[str, str]:
    """Tag → header, when the first row below the header holds tags; else nothing."""
    if not table.frame.height:
        return {}
    first = table.frame.row(0, named=True)
    found = {name: str(text) for name, text in first.items() if text and name != ROW}
    if not found or not all(_TAG.fullmatch(text) for text in found.values()):
        return {}
    return {text.replace(" ", ""): name for name, text in found.items()}


def without_tags(table: Table) -> Table:
    """The table without its row of tags."""
    if not tags(table):
        return table
    first = table.frame[ROW][0]
    return table.rows(pl.col(ROW) != first)
