"""How does the observation table look in Polars?

Kept apart from `observation.py`, because importing Polars takes half a second
and a point query does not need it.
"""

from __future__ import annotations

import polars as pl

from migrascope.model.observation import COLUMNS

_NUMBERS: dict[str, type[pl.DataType]] = {
    "start": pl.Date,
    "end": pl.Date,
    "value": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
    "file": pl.UInt16,
    "row": pl.UInt32,
    "column": pl.UInt32,
}

SCHEMA = pl.Schema({name: _NUMBERS.get(name, pl.Categorical)() for name in COLUMNS})
"""Column types of the observation table; text columns are dictionaries."""
