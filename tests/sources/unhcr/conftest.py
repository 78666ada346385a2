"""Helpers for the claims about UNHCR's files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from migrascope.sources.batch import Batch
from migrascope.sources.unhcr import adapter

SPECIMENS = Path(__file__).parents[2] / "specimens" / "unhcr"

ReadOne = Callable[..., Batch]
Table = dict[str, list[object]]


@pytest.fixture
def specimens() -> Path:
    return SPECIMENS


@pytest.fixture
def read_one() -> ReadOne:
    """Read specimens (by name) or files (by path) that make one edition."""

    def read(*names: str | Path) -> Batch:
        paths = [SPECIMENS / name for name in names]
        (batch,) = adapter.read(paths)
        return batch

    return read


@pytest.fixture
def population() -> Table:
    """Two rows in the shape of the database's population table."""
    return {
        "year": [2003, 2018],
        "coo_name": ["Somalia", "Stateless"],
        "coo": ["SOM", "STA"],
        "coo_iso": ["SOM", "XXA"],
        "coa_name": ["Kenya", "Austria"],
        "coa": ["KEN", "AUS"],
        "coa_iso": ["KEN", "AUT"],
        "refugees": [154272, 0],
        "idps": [0, 0],
        "stateless": [0, 1062],
        "oip": [None, None],
    }


@pytest.fixture
def parquet(tmp_path: Path) -> Callable[[Table], Path]:
    """Write a table in the shape of the database copies."""

    def write(table: Table) -> Path:
        path = tmp_path / "population.parquet"
        pl.DataFrame(table).write_parquet(path)
        return path

    return write
