"""Which incidents does a file of the Missing Migrants Project hold?

The project gives the same list in several layouts: the yearly JSON files of its site,
the CSV download (with two generations of headers), and reduced copies that others
made. Here they become one `Incidents` with the same column names.
"""

from __future__ import annotations

import csv as lines
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from html import unescape
from importlib.resources import files
from pathlib import Path

import polars as pl

from migrascope.errors import ChangedHeader, Truncated, UnknownLayout, Where
from migrascope.sources.formats import csv, guard, json
from migrascope.sources.formats.table import ROW

YEARLY, DOWNLOAD, CONVERTED, REDUCED = "yearly", "download", "converted", "reduced"

DATASETS = {
    YEARLY: "missing-migrants",
    DOWNLOAD: "missing-migrants-download",
    CONVERTED: "missing-migrants-converted",
    REDUCED: "missing-migrants-reduced",
}
"""Layout → dataset: a copy with fewer columns never stands for the full list."""

_CONVERTED = {"t", "type", "route", "geo", "dead", "cause", "surv"}
_REDUCED = {"date", "total", "coordinates"}
_NEEDED = {
    YEARLY: {"incident", "date", "dead", "missing", "total", "country"},
    DOWNLOAD: {"date", "total"},
    CONVERTED: {"date", "total", "country"},
    REDUCED: _REDUCED,
}
_SAYS = {
    "incident": "the number of the incident",
    "date": "the date of the incident",
    "dead": "the number of dead",
    "missing": "the number of missing",
    "total": "the number of dead and missing",
    "country": "the country of the incident",
}


@dataclass(frozen=True, slots=True)
class Incidents:
    """The rows of one file under common names, with the column `__row`.

    `columns` gives the column of each name in the file.
    """

    path: Path
    layout: str
    frame: pl.DataFrame
    columns: dict[str, int]

    def where(self, row: int | None = None, column: str = "") -> Where:
        """The place in the file, for messages."""
        return Where(self.path.name, "", row, self.columns.get(column))


def layout_of(path: Path) -> str | None:
    """What the head of a file says that it holds; None when it is not the project's."""
    start = guard.head(path)
    if start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"[", b"{")):
        is_list = b'"web_id"' in start and b'"total_dead_and_missing"' in start
        return YEARLY if is_list else None
    text = start.decode("utf-8-sig", "ignore")
    if "\x00" in text:
        return None
    try:
        header = next(lines.reader(text.splitlines()), [])
    except lines.Error:
        return None
    return _of_header([field.strip() for field in header])


def read(path: Path) -> Incidents:
    """Read a file.

    Raises:
        UnknownLayout: the file is not the project's.
        ChangedHeader: a column that is needed is missing.
        Truncated: the file is cut off or damaged.
    """
    guard.check(path)
    layout = layout_of(path)
    if layout is None:
        raise UnknownLayout(
            "this is no list of the Missing Migrants Project.",
            "Expected the CSV download or a yearly JSON file of "
            "missingmigrants.iom.int. Read other files with a mapping "
            "(migrascope add FILE --suggest).",
            where=path.name,
        )
    block = json.read(path) if layout == YEARLY else csv.read(path, header=1)
    found = _named(block.columns, layout)
    missing = _NEEDED[layout] - set(found.values())
    if missing:
        says = ", ".join(_SAYS.get(name, name) for name in sorted(missing))
        raise ChangedHeader(
            f"a column is missing: {says}. The header has {', '.join(block.columns)}.",
            "The publisher may have changed the layout: look at the file, then read "
            "it with a mapping (migrascope add FILE --suggest).",
            where=block.where(block.header_row),
        )
    if block.frame.is_empty():
        raise Truncated(
            "the file has a header and no incidents.",
            "Download the file again.",
            where=block.where(block.header_row),
        )
    columns = {name: pl.col(header) for header, name in found.items()}
    return Incidents(
        path,
        layout,
        _plain(block.frame.select(ROW, **columns)),
        {name: block.columns[header] for header, name in found.items()},
    )


def _of_header(header: list[str]) -> str | None:
    if set(header) >= _CONVERTED:
        return CONVERTED
    names = set(_named(header, DOWNLOAD).values())
    if names == _REDUCED and len(header) == len(_REDUCED):
        return REDUCED
    marks = {"total", "dead", "missing", "route", "country", "incident", "survivors"}
    return DOWNLOAD if len(names & marks) > 3 else None


def _named(headers: Iterable[str], layout: str) -> dict[str, str]:
    """Header as it stands in the file → common name, the first of a kind."""
    known = dict(_spellings())
    if layout == CONVERTED:
        known["dead"] = "total"  # the copy calls the dead and missing together so
    found: dict[str, str] = {}
    for header in headers:
        plain = " ".join(re.findall(r"[^\W_]+", header.lower()))
        if plain in known and known[plain] not in found.values():
            found[header] = known[plain]
    return found


def _plain(frame: pl.DataFrame) -> pl.DataFrame:
    """Write `C&ocirc;te d&#039;Ivoire` as people do, and texts on one line."""
    texts = [name for name in frame.columns if name != ROW]
    return frame.with_columns(
        frame[name]
        .replace(
            # One mapping: two calls of unique() may differ in their order.
            {
                text: unescape(text)
                for text in frame[name].unique()
                if "&" in (text or "")
            },
        )
        .str.replace_all(r"\s+", " ")
        .alias(name)
        for name in texts
    )


@cache
def _spellings() -> Mapping[str, str]:
    text = files(__package__).joinpath("columns.csv").read_text(encoding="utf-8")
    rows = lines.DictReader(text.splitlines())
    return {row["spelling"]: row["column"] for row in rows}
