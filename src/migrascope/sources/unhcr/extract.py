"""What stands in a file of UNHCR, whatever kind of file it is?

Four feeds carry the same tables: the database itself (Parquet copies and the pages
of its interface), the downloads of the Refugee Data Finder, the feed that UNHCR
gives to the Humanitarian Data Exchange, and the exports of the former Popstats.
Here they become one `Extract` with the column names of the database.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from csv import Error as CsvError
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from migrascope.errors import ChangedHeader, Truncated, UnknownLayout, Where
from migrascope.sources.formats import csv, guard, json, parquet
from migrascope.sources.formats.table import ROW
from migrascope.sources.unhcr import tables
from migrascope.sources.unhcr.tables import Table

DATABASE, FINDER, HDX, POPSTATS = "database", "finder", "hdx", "popstats"

_SEARCHED = 40
_PAGED = re.compile(rb'"maxPages"\s*:')
_ITEMS = re.compile(rb'"items"\s*:\s*\[\s*(\{[^{}]*\}?|\])')
_EXTRACTED = re.compile(r'Date extracted:?"?,"?(\d{2})/(\d{2})/(\d{4})')


@dataclass(frozen=True, slots=True)
class Layout:
    """The table that a file holds, and the feed that it came by."""

    table: Table
    feed: str
    header: int = 1

    @property
    def dataset(self) -> str:
        """The dataset that the file belongs to."""
        if self.table is tables.POPSTATS:
            return "unhcr-popstats"
        feed = "" if self.feed == DATABASE else f"{self.feed}-"
        return f"unhcr-{feed}{self.table.name}"


@dataclass(frozen=True, slots=True)
class Extract:
    """The rows of one file, with the column names of the database.

    `frame` has the column `__row`; `columns` gives the column of each name in the
    file. `extracted` is the day of the download (year-month-day), '' when the file
    does not say; `page` of `pages` is of an answer of the interface.
    """

    path: Path
    layout: Layout
    frame: pl.DataFrame
    columns: dict[str, int]
    sheet: str = ""
    extracted: str = ""
    page: int = 1
    pages: int = 1

    def where(self, row: int | None = None, column: str = "") -> Where:
        """The place in the file, for messages."""
        return Where(self.path.name, self.sheet, row, self.columns.get(column))


def layout_of(path: Path) -> Layout | None:
    """What the head of a file says that it holds; None when it is not UNHCR's."""
    start = guard.head(path)
    if start.startswith(b"PAR1"):
        return _of_parquet(path)
    if start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return _of_answer(start)
    return _of_text(start)


def needed_layout(path: Path) -> Layout:
    """What a file holds, insisting that it is UNHCR's.

    Raises:
        UnknownLayout: the file holds none of UNHCR's tables.
        SourceError: the file cannot be read safely.
    """
    guard.check(path)
    layout = layout_of(path)
    if layout is None:
        raise UnknownLayout(
            "this is none of the tables of UNHCR's refugee statistics.",
            "Expected a download of the Refugee Data Finder, an answer of "
            "api.unhcr.org/population/v1, or a copy of its tables. Read other files "
            "with a mapping (migrascope add FILE --suggest).",
            where=path.name,
        )
    return layout


def extract(path: Path) -> Extract:
    """Read a file.

    Raises:
        UnknownLayout: the file holds none of UNHCR's tables.
        ChangedHeader: a column that the table needs is missing.
        Truncated: the file is damaged, or an answer without rows.
    """
    layout = needed_layout(path)
    if guard.head(path, 4) == b"PAR1":
        block = parquet.read(path)
        read = _named(path, layout, block.frame, block.columns)
    elif layout.feed == DATABASE:
        read = _page(path, layout)
    else:
        text = csv.read(path, header=layout.header)
        read = _named(
            path, layout, text.frame, text.columns, extracted=_extracted(path)
        )
    _need(read)
    if read.frame.is_empty():
        raise Truncated(
            "the file has a header and no rows.",
            "Download the file again, with other years or countries.",
            where=read.where(layout.header),
        )
    return _told_apart(read)


def _of_parquet(path: Path) -> Layout | None:
    try:
        names = list(pl.read_parquet_schema(path))
    except (pl.exceptions.PolarsError, OSError):
        return None
    found = tables.named(names)
    table = tables.table_of(found.values()) if set(found) == set(names) else None
    return Layout(table, DATABASE) if table else None


def _of_answer(start: bytes) -> Layout | None:
    items = _ITEMS.search(start)
    if not _PAGED.search(start) and not items:
        return None
    if items is None or items[1] == b"]":
        known = b'"maxPages"' in start and b'"short-url"' in start
        return Layout(tables.POPULATION, DATABASE) if known else None
    keys = re.findall(r'"(\w+)"\s*:', items[1].decode("utf-8", "ignore"))
    table = tables.table_of(tables.named(keys).values()) if "coa_iso" in keys else None
    return Layout(table, DATABASE) if table else None


def _of_text(start: bytes) -> Layout | None:
    encoding = "utf-16" if start[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
    text = start.decode(encoding, "ignore")
    if "\x00" in text:
        return None
    mark = csv.sniff(text.encode())
    try:
        records = csv.head_rows(text, mark, _SEARCHED)
    except CsvError:
        return None
    for line, fields in records:
        found = tables.named(fields)
        table = tables.table_of(found.values())
        if table is not None:
            return Layout(table, _feed(fields, table), line)
    return None


def _feed(fields: Sequence[str], table: Table) -> str:
    if table is tables.POPSTATS:
        return POPSTATS
    return HDX if any(field.startswith("ISO3Co") for field in fields) else FINDER


def _extracted(path: Path) -> str:
    found = _EXTRACTED.search(guard.head(path, 4096).decode("utf-8", "ignore"))
    return f"{found[3]}-{found[2]}-{found[1]}" if found else ""


def _page(path: Path, layout: Layout) -> Extract:
    envelope = json.envelope(path)
    block = json.read(path, at="items")
    if not block.columns:
        raise Truncated(
            "the answer holds no rows.",
            "Ask api.unhcr.org again with other years or countries.",
            where=path.name,
        )
    read = _named(path, layout, block.frame, block.columns)
    return Extract(
        path,
        layout,
        read.frame,
        read.columns,
        sheet="items",
        page=envelope.page or 1,
        pages=envelope.pages or 1,
    )


def _named(
    path: Path,
    layout: Layout,
    frame: pl.DataFrame,
    columns: dict[str, int],
    *,
    extracted: str = "",
) -> Extract:
    """Give the columns their names in the database; unknown ones are left out."""
    found = tables.named(columns)
    twice = [name for name in found.values() if list(found.values()).count(name) > 1]
    if twice:
        both = [f'"{header}"' for header, name in found.items() if name == twice[0]]
        raise ChangedHeader(
            f"the header names one column twice: {' and '.join(both)}.",
            "Remove the one that is not wanted.",
            where=Where(path.name, row=layout.header),
        )
    return Extract(
        path,
        layout,
        frame.select(ROW, **{name: pl.col(header) for header, name in found.items()}),
        {name: columns[header] for header, name in found.items()},
        extracted=extracted,
    )


def _need(read: Extract) -> None:
    """Insist on the columns without which a row cannot be understood."""
    needed = {"year": "the year that the figures are of"}
    table = read.layout.table
    if table in (tables.DEMOGRAPHICS, tables.POPSTATS):
        needed["pop_type"] = "the population type (ask the interface with ptype_show)"
    if table is tables.DEMOGRAPHICS:
        # without them nobody can say which zeros are counts
        needed |= {"f_total": "the total of women", "m_total": "the total of men"}
    if table in (tables.APPLICATIONS, tables.DECISIONS) and "dec_level" not in (
        read.columns
    ):
        # the older feed prints no level for applications
        needed |= {"procedure_type": "the type of procedure"}
    for side, says in (("coo", "origin"), ("coa", "asylum")):
        if not {f"{side}_iso", f"{side}_name"} & set(read.columns):
            needed[f"{side}_iso"] = f"the ISO code or name of the country of {says}"
    missing = [says for name, says in needed.items() if name not in read.columns]
    if missing:
        found = ", ".join(read.columns)
        raise ChangedHeader(
            f"a column is missing: {'; '.join(missing)}. Known here: {found}.",
            "Download the file again with that column; a file of one year can be read "
            "with a mapping that states the year (migrascope add FILE --suggest).",
            where=Where(read.path.name, read.sheet, read.layout.header),
        )


def _told_apart(read: Extract) -> Extract:
    """IDMC's table and UNRWA's have the same columns: look at the origins."""
    if read.layout.table is not tables.IDMC:
        return read
    codes = read.frame["coo_iso" if "coo_iso" in read.columns else "coo_name"]
    table = tables.IDMC
    if set(codes.unique()) <= {"PSE", "Palestinian", "State of Palestine"}:
        area = read.frame["coa_iso" if "coa_iso" in read.columns else "coa_name"]
        if area.n_unique() > 1:
            table = tables.UNRWA
    layout = Layout(table, read.layout.feed, read.layout.header)
    return Extract(
        read.path,
        layout,
        read.frame,
        read.columns,
        read.sheet,
        read.extracted,
        read.page,
        read.pages,
    )
