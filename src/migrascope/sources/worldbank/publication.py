"""How does the World Bank publish, and how is it cited?

Every layout ends here: cells become a checked batch that carries the licence and
the citation.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from migrascope.model.caveat import Caveat
from migrascope.model.source import CC_BY_4, Licence
from migrascope.sources.batch import Batch, source_file
from migrascope.sources.frame import finish

SOURCE = "worldbank"


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who puts a file out, where, and under which terms."""

    name: str
    address: str
    licence: Licence


WDI = Publisher("World Bank", "https://data.worldbank.org", CC_BY_4)
RPW = Publisher("World Bank", "https://remittanceprices.worldbank.org/", CC_BY_4)
KNOMAD = Publisher(
    "World Bank-KNOMAD",
    "https://www.knomad.org/data/remittances",
    Licence(
        "KNOMAD-cite",
        "World Bank-KNOMAD: use with citation; redistribution is not mentioned",
        "https://www.knomad.org/data/remittances",
        redistributable=False,
        commercial=False,
    ),
)


def publish(
    cells: pl.DataFrame,
    publisher: Publisher,
    *,
    dataset: str,
    vintage: str,
    title: str,
    paths: Sequence[Path],
    caveats: tuple[Caveat, ...],
    remarks: tuple[str, ...] = (),
) -> Batch:
    """Check the cells and give them what must travel along."""
    observations = finish(
        cells,
        edition=f"{dataset}@{vintage}",
        files={index: path.name for index, path in enumerate(paths)},
    )
    return Batch(
        dataset=dataset,
        vintage=vintage,
        source=SOURCE,
        title=title,
        publisher=publisher.name,
        licence=publisher.licence,
        citation=f"{publisher.name}, {title}, {vintage}. {publisher.address}",
        files=tuple(source_file(path) for path in paths),
        observations=observations,
        caveats=caveats,
        address=publisher.address,
        remarks=remarks,
    )
