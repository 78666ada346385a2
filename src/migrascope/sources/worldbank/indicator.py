"""What does a downloaded indicator say, for every area and year?

The bank offers each indicator as an Excel 97 workbook, or as CSV in an archive.
Both have the same table: three lines about the download, then one row per area
and one column per year; aggregates stand among the countries; a blank cell means
that there is no figure. "Last Updated Date" is the vintage.
"""

from __future__ import annotations

import re
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

import polars as pl

from migrascope.errors import ChangedHeader, Truncated, UnknownLayout, Where
from migrascope.model.caveat import Caveat
from migrascope.sources import places
from migrascope.sources.batch import Batch, Residuals
from migrascope.sources.formats import csv, guard, workbook
from migrascope.sources.formats.table import Table
from migrascope.sources.worldbank import tables, wide
from migrascope.sources.worldbank.publication import SOURCE, WDI, publish
from migrascope.sources.worldbank.tables import Indicator

HEADER = ("Country Name", "Country Code", "Indicator Name", "Indicator Code")
_DATA, _COUNTRIES = "Data", "Metadata - Countries"
_UPDATED = re.compile(r'"?Last Updated Date"?\s*,\s*"?(\d{4}-\d{2}-\d{2})')
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class Download:
    """A downloaded file: its table, its vintage, the bank's notes on each area."""

    table: Table
    updated: str
    notes: Mapping[str, str]


def read_workbook(path: Path, *, residuals: Residuals) -> Iterator[Batch]:
    """Read an Excel download.

    Raises:
        ChangedHeader: the header or the date of the last update is not there.
        UnknownLayout: an indicator without a measure.
    """
    sheets = workbook.read(path, only=[_DATA])
    sheet = sheets[_DATA]
    table = sheet.table(sheet.find(*HEADER))
    updated = _day(sheet.text(2, 2), where=sheet.where(2, 2))
    notes: dict[str, str] = {}
    if _COUNTRIES in workbook.sheet_names(path):
        about = workbook.read(path, only=[_COUNTRIES])[_COUNTRIES]
        notes = _notes(about.table(about.find("Country Code", "SpecialNotes")))
    yield from _batches(Download(table, updated, notes), path, residuals=residuals)


def read_csv(path: Path, *, residuals: Residuals) -> Iterator[Batch]:
    """Read a CSV download that was taken out of its archive."""
    download = _from_csv(path)
    yield from _batches(download, path, residuals=residuals)


def read_archive(path: Path, *, residuals: Residuals) -> Iterator[Batch]:
    """Read a CSV download in its archive; the sheet is the name of the member.

    Raises:
        UnknownLayout: the archive holds no indicator.
        Truncated: a member of the archive is damaged.
    """
    guard.check(path)
    with tempfile.TemporaryDirectory() as folder:
        members = _unpack(path, Path(folder))
        data = [name for name in members if name.startswith("API_")]
        if not data:
            raise UnknownLayout(
                "the archive holds no file API_….csv.",
                "Download the indicator as CSV from data.worldbank.org.",
                where=path.name,
            )
        inner = _from_csv(members[data[0]])
        about = [name for name in members if name.startswith("Metadata_Country")]
        notes = _notes(csv.read(members[about[0]])) if about else {}
    table = replace(inner.table, file=path.name, sheet=data[0])
    download = Download(table, inner.updated, notes)
    yield from _batches(download, path, residuals=residuals)


def _from_csv(path: Path) -> Download:
    table = csv.read(path, columns=HEADER)
    start = guard.head(path, 4096).decode("utf-8", "replace")
    found = _UPDATED.search(start)
    updated = _day(found[1] if found else "", where=Where(path.name))
    return Download(table, updated, {})


def _unpack(path: Path, folder: Path) -> dict[str, Path]:
    """Write the members into a folder under their bare names."""
    members: dict[str, Path] = {}
    try:
        with zipfile.ZipFile(path) as archive:
            for member in archive.infolist():
                name = PurePosixPath(member.filename).name
                if name.endswith(".csv"):
                    members[name] = folder / name
                    members[name].write_bytes(archive.read(member))
    except (zipfile.BadZipFile, OSError) as error:
        raise Truncated(
            f"the archive is damaged ({error}).", "Download it again.", where=path.name
        ) from error
    return members


def _day(text: str, *, where: Where) -> str:
    if not _DAY.fullmatch(text):
        raise ChangedHeader(
            f'"Last Updated Date" should be a day such as 2023-05-10, not "{text}".',
            "The date is the vintage of the edition: download the file again from "
            "data.worldbank.org, with its first lines.",
            where=where,
        )
    return text


def _notes(about: Table) -> dict[str, str]:
    about.need("Country Code", "SpecialNotes")
    written = about.frame.select("Country Code", "SpecialNotes").drop_nulls()
    return {code: " ".join(note.split()) for code, note in written.iter_rows()}


def _batches(
    download: Download, path: Path, *, residuals: Residuals
) -> Iterator[Batch]:
    table = download.table
    table.need(*HEADER)
    headers = wide.years(table)
    if not headers:
        raise ChangedHeader(
            "the header has no years.",
            "Download the indicator again, with all years.",
            where=table.where(table.header_row),
        )
    for code, name in (
        table.frame.select("Indicator Code", "Indicator Name")
        .unique(subset="Indicator Code", maintain_order=True)
        .iter_rows()
    ):
        if code is None:
            raise Truncated(
                "a row has no indicator code.",
                "The file is probably cut off: download it again.",
                where=table.where(),
            )
        known = tables.indicator(code, where=table.where())
        part = table.rows(pl.col("Indicator Code") == code)
        yield publish(
            _cells(part, headers, known, residuals=residuals),
            WDI,
            dataset=known.dataset,
            vintage=download.updated,
            title=name,
            paths=[path],
            caveats=(
                *tables.caveats("wdi", download.updated[:4]),
                *_caveats(download.notes, known),
            ),
        )


def _cells(
    table: Table, headers: list[str], known: Indicator, *, residuals: Residuals
) -> pl.DataFrame:
    long = wide.figures(table, headers, labels=["Country Code"])
    area = places.match(
        long["Country Code"],
        tables.areas_by_code(),
        where=table.where(column="Country Code"),
        rows=long["row"],
        residuals=residuals,
        remedy=tables.REMEDY,
    )
    middle = pl.date(wide.year(), 7, 1)
    return long.select(
        pl.lit(known.measure).alias("measure"),
        area.alias("area"),
        (middle if known.mid_year else wide.first_day()).alias("start"),
        (middle if known.mid_year else wide.last_day()).alias("end"),
        "value",
        pl.lit(known.unit).alias("unit"),
        pl.lit(table.sheet).alias("sheet"),
        "row",
        "column",
    )


def _caveats(notes: Mapping[str, str], known: Indicator) -> tuple[Caveat, ...]:
    """The bank's notes on fiscal years and rebasing, for figures they bear on."""
    if not known.national_accounts:
        return ()
    areas = tables.areas_by_code()
    return tuple(
        Caveat(
            id=f"worldbank-note-{code}",
            source=SOURCE,
            effect="definition",
            says=note,
            scope={"area": areas[code], "measure": known.measure},
            evidence='sheet "Metadata - Countries", column SpecialNotes',
        )
        for code, note in sorted(notes.items())
        if code in areas
    )
