"""What does the copy of selected World Development Indicators hold?

A CSV that others made: one row per country, variable and year. It is read by two
declared mappings, because a population stands for mid-year and money for a whole
year; variables that have no measure (inflation, unemployment …) are left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

from migrascope.sources import mapping
from migrascope.sources.batch import Batch, Residuals
from migrascope.sources.formats import guard
from migrascope.sources.worldbank import tables

DATASETS = ("worldbank-wdi-selected", "worldbank-wdi-selected-population")
_MAPPINGS = ("selected-year.toml", "selected-population.toml")
_HERE = files("migrascope.sources.worldbank") / "mappings"
_REMARK = (
    "The copy does not name the update that it was made from; the vintage is the "
    "year of the revision that its population agrees with."
)


def recognise(path: Path) -> bool:
    """True for the copy, told by its header."""
    first = guard.head(path, 200).decode("utf-8", "replace").lstrip("\ufeff")
    return first.splitlines()[:1] == ["iso3,variable,year,value"]


def read(path: Path, *, residuals: Residuals) -> Iterator[Batch]:
    """Read the copy: one batch for yearly figures, one for population."""
    for name in _MAPPINGS:
        batch = mapping.apply(mapping.load(_HERE / name), path, residuals=residuals)
        yield replace(batch, caveats=tables.caveats("wdi"), remarks=(_REMARK,))
