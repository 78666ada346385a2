"""Helpers for the claims about the files of the Missing Migrants Project."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from migrascope.sources.batch import Batch
from migrascope.sources.missing_migrants import adapter

SPECIMENS = Path(__file__).parents[2] / "specimens" / "missing_migrants"


@pytest.fixture
def specimens() -> Path:
    return SPECIMENS


@pytest.fixture
def read_one() -> Callable[..., Batch]:
    """Read specimens that make one edition."""

    def read(*names: str) -> Batch:
        (batch,) = adapter.read([SPECIMENS / name for name in names])
        return batch

    return read
