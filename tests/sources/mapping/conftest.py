"""What do the tests of mappings share: a mapping and a file, written in one line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from migrascope.sources import mapping
from migrascope.sources.batch import Batch, Residuals

HEAD = """
source = "kenya-knbs"
name = "arrivals"
vintage = "2024"
title = "Arrivals"
publisher = "A national office"
"""


@pytest.fixture
def declare(tmp_path: Path) -> Callable[[str], Path]:
    """Write a mapping: the usual head and what the test adds."""

    def write(body: str, head: str = HEAD) -> Path:
        path = tmp_path / "m.toml"
        path.write_text(head + body, encoding="utf-8")
        return path

    return write


@pytest.fixture
def read(tmp_path: Path, declare: Callable[[str], Path]) -> Callable[..., pl.DataFrame]:
    """Read a text table by a mapping; the observations, text columns as texts."""

    def read_text(
        body: str, text: str, *, residuals: Residuals = Residuals.REFUSE
    ) -> pl.DataFrame:
        file = tmp_path / "table.csv"
        file.write_text(text, encoding="utf-8")
        loaded = mapping.load(declare(body))
        batch = mapping.apply(loaded, file, residuals=residuals)
        return plain(batch)

    return read_text


def plain(batch: Batch) -> pl.DataFrame:
    """The observations with dictionaries as texts, in the order of the file."""
    frame = batch.observations.with_columns(pl.col(pl.Categorical).cast(pl.String))
    return frame.sort("row", "column")
