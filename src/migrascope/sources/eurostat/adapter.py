"""How many people moved within Europe, as the sender and as the receiver report it?

Flows between 27 countries of the European Union, 2010 to 2019, reported to Eurostat
and put side by side, with scores of how much either report misses. What estimates of
flows are measured against.

The traps of this source:

- Two reports of the same move rarely agree: who leaves seldom says so. Immigration is
  reported by the receiver (area) and emigration by the sender (area).
- Half of the reports are not there: some countries report neither side.
- The scores are not Eurostat's. They were given by demographers, change from year to
  year, and stand in the breakdown: accuracy=low|medium|high, undercount=low|medium|high
  (a low undercount is good, a low accuracy is not).
- The table is part of a package for R and exists as text in copies only: there is no
  address to fetch it from. Populations and distances in it are not read.
- The edition is called by the last year of the table.
- Eurostat's own tables (SDMX-CSV) are read with mappings, not here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path

import polars as pl

from migrascope.model import caveat
from migrascope.model.caveat import Caveat
from migrascope.model.source import CC_BY_4
from migrascope.sources import frame, offered, places
from migrascope.sources.batch import (
    Batch,
    Description,
    Residuals,
    source_file,
)
from migrascope.sources.eurostat import double_entry

SOURCE = "eurostat"
DATASET = "eurostat-reported-flows"
ADDRESS = "https://github.com/a-wis/MigMod"

_TITLE = "Flows within Europe, reported by both sides"
_PUBLISHER = "Eurostat; scores by M. J. Dańko; put side by side in the package MigMod"
_CITATION = (
    "Eurostat, migration statistics (database migr), 2010-{vintage}; put together "
    "with scores of undercount and accuracy (M. J. Dańko) in the R package MigMod, "
    "https://github.com/a-wis/MigMod"
)


locate = offered.nothing
"""Nothing: the table comes in a format of R, and as text in copies only."""
fetch = offered.one_by_one(locate)


def recognise(path: Path) -> str | None:
    """`double-entry`, or None if the table is another's."""
    return double_entry.layout_of(path)


def read(
    paths: Sequence[Path], *, residuals: Residuals = Residuals.REFUSE
) -> Iterator[Batch]:
    """One batch for each file.

    Raises:
        UnknownLayout: not the table of both sides.
        UnknownPlace: a code without an area.
        NotANumber: text where a figure should stand.
        NegativeCount: fewer than no people.
        DuplicateKey: a corridor twice.
    """
    for path in paths:
        table = double_entry.read(path)
        vintage = str(double_entry.last_year(table))
        cells = double_entry.cells(table, place_of=_places(), residuals=residuals)
        yield Batch(
            dataset=DATASET,
            vintage=vintage,
            source=SOURCE,
            title=f"{_TITLE}, to {vintage}",
            publisher=_PUBLISHER,
            licence=CC_BY_4,
            citation=_CITATION.format(vintage=vintage),
            files=(source_file(path),),
            observations=frame.finish(
                cells, edition=f"{DATASET}@{vintage}", files={0: path.name}
            ),
            caveats=_caveats(),
            address=ADDRESS,
            remarks=_remarks(cells),
        )


def describe() -> Description:
    """Say what the source is."""
    return Description(
        source=SOURCE,
        title=_TITLE,
        publisher=_PUBLISHER,
        licence=CC_BY_4,
        address=ADDRESS,
        datasets=(DATASET,),
        says="Moves between 27 countries of the European Union since 2010, by what the "
        "sender and what the receiver reported, with scores of undercount and accuracy "
        "in the breakdown. The file does not name its vintage: it is the last year. "
        "There is no address to fetch it from: save `mig_data` of the package MigMod "
        "as CSV in R. Eurostat's own tables are read with mappings.",
        caveats=_caveats(),
    )


def _remarks(cells: pl.DataFrame) -> tuple[str, ...]:
    both = cells.group_by("measure").len().sort("measure").rows()
    told = ", ".join(f"{count:,} of {measure}" for measure, count in both)
    return (f"Reports in the file: {told}; an empty cell is no report.",)


@cache
def _caveats() -> tuple[Caveat, ...]:
    return caveat.load(files(__package__).joinpath("caveats.toml"))


@cache
def _places() -> dict[str, str]:
    return places.load(files(__package__).joinpath("places.csv"))
