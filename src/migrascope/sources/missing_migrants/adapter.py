"""How many people died or disappeared on the way to another country?

The traps of this source:

- One row is one incident; figures for a country or a year are sums of incidents, and
  always a minimum: most deaths are never recorded.
- The yearly JSON files print numbers as texts ("1,022"), names with HTML entities, and
  some incidents without a date; those cover their whole year.
- A negative number of missing or of survivors is a correction: the bodies of people
  who were counted before have been found. It is kept, so that sums hold.
- The same number of an incident can stand in several rows (an incident that is split
  over places or days); such rows are kept, and a remark counts rows that are alike.
- The files of a year may stop before its end; a caveat says on which day.
- Women, men and children are counted among the dead and missing where they are known;
  they do not add up to the total.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path

import polars as pl

from migrascope.errors import DuplicateKey, UsageError
from migrascope.model import caveat
from migrascope.model.caveat import Caveat
from migrascope.model.source import CC_BY_4
from migrascope.sources import frame, offered, places
from migrascope.sources.batch import (
    Batch,
    Description,
    Remote,
    Residuals,
    SourceFile,
    source_file,
)
from migrascope.sources.formats.table import ROW
from migrascope.sources.missing_migrants import incidents, observations
from migrascope.sources.missing_migrants.incidents import (
    CONVERTED,
    DATASETS,
    DOWNLOAD,
    REDUCED,
    YEARLY,
    Incidents,
)

SOURCE = "missing_migrants"

FIRST_YEAR = 2014
"""The project counts since 2014."""

_ADDRESS = "https://missingmigrants.iom.int"
_TITLE = "People who died or disappeared during migration, by incident"
_LAYOUTS = {
    YEARLY: "",
    DOWNLOAD: " (download)",
    CONVERTED: " (copy with fewer columns)",
    REDUCED: " (copy without countries)",
}
"""What the title says of the layout."""

_PUBLISHER = "International Organization for Migration, Missing Migrants Project"
_CITATION = (
    "International Organization for Migration, Missing Migrants Project, edition "
    "{vintage}, https://missingmigrants.iom.int"
)


def locate(*, only: str | None = None) -> tuple[Remote, ...]:
    """The JSON file of every year since 2014, or of one year.

    Raises:
        UsageError: not a year of the project.
    """
    last = date.today().year  # noqa: DTZ011  a year needs no time zone
    years = range(FIRST_YEAR, last + 1)
    if only is not None and only not in {str(year) for year in years}:
        raise UsageError(
            f'the Missing Migrants Project has no file "{only}".',
            f"Files are years: {FIRST_YEAR} to {last}.",
        )
    return tuple(
        Remote(
            name=f"{year}-json.json",
            address=f"{_ADDRESS}/{year}-json",
            says=f"Incidents of {year}",
        )
        for year in years
        if only in {None, str(year)}
    )


fetch = offered.one_by_one(locate)


def recognise(path: Path) -> str | None:
    """The layout: yearly, download, converted or reduced; None if not the project's."""
    return incidents.layout_of(path)


def read(
    paths: Sequence[Path], *, residuals: Residuals = Residuals.REFUSE
) -> Iterator[Batch]:
    """One batch for every layout: all years of a layout are one edition.

    Raises:
        UnknownLayout: a file is not the project's.
        ChangedHeader: a column that is needed is missing.
        Truncated: a file is cut off.
        UnknownPlace: a country of incident without an area.
        NotANumber: text where a count or a date should stand.
        NegativeCount: fewer than no people.
        DuplicateKey: the same incidents in two files.
    """
    layouts: dict[str, list[Incidents]] = {}
    for path in paths:
        each = incidents.read(path)
        layouts.setdefault(each.layout, []).append(each)
    for layout, same in layouts.items():
        yield _batch(layout, same, residuals)


def describe() -> Description:
    """What the source is, and how editions get their names."""
    return Description(
        source=SOURCE,
        title=_TITLE,
        publisher=_PUBLISHER,
        licence=CC_BY_4,
        address=_ADDRESS,
        datasets=tuple(DATASETS.values()),
        says=(
            "Incidents in which people died or disappeared during migration, since "
            "2014. Files do not name their vintage: an edition is called by the month "
            "of its latest incident."
        ),
        caveats=_caveats(),
    )


def _batch(layout: str, read_files: Sequence[Incidents], residuals: Residuals) -> Batch:
    dataset = DATASETS[layout]
    sources = tuple(source_file(each.path) for each in read_files)
    _refuse_twice(read_files, sources)
    cells = pl.concat(
        observations.cells(each, file=position, place_of=_places(), residuals=residuals)
        for position, each in enumerate(read_files)
    )
    days = pl.concat(observations.days(each) for each in read_files)
    vintage = _latest(days).strftime("%Y-%m")
    names = {position: each.path.name for position, each in enumerate(read_files)}
    return Batch(
        dataset=dataset,
        vintage=vintage,
        source=SOURCE,
        title=_TITLE + _LAYOUTS[layout],
        publisher=_PUBLISHER,
        licence=CC_BY_4,
        citation=_CITATION.format(vintage=vintage),
        files=sources,
        observations=frame.finish(
            cells, edition=f"{dataset}@{vintage}", files=names, repeated=True
        ),
        caveats=(*_caveats(), *_partial_years(days)),
        address=_ADDRESS,
        remarks=_remarks(read_files),
    )


def _latest(days: pl.DataFrame) -> date:
    """The day of the latest dated incident, or the end of the latest year."""
    dated = days.filter(pl.col("start") == pl.col("end"))["end"]
    latest = dated.max() or days["end"].max()
    assert isinstance(latest, date)
    return latest


def _partial_years(days: pl.DataFrame) -> Iterator[Caveat]:
    """A caveat for every year whose incidents stop before December.

    Incidents are recorded nearly every day: a year without one in December is a year
    that the file does not hold to its end.
    """
    dated = days.filter(pl.col("start") == pl.col("end"))["end"]
    last_days = (
        pl.DataFrame({"day": dated, "year": dated.dt.year()})
        .group_by("year")
        .agg(pl.col("day").max())
        .sort("year")
    )
    for year, day in last_days.iter_rows():
        if day < date(year, 12, 1):
            yield Caveat(
                id=f"missing_migrants-partial-{year}",
                source=SOURCE,
                effect="coverage",
                says=(
                    f"The incidents of {year} are recorded until {day.day} "
                    f"{day:%B %Y} only: sums over the year are not of the whole year."
                ),
                since=year,
                until=year,
                evidence=f"The latest incident of {year} in the files is of {day}.",
            )


def _remarks(read_files: Sequence[Incidents]) -> tuple[str, ...]:
    """Rows that are alike in every column: counted, not removed."""
    alike = [
        each.frame.filter(
            ~each.frame.select(pl.struct(pl.exclude(ROW)).is_first_distinct())
            .to_series()
            .alias("again")
        )
        for each in read_files
        if "incident" in each.columns
    ]
    repeated = sum(rows.height for rows in alike)
    if not repeated:
        return ()
    remark = (
        f"{repeated} rows are printed more than once, alike in every column; they are "
        "kept as published."
    )
    return (remark,)


def _refuse_twice(
    read_files: Sequence[Incidents], sources: Sequence[SourceFile]
) -> None:
    """Incidents may rightly repeat within a file, but not from file to file."""
    seen: dict[str, str] = {}
    for source in sources:
        if source.sha256 in seen:
            raise _twice(f"it holds the same as {seen[source.sha256]}.", source.name)
        seen[source.sha256] = source.name
    known: dict[str, str] = {}
    for each in read_files:
        if "incident" not in each.columns:
            continue
        numbers = each.frame["incident"].drop_nulls().unique().to_list()
        again = sorted(number for number in numbers if number in known)
        if again:
            raise _twice(
                f"incident {again[0]} stands in {known[again[0]]} too "
                f"({len(again)} incidents in both).",
                each.path.name,
            )
        known |= dict.fromkeys(numbers, each.path.name)


def _twice(what: str, file: str) -> DuplicateKey:
    return DuplicateKey(
        what, "Give each year once: its deaths would be counted twice.", where=file
    )


@cache
def _caveats() -> tuple[Caveat, ...]:
    return caveat.load(files(__package__).joinpath("caveats.toml"))


@cache
def _places() -> dict[str, str]:
    return places.load(files(__package__).joinpath("places.csv"))
