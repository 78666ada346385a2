"""What does the Population Division of UN DESA count, and how is it read?

International Migrant Stock (who lives where, by sex, destination and origin),
World Population Prospects (population, births, deaths, net migration), and the
flows that countries reported until 2013.

Traps, all told to the reader through `caveats.toml`:
- Stocks are estimates for 1 July; each edition revises the whole series.
- A migrant is someone born abroad, or a foreign citizen where births are unknown.
- Regions and groups stand among the countries, some twice under two codes.
- The address of the stocks answers 403 to programs that do not name themselves.
- Editions of the same dataset replace each other: a copy that others converted has
  the edition id of the publisher's workbook; add one of them, not both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from importlib.resources import files
from pathlib import Path

from migrascope.errors import UnknownLayout
from migrascope.model import caveat
from migrascope.model.source import CC_BY_3_IGO
from migrascope.sources import frame, offered, places
from migrascope.sources.batch import (
    Batch,
    Description,
    Residuals,
    source_file,
)
from migrascope.sources.formats import guard, parquet
from migrascope.sources.undesa import (
    addresses,
    bilateral_copies,
    components,
    editions,
    flow_workbook,
    prospects,
    recognition,
    stock_workbook,
)
from migrascope.sources.undesa.reading import Reading

SOURCE = "undesa"

_HERE = files("migrascope.sources.undesa")
_Reader = Callable[..., Reading]
_READERS: dict[str, _Reader] = {
    recognition.STOCK_BY_DESTINATION: stock_workbook.read,
    recognition.STOCK_BY_ORIGIN: stock_workbook.read,
    recognition.FLOW_TOTALS: flow_workbook.read,
    recognition.ESTIMATES: prospects.read_estimates,
    recognition.PROJECTION: prospects.read_projection,
    recognition.INDICATORS: prospects.read_indicators,
    recognition.BILATERAL_2024: bilateral_copies.read_2024,
    recognition.BILATERAL_2020: bilateral_copies.read_2020,
    recognition.BILATERAL_2019: bilateral_copies.read_2019,
}


locate = offered.listed(SOURCE, addresses.REMOTES)
fetch = offered.one_by_one(locate)


def recognise(path: Path) -> str | None:
    """The name of the layout, from the head of the file; None if unknown."""
    return recognition.recognise(path)


def read(
    paths: Sequence[Path], *, residuals: Residuals = Residuals.REFUSE
) -> Iterator[Batch]:
    """Turn files into batches: one a file, one for all components of a population.

    Raises:
        UnknownLayout: a file that is not one of the known layouts.
        SourceError: whatever its reader refuses, with file, sheet and row.
    """
    table = places.load(_HERE / "places.csv")
    layouts = [(path, _layout(path)) for path in paths]
    together = [path for path, layout in layouts if layout == recognition.COMPONENTS]
    for path, layout in layouts:
        if layout != recognition.COMPONENTS:
            reading = _READERS[layout](path, table, residuals=residuals)
            yield _batch(layout, (path,), reading)
        elif path == together[0]:
            reading = components.read(together, table, residuals=residuals)
            yield _batch(layout, together, reading)


def describe() -> Description:
    """Say what the source is."""
    return Description(
        source=SOURCE,
        title="International Migrant Stock, World Population Prospects",
        publisher=editions.PUBLISHER,
        licence=CC_BY_3_IGO,
        address=addresses.STOCKS,
        datasets=tuple(
            dict.fromkeys(family.dataset for family in editions.FAMILIES.values())
        ),
        says="Migrants by country of destination, origin and sex; population, births, "
        "deaths and net migration, estimated and projected; reported flows until "
        "2013. World Population Prospects files that do not name their revision get "
        "it from their years.",
        caveats=caveat.load(_HERE / "caveats.toml"),
    )


def _layout(path: Path) -> str:
    layout = recognise(path)
    if layout is not None:
        return layout
    guard.check(path)
    if guard.head(path, 4) == b"PAR1":
        parquet.read(path)  # a damaged one is named as such
    raise UnknownLayout(
        "this is not a file of the Population Division that is known here.",
        "Known are the workbooks of the International Migrant Stock by destination "
        "and by origin, the totals of International Migration Flows, and World "
        "Population Prospects 2024; for another file, write a mapping "
        "(migrascope add FILE --suggest).",
        where=path.name,
    )


def _batch(layout: str, paths: Sequence[Path], reading: Reading) -> Batch:
    family = editions.FAMILIES[layout]
    observations = frame.finish(
        reading.cells,
        edition=f"{family.dataset}@{reading.vintage}",
        files={position: path.name for position, path in enumerate(paths)},
    )
    known = caveat.load(_HERE / "caveats.toml")
    return Batch(
        dataset=family.dataset,
        vintage=reading.vintage,
        source=SOURCE,
        title=family.title.format(reading.vintage),
        publisher=editions.PUBLISHER,
        licence=family.licence,
        citation=family.citation(reading.vintage),
        files=tuple(
            source_file(path, address=addresses.of(path.name)) for path in paths
        ),
        observations=observations,
        caveats=editions.caveats_of(known, layout, observations),
        address=family.address,
        remarks=(family.remark,) if family.remark else (),
    )
