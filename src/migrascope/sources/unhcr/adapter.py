"""How many refugees, asylum seekers, displaced and stateless people, from where?

The traps of this source:

- UNHCR's own country codes are not ISO codes (AUS is Austria, AUL Australia, GAZ
  Palestine): only the ISO columns and the names are read.
- The interface adds up all countries unless it is asked with `coo_all` and
  `coa_all`; "-" then stands instead of a country. Such answers are refused.
- Cases (families) and persons stand in one table; they carry different units.
- Zeros stand where nothing was collected (stateless people before 2004); by sex and
  age, zeros stand where only the total is known.
- Returns are counted by the country of asylum that people left (area) and the country
  that they returned to (origin).
- The tables of IDMC and UNRWA come through UNHCR, with licences of their own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from migrascope.errors import Truncated
from migrascope.model import caveat
from migrascope.model.caveat import Caveat
from migrascope.model.source import CC_BY_4, CC_BY_NC_4, UNKNOWN, Licence
from migrascope.sources import frame, places
from migrascope.sources.batch import (
    Batch,
    Description,
    Remote,
    Residuals,
    source_file,
)
from migrascope.sources.unhcr import observations, pages, rows, tables
from migrascope.sources.unhcr.extract import (
    DATABASE,
    FINDER,
    HDX,
    POPSTATS,
    Extract,
    extract,
    layout_of,
    needed_layout,
)

if TYPE_CHECKING:
    from migrascope.sources.door import Door

SOURCE = "unhcr"

_ADDRESS = "https://www.unhcr.org/refugee-statistics/"
_CITATION = (
    "UNHCR, Refugee Population Statistics Database, table {table}, edition {vintage}, "
    "https://www.unhcr.org/refugee-statistics/"
)
_PUBLISHERS = {
    "idmc": "Internal Displacement Monitoring Centre, through UNHCR",
    "unrwa": "UNRWA, through UNHCR",
}
_FEEDS = {
    DATABASE: "",
    FINDER: " (download of the Refugee Data Finder)",
    HDX: " (feed to the Humanitarian Data Exchange)",
    POPSTATS: "",
}
"""What the title says of files that hold a part of the database only."""

_LICENCES = {"idmc": CC_BY_NC_4, "unrwa": UNKNOWN}


def locate(*, only: str | None = None) -> tuple[Remote, ...]:
    """The first page of every table that the interface offers, or of one.

    Raises:
        UsageError: no such table.
    """
    return pages.remotes(only=only)


def fetch(door: Door, folder: Path, *, only: str | None = None) -> Iterator[Path]:
    """Download every page of every table, or of one table."""
    for remote in locate(only=only):
        yield from pages.download(door, folder, remote)


def recognise(path: Path) -> str | None:
    """The feed and the table, such as `finder population`; None if not UNHCR's."""
    layout = layout_of(path)
    if layout is None:
        return None
    name = layout.table.name
    return f"{layout.feed} {'idmc or unrwa' if name == 'idmc' else name}"


def read(
    paths: Sequence[Path], *, residuals: Residuals = Residuals.REFUSE
) -> Iterator[Batch]:
    """One batch for every dataset and vintage among the files.

    Raises:
        UnknownLayout: a file holds none of UNHCR's tables, or figures that were added
            up over countries.
        ChangedHeader: a column that is needed is missing.
        Truncated: a file is cut off, or a page of an answer is missing.
        UnknownPlace: a country without an area.
        NotANumber: text where a year or a count should stand.
    """
    alike: dict[str, list[Path]] = {}
    for path in paths:
        alike.setdefault(needed_layout(path).dataset, []).append(path)
    for same in alike.values():
        yield from _editions([extract(path) for path in same], residuals)


def describe() -> Description:
    """What the source is, and how editions get their names."""
    return Description(
        source=SOURCE,
        title="Refugee Population Statistics Database",
        publisher="Office of the United Nations High Commissioner for Refugees",
        licence=CC_BY_4,
        address=_ADDRESS,
        datasets=tuple(f"unhcr-{name}" for name in tables.TABLES),
        says=(
            "Refugees, asylum seekers, displaced and stateless people by country of "
            "asylum and of origin since 1951, asylum applications and decisions, "
            "returns and resettlement. Files do not name their vintage: an edition is "
            "called by the day of the download where the file says it, otherwise by "
            "the newest year in it."
        ),
        caveats=_caveats(),
    )


def _editions(extracts: Sequence[Extract], residuals: Residuals) -> Iterator[Batch]:
    """The editions in files of one layout; IDMC and UNRWA part only here."""
    pages.refuse_gaps([each for each in extracts if each.sheet])
    datasets: dict[str, list[Extract]] = {}
    for each in extracts:
        datasets.setdefault(each.layout.dataset, []).append(each)
    for dataset, same in datasets.items():
        for vintage, edition in _by_vintage(same).items():
            yield _batch(dataset, vintage, edition, residuals)


def _by_vintage(extracts: Sequence[Extract]) -> dict[str, list[Extract]]:
    """Files of one edition together; the pages of the interface are one edition."""
    newest = max(rows.last_year(each) for each in extracts)
    grouped: dict[str, list[Extract]] = {}
    for each in extracts:
        own = each.extracted or str(rows.last_year(each))
        paged = each.layout.feed == DATABASE and each.sheet
        grouped.setdefault(str(newest) if paged else own, []).append(each)
    return grouped


def _batch(
    dataset: str, vintage: str, extracts: Sequence[Extract], residuals: Residuals
) -> Batch:
    table = extracts[0].layout.table
    edition = f"{dataset}@{vintage}"
    cells = pl.concat(
        observations.cells(
            each,
            file=position,
            place_of=_places(),
            caveats=_caveats(),
            residuals=residuals,
        )
        for position, each in enumerate(extracts)
    )
    names = {position: each.path.name for position, each in enumerate(extracts)}
    if cells.is_empty():
        raise Truncated(
            "the file holds rows and not one figure.",
            "Download it again; a column of counts may have been left out.",
            where=extracts[0].where(),
        )
    figures = frame.finish(cells, edition=edition, files=names)
    return Batch(
        dataset=dataset,
        vintage=vintage,
        source=SOURCE,
        title=table.title + _FEEDS[extracts[0].layout.feed],
        publisher=_PUBLISHERS.get(
            table.name, "Office of the United Nations High Commissioner for Refugees"
        ),
        licence=_licence(table.name),
        citation=_CITATION.format(table=table.name, vintage=vintage),
        files=tuple(source_file(each.path) for each in extracts),
        observations=figures,
        caveats=tuple(_bearing_on(figures)),
        address=_ADDRESS,
    )


def _bearing_on(figures: pl.DataFrame) -> Iterator[Caveat]:
    """The caveats whose scope and years occur among the figures.

    What is refused when files are read bears on no figure that was accepted.
    """
    years = figures["end"].dt.year()
    first, last = years.min(), years.max()
    occurring = {
        name: set(figures[name].unique().cast(pl.String))
        for name in {name for each in _caveats() for name in each.scope}
    }
    for each in _caveats():
        in_time = (each.since or first) <= last and (each.until or last) >= first  # type: ignore[operator]  # whole numbers
        in_scope = all(
            occurring[name] & set(allowed.split("|"))
            for name, allowed in each.scope.items()
        )
        if in_time and in_scope and each.effect != "refused":
            yield each


def _licence(table: str) -> Licence:
    return _LICENCES.get(table, CC_BY_4)


@cache
def _caveats() -> tuple[Caveat, ...]:
    return caveat.load(files(__package__).joinpath("caveats.toml"))


@cache
def _places() -> dict[str, str]:
    return places.load(files(__package__).joinpath("places.csv"))
