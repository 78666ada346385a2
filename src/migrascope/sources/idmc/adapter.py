"""How many people were displaced within their country, by conflict and by disasters?

The Global Internal Displacement Database (GIDD) of the Internal Displacement Monitoring
Centre (IDMC). Its figures may not be used commercially nor passed on here: they stay in
the base of whoever adds them, and are no part of what comes with the program.

The traps of this source:

- Displacements are movements: one person can be displaced, and counted, many times.
- Of each count there is an exact column and one that is rounded for reading; the exact
  one is read, because rounded figures do not add up.
- Disasters are a list of events; the sum over a year is that of its events. The year is
  that under which IDMC counts; some events began in the year before.
- People displaced at the end of a year by the events of the list are not all whom
  disasters displaced: those of earlier years are missing. They are a measure of their
  own; the whole number stands in the workbook.
- A nought whose rounded column is empty stands where nothing was recorded.
- AB9 is Abyei, XKX Kosovo.
- Sexes and ages are not counted: IDMC spreads the whole number as the population is.
- Pages of the interface are read only when all of them are there.
- Internal Displacement Updates are not read: they are provisional, several of them tell
  of the same people, and their texts are web pages of others.
- Files do not name their vintage. Pages of the interface and the workbook name the day
  of the last update; a text table is called by the year after its last one, in which it
  was published.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path

import polars as pl

from migrascope.errors import SourceError, UnknownLayout
from migrascope.model import area, caveat
from migrascope.model.caveat import Caveat
from migrascope.model.source import CC_BY_NC_4
from migrascope.sources import frame, offered
from migrascope.sources.batch import (
    Batch,
    Description,
    Residuals,
    source_file,
)
from migrascope.sources.formats import guard, workbook
from migrascope.sources.formats.table import Table
from migrascope.sources.idmc import ages, pages, tables
from migrascope.sources.idmc.pages import Page
from migrascope.sources.idmc.tables import LAYOUTS, UPDATES, WORKBOOK, Layout

SOURCE = "idmc"
ADDRESS = "https://www.internal-displacement.org/database/displacement-data/"

_TITLE = "Global Internal Displacement Database"
_PUBLISHER = "Internal Displacement Monitoring Centre"
_CITATION = (
    "Internal Displacement Monitoring Centre, Global Internal Displacement Database, "
    "edition {vintage}, https://www.internal-displacement.org"
)
_README = "README"
_UPDATED = re.compile(r"last update", re.IGNORECASE)


locate = offered.nothing
"""Nothing: the interface wants a name that IDMC gives to each user."""
fetch = offered.one_by_one(locate)


def recognise(path: Path) -> str | None:
    """The layout: conflict, disasters, workbook, updates; None if it is another's."""
    return tables.layout_of(path)


def read(
    paths: Sequence[Path], *, residuals: Residuals = Residuals.REFUSE
) -> Iterator[Batch]:
    """One batch for each table, and one for all pages of an answer.

    A workbook is two tables when it has the sheet by sex and age.

    Raises:
        UnknownLayout: the file is not of the database, or holds single updates.
        ChangedHeader: a column that is needed is missing.
        Truncated: a file is cut off, or pages are missing.
        UnknownPlace: a code without an area.
        NotANumber: text where a count, a year or a day should stand.
        NegativeCount: fewer than no people.
        DuplicateKey: a country and year, or a page, twice.
        SourceError: a sex or a cause that is not known.
    """
    answers: dict[str, list[Page]] = {}
    for path in paths:
        guard.check(path)
        name = _known(path)
        page = pages.page_of(path) if name != WORKBOOK else None
        if page is not None:
            answers.setdefault(name, []).append(page)
        else:
            yield _batch(LAYOUTS[name], [path], "", residuals)
            if name == WORKBOOK and ages.stands_in(path):
                yield _by_sex_and_age(path, residuals)
    for name, same in answers.items():
        pages.refuse_gaps(same)
        ordered = sorted(same, key=lambda page: page.first)
        files_ = [page.path for page in ordered]
        yield _batch(LAYOUTS[name], files_, ordered[0].updated, residuals)


def describe() -> Description:
    """What the source is, and how editions get their names."""
    return Description(
        source=SOURCE,
        title=_TITLE,
        publisher=_PUBLISHER,
        licence=CC_BY_NC_4,
        address=ADDRESS,
        datasets=tuple(each.dataset for each in (*LAYOUTS.values(), ages.LAYOUT)),
        says=(
            "Displacements within countries by conflict and violence and by disasters, "
            "and people living in displacement at the end of the year, also by sex and "
            "age as IDMC estimates them. Not for commercial use. An edition is called "
            "by the day of the last update where the file says it, otherwise by the "
            "year after its last one."
        ),
        caveats=_caveats(),
    )


def _known(path: Path) -> str:
    """The layout of a file of the database.

    Raises:
        UnknownLayout: it is none.
    """
    name = tables.layout_of(path)
    if name == UPDATES:
        raise UnknownLayout(
            "these are Internal Displacement Updates, which are not read: they are "
            "provisional, and several of them tell of the same people.",
            "Take the Global Internal Displacement Database for figures of a year.",
            where=path.name,
        )
    if name is None:
        raise UnknownLayout(
            "this is no file of the Global Internal Displacement Database.",
            "Expected its table of conflict or of disasters as CSV or JSON, or its "
            f'workbook with the sheet "{tables.SHEET}". Read other files with a '
            "mapping (migrascope add FILE --suggest).",
            where=path.name,
        )
    return name


def _batch(
    layout: Layout, paths: Sequence[Path], updated: str, residuals: Residuals
) -> Batch:
    read_tables = [tables.read(path, layout) for path in paths]
    vintage = updated or _vintage(layout, paths[0], read_tables)
    cells = pl.concat(
        tables.cells(
            table, layout, file=position, place_of=_places(), residuals=residuals
        )
        for position, table in enumerate(read_tables)
    )
    return _finished(layout, paths, vintage, cells)


def _by_sex_and_age(path: Path, residuals: Residuals) -> Batch:
    """The estimates in the second sheet of the workbook."""
    table = ages.read(path)
    cells = ages.cells(table, place_of=_places(), residuals=residuals)
    vintage = _vintage(ages.LAYOUT, path, [table])
    return _finished(ages.LAYOUT, [path], vintage, cells)


def _finished(
    layout: Layout, paths: Sequence[Path], vintage: str, cells: pl.DataFrame
) -> Batch:
    return Batch(
        dataset=layout.dataset,
        vintage=vintage,
        source=SOURCE,
        title=layout.title,
        publisher=_PUBLISHER,
        licence=CC_BY_NC_4,
        citation=_CITATION.format(vintage=vintage),
        files=tuple(source_file(path) for path in paths),
        observations=frame.finish(
            cells,
            edition=f"{layout.dataset}@{vintage}",
            files=dict(enumerate(path.name for path in paths)),
            repeated=layout.events,
        ),
        caveats=_caveats(),
        address=ADDRESS,
    )


def _vintage(layout: Layout, path: Path, read_tables: Sequence[Table]) -> str:
    """The day of the update in the workbook, or the year after the last one."""
    said = _day_in_readme(path) if layout.name in {WORKBOOK, ages.LAYOUT.name} else ""
    last = max(int(tables.years(each, layout).max()) for each in read_tables)  # type: ignore[arg-type]  # never empty
    return said or str(last + 1)


def _day_in_readme(path: Path) -> str:
    """The day beside "Last update", written as 11/05/2023; "" where there is none."""
    try:
        sheet = workbook.read(path, only=[_README])[_README]
    except SourceError:
        return ""
    for row in sheet.rows:
        texts = [workbook.as_text(value).strip() for value in row]
        if any(_UPDATED.search(text) for text in texts):
            found = re.search(r"(\d\d)/(\d\d)/(\d{4})", " ".join(texts))
            return f"{found[3]}-{found[2]}-{found[1]}" if found else ""
    return ""


@cache
def _caveats() -> tuple[Caveat, ...]:
    return caveat.load(files(__package__).joinpath("caveats.toml"))


@cache
def _places() -> Mapping[str, str]:
    """Codes of three letters, with the two that IDMC added."""
    return dict(area.by_iso3)
