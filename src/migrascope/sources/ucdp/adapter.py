"""How many people died in wars, fights between groups and attacks on civilians?

The Uppsala Conflict Data Program (UCDP): its Georeferenced Event Dataset (GED) by
event, and the table of countries and years that Our World in Data made of it.

The traps of this source:

- One row is one event; figures of a year are sums of its events. Each has a best
  estimate, a low and a high one.
- Countries are numbers of Gleditsch and Ward's list of states: 345 is Yugoslavia, then
  Serbia and Montenegro, then Serbia; 365 the Soviet Union, then Russia; 666 Israel and
  the State of Palestine together.
- A file may hold some countries only. It is a dataset of its own, named by its
  countries: it says nothing of the others and takes no other edition's place.
- An event counts under its `year`, and is dated by its first day; the day is often not
  known, and the list says how well (`date_prec`).
- Files do not name their version; their names do (`GEDEvent_v25_1.csv`, `ged191`).
  Otherwise it is the version that came out in the year after the last event.
- Syria since 2011 is in no list before version 20.1.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

import polars as pl

from migrascope.errors import UnknownLayout
from migrascope.model import caveat
from migrascope.model.caveat import Caveat
from migrascope.model.source import CC_BY_4
from migrascope.sources import frame, offered, places
from migrascope.sources.batch import (
    Batch,
    Description,
    Remote,
    Residuals,
    source_file,
)
from migrascope.sources.formats import guard
from migrascope.sources.ucdp import events, yearly
from migrascope.sources.ucdp.events import Events

SOURCE = "ucdp"
GED, CANDIDATE, YEARS = "ucdp-ged", "ucdp-ged-candidate", "ucdp-country-years"
ADDRESS = "https://ucdp.uu.se/downloads/"
REMOTES = (
    Remote(
        "ged251-csv.zip",
        f"{ADDRESS}ged/ged251-csv.zip",
        "Georeferenced Event Dataset, version 25.1, 1989 to 2024",
    ),
)

_NAMED = 4
"""Extracts of so many countries are called by their codes."""

_TITLE = "Deaths in organised violence"
_PUBLISHER = "Uppsala Conflict Data Program, Uppsala University"
_CITATION = (
    "Sundberg, R. and Melander, E. (2013), Introducing the UCDP Georeferenced Event "
    "Dataset, Journal of Peace Research 50(4); UCDP GED version {vintage}, "
    "https://ucdp.uu.se"
)


locate = offered.listed(SOURCE, REMOTES)
fetch = offered.one_by_one(locate)


def recognise(path: Path) -> str | None:
    """The layout: events, packed-events, country-years; None if it is another's."""
    return events.layout_of(path) or yearly.layout_of(path)


def read(
    paths: Sequence[Path], *, residuals: Residuals = Residuals.REFUSE
) -> Iterator[Batch]:
    """One batch for each file.

    Raises:
        UnknownLayout: neither a list of events nor the table of years.
        ChangedHeader: a column that is needed is missing.
        Truncated: a file is cut off.
        UnknownPlace: a country without an area.
        NotANumber: text where a count, a year or a day should stand.
        NegativeCount: fewer than no dead.
        DuplicateKey: an event, or a country and year, twice.
    """
    for path in paths:
        guard.check(path)
        layout = recognise(path)
        if layout is None:
            raise UnknownLayout(
                "this is neither a list of events of UCDP nor the table of years.",
                "Expected the columns type_of_violence, dyad_name and date_start. Read "
                "other files with a mapping (migrascope add FILE --suggest).",
                where=path.name,
            )
        made = _of_years if layout == yearly.YEARLY else _of_events
        yield made(path, residuals)


def describe() -> Description:
    """What the source is, and how editions get their names."""
    return Description(
        source=SOURCE,
        title=_TITLE,
        publisher=_PUBLISHER,
        licence=CC_BY_4,
        address=ADDRESS,
        datasets=(GED, CANDIDATE, YEARS),
        says=(
            "Events since 1989 in which an organised actor killed somebody, and deaths "
            "by country and year. Editions are called by UCDP's version, read from the "
            "name of the file or taken from its last year. A list of some countries is "
            "a dataset named by them."
        ),
        caveats=_caveats(),
    )


def _of_events(path: Path, residuals: Residuals) -> Batch:
    listed = events.read(path)
    place_of = _places("places.csv")
    dataset = _dataset(listed, place_of)
    vintage = listed.named or _version_after(listed.last_year)
    cells = events.cells(listed, file=0, place_of=place_of, residuals=residuals)
    return Batch(
        dataset=dataset,
        vintage=vintage,
        source=SOURCE,
        title=f"{_TITLE}, by event (GED {vintage}){_extract(listed)}",
        publisher=_PUBLISHER,
        licence=CC_BY_4,
        citation=_CITATION.format(vintage=vintage),
        files=(source_file(path),),
        observations=frame.finish(
            cells,
            edition=f"{dataset}@{vintage}",
            files={0: path.name},
            repeated=True,
        ),
        caveats=_caveats(),
        address=ADDRESS,
        remarks=(*_guessed(listed.named, vintage), *_odd_bounds(cells)),
    )


def _of_years(path: Path, residuals: Residuals) -> Batch:
    table = yearly.read(path)
    vintage = _version_after(int(yearly.years(table).max()))  # type: ignore[arg-type]  # never empty
    cells = yearly.cells(table, place_of=_places("names.csv"), residuals=residuals)
    return Batch(
        dataset=YEARS,
        vintage=vintage,
        source=SOURCE,
        title=f"{_TITLE}, by country and year (GED {vintage}, by Our World in Data)",
        publisher=f"{_PUBLISHER}; table by Our World in Data",
        licence=CC_BY_4,
        citation=_CITATION.format(vintage=vintage) + "; table by Our World in Data",
        files=(source_file(path),),
        observations=frame.finish(
            cells, edition=f"{YEARS}@{vintage}", files={0: path.name}
        ),
        caveats=_caveats(),
        address=ADDRESS,
        remarks=_guessed("", vintage),
    )


def _dataset(listed: Events, place_of: Mapping[str, str]) -> str:
    """The dataset of a list: of the world, of candidates, or of some countries."""
    whole = CANDIDATE if listed.named.count(".") > 1 else GED
    if listed.is_whole:
        return whole
    if len(listed.countries) <= _NAMED:
        codes = sorted(place_of.get(each, each) for each in listed.countries)
        plain = "-".join(code.lower().replace(":", "-") for code in codes)
        return f"{whole}-{plain.replace('_', '-')}"
    mark = sha256(" ".join(listed.countries).encode()).hexdigest()[:6]
    return f"{whole}-{len(listed.countries)}-countries-{mark}"


def _extract(listed: Events) -> str:
    if listed.is_whole:
        return ""
    count = len(listed.countries)
    return f", {count} {'country' if count == 1 else 'countries'} only"


def _version_after(year: int) -> str:
    """The version that comes out in the middle of the next year."""
    return f"{(year + 1) % 100:02}.1"


def _guessed(named: str, vintage: str) -> tuple[str, ...]:
    if named:
        return ()
    remark = (
        f"The file does not name its version; {vintage} is the one that came out in "
        "the year after its last year."
    )
    return (remark,)


def _odd_bounds(cells: pl.DataFrame) -> tuple[str, ...]:
    """Bounds that do not hold the best estimate: said, and kept as published."""
    outside = (pl.col("low") > pl.col("value")) | (pl.col("high") < pl.col("value"))
    odd = cells.filter(outside).height
    if not odd:
        return ()
    remark = (
        f"The best estimate of {odd} events lies outside of their low and high one; "
        "they are kept as published."
    )
    return (remark,)


@cache
def _caveats() -> tuple[Caveat, ...]:
    return caveat.load(files(__package__).joinpath("caveats.toml"))


@cache
def _places(name: str) -> dict[str, str]:
    return places.load(files(__package__).joinpath(name))
